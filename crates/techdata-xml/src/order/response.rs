//! The answer to an order.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::common::{ErrorInfo, Summary};
use crate::{
    Amount, ItemQualifier, PurposeCode, ReferenceQualifier, SalesRequirement, ShortDate, StatusCode, Text,
    TransactionSet, UserName,
};

/// The answer to an [`OrderSubmit`](super::OrderSubmit).
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_Order_Response")]
#[serde(default)]
pub struct OrderResponse {
    /// What became of it.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// Lines, of which no source tells the contents.
    #[xml(name = "Detail", item = "LineInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<ResponseLine>,
    /// The end; absent in one answer.
    #[xml(name = "Summary")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// What became of the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Header")]
#[serde(default)]
pub struct ResponseHeader {
    /// Who placed it. In one answer.
    #[xml(name = "UserName")]
    #[serde(skip)]
    pub user_name: Option<UserName>,
    /// The number of the transaction set, `855`.
    #[xml(name = "TransSetIDCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_set_id_code: Option<TransactionSet>,
    /// The id of the message that it answers, as it was received.
    #[xml(name = "TransControlID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_control_id: Option<Text>,
    /// The version of this document.
    #[xml(name = "ResponseVersion")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_version: Option<Text>,
    /// `00` in the manual's samples, empty in live answers.
    #[xml(name = "PurposeCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose_code: Option<PurposeCode>,
    /// The purchase order.
    #[xml(name = "PONbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_nbr: Option<Text>,
    /// Tech Data's order number: the order was accepted.
    #[xml(name = "RefID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
    /// The kind of that number.
    #[xml(name = "RefIDQual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ReferenceQualifier>,
    /// Why the order was refused, in words.
    #[xml(name = "DescHdrErr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc_hdr_err: Option<Text>,
    /// The order as Tech Data has it, if it was asked for.
    #[xml(name = "OrderConfirmation")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_confirmation: Option<OrderConfirmation>,
}

/// The order as Tech Data has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "OrderConfirmation")]
#[serde(default)]
pub struct OrderConfirmation {
    /// One or, if it was split, several orders.
    #[xml(name = "OrderDetail")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<ConfirmedOrder>,
    /// What Tech Data says of it.
    #[xml(name = "Message")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
}

/// One order, or the part of one that was split.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "OrderDetail")]
#[serde(default)]
pub struct ConfirmedOrder {
    /// Its numbers: `PO`, `ON`, `IN`, `QT`.
    #[xml(name = "RefInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ref_info: Vec<RefInfo2>,
    /// How it stands.
    #[xml(name = "OrderStatus")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_status: Option<StatusCode>,
    /// The terms, such as `NET 30 DAYS`.
    #[xml(name = "Terms")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Text>,
    /// The currency, such as `USD`.
    #[xml(name = "CurrencyType")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_type: Option<Text>,
    /// What becomes of what is not in stock.
    #[xml(name = "ShipmentDispQual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment_disp_qual: Option<SalesRequirement>,
    /// The same in words.
    #[xml(name = "ShipmentDisp")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment_disp: Option<Text>,
    /// The packing; `BS` in the sample.
    #[xml(name = "PackageDispQual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_disp_qual: Option<Text>,
    /// The same in words.
    #[xml(name = "PackageDisp")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_disp: Option<Text>,
    /// The account that pays.
    #[xml(name = "BillToAcctNbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bill_to_acct_nbr: Option<Text>,
    /// To whom it is sent.
    #[xml(name = "ShipToName")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_name: Option<Text>,
    /// The first line of the address.
    #[xml(name = "ShipToAddr1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_addr1: Option<Text>,
    /// The second.
    #[xml(name = "ShipToAddr2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_addr2: Option<Text>,
    /// The third.
    #[xml(name = "ShipToAddr3")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_addr3: Option<Text>,
    /// The city.
    #[xml(name = "ShipToCity")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_city: Option<Text>,
    /// The state or province.
    #[xml(name = "ShipToStateProv")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_state_prov: Option<Text>,
    /// The postal code.
    #[xml(name = "ShipToPostalCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_postal_code: Option<Text>,
    /// The contact's function, `IC`. Not in the SOAP wrapper.
    #[xml(name = "ContactFuncCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_func_code: Option<Text>,
    /// Whom to ask.
    #[xml(name = "ContactName")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<Text>,
    /// What it costs in all.
    #[xml(name = "InvoiceTotal")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_total: Option<OrRaw<Amount>>,
    /// When it is expected to be sent.
    #[xml(name = "EstimatedShipDate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_ship_date: Option<OrRaw<ShortDate>>,
    /// The lines.
    #[xml(name = "LineInfo2")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<ConfirmedLine>,
    /// How many lines it has.
    #[xml(name = "NbrOfOrderLines")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbr_of_order_lines: Option<OrRaw<u32>>,
}

/// A number of the order and its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "RefInfo")]
#[serde(default)]
pub struct RefInfo2 {
    /// The kind.
    #[xml(name = "RefIDQual2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual2: Option<ReferenceQualifier>,
    /// The number.
    #[xml(name = "RefID2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id2: Option<Text>,
}

/// One line of the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo2")]
#[serde(default)]
pub struct ConfirmedLine {
    /// Its id.
    #[xml(name = "AssignedID2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id2: Option<Text>,
    /// The kind of the item's number.
    #[xml(name = "ProductIDQual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id_qual: Option<ItemQualifier>,
    /// The item's number.
    #[xml(name = "ProductID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<Text>,
    /// The description.
    #[xml(name = "ProductDesc")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_desc: Option<Text>,
    /// How it stands, such as `Released`.
    #[xml(name = "LineStatus")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_status: Option<StatusCode>,
    /// What one costs.
    #[xml(name = "UnitPrice")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<OrRaw<Amount>>,
    /// What the line costs.
    #[xml(name = "ExtendedPrice")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_price: Option<OrRaw<Amount>>,
    /// The warehouse's name.
    #[xml(name = "WhseDesc")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_desc: Option<Text>,
    /// How it is sent.
    #[xml(name = "ShipViaDesc")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_via_desc: Option<Text>,
    /// How many were ordered.
    #[xml(name = "QtyOrdered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_ordered: Option<OrRaw<Decimal>>,
    /// How many were sent.
    #[xml(name = "QtyShipped")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_shipped: Option<OrRaw<Decimal>>,
    /// How many wait for stock.
    #[xml(name = "QtyBackordered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_backordered: Option<OrRaw<Decimal>>,
    /// How many came back.
    #[xml(name = "QtyReturned")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_returned: Option<OrRaw<Decimal>>,
    /// When it was sent.
    #[xml(name = "DateShipped")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_shipped: Option<OrRaw<ShortDate>>,
    /// When it is expected to be sent.
    #[xml(name = "ItemEstimatedShipDate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_estimated_ship_date: Option<OrRaw<ShortDate>>,
}

/// A line of the answer. The SOAP wrapper has an empty type for it; an id and an error are read if they come.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct ResponseLine {
    /// Its id.
    #[xml(name = "AssignedID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<ErrorInfo>,
}

impl ConfirmedOrder {
    /// Its number of this kind.
    #[must_use]
    pub fn reference(&self, kind: &ReferenceQualifier) -> Option<&Text> {
        let info = self.ref_info.iter().find(|info| info.ref_id_qual2.as_ref() == Some(kind))?;
        info.ref_id2.as_ref()
    }
}
