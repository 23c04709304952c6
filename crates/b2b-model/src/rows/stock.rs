//! Stock.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Rows, amount, joined, problems, unit};
use crate::{Availability, Form, Incoming, LocationCode, LotNumber, Sku, Stock};

/// Goods of an article that are there or expected, or an article of which neither is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StockRow {
    /// The supplier's number of the article.
    pub sku: Option<Sku>,
    /// The manufacturer's number of it.
    pub manufacturer_sku: Option<Sku>,
    /// The supplier's description of it.
    pub description: Option<String>,
    /// Whether the supplier is giving it up.
    pub discontinued: Option<bool>,
    /// Whether the goods are expected, and not there yet.
    pub incoming: Option<bool>,
    /// Where: a warehouse or an FOB point.
    pub location: Option<LocationCode>,
    /// The shade or dye lot.
    pub lot: Option<LotNumber>,
    /// As a whole roll, or cut from one.
    pub form: Option<Form>,
    /// The rolls' numbers, joined.
    pub rolls: Option<String>,
    /// How much there is, or comes.
    pub quantity: Option<Decimal>,
    /// The unit of that.
    pub unit: Option<String>,
    /// The least that can be ordered.
    pub minimum: Option<Decimal>,
    /// The unit of that.
    pub minimum_unit: Option<String>,
    /// When it comes.
    pub expected: Option<NaiveDate>,
    /// What is said where a day or a quantity should stand.
    pub words: Option<String>,
    /// What could not be answered, joined.
    pub problems: Option<String>,
}

impl Rows for Availability {
    type Row = StockRow;

    fn rows(&self) -> Vec<StockRow> {
        let article = StockRow {
            sku: self.sku.clone(),
            manufacturer_sku: self.manufacturer_sku.clone(),
            description: self.description.clone(),
            discontinued: self.discontinued,
            problems: problems(&self.problems),
            ..StockRow::default()
        };
        let stock = self.stock.iter().map(|stock| article.clone().there(stock));
        let incoming = self.incoming.iter().map(|incoming| article.clone().expected(incoming));
        let rows: Vec<_> = stock.chain(incoming).collect();
        if rows.is_empty() { vec![article] } else { rows }
    }
}

impl StockRow {
    fn there(self, stock: &Stock) -> Self {
        let (available, minimum) = (stock.available.as_ref(), stock.minimum.as_ref());
        Self {
            incoming: Some(false),
            location: stock.location.clone(),
            lot: stock.lot.clone(),
            form: stock.form,
            rolls: joined(&stock.rolls),
            quantity: amount(available),
            unit: unit(available),
            minimum: amount(minimum),
            minimum_unit: unit(minimum),
            words: stock.words.clone(),
            ..self
        }
    }

    fn expected(self, incoming: &Incoming) -> Self {
        let quantity = incoming.quantity.as_ref();
        Self {
            incoming: Some(true),
            location: incoming.location.clone(),
            quantity: amount(quantity),
            unit: unit(quantity),
            expected: incoming.expected,
            words: incoming.words.clone(),
            ..self
        }
    }
}
