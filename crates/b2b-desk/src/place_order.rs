//! Placing orders: once, with a record of each before it is sent.

use std::collections::BTreeMap;

use b2b_http::Attempt;
use b2b_model::{Decimal, OrderStatus, Problem};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::question::{Capability, Told, Whom};
use crate::supplier::Supplier;
use crate::{Article, Desk, DeskError};

/// An order that is to be placed. It has no secrets.
///
/// ```
/// use b2b_desk::{OrderRequest, RequestedLine};
///
/// let mut order = OrderRequest::new("PO-1001").line(RequestedLine::new("10226038", 2));
/// order.kind = Some("BS".to_owned());
/// assert_eq!(order.lines[0].article.to_string(), "10226038");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
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

/// An order that is about to be placed, or of which nobody knows whether it was. Keep it before it is sent: with it,
/// [`Desk::find_order`] finds out what became of it, in another process too. It has no secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PendingOrder {
    /// The supplier's name in the configuration.
    pub supplier: String,
    /// What is ordered.
    pub order: OrderRequest,
    /// When it was made ready.
    pub began: DateTime<Utc>,
    /// Why the outcome is unknown.
    pub reason: Option<String>,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an order whose outcome is unknown must be looked into"]
#[non_exhaustive]
pub enum OrderOutcome {
    /// The supplier has it: as these orders, several if it was split.
    Placed(Told<Vec<OrderStatus>>),
    /// The supplier refuses it, and has none.
    Refused(Vec<Problem>),
    /// It may have been placed.
    ///
    /// What to do: [`Desk::find_order`], and don't place it again as long as nobody knows.
    Unknown(Box<PendingOrder>),
}

/// What is found out about an order whose outcome was unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderFound {
    /// The supplier has these orders of the purchase order.
    Placed(Vec<OrderStatus>),
    /// The supplier names no order of it, and perhaps says why. It may take a while until it does.
    NotListed(Vec<Problem>),
    /// The supplier's answer is no clear yes or no: it shows orders that may be another's, or contradicts itself.
    Unclear {
        /// What it shows.
        orders: Vec<OrderStatus>,
        /// What it says.
        problems: Vec<Problem>,
    },
}

impl Desk {
    /// Makes an order ready: chooses the supplier and checks that the order can be written. Nothing is sent. Keep what is
    /// returned before [`place_order`](Self::place_order) sends it.
    ///
    /// # Errors
    ///
    /// [`DeskError`] unless there is exactly one supplier that it can go to and it can be written.
    pub fn prepare_order(
        &self,
        whom: &Whom,
        order: OrderRequest,
        attempt: &Attempt,
    ) -> Result<PendingOrder, DeskError> {
        let (name, _) = self.only(whom, Capability::PlaceOrder, &[])?;
        let pending = PendingOrder { supplier: name.clone(), order, began: attempt.now, reason: None };
        self.offline_order(&pending, attempt)?;
        Ok(pending)
    }

    /// Places an order. It is sent once; nothing on the way sends it again.
    ///
    /// # Errors
    ///
    /// Only if it is certain that nothing was ordered.
    pub async fn place_order(&self, pending: &PendingOrder) -> Result<OrderOutcome, DeskError> {
        match &self.named(&pending.supplier)?.1 {
            Supplier::Techdata(techdata) => techdata.place_order(pending).await,
            other => Err(other.unsupported(Capability::PlaceOrder)),
        }
    }

    /// The requests that [`place_order`](Self::place_order) would send, with their secrets replaced.
    ///
    /// # Errors
    ///
    /// [`DeskError`] if it cannot be written.
    pub fn offline_order(&self, pending: &PendingOrder, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        match &self.named(&pending.supplier)?.1 {
            Supplier::Techdata(techdata) => techdata.show_order(pending, attempt),
            other => Err(other.unsupported(Capability::PlaceOrder)),
        }
    }

    /// Finds out what the supplier has of an order whose outcome is unknown. It only asks.
    ///
    /// # Errors
    ///
    /// [`DeskError`] if the supplier cannot be asked. It is as unknown as before then.
    pub async fn find_order(&self, pending: &PendingOrder) -> Result<OrderFound, DeskError> {
        match &self.named(&pending.supplier)?.1 {
            Supplier::Techdata(techdata) => techdata.find_order(pending).await,
            other => Err(other.unsupported(Capability::PlaceOrder)),
        }
    }
}
