//! Quotes.

use serde::{Deserialize, Serialize};

use crate::{LineNumber, Money, Problem, Quantity, Sku};

/// A quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quote {
    /// Its number.
    pub number: Option<String>,
    /// Its lines.
    pub lines: Vec<QuoteLine>,
    /// What the supplier could not answer.
    pub problems: Vec<Problem>,
}

/// A line of a quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuoteLine {
    /// Its number.
    pub number: Option<LineNumber>,
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// What the article is.
    pub description: Option<String>,
    /// How many.
    pub quantity: Option<Quantity>,
    /// What one costs.
    pub price: Option<Money>,
    /// What all cost.
    pub total: Option<Money>,
}
