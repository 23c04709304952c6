//! Reservations.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Rows, amount, currency, each, problems, sum, unit};
use crate::{LineNumber, LocationCode, LotNumber, Reservation, ReservationLine, ReservationNumber, Sku};

/// One article held back, or a reservation without lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReservationRow {
    /// The supplier's number of the reservation.
    pub number: Option<ReservationNumber>,
    /// When it was made.
    pub created: Option<NaiveDate>,
    /// Until when it holds.
    pub expires: Option<NaiveDate>,
    /// Where the goods are.
    pub location: Option<LocationCode>,
    /// The supplier's number of the line.
    pub line: Option<LineNumber>,
    /// The article.
    pub sku: Option<Sku>,
    /// How much of it.
    pub quantity: Option<Decimal>,
    /// The unit of that.
    pub unit: Option<String>,
    /// The shade or dye lot.
    pub lot: Option<LotNumber>,
    /// Its price.
    pub price: Option<Decimal>,
    /// The currency of that.
    pub price_currency: Option<String>,
    /// For one of which unit the price is.
    pub per: Option<String>,
    /// The customer's mark on the goods.
    pub sidemark: Option<String>,
    /// What could not be answered, joined.
    pub problems: Option<String>,
}

impl Rows for Reservation {
    type Row = ReservationRow;

    fn rows(&self) -> Vec<ReservationRow> {
        let whole = ReservationRow {
            number: self.number.clone(),
            created: self.created,
            expires: self.expires,
            location: self.location.clone(),
            problems: problems(&self.problems),
            ..ReservationRow::default()
        };
        let row = |line: &ReservationLine| {
            let (quantity, price) = (line.quantity.as_ref(), line.price.as_ref());
            ReservationRow {
                line: line.number.clone(),
                sku: line.sku.clone(),
                quantity: amount(quantity),
                unit: unit(quantity),
                lot: line.lot.clone(),
                price: sum(price),
                price_currency: currency(price),
                per: line.per.clone(),
                sidemark: line.sidemark.clone(),
                ..whole.clone()
            }
        };
        each(&self.lines, whole.clone(), row)
    }
}
