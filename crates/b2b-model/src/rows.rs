//! Flat records: one level of plain columns, for CSV and other tables.
//!
//! A document becomes one row for each of its parts, its own columns repeated in each; one without parts becomes one row all
//! the same. A quantity is two columns, its amount and its unit; so is money. A status is three: the stage, the supplier's
//! code, its words. Of what can be several in one column the texts are joined with `; `. What a supplier does not say is
//! `None`, an empty cell.
//!
//! ```
//! use b2b_model::rows::Rows;
//! use b2b_model::{OrderLine, OrderStatus, Quantity};
//!
//! let line = |sku: &str| OrderLine { sku: Some(sku.into()), ..OrderLine::default() };
//! let mut order = OrderStatus { lines: vec![line("A"), line("B")], ..OrderStatus::default() };
//! order.lines[0].ordered = Some(Quantity::new(2.into(), Some("EA")));
//!
//! let rows = order.rows();
//! assert_eq!(rows.len(), 2);
//! assert_eq!((rows[0].ordered, rows[0].ordered_unit.as_deref()), (Some(2.into()), Some("EA")));
//! ```

mod invoice;
mod offer;
mod order;
mod price;
mod reservation;
mod stock;

use std::fmt::Display;

use rust_decimal::Decimal;
use serde::Serialize;

pub use self::invoice::{InvoiceRow, QuoteRow};
pub use self::offer::{CatalogPromiseRow, CatalogRow, DocumentRow, EndUserRow, ServiceRow, ShipViaRow};
pub use self::order::OrderRow;
pub use self::price::PriceRow;
pub use self::reservation::ReservationRow;
pub use self::stock::StockRow;
use crate::{Money, Problem, Quantity, Stage, Status};

/// What can be told in flat records.
pub trait Rows {
    /// A record. That of [`Default`] has the columns and nothing in them.
    type Row: Serialize + Default;

    /// The records, at least one.
    fn rows(&self) -> Vec<Self::Row>;
}

impl<T: Rows> Rows for Vec<T> {
    type Row = T::Row;

    /// Those of all; none if there is none.
    fn rows(&self) -> Vec<Self::Row> {
        self.iter().flat_map(Rows::rows).collect()
    }
}

/// A row for each part, or the one of a document without parts.
fn each<P, R>(parts: &[P], bare: R, row: impl Fn(&P) -> R) -> Vec<R> {
    if parts.is_empty() { vec![bare] } else { parts.iter().map(row).collect() }
}

fn amount(quantity: Option<&Quantity>) -> Option<Decimal> {
    quantity.map(|quantity| quantity.amount)
}

fn unit(quantity: Option<&Quantity>) -> Option<String> {
    quantity.and_then(|quantity| quantity.unit.clone())
}

fn sum(money: Option<&Money>) -> Option<Decimal> {
    money.map(|money| money.amount)
}

fn currency(money: Option<&Money>) -> Option<String> {
    money.and_then(|money| money.currency.clone())
}

fn stage(status: Option<&Status>) -> Option<Stage> {
    status.map(|status| status.stage)
}

fn code(status: Option<&Status>) -> Option<String> {
    status.and_then(|status| status.code.clone())
}

fn words(status: Option<&Status>) -> Option<String> {
    status.and_then(|status| status.words.clone())
}

fn joined<T: Display>(texts: impl IntoIterator<Item = T>) -> Option<String> {
    let texts: Vec<_> = texts.into_iter().map(|text| text.to_string()).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

fn problems(problems: &[Problem]) -> Option<String> {
    joined(problems)
}
