//! The question what articles cost.

use b2b_model::PriceQuote;

use crate::Conditions;
use crate::question::{Answered, asked};

/// What do these articles cost?
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PriceQuestion {
    /// The articles, by the supplier's numbers.
    pub skus: Vec<String>,
    /// What the goods have to satisfy.
    pub conditions: Option<Conditions>,
}

impl PriceQuestion {
    /// The question for these articles.
    pub fn of<N: Into<String>>(skus: impl IntoIterator<Item = N>) -> Self {
        Self { skus: skus.into_iter().map(Into::into).collect(), conditions: None }
    }

    /// Says what the goods have to satisfy.
    #[must_use]
    pub fn conditions(mut self, conditions: impl Into<Option<Conditions>>) -> Self {
        self.conditions = conditions.into();
        self
    }
}

asked!(PriceQuestion, Prices => Vec<Answered<PriceQuote>> { Fcb2b(prices, show_prices) });
