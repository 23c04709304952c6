//! The question what quotes say.

use b2b_model::{Problem, Quote};

use crate::asking::asked;

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

asked!(QuotesQuestion, Quotes => listed numbers: Quote, without { Techdata(quotes, show_quotes) });

/// A quote of which nothing is known.
#[expect(clippy::ptr_arg, reason = "a number as the question has it")]
pub(crate) fn without(number: &String, problem: Problem) -> Quote {
    Quote { number: Some(number.clone()), problems: vec![problem], ..Quote::default() }
}
