//! Goods that a supplier holds back for a customer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{LineNumber, LocationCode, LotNumber, Money, Problem, Quantity, ReservationNumber, Sku};

/// Goods held back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reservation {
    /// The supplier's number of it.
    pub number: Option<ReservationNumber>,
    /// When it was made.
    pub created: Option<NaiveDate>,
    /// Until when it holds.
    pub expires: Option<NaiveDate>,
    /// Where the goods are.
    pub location: Option<LocationCode>,
    /// What is held back.
    pub lines: Vec<ReservationLine>,
    /// What the supplier could not answer of it.
    pub problems: Vec<Problem>,
}

/// One article held back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReservationLine {
    /// The supplier's number of the line.
    pub number: Option<LineNumber>,
    /// The article.
    pub sku: Option<Sku>,
    /// How much of it.
    pub quantity: Option<Quantity>,
    /// The shade or dye lot.
    pub lot: Option<LotNumber>,
    /// Its price.
    pub price: Option<Money>,
    /// For one of which unit the price is.
    pub per: Option<String>,
    /// The customer's mark on the goods.
    pub sidemark: Option<String>,
}
