//! The question what quotes say.

use b2b_model::{LineNumber, Money, Problem, Quantity, Sku};
use serde::{Deserialize, Serialize};

use crate::question::{Told, asked};

/// What do these quotes of yours say?
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotesQuestion {
    /// The supplier's numbers of the quotes.
    pub numbers: Vec<String>,
}

impl QuotesQuestion {
    /// The question for these quotes.
    pub fn of<N: Into<String>>(numbers: impl IntoIterator<Item = N>) -> Self {
        Self { numbers: numbers.into_iter().map(Into::into).collect() }
    }
}

/// A quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
#[non_exhaustive]
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

asked!(QuotesQuestion, Quotes => Told<Vec<Quote>> { Techdata(quotes, show_quotes) });
