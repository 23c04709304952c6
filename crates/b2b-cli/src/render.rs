//! Answers as text.

pub(crate) mod articles;
pub(crate) mod doctor;
pub(crate) mod entry;
mod grid;
pub(crate) mod invoices;
pub(crate) mod json;
mod layout;
pub(crate) mod lists;
pub(crate) mod table;

use b2b_desk::{OrderQuestion, Orders};
use b2b_model::{OrderStatus, Problem};

/// An order and how it is called.
#[derive(Clone)]
pub(crate) struct Named<'a> {
    pub(crate) order: &'a OrderStatus,
    pub(crate) name: String,
}

/// The orders of an answer, called by the supplier's number, else by the customer's, else by what was asked for.
pub(crate) fn named<'a>(answer: &'a Orders, question: Option<&OrderQuestion>) -> Vec<Named<'a>> {
    let nameless = question.map_or_else(|| NAMELESS.to_owned(), |question| nameless(answer, question));
    let name = |order: &OrderStatus| match order.supplier_order.as_ref().or(order.customer_order.as_ref()) {
        Some(number) => clean(number.as_str()),
        None => nameless.clone(),
    };
    answer.orders.iter().map(|order| Named { order, name: name(order) }).collect()
}

const NAMELESS: &str = "without number";

/// How an order is called that the supplier answered without number: by the number it must be, or by those it can be.
fn nameless(answer: &Orders, question: &OrderQuestion) -> String {
    if let [only] = question.numbers.as_slice() {
        return clean(only.as_str());
    }
    let numbers: Vec<_> = answer.unmentioned(question.by).into_iter().map(|number| clean(number.as_str())).collect();
    match numbers.as_slice() {
        [] => NAMELESS.to_owned(),
        [only] => only.clone(),
        _ => format!("{NAMELESS} ({})", numbers.join(" or ")),
    }
}

/// A problem in the supplier's words and code.
pub(crate) fn problem(problem: &Problem) -> String {
    let words = problem.message.as_deref().unwrap_or("the supplier gives no reason");
    let words = clean(words.trim_end_matches('.'));
    match &problem.code {
        Some(code) => format!("{words} (code {})", clean(code)),
        None => words,
    }
}

/// On one line and without control characters, which could speak to the terminal.
pub(crate) fn clean(text: &str) -> String {
    let visible = text.replace(char::is_control, " ");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was asked for, which can be nothing.
pub(crate) fn asked(text: &str) -> String {
    Some(clean(text)).filter(|text| !text.is_empty()).unwrap_or_else(|| "\"\"".to_owned())
}
