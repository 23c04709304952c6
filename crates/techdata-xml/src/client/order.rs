//! Placing orders, and finding out what became of them.

use b2b_http::{Error, Transport};

use super::Client;
use crate::order::OrderResponse;
use crate::order_status::OrderDetail;
use crate::{Answer, OrderAnswer, OrderStatusSubmit, OrderSubmit, ReferenceQualifier, TechDataError, Text};

/// What became of an order.
#[derive(Debug)]
#[non_exhaustive]
pub enum OrderOutcome {
    /// Tech Data has it.
    Accepted {
        /// Tech Data's order number.
        number: Text,
        /// The answer.
        answer: Box<Answer<OrderResponse>>,
    },
    /// Tech Data refused it, and has none.
    ///
    /// What to do: show the errors, correct the order, and send it again.
    Refused {
        /// Why, at least one.
        errors: Vec<TechDataError>,
        /// The answer.
        answer: Box<Answer<OrderResponse>>,
    },
    /// Nobody knows: it may have been placed.
    ///
    /// What to do: [`reconcile`](UnknownOrder::reconcile), after a while too, before anything is sent again.
    Unknown(UnknownOrder),
}

/// An order that may have been placed.
///
/// It is one whenever its answer is not a definite word of Tech Data's: no answer, an error status, a document that is
/// another's or cannot be read, or one that contradicts itself.
#[derive(Debug)]
pub struct UnknownOrder {
    purchase_order: Text,
    error: Error,
}

impl UnknownOrder {
    /// The order's PO number.
    #[must_use]
    pub fn purchase_order(&self) -> &Text {
        &self.purchase_order
    }

    /// What happened to the answer.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Asks Tech Data what it has of the purchase order. It is a question, and may be asked again.
    ///
    /// # Errors
    ///
    /// As for every question. Nothing is known of the order then.
    pub async fn reconcile<T: Transport>(&self, client: &Client<T>) -> Result<Reconciled, Error> {
        reconcile(client, self.purchase_order.clone()).await
    }
}

/// What Tech Data has of a purchase order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reconciled {
    /// It was placed: these are its orders.
    Placed(Vec<OrderDetail>),
    /// Tech Data names no order of it, and says why.
    ///
    /// What to do: ask again later, since an order may take a while to be seen; no source tells how long.
    NotListed(Vec<TechDataError>),
}

pub(super) async fn place<T: Transport>(client: &Client<T>, order: OrderSubmit) -> Result<OrderOutcome, Error> {
    let purchase_order = order.header.po_nbr.clone().unwrap_or_default();
    let Answer { value, warnings, more_warnings, body } = match client.send(order).await {
        Ok(answer) => answer,
        Err(error @ Error::NotSent(_)) => return Err(error),
        Err(error) => return Ok(OrderOutcome::Unknown(UnknownOrder { purchase_order, error })),
    };
    let answer = |value: OrderResponse| Box::new(Answer { value, warnings, more_warnings, body });
    Ok(match value {
        OrderAnswer::Accepted { number, response } => OrderOutcome::Accepted { number, answer: answer(*response) },
        OrderAnswer::Refused { errors, response } => OrderOutcome::Refused { errors, answer: answer(*response) },
    })
}

pub(super) async fn reconcile<T: Transport>(client: &Client<T>, purchase_order: Text) -> Result<Reconciled, Error> {
    let answer = client.order_status(OrderStatusSubmit::purchase_order(purchase_order.clone())).await?;
    let errors = answer.value.errors();
    let is_placed = |order: &&OrderDetail| {
        let number = |kind| order.reference(&kind);
        let is_ours = number(ReferenceQualifier::PurchaseOrder).is_none_or(|number| *number == purchase_order);
        let has_number = number(ReferenceQualifier::Order).or(number(ReferenceQualifier::Invoice)).is_some();
        is_ours && (has_number || order.error_info.is_empty())
    };
    let placed: Vec<OrderDetail> = answer.value.orders().iter().filter(is_placed).cloned().collect();
    Ok(if placed.is_empty() { Reconciled::NotListed(errors) } else { Reconciled::Placed(placed) })
}
