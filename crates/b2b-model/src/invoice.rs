//! Invoices, and what was sent with them.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    InvoiceNumber, Item, LineNumber, LocationCode, Money, OrderNumber, Problem, Quantity, Sku, Status, TrackingNumber,
};

/// An order of a purchase order, with its invoice and what was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invoice {
    /// The invoice's number; `None` as long as there is none.
    pub number: Option<InvoiceNumber>,
    /// The supplier's order.
    pub supplier_order: Option<OrderNumber>,
    /// The customer's purchase order.
    pub customer_order: Option<OrderNumber>,
    /// The end user's purchase order.
    pub end_user_order: Option<OrderNumber>,
    /// How the order stands.
    pub status: Option<Status>,
    /// When it was ordered.
    pub ordered: Option<NaiveDate>,
    /// When it is expected to be sent.
    pub expected: Option<NaiveDate>,
    /// What was sent.
    pub containers: Vec<Container>,
    /// What the supplier could not answer.
    pub problems: Vec<Problem>,
}

/// Goods that were sent together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Container {
    /// The carrier's number.
    pub tracking: Option<TrackingNumber>,
    /// Where it can be followed.
    pub tracking_link: Option<String>,
    /// How it was sent.
    pub carrier: Option<String>,
    /// From where.
    pub location: Option<LocationCode>,
    /// The lines of the address that it was sent to.
    pub ship_to: Vec<String>,
    /// When it was sent.
    pub shipped: Option<NaiveDate>,
    /// What it weighs.
    pub weight: Option<Quantity>,
    /// When it was invoiced.
    pub invoiced: Option<NaiveDate>,
    /// What its goods cost.
    pub goods: Option<Money>,
    /// What else is charged or credited.
    pub charges: Vec<Charge>,
    /// What it costs in all.
    pub total: Option<Money>,
    /// What is in it.
    pub lines: Vec<InvoiceLine>,
}

/// An amount beside the goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Charge {
    /// What for: `freight`, `tax`, `handling`, `cash on delivery`, `state fee`, `debit or credit`.
    pub kind: String,
    /// How much.
    pub amount: Money,
}

impl Charge {
    /// An amount for something.
    pub fn new(kind: impl Into<String>, amount: Money) -> Self {
        Self { kind: kind.into(), amount }
    }
}

impl fmt::Display for Charge {
    /// `freight 12.50 USD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.kind, self.amount))
    }
}

/// Goods of one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceLine {
    /// The line of the order, if it is told.
    pub number: Option<LineNumber>,
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// The manufacturer's.
    pub manufacturer_sku: Option<Sku>,
    /// What the article is.
    pub description: Option<String>,
    /// How many were sent.
    pub quantity: Option<Quantity>,
    /// The pieces with their serial numbers.
    pub items: Vec<Item>,
}
