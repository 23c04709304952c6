//! The question what quotes say.

use b2b_model::Quote;

use crate::asking::asked;
use crate::question::Told;

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

asked!(QuotesQuestion, Quotes => Told<Vec<Quote>> { Techdata(quotes, show_quotes) });
