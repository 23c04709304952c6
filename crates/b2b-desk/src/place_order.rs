//! Placing orders: once, with a record of each before it is sent.

use b2b_http::Attempt;
use b2b_model::{OrderAcknowledgement, OrderRequest, OrderStatus, Outcome, Problem};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::asking::{Trace, ending};
use crate::desk::Member;
use crate::question::{Capability, Told, Whom};
use crate::supplier::Supplier;
use crate::{Desk, DeskError};

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

/// What became of an order: the orders that the supplier made of it, its refusal, or a record with which [`Desk::find_order`]
/// finds out. It is not placed again as long as nobody knows.
///
/// A refusal is of what was sent this time. What to do: correct what is named, and place it again. If its number was ever
/// placed before, [`Desk::find_order`] first: a number that is refused because it is taken belongs to an order.
pub type OrderOutcome = Outcome<Told<OrderAcknowledgement>, Box<PendingOrder>>;

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

impl OrderFound {
    /// In a trace.
    fn word(&self) -> &'static str {
        match self {
            Self::Placed(_) => "placed",
            Self::NotListed(_) => "not listed",
            Self::Unclear { .. } => "unclear",
        }
    }
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
        let Member { name, .. } = self.only(whom, Capability::PlaceOrder, &[])?;
        let pending = PendingOrder { supplier: name.clone(), order, began: attempt.now, reason: None };
        self.offline_order(&pending, attempt)?;
        Ok(pending)
    }

    /// Places an order. It is sent once; nothing on the way sends it again.
    ///
    /// # Errors
    ///
    /// Only if it was not sent. That the supplier refuses is an outcome.
    pub async fn place_order(&self, pending: &PendingOrder) -> Result<OrderOutcome, DeskError> {
        match &self.named(&pending.supplier)?.supplier {
            Supplier::Techdata(techdata) => {
                let trace = Trace::new(&pending.supplier, Capability::PlaceOrder);
                trace.whole(techdata.place_order(pending), ending).await
            }
            other => Err(other.unsupported(Capability::PlaceOrder)),
        }
    }

    /// The requests that [`place_order`](Self::place_order) would send, with their secrets replaced.
    ///
    /// # Errors
    ///
    /// [`DeskError`] if it cannot be written.
    pub fn offline_order(&self, pending: &PendingOrder, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        match &self.named(&pending.supplier)?.supplier {
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
        match &self.named(&pending.supplier)?.supplier {
            Supplier::Techdata(techdata) => {
                let trace = Trace::new(&pending.supplier, format_args!("FindOrder"));
                trace.whole(techdata.find_order(pending), OrderFound::word).await
            }
            other => Err(other.unsupported(Capability::PlaceOrder)),
        }
    }
}
