//! Code lists, open for codes that no source lists.

mod lenient;
mod ship_via;
mod warehouse;

use b2b_xml::open_code;

pub use self::lenient::{ItemStatus, StatusCode};
pub use self::ship_via::ShipViaCode;
pub use self::warehouse::{Region, warehouse};

open_code! {
    /// What kind of number names an item: the introduction of the manual.
    pub enum ItemQualifier {
        /// VP: Tech Data's number, which is recommended: others can be ambiguous.
        TechData = "VP",
        /// MG: the manufacturer's number.
        Manufacturer = "MG",
        /// UP: the UPC.
        Upc = "UP",
        /// BP: the reseller's own number, from a cross-reference table that Tech Data's Sales sets up.
        Buyer = "BP",
    }
}

open_code! {
    /// What kind of number names an order or a document.
    pub enum ReferenceQualifier {
        /// PO: the customer's purchase order.
        PurchaseOrder = "PO",
        /// ON: Tech Data's order.
        Order = "ON",
        /// IN: Tech Data's invoice.
        Invoice = "IN",
        /// EU: the end user's purchase order.
        EndUserPurchaseOrder = "EU",
        /// QT: a quote.
        Quote = "QT",
        /// AY: in orders, ten characters at most. No source tells more.
        Ay = "AY",
        /// 1Q: an error.
        Error = "1Q",
    }
}

open_code! {
    /// The number of a transaction set, as X12 numbers them.
    pub enum TransactionSet {
        /// 846SEND: asks for availability.
        AvailabilitySubmit = "846SEND",
        /// 846SENDX: asked for prices in older messages.
        PriceAvailabilitySubmit = "846SENDX",
        /// 846REC: tells availability and prices.
        AvailabilityResponse = "846REC",
        /// 855: acknowledges an order.
        OrderResponse = "855",
        /// 869: asks for the status of an order.
        OrderStatusSubmit = "869",
        /// 870: tells it.
        OrderStatusResponse = "870",
        /// 856: tells of shipments.
        ShipmentStatusResponse = "856",
        /// 812: asks for a quote.
        Quote = "812",
        /// 864Send: in a table of the manual for price lists, in no document type.
        PriceListSubmit = "864Send",
    }
}

open_code! {
    /// What a message is for.
    pub enum PurposeCode {
        /// 00: an original, in answers to orders.
        Original = "00",
        /// 01: the orders of a purchase order.
        PurchaseOrder = "01",
        /// 02: the detail of an order or an invoice.
        OrderDetail = "02",
        /// 03: the detail of shipments.
        ShipmentDetail = "03",
    }
}

open_code! {
    /// Yes or no.
    pub enum Indicator {
        /// Y.
        Yes = "Y",
        /// N.
        No = "N",
    }
}

open_code! {
    /// For whose orders a price is. No source has the whole list.
    pub enum OrderLevel {
        /// FE: federal government, inferred.
        Federal = "FE",
    }
}

open_code! {
    /// What a price is. The meanings are inferred.
    pub enum PriceKind {
        /// CON: the customer's contract price.
        Contract = "CON",
        /// MSR: the suggested retail price.
        SuggestedRetail = "MSR",
    }
}

open_code! {
    /// The kind of an order. No source tells what the two codes seen mean.
    pub enum OrderType {
        /// BS.
        Bs = "BS",
        /// DS.
        Ds = "DS",
    }
}

open_code! {
    /// What becomes of what is not in stock: X12 element 563. Tech Data is known to take `BK` and to answer `SC`; the
    /// others are X12's.
    pub enum SalesRequirement {
        /// BK: what is there is sent, the rest is back-ordered.
        ShipPartialBackorderRest = "BK",
        /// SC: everything is sent together.
        ShipComplete = "SC",
        /// N: nothing is back-ordered.
        NoBackorder = "N",
        /// SP: what is there is sent, the rest is cancelled.
        ShipPartialCancelRest = "SP",
        /// Y: what is not there is back-ordered.
        Backorder = "Y",
    }
}

open_code! {
    /// What somebody is told of by e-mail. The meanings are inferred.
    pub enum TrackerEvent {
        /// OC: the order is confirmed.
        Confirmed = "OC",
        /// OR: the order is released.
        Released = "OR",
        /// OS: the order is sent.
        Shipped = "OS",
    }
}

open_code! {
    /// What the messages of an order are.
    pub enum MessageType {
        /// DEL: for the delivery, inferred.
        Delivery = "DEL",
    }
}

impl Indicator {
    /// Whether it says yes.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        *self == Self::Yes
    }
}

impl From<bool> for Indicator {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}
