//! Placing orders, and finding out what became of them.

use b2b_http::{Error, Transport};

use super::Client;
use crate::item::same_number;
use crate::order::{Line, OrderResponse};
use crate::order_status::OrderDetail;
use crate::reading::decoded;
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
    /// Tech Data refused **this submission**, and names no order.
    ///
    /// What to do: show the errors, correct the order, and send it again. If its PO number was ever sent before,
    /// [`Client::reconcile`] first: a number that is refused because it is taken belongs to an order.
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
    lines: Vec<Line>,
    response: Option<Box<OrderResponse>>,
    error: Error,
}

impl UnknownOrder {
    /// The order's PO number.
    #[must_use]
    pub fn purchase_order(&self) -> &Text {
        &self.purchase_order
    }

    /// The lines as they were given, to be compared with what Tech Data has. Ids that were generated are not in them.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The answer, if there is one that can be read. It may be another's, and secrets are taken out of it.
    #[must_use]
    pub fn response(&self) -> Option<&OrderResponse> {
        self.response.as_deref()
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
    /// Tech Data has orders under this number: each has an order or invoice number, or the purchase order's and a status.
    ///
    /// What to do: compare them with [`UnknownOrder::lines`] if the number may have been used before.
    Placed(Vec<OrderDetail>),
    /// Tech Data names no order of it, and says why: at least one error has a text.
    ///
    /// What to do: read it; ask again later, since an order may take a while to be seen. No source tells how long.
    NotListed(Vec<TechDataError>),
    /// Neither: the answer only repeats the number, is empty, or names orders of another purchase order.
    ///
    /// What to do: ask again later, or ask Tech Data. Don't send the order again.
    Unclear {
        /// All that the answer says.
        details: Vec<OrderDetail>,
        /// Its errors.
        errors: Vec<TechDataError>,
    },
}

pub(super) async fn place<T: Transport>(client: &Client<T>, order: OrderSubmit) -> Result<OrderOutcome, Error> {
    let purchase_order = order.header.po_nbr.clone().unwrap_or_default();
    let lines = order.lines.clone();
    let Answer { value, warnings, more_warnings, body } = match client.send(order).await {
        Ok(answer) => answer,
        Err(error @ Error::NotSent(_)) => return Err(error),
        Err(error) => {
            let response = error.body().and_then(|body| decoded(body, client.endpoint.wire)).map(Box::new);
            return Ok(OrderOutcome::Unknown(UnknownOrder { purchase_order, lines, response, error }));
        }
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
    let details = answer.value.orders();
    let found: Vec<Found> = details.iter().map(|detail| found(detail, &purchase_order)).collect();
    let is_placed = |found: &Found| *found == Found::Placed;
    Ok(if found.iter().any(is_placed) && !found.contains(&Found::Unclear) {
        let orders = details.iter().zip(&found).filter(|(_, found)| is_placed(found));
        Reconciled::Placed(orders.map(|(detail, _)| detail.clone()).collect())
    } else if !found.is_empty() && found.iter().all(|found| *found == Found::Refused) {
        Reconciled::NotListed(errors)
    } else {
        Reconciled::Unclear { details: details.to_vec(), errors }
    })
}

/// What a detail says of a purchase order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// That there is an order.
    Placed,
    /// That there is none, in words.
    Refused,
    /// Nothing: it is empty, or repeats the number.
    Nothing,
    /// Something that is about another order, or contradicts itself.
    Unclear,
}

fn found(detail: &OrderDetail, purchase_order: &Text) -> Found {
    let numbers = |kind: ReferenceQualifier| {
        let is_one =
            move |qualifier: &ReferenceQualifier| qualifier.as_str().trim().eq_ignore_ascii_case(kind.as_str());
        let infos = detail.ref_info.iter().filter(move |info| info.ref_id_qual.as_ref().is_some_and(&is_one));
        infos.filter_map(|info| info.ref_id.as_ref())
    };
    let has_number = numbers(ReferenceQualifier::Order).chain(numbers(ReferenceQualifier::Invoice)).next().is_some();
    let is_ours = numbers(ReferenceQualifier::PurchaseOrder).any(|number| same_number(number, purchase_order));
    let is_anothers = !is_ours && numbers(ReferenceQualifier::PurchaseOrder).next().is_some();
    let has_errors = !detail.error_info.is_empty();
    let says_why = detail.error_info.iter().any(|error| error.error_desc.is_some());
    let has_more = detail.order_status.is_some() || !detail.lines.is_empty() || detail.invoice_total.is_some();
    match (is_anothers, has_number, has_errors) {
        (true, _, _) => Found::Unclear,
        (false, true, _) => Found::Placed,
        (false, false, false) if is_ours && detail.order_status.is_some() => Found::Placed,
        (false, false, true) if says_why && !has_more => Found::Refused,
        (false, false, false) if !has_more => Found::Nothing,
        _ => Found::Unclear,
    }
}
