//! Answers as rows of a table: one schema for each question.
//!
//! A row has first who was asked what and how that ended, then what `b2b_model::rows` has of the answer. An answer of several parts,
//! such as the lines of an order, is several rows; one without a part is one row all the same.

mod cell;
mod model;

use crate::answer::{Answer, Said};
use crate::{Job, Question};

pub use self::cell::{Cell, Kind};
use self::model::Cells;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
}

/// The columns that all tables begin with, with what each is.
pub const COMMON: &[(Column, &str)] = &[
    (Column::new("supplier", Kind::Text), "Who was asked, by the name in the configuration."),
    (Column::new("key", Kind::Text), "What was asked about, as the job says it."),
    (Column::new("status", Kind::Text), "`answered`, `not_found`, `refused` or `failed`."),
    (Column::new("part", Kind::Count), "Which row of the answer it is, from 1."),
    (Column::new("attempts", Kind::Count), "How often it was asked."),
    (Column::new("asked_at", Kind::Time), "When the request began that this came of."),
    (Column::new("answered_at", Kind::Time), "When it ended."),
    (
        Column::new("digest", Kind::Text),
        "The SHA-256 of the answer's body as it came over the wire, in hexadecimal; where it took several answers, of their digests one \
         after the other.",
    ),
    (Column::new("cause", Kind::Text), "What it comes down to that it failed."),
    (Column::new("message", Kind::Text), "Why there is no answer, in a sentence."),
];

/// The place of `message` among the columns.
pub(crate) const MESSAGE: usize = 9;

impl Column {
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind }
    }
}

/// The columns of a question's table.
#[must_use]
pub fn columns(question: Question) -> Vec<Column> {
    let own = match question {
        Question::OrderStatus | Question::Shipments => b2b_model::rows::OrderRow::columns(),
        Question::Stock => b2b_model::rows::StockRow::columns(),
        Question::Prices => b2b_model::rows::PriceRow::columns(),
        Question::Reservations => b2b_model::rows::ReservationRow::columns(),
    };
    COMMON.iter().map(|(column, _)| *column).chain(own).collect()
}

/// The rows of an answer, each with a cell for each of the [`columns`] of its question.
#[must_use]
pub fn rows(job: &Job, answer: &Answer) -> Vec<Vec<Cell>> {
    let mut own = match &answer.said {
        Some(Said::Orders(orders)) => model::cells(orders),
        Some(Said::Stock(stock)) => model::cells(stock),
        Some(Said::Prices(prices)) => model::cells(prices),
        Some(Said::Reservations(reservations)) => model::cells(reservations),
        None => Vec::new(),
    };
    if own.is_empty() {
        own.push(vec![Cell::Nothing; columns(job.question).len() - COMMON.len()]);
    }
    own.into_iter()
        .zip(1..)
        .map(|(own, part)| {
            let mut row = common(job, answer, part);
            row.extend(own);
            row
        })
        .collect()
}

fn common(job: &Job, answer: &Answer, part: u32) -> Vec<Cell> {
    let text = |text: Option<&str>| text.map_or(Cell::Nothing, |text| Cell::Text(text.to_owned()));
    vec![
        text(Some(&job.supplier)),
        text(Some(&job.key)),
        text(Some(answer.status.name())),
        Cell::Count(part),
        Cell::Count(answer.attempts),
        Cell::Time(answer.asked_at),
        Cell::Time(answer.answered_at),
        answer.digest.map_or(Cell::Nothing, |digest| Cell::Text(digest.to_string())),
        text(answer.cause.as_deref()),
        text(answer.message.as_deref()),
    ]
}

#[cfg(test)]
mod tests {
    use b2b_model::rows::{OrderRow, PriceRow, ReservationRow, StockRow};
    use serde::Serialize;

    use super::*;

    /// The columns are those of the model, in its order, and none is called like one of ours.
    #[track_caller]
    fn check(question: Question, row: impl Serialize) {
        let names: Vec<&str> = columns(question).iter().map(|column| column.name).collect();
        let text = serde_json::to_string(&row).unwrap();
        let own = names.get(COMMON.len()..).unwrap();
        let written: Vec<_> = own.iter().map(|name| text.find(&format!("\"{name}\":")).unwrap()).collect();
        assert!(written.is_sorted(), "{own:?}");
        assert_eq!(text.matches("\":").count(), own.len());
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len());
    }

    #[test]
    fn the_columns_are_those_of_the_model() {
        check(Question::OrderStatus, OrderRow::default());
        check(Question::Shipments, OrderRow::default());
        check(Question::Stock, StockRow::default());
        check(Question::Prices, PriceRow::default());
        check(Question::Reservations, ReservationRow::default());
        assert_eq!(COMMON.get(MESSAGE).unwrap().0.name, "message");
    }
}
