//! Orders as text.

pub(crate) mod json;
mod layout;
pub(crate) mod table;

use b2b_model::{OrderStatus, Problem};

/// How an order is called: by the supplier's number if it has one, else by the customer's.
pub(crate) fn name(order: &OrderStatus) -> String {
    match order.supplier_order.as_ref().or(order.customer_order.as_ref()) {
        Some(number) => clean(number.as_str()),
        None => "without number".to_owned(),
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
