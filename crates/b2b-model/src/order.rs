//! Orders as suppliers report them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{AccountNumber, LineNumber, OrderNumber, Quantity, SerialNumber, Sku, Status, TrackingNumber};

/// What a supplier says of one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStatus {
    /// The supplier's number of the order.
    pub supplier_order: Option<OrderNumber>,
    /// The customer's purchase order number.
    pub customer_order: Option<OrderNumber>,
    /// The customer's account.
    pub account: Option<AccountNumber>,
    /// The supplier's code for the kind of order.
    pub order_type: Option<String>,
    /// How far the order as a whole has come.
    pub status: Option<Status>,
    /// Its lines, in the supplier's order.
    pub lines: Vec<OrderLine>,
    /// What the supplier could not answer of this order.
    pub problems: Vec<Problem>,
}

/// One line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// The supplier's number of the line.
    pub number: Option<LineNumber>,
    /// The customer's number of the line.
    pub customer_line: Option<LineNumber>,
    /// The article.
    pub sku: Option<Sku>,
    /// How much was ordered.
    pub ordered: Option<Quantity>,
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
}

/// Something that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// The carrier's name.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking: Option<TrackingNumber>,
}

/// One piece of equipment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its serial number.
    pub serial: Option<SerialNumber>,
    /// Its MAC address, as the supplier writes it.
    pub mac: Option<String>,
}

/// Something a supplier could not answer, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The supplier's code.
    pub code: Option<String>,
    /// The supplier's words, whole.
    pub message: Option<String>,
}
