//! Orders as suppliers report them.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    AccountNumber, Charge, InvoiceNumber, LineNumber, LocationCode, LotNumber, Money, OrderNumber, Quantity,
    RollNumber, SerialNumber, Sku, Status, TrackingNumber,
};

/// What a supplier says of one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderStatus {
    /// The supplier's number of the order.
    pub supplier_order: Option<OrderNumber>,
    /// The customer's purchase order number.
    pub customer_order: Option<OrderNumber>,
    /// The end user's purchase order number.
    pub end_user_order: Option<OrderNumber>,
    /// The supplier's number of the quote that it was made from.
    pub quote: Option<String>,
    /// The customer's account.
    pub account: Option<AccountNumber>,
    /// The supplier's code for the kind of order.
    pub order_type: Option<String>,
    /// How far the order as a whole has come.
    pub status: Option<Status>,
    /// The day of the order.
    pub ordered: Option<NaiveDate>,
    /// The day on which it was sent, or will be.
    pub shipped: Option<NaiveDate>,
    /// The day of its invoice.
    pub invoiced: Option<NaiveDate>,
    /// How it is sent, in the supplier's words, or by its code if there are none.
    pub ship_via: Option<String>,
    /// The supplier's code for how it is sent.
    pub ship_via_code: Option<String>,
    /// What becomes of what is not there, in the supplier's words, or by its code if there are none.
    pub shortage: Option<String>,
    /// How it is packed, in the supplier's words, or by its code if there are none.
    pub packing: Option<String>,
    /// Where it is sent, line by line.
    pub ship_to: Vec<String>,
    /// Whether it leaves the country.
    pub international: Option<bool>,
    /// Whom to ask about it.
    pub contact: Option<String>,
    /// The terms of payment, in the supplier's words.
    pub terms: Option<String>,
    /// What is charged or credited beside the goods.
    pub charges: Vec<Charge>,
    /// What it costs in all.
    pub total: Option<Money>,
    /// The customer's name for the job that it belongs to.
    pub job: Option<String>,
    /// Instructions and messages that stand with it.
    pub notes: Vec<String>,
    /// Its lines, in the supplier's order.
    pub lines: Vec<OrderLine>,
    /// What the supplier could not answer of this order.
    pub problems: Vec<Problem>,
}

/// One line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderLine {
    /// The supplier's number of the line.
    pub number: Option<LineNumber>,
    /// The customer's number of the line.
    pub customer_line: Option<LineNumber>,
    /// The article.
    pub sku: Option<Sku>,
    /// The manufacturer's number of it.
    pub manufacturer_sku: Option<Sku>,
    /// The supplier's other number of it, besides that of its catalog.
    pub item_number: Option<Sku>,
    /// The supplier's description of it.
    pub description: Option<String>,
    /// Its size, in the supplier's words.
    pub size: Option<String>,
    /// How much was ordered.
    pub ordered: Option<Quantity>,
    /// How much of it was sent.
    pub shipped: Option<Quantity>,
    /// How much of it waits for stock.
    pub backordered: Option<Quantity>,
    /// Until when that waits.
    pub backordered_until: Option<NaiveDate>,
    /// How much of it came back.
    pub returned: Option<Quantity>,
    /// What one unit costs.
    pub price: Option<Money>,
    /// What the line costs.
    pub total: Option<Money>,
    /// How it is sent, in the supplier's words.
    pub ship_via: Option<String>,
    /// Where the goods come from.
    pub location: Option<LocationCode>,
    /// The shade or dye lot.
    pub lot: Option<LotNumber>,
    /// The roll.
    pub roll: Option<RollNumber>,
    /// The customer's mark on the goods.
    pub sidemark: Option<String>,
    /// The invoice.
    pub invoice: Option<InvoiceNumber>,
    /// How far the line has come.
    pub status: Option<Status>,
    /// When how much of it is promised.
    pub deliveries: Vec<Delivery>,
    /// What has been sent of it.
    pub shipments: Vec<Shipment>,
    /// The pieces of equipment, where the supplier names them.
    pub items: Vec<Item>,
}

/// One promised delivery of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delivery {
    /// The supplier's number of the schedule line.
    pub number: Option<LineNumber>,
    /// The promised day.
    pub promised: Option<NaiveDate>,
    /// The promised quantity.
    pub quantity: Option<Quantity>,
    /// How far it has come.
    pub status: Option<Status>,
    /// The supplier's purchase order at the vendor.
    pub purchase_order: Option<OrderNumber>,
    /// The vendor's sales order.
    pub vendor_order: Option<OrderNumber>,
    /// What the supplier says where a day or a quantity should stand and none does.
    pub words: Option<String>,
}

/// Something that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shipment {
    /// The carrier's name.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking: Option<TrackingNumber>,
    /// Where it can be followed.
    pub tracking_link: Option<String>,
    /// The bill of lading.
    pub bill_of_lading: Option<String>,
    /// The day on which it was sent, or will be.
    pub shipped: Option<NaiveDate>,
    /// The day on which it is expected to arrive.
    pub expected: Option<NaiveDate>,
    /// The day on which it was invoiced.
    pub invoiced: Option<NaiveDate>,
    /// What it weighs.
    pub weight: Option<Quantity>,
    /// What the supplier says of it.
    pub words: Option<String>,
}

/// One piece of equipment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// Its serial number.
    pub serial: Option<SerialNumber>,
    /// Its MAC address, as the supplier writes it.
    pub mac: Option<String>,
}

/// Something a supplier could not answer, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// The supplier's code.
    pub code: Option<String>,
    /// The supplier's words, whole.
    pub message: Option<String>,
}

impl fmt::Display for Problem {
    /// `no such article (code SKUNotFound)`: what of both there is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.message, &self.code) {
            (Some(message), Some(code)) => f.pad(&format!("{message} (code {code})")),
            (Some(message), None) => f.pad(message),
            (None, Some(code)) => f.pad(&format!("code {code}")),
            (None, None) => f.pad("the supplier gives no reason"),
        }
    }
}
