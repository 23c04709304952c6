//! Which order of an answer was asked for by which number.

use b2b_desk::{By, OrderQuestion, Orders, Reply};
use b2b_model::{OrderNumber, OrderStatus};

use crate::commands::asking::{Came, Lack, Piece, Put};

/// The orders, each with the number that it was asked by. Of one that is not there, there is only what the supplier says,
/// whichever way it says so.
pub(super) fn came(put: &Put<OrderQuestion>, reply: Reply<Orders>) -> Reply<Came<OrderStatus>> {
    match &reply.result {
        Err(error) if error.is_not_found() && !reply.about.is_empty() => {
            let refused = || Err(Lack::Refused(vec![error.problem()]));
            let piece = |number: &String| Piece { asked: Some(put.call(number)), result: refused() };
            let pieces: Vec<_> = reply.about.iter().map(piece).collect();
            let came = Came { settles: pieces.len(), pieces, messages: Vec::new(), warnings: Vec::new() };
            replied(reply, came)
        }
        _ => reply.map(|orders| read(put, orders)),
    }
}

/// The supplier's reply with this in it.
fn replied<T>(mut reply: Reply<Orders>, came: Came<T>) -> Reply<Came<T>> {
    reply.result = Ok(Orders::default());
    reply.map(|_| came)
}

fn read(put: &Put<OrderQuestion>, orders: Orders) -> Came<OrderStatus> {
    let by = put.question.by;
    let about = orders.asked.as_slice();
    let call = |number: &OrderNumber| put.call(number.as_str());
    let unmentioned: Vec<_> = orders.unmentioned(by).into_iter().map(call).collect();
    let asked = |order: &OrderStatus| match (about, about.iter().find(|number| has(by, order, number))) {
        ([only], _) | (_, Some(only)) => Some(call(only)),
        // A supplier may answer by another number: it is one of those that no order has.
        _ => Some(unmentioned.join(" or ")).filter(|names| !names.is_empty()),
    };
    let piece = |order: &OrderStatus| {
        let asked = asked(order);
        let result = if asked.is_some() && is_bare(order) {
            Err(Lack::Refused(order.problems.clone()))
        } else {
            Ok(order.clone())
        };
        Piece { asked, result }
    };
    let pieces: Vec<_> = orders.orders.iter().map(piece).collect();
    let silent: Vec<_> = orders.unanswered.iter().map(call).collect();
    let mut came = Came { pieces, messages: Vec::new(), settles: about.len(), warnings: orders.warnings };
    came.lack(&silent, orders.problems);
    came
}

/// Whether there is nothing but the number that it was asked by and what is wrong.
fn is_bare(order: &OrderStatus) -> bool {
    let said = OrderStatus { supplier_order: None, customer_order: None, problems: Vec::new(), ..order.clone() };
    !order.problems.is_empty() && said == OrderStatus::default()
}

/// Whether the order has this number. Suppliers pad their numbers with zeros.
fn has(by: By, order: &OrderStatus, number: &OrderNumber) -> bool {
    let significant = |number: &OrderNumber| number.as_str().trim_start_matches('0').to_owned();
    match by {
        By::SupplierNumber => order.supplier_order.as_ref().is_some_and(|own| significant(own) == significant(number)),
        _ => order.customer_order.as_ref() == Some(number),
    }
}
