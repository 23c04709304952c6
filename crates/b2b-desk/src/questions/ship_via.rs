//! The question by which ways goods can be sent.

use b2b_model::{LocationCode, Problem, Sku};
use serde::{Deserialize, Serialize};

use crate::Article;
use crate::question::{Answered, Capability, asked};
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

/// By which ways an article can be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ShipVias {
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// What the article is.
    pub description: Option<String>,
    /// The ways.
    pub ways: Vec<ShipVia>,
    /// What the supplier could not answer.
    pub problems: Vec<Problem>,
}

/// One way to send goods from one location.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ShipVia {
    /// From where.
    pub location: Option<LocationCode>,
    /// What the supplier calls that place.
    pub location_name: Option<String>,
    /// The code that an order names the way by.
    pub code: Option<String>,
    /// The supplier's words for it.
    pub words: Option<String>,
    /// The kind of way: ground, air.
    pub kind: Option<String>,
}

asked!(ShipViaQuestion, ShipVias, needs => Vec<Answered<ShipVias>> { Techdata(ship_vias, show_ship_vias) });
