//! The question by which ways goods can be sent.

use b2b_model::ShipVias;

use crate::Article;
use crate::asking::asked;
use crate::question::Capability;
use crate::questions::by_other_numbers;

/// By which ways can these articles be sent to a postal code?
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShipViaQuestion {
    /// The articles.
    pub articles: Vec<Article>,
    /// Where to.
    pub postal_code: String,
    /// From this location only.
    pub location: Option<String>,
}

impl ShipViaQuestion {
    /// The question for these articles.
    pub fn to<A: Into<Article>>(postal_code: impl Into<String>, articles: impl IntoIterator<Item = A>) -> Self {
        let articles = articles.into_iter().map(Into::into).collect();
        Self { articles, postal_code: postal_code.into(), location: None }
    }

    /// From this location only.
    #[must_use]
    pub fn from_location(mut self, location: impl Into<Option<String>>) -> Self {
        self.location = location.into();
        self
    }

    fn needs(&self) -> Vec<Capability> {
        by_other_numbers(&self.articles).into_iter().collect()
    }
}

asked!(ShipViaQuestion, ShipVias, needs => each articles: ShipVias { Techdata(ship_vias, show_ship_vias) });
