//! How orders stand, and what was sent of them.

use b2b_desk::{By, Depth, Desk, OrderQuestion, Orders, Reply, Serials, Whom};
use b2b_model::{OrderNumber, OrderStatus};
use futures_util::StreamExt as _;

use super::{Asked, everybodys, failed, heard, silent};
use crate::Question;
use crate::answer::Said;

/// What stands before a purchase order's number.
const CUSTOMER: &str = "po:";

pub(super) async fn ask(desk: &Desk, whom: &Whom, question: Question, keys: &[String]) -> Vec<Asked> {
    let mut all: Vec<Option<Asked>> = keys.iter().map(|_| None).collect();
    // A request asks by numbers of one kind.
    for by in [By::SupplierNumber, By::CustomerNumber] {
        if let Some(trouble) = all.iter().flatten().find_map(everybodys).cloned() {
            return all.into_iter().map(|said| said.unwrap_or_else(|| Err(trouble.clone()))).collect();
        }
        let mine: Vec<(usize, OrderNumber)> = keys
            .iter()
            .enumerate()
            .filter_map(|(place, key)| match (by, key.strip_prefix(CUSTOMER)) {
                (By::CustomerNumber, Some(number)) => Some((place, number.into())),
                (By::SupplierNumber, None) => Some((place, key.as_str().into())),
                _ => None,
            })
            .collect();
        if mine.is_empty() {
            continue;
        }
        let mut orders = OrderQuestion::new(by, mine.iter().map(|(_, number)| number.clone())).depth(Depth::Lines);
        if question == Question::Shipments {
            orders = orders.serials(Serials::Include);
        }
        let mut replies = match desk.stream(whom, &orders) {
            Ok(replies) => replies,
            Err(error) => return keys.iter().map(|_| failed(&error)).collect(),
        };
        while let Some(Reply { about, result, .. }) = replies.next().await {
            for (place, number) in mine.iter().filter(|(_, number)| about.iter().any(|about| about == number.as_str()))
            {
                if let Some(said) = all.get_mut(*place) {
                    *said = Some(match &result {
                        Ok(orders) => of(orders, by, number, about.len()),
                        Err(error) => failed(error),
                    });
                }
            }
        }
    }
    all.into_iter().map(|said| said.unwrap_or_else(silent)).collect()
}

/// What an answer about so many orders says of this one. A supplier may answer by another number than it was asked by: whatever it
/// says to a question about one order is about that one.
fn of(orders: &Orders, by: By, number: &OrderNumber, count: usize) -> Asked {
    let own = orders.orders.iter().filter(|order| count == 1 || by.has(order, number));
    let own: Vec<OrderStatus> = own.cloned().collect();
    let of_all = orders.problems.iter().filter(|_| count == 1);
    let problems: Vec<_> = own.iter().flat_map(|order| &order.problems).chain(of_all).cloned().collect();
    let is_bare = own.iter().all(is_bare);
    if own.is_empty() && (count > 1 || problems.is_empty()) {
        // Asked for alone, there is more to learn.
        return Ok(super::Heard::denied(crate::Status::NotFound, "the supplier does not answer for it"));
    }
    Ok(heard(Said::Orders(own), is_bare, &problems))
}

/// Whether there is nothing but the number that it was asked by and what is wrong.
fn is_bare(order: &OrderStatus) -> bool {
    let said = OrderStatus { supplier_order: None, customer_order: None, problems: Vec::new(), ..order.clone() };
    said == OrderStatus::default()
}
