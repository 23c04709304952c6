//! Orders that are to be placed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Article;

/// An order that is to be placed. It has no secrets.
///
/// ```
/// use b2b_model::{OrderRequest, RequestedLine};
///
/// let mut order = OrderRequest::new("PO-1001").line(RequestedLine::new("10226038", 2));
/// order.kind = Some("BS".to_owned());
/// assert_eq!(order.lines[0].article.to_string(), "10226038");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OrderRequest {
    /// The customer's purchase order number. It must be another one for each order: an order is found again by it.
    pub purchase_order: String,
    /// The kind of order, by the supplier's code: `BS` or `DS` at Tech Data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// For whose orders, by the supplier's code, where that is not the usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_level: Option<String>,
    /// What becomes of what is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortage: Option<Shortage>,
    /// Where the goods are to be sent.
    #[serde(default)]
    pub ship_to: ShipTo,
    /// Further numbers by the supplier's codes: at Tech Data `EU` is the end user's purchase order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub references: BTreeMap<String, String>,
    /// Messages about the delivery.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<String>,
    /// What is told of the end user, by the supplier's names, as [`EndUserNeeds`](crate::EndUserNeeds) has them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub end_user: BTreeMap<String, String>,
    /// What is ordered.
    pub lines: Vec<RequestedLine>,
}

/// What becomes of what is not there.
///
/// The list is closed: whoever writes an order decides about each, and mistakes none for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Shortage {
    /// What is there is sent, and the rest when it comes.
    BackorderRest,
    /// What is there is sent, and the rest is cancelled.
    CancelRest,
    /// All is sent together, when it is there.
    ShipComplete,
    /// Nothing is back-ordered.
    NoBackorder,
}

/// Where goods are to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ShipTo {
    /// To whom.
    pub name: Option<String>,
    /// The lines of the address.
    pub address: Vec<String>,
    /// The city.
    pub city: Option<String>,
    /// The state or province, as two letters.
    pub state: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Whom to call.
    pub phone: Option<String>,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RequestedLine {
    /// The article: `10226038`, or `mg:T3Y97A` by the manufacturer's number, which can be ambiguous.
    pub article: Article,
    /// How many.
    pub quantity: u32,
    /// What one is expected to cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Decimal>,
    /// Where the goods are to come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// How they are to be sent, by the supplier's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_via: Option<String>,
    /// The line of the purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_line: Option<String>,
    /// Whether a promotion is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<bool>,
    /// A message about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl OrderRequest {
    /// An order without lines yet.
    pub fn new(purchase_order: impl Into<String>) -> Self {
        Self { purchase_order: purchase_order.into(), ..Self::default() }
    }

    /// Adds a line.
    #[must_use]
    pub fn line(mut self, line: RequestedLine) -> Self {
        self.lines.push(line);
        self
    }
}

impl RequestedLine {
    /// So many of an article.
    pub fn new(article: impl Into<Article>, quantity: u32) -> Self {
        Self {
            article: article.into(),
            quantity,
            price: None,
            location: None,
            ship_via: None,
            customer_line: None,
            promotion: None,
            message: None,
        }
    }
}
