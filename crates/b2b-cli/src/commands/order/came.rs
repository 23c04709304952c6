//! Which order of an answer was asked for by which number.

use b2b_desk::{By, OrderQuestion, Orders, Reply};
use b2b_model::{OrderNumber, OrderStatus, Problem};

use crate::commands::asking::{Came, Lack, Piece, Put};

/// The orders, each with the number that it was asked by. One that is not there is an order with a problem, whichever way its
/// supplier says so.
pub(super) fn came(put: &Put<OrderQuestion>, mut reply: Reply<Orders>) -> Reply<Came<OrderStatus>> {
    match &reply.result {
        Err(error) if error.is_not_found() && !reply.about.is_empty() => {
            let numbers: Vec<OrderNumber> = reply.about.iter().map(|number| number.as_str().into()).collect();
            let mut orders = Orders::default();
            orders.orders = numbers.iter().map(|number| put.question.failed(number, error)).collect();
            orders.asked = numbers;
            reply.result = Ok(orders);
        }
        _ => {}
    }
    reply.map(|orders| read(put, orders))
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
    let mut pieces: Vec<_> =
        orders.orders.iter().map(|order| Piece { asked: asked(order), result: Ok(order.clone()) }).collect();
    pieces.extend(orders.unanswered.iter().map(|number| Piece {
        asked: Some(call(number)),
        result: Err(Lack::Refused(vec![Problem {
            code: None,
            message: Some("the supplier does not answer for it".to_owned()),
        }])),
    }));
    if !orders.problems.is_empty() {
        pieces.push(Piece { asked: None, result: Err(Lack::Refused(orders.problems)) });
    }
    Came { pieces, messages: Vec::new(), settles: about.len(), warnings: orders.warnings }
}

/// Whether the order has this number. Suppliers pad their numbers with zeros.
fn has(by: By, order: &OrderStatus, number: &OrderNumber) -> bool {
    let significant = |number: &OrderNumber| number.as_str().trim_start_matches('0').to_owned();
    match by {
        By::SupplierNumber => order.supplier_order.as_ref().is_some_and(|own| significant(own) == significant(number)),
        _ => order.customer_order.as_ref() == Some(number),
    }
}
