//! Answers as text.

pub(crate) mod articles;
pub(crate) mod csv;
pub(crate) mod doctor;
pub(crate) mod entry;
#[cfg(feature = "nats")]
pub(crate) mod fleet;
mod grid;
pub(crate) mod invoices;
pub(crate) mod json;
mod layout;
pub(crate) mod lists;
pub(crate) mod shape;
pub(crate) mod table;

use b2b_model::Problem;

/// Problems in the supplier's words and codes.
pub(crate) fn problems(problems: &[Problem]) -> String {
    problems.iter().map(problem).collect::<Vec<_>>().join("; ")
}

fn problem(problem: &Problem) -> String {
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
