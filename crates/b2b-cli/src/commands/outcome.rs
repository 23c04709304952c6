//! What became of what is sent once, on stdout: the goods or the orders, or an object for programs.

use std::path::Path;

use b2b_model::{OrderStatus, Problem, Reservation};
use serde::Serialize;

use super::record::{Mark, Recorded};
use crate::args::Format;
use crate::failure::Failure;
use crate::output;
use crate::render::entry::{Entry, Said};
use crate::render::shape::Answer;
use crate::render::{csv, json, lists, table};

/// What became of it, for programs.
#[derive(Serialize)]
pub(super) struct Outcome<'a, F> {
    outcome: Word,
    supplier: &'a str,
    #[serde(flatten)]
    mark: Mark<'a>,
    /// Where it is recorded, as long as it is.
    record: Option<String>,
    /// Why it was not done, or why nobody knows.
    reason: Option<&'a str>,
    #[serde(flatten)]
    found: F,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    Placed,
    NotPlaced,
    Reserved,
    NotReserved,
    Unknown,
}

/// What the supplier has of it.
pub(super) trait Found<'a>: Serialize {
    type Value: Answer + Clone + 'a;

    fn values(&self) -> impl Iterator<Item = &'a Self::Value>;

    fn table(entries: &[Entry<Self::Value>]) -> String;
}

/// Of an order.
#[derive(Default, Serialize)]
pub(super) struct Orders<'a> {
    /// What of it was not taken, or what the supplier says when it is asked for it.
    pub(super) problems: &'a [Problem],
    /// The orders that it became, or those that may be it.
    pub(super) orders: &'a [OrderStatus],
}

/// Of a reservation.
#[derive(Default, Serialize)]
pub(super) struct Reservations<'a> {
    pub(super) reservation: Option<&'a Reservation>,
    /// The reservations that may be it.
    pub(super) candidates: &'a [Reservation],
}

impl<'a, F: Found<'a>> Outcome<'a, F> {
    /// That it was done.
    pub(super) fn done(outcome: Word, pending: &'a impl Recorded, found: F) -> Self {
        let (supplier, mark) = (pending.supplier(), pending.mark());
        Self { outcome, supplier, mark, record: None, reason: None, found }
    }

    /// That it was not, and why.
    pub(super) fn not_done(outcome: Word, pending: &'a impl Recorded, reason: &'a str, found: F) -> Self {
        Self { reason: Some(reason), ..Self::done(outcome, pending, found) }
    }

    /// That nobody knows, why, and where it is recorded.
    pub(super) fn unknown(pending: &'a impl Recorded, reason: &'a str, record: &Path, found: F) -> Self {
        let record = Some(record.display().to_string());
        Self { record, ..Self::not_done(Word::Unknown, pending, reason, found) }
    }

    /// The object, or the rows of what is there or why it is not.
    pub(super) fn text(&self, format: Format) -> Result<String, Failure> {
        let entry = |said| Entry { supplier: Some(self.supplier.to_owned()), asked: None, said };
        let values = || self.found.values().cloned().map(Said::Value).map(entry).collect::<Vec<_>>();
        Ok(match format {
            Format::Json => json::value(self)?,
            Format::Ndjson => json::line(self)?,
            Format::Csv => {
                let mut rows = values();
                if let (true, Some(reason)) = (rows.is_empty(), self.reason) {
                    let problems = vec![Problem { code: None, message: Some(reason.to_owned()) }];
                    rows.push(entry(Said::Nothing { problems }));
                }
                csv::text(&rows)?
            }
            // Why it is not there is told on stderr.
            Format::Table => F::table(&values()),
        })
    }

    /// Shows it.
    pub(super) fn show(&self, format: Format) -> Result<(), Failure> {
        let text = self.text(format)?;
        match format {
            Format::Table => output::print_styled(&text),
            _ => output::print(&text),
        }
    }

    /// Shows it where there is more to tell. What goes wrong with stdout is told.
    pub(super) fn tell(&self, format: Format) {
        if let Err(failure) = self.show(format) {
            failure.report();
        }
    }
}

impl<'a> Found<'a> for Orders<'a> {
    type Value = OrderStatus;

    fn values(&self) -> impl Iterator<Item = &'a OrderStatus> {
        self.orders.iter()
    }

    fn table(entries: &[Entry<OrderStatus>]) -> String {
        table::orders(entries)
    }
}

impl<'a> Found<'a> for Reservations<'a> {
    type Value = Reservation;

    fn values(&self) -> impl Iterator<Item = &'a Reservation> {
        self.reservation.into_iter().chain(self.candidates)
    }

    fn table(entries: &[Entry<Reservation>]) -> String {
        lists::reservations(entries)
    }
}
