//! What became of an order, on stdout: the orders, or an object for programs.

use std::path::Path;

use b2b_desk::PendingOrder;
use b2b_model::{OrderStatus, Problem};
use serde::Serialize;

use crate::args::Format;
use crate::failure::Failure;
use crate::output;
use crate::render::entry::{Entry, Said};
use crate::render::shape::Shape;
use crate::render::{json, table};

/// What became of it, for programs.
#[derive(Serialize)]
pub(super) struct Outcome<'a> {
    pub(super) outcome: Word,
    pub(super) supplier: &'a str,
    pub(super) purchase_order: &'a str,
    /// Where it is recorded, as long as it is.
    pub(super) record: Option<&'a Path>,
    /// Why it is not placed, or why nobody knows.
    pub(super) reason: Option<&'a str>,
    /// What of it was not taken, or what the supplier says when it is asked for it.
    pub(super) problems: &'a [Problem],
    /// The orders that it became, or those that may be it.
    pub(super) orders: Vec<OrderStatus>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    Placed,
    NotPlaced,
    Unknown,
}

impl<'a> Outcome<'a> {
    pub(super) fn new(outcome: Word, pending: &'a PendingOrder) -> Self {
        let (supplier, purchase_order) = (pending.supplier.as_str(), pending.order.purchase_order.as_str());
        Self { outcome, supplier, purchase_order, record: None, reason: None, problems: &[], orders: Vec::new() }
    }

    /// Shows it. Where there are no orders, a table has nothing to say that stderr does not.
    pub(super) fn show(self, format: Format) -> Result<(), Failure> {
        match format {
            Format::Json => return output::print(&json::value(&self)?),
            Format::Ndjson => return output::print(&json::line(&self)?),
            Format::Table if self.orders.is_empty() && self.outcome != Word::Placed => return Ok(()),
            _ => {}
        }
        let supplier = || Some(self.supplier.to_owned());
        let entry = |said| Entry { supplier: supplier(), asked: None, said };
        let mut entries: Vec<_> = self.orders.into_iter().map(|order| entry(Said::Value(order))).collect();
        if entries.is_empty() && self.outcome != Word::Placed {
            let message = self.reason.map(str::to_owned);
            entries.push(entry(Said::Nothing { problems: vec![Problem { code: None, message }] }));
        }
        Shape::new(format, table::orders).show(&entries)
    }

    /// Shows it where there is more to tell. What goes wrong with stdout is told.
    pub(super) fn tell(self, format: Format) {
        if let Err(failure) = self.show(format) {
            failure.report();
        }
    }
}
