//! The question what a supplier has of articles.

use b2b_model::{Availability, Decimal, Form, NaiveDate};

use crate::Article;
use crate::asking::asked;
use crate::question::Capability;
use crate::questions::by_other_numbers;

/// What do you have of these articles?
///
/// ```
/// use b2b_desk::{AvailabilityQuestion, Conditions, Extent};
///
/// let boxes = Conditions::new(5.into(), "BX").same_lot();
/// let question = AvailabilityQuestion::of(["VV01701002"]).extent(Extent::Every).conditions(boxes);
/// assert_eq!(question.articles, ["VV01701002".into()]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AvailabilityQuestion {
    /// The articles.
    pub articles: Vec<Article>,
    /// How much is wanted to know of each.
    pub extent: Extent,
    /// How much is wanted, without that being a condition. Only the first availability can be asked for like that; suppliers
    /// whose protocol has no place for it are asked without it.
    pub wanted: Option<Decimal>,
    /// What the goods have to satisfy.
    pub conditions: Option<Conditions>,
}

/// How much is wanted to know of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Extent {
    /// The first availability.
    #[default]
    First,
    /// Every location, lot and form.
    Every,
}

/// What goods have to satisfy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conditions {
    /// How much is wanted.
    pub quantity: Decimal,
    /// The least that will do.
    pub minimum: Decimal,
    /// The unit of both.
    pub unit: String,
    /// The latest day on which the goods may become available.
    pub need_by: Option<NaiveDate>,
    /// Where the goods must be.
    pub location: Option<String>,
    /// The shade or dye lot.
    pub lot: Option<String>,
    /// Whether all must be of one lot.
    pub same_lot: bool,
    /// As a whole roll, or cut from one.
    pub form: Option<Form>,
}

impl Conditions {
    /// All of a quantity, whatever else.
    #[must_use]
    pub fn new(quantity: Decimal, unit: impl Into<String>) -> Self {
        Self {
            quantity,
            minimum: quantity,
            unit: unit.into(),
            need_by: None,
            location: None,
            lot: None,
            same_lot: false,
            form: None,
        }
    }

    /// All of one lot.
    #[must_use]
    pub fn same_lot(mut self) -> Self {
        self.same_lot = true;
        self
    }
}

impl AvailabilityQuestion {
    /// The first availability of these articles.
    pub fn of<A: Into<Article>>(articles: impl IntoIterator<Item = A>) -> Self {
        let articles = articles.into_iter().map(Into::into).collect();
        Self { articles, extent: Extent::default(), wanted: None, conditions: None }
    }

    /// Says how much is wanted to know.
    #[must_use]
    pub fn extent(mut self, extent: Extent) -> Self {
        self.extent = extent;
        self
    }

    /// Says how much is wanted, without that being a condition.
    #[must_use]
    pub fn wanted(mut self, quantity: impl Into<Option<Decimal>>) -> Self {
        self.wanted = quantity.into();
        self
    }

    /// Says what the goods have to satisfy.
    #[must_use]
    pub fn conditions(mut self, conditions: impl Into<Option<Conditions>>) -> Self {
        self.conditions = conditions.into();
        self
    }
}

asked!(AvailabilityQuestion, Availability, needs => each articles: Availability {
    Fcb2b(availability, show_availability), Techdata(availability, show_availability)
});

impl AvailabilityQuestion {
    fn needs(&self) -> Vec<Capability> {
        let conditions = self.conditions.is_some().then_some(Capability::Conditions);
        conditions.into_iter().chain(by_other_numbers(&self.articles)).collect()
    }
}
