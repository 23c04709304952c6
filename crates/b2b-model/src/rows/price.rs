//! Prices.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Rows, amount, currency, each, joined, problems, sum, unit};
use crate::{Form, Incoming, LocationCode, LotNumber, Price, PriceQuote, Priced, Sku, Stock};

/// One price of an article, or an article without a price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriceRow {
    /// The supplier's number of the article.
    pub sku: Option<Sku>,
    /// The manufacturer's number of it.
    pub manufacturer_sku: Option<Sku>,
    /// The supplier's description of it.
    pub description: Option<String>,
    /// Whether the supplier is giving it up.
    pub discontinued: Option<bool>,
    /// The list price.
    pub list_price: Option<Decimal>,
    /// The currency of that.
    pub list_price_currency: Option<String>,
    /// What one unit costs.
    pub price: Option<Decimal>,
    /// The currency of that.
    pub price_currency: Option<String>,
    /// For one of which unit.
    pub per: Option<String>,
    /// From which quantity on.
    pub from: Option<Decimal>,
    /// The unit of that.
    pub from_unit: Option<String>,
    /// Up to which quantity.
    pub up_to: Option<Decimal>,
    /// The unit of that.
    pub up_to_unit: Option<String>,
    /// For a whole roll, or for a cut.
    pub form: Option<Form>,
    /// For goods of this location.
    pub location: Option<LocationCode>,
    /// For goods of this lot.
    pub lot: Option<LotNumber>,
    /// How much is available at this price.
    pub available: Option<Decimal>,
    /// The unit of that.
    pub available_unit: Option<String>,
    /// The supplier's code of the promotion.
    pub promotion: Option<String>,
    /// The supplier's words for it.
    pub promotion_words: Option<String>,
    /// Its last day.
    pub promotion_until: Option<NaiveDate>,
    /// What is said where an amount or a quantity should stand.
    pub words: Option<String>,
    /// What there is of the article, `A1 5 EA`, joined; if that was asked for.
    pub stock: Option<String>,
    /// What comes of it, `A1 5 EA 2026-01-20`, joined; if stock was asked for.
    pub coming: Option<String>,
    /// What could not be answered, joined.
    pub problems: Option<String>,
}

impl Rows for PriceQuote {
    type Row = PriceRow;

    fn rows(&self) -> Vec<PriceRow> {
        let list = self.list_price.as_ref();
        let article = PriceRow {
            sku: self.sku.clone(),
            manufacturer_sku: self.manufacturer_sku.clone(),
            description: self.description.clone(),
            discontinued: self.discontinued,
            list_price: sum(list),
            list_price_currency: currency(list),
            problems: problems(&self.problems),
            ..PriceRow::default()
        };
        each(&self.prices, article.clone(), |price| article.clone().with(price))
    }
}

impl Rows for Priced {
    type Row = PriceRow;

    fn rows(&self) -> Vec<PriceRow> {
        let (stock, coming) = (joined(self.stock.iter().map(there)), joined(self.incoming.iter().map(comes)));
        let row = |row| PriceRow { stock: stock.clone(), coming: coming.clone(), ..row };
        self.quote.rows().into_iter().map(row).collect()
    }
}

impl PriceRow {
    fn with(self, price: &Price) -> Self {
        let (money, promotion) = (price.amount.as_ref(), price.promotion.as_ref());
        let (from, up_to, available) = (price.from.as_ref(), price.up_to.as_ref(), price.available.as_ref());
        Self {
            price: sum(money),
            price_currency: currency(money),
            per: price.per.clone(),
            from: amount(from),
            from_unit: unit(from),
            up_to: amount(up_to),
            up_to_unit: unit(up_to),
            form: price.form,
            location: price.location.clone(),
            lot: price.lot.clone(),
            available: amount(available),
            available_unit: unit(available),
            promotion: promotion.and_then(|promotion| promotion.code.clone()),
            promotion_words: promotion.and_then(|promotion| promotion.words.clone()),
            promotion_until: promotion.and_then(|promotion| promotion.until),
            words: price.words.clone(),
            ..self
        }
    }
}

fn there(stock: &Stock) -> String {
    let quantity = stock.available.as_ref().map(ToString::to_string).or_else(|| stock.words.clone());
    spaced([stock.location.as_ref().map(ToString::to_string), quantity])
}

fn comes(incoming: &Incoming) -> String {
    let quantity = incoming.quantity.as_ref().map(ToString::to_string);
    let day = incoming.expected.map(|day| day.to_string()).or_else(|| incoming.words.clone());
    spaced([incoming.location.as_ref().map(ToString::to_string), quantity, day])
}

fn spaced<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
