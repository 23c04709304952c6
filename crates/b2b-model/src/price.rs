//! What an article costs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Form, Incoming, LocationCode, LotNumber, Money, Problem, Quantity, Sku, Stock};

/// What a supplier asks for one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriceQuote {
    /// The supplier's number of the article.
    pub sku: Option<Sku>,
    /// The manufacturer's number of the article.
    pub manufacturer_sku: Option<Sku>,
    /// The supplier's description.
    pub description: Option<String>,
    /// The prices, in the supplier's order.
    pub prices: Vec<Price>,
    /// The list price, for comparison.
    pub list_price: Option<Money>,
    /// Whether the supplier is giving the article up.
    pub discontinued: Option<bool>,
    /// What the supplier could not answer of this article.
    pub problems: Vec<Problem>,
}

/// What an article costs, and what there is of it if that was asked for and told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Priced {
    /// The prices.
    #[serde(flatten)]
    pub quote: PriceQuote,
    /// What is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stock: Vec<Stock>,
    /// What is on its way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incoming: Vec<Incoming>,
}

impl From<PriceQuote> for Priced {
    fn from(quote: PriceQuote) -> Self {
        Self { quote, stock: Vec::new(), incoming: Vec::new() }
    }
}

/// One price, with what it holds for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Price {
    /// How much.
    pub amount: Option<Money>,
    /// For one of which unit. Never assumed: the same goods are priced by the square foot here and by the square yard there.
    pub per: Option<String>,
    /// From which quantity on.
    pub from: Option<Quantity>,
    /// Up to which quantity.
    pub up_to: Option<Quantity>,
    /// For a whole roll, or for a cut.
    pub form: Option<Form>,
    /// For goods of this location.
    pub location: Option<LocationCode>,
    /// For goods of this lot.
    pub lot: Option<LotNumber>,
    /// How much is available at this price.
    pub available: Option<Quantity>,
    /// The promotion that it belongs to.
    pub promotion: Option<Promotion>,
    /// What the supplier says where an amount or a quantity should stand and none does, such as `NA`.
    pub words: Option<String>,
}

/// A price that holds for a while.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Promotion {
    /// The supplier's code.
    pub code: Option<String>,
    /// The supplier's words.
    pub words: Option<String>,
    /// The last day.
    pub until: Option<NaiveDate>,
}
