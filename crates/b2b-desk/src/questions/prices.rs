//! The question what articles cost.

use b2b_model::Priced;

use crate::asking::asked;
use crate::question::Capability;
use crate::questions::by_other_numbers;
use crate::{Article, Conditions};

/// What do these articles cost?
///
/// ```
/// use b2b_desk::PriceQuestion;
///
/// let question = PriceQuestion::of(["10226038", "mg:T3Y97A"]).order_level("FE".to_owned()).with_stock();
/// assert_eq!(question.articles.len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PriceQuestion {
    /// The articles.
    pub articles: Vec<Article>,
    /// What the goods have to satisfy.
    pub conditions: Option<Conditions>,
    /// For whose orders, by the supplier's code, where that is not the usual: government, education.
    pub order_level: Option<String>,
    /// Whether it is wanted to know what is there too, where the supplier tells it in the same answer.
    pub stock: bool,
}

impl PriceQuestion {
    /// The question for these articles.
    pub fn of<A: Into<Article>>(articles: impl IntoIterator<Item = A>) -> Self {
        let articles = articles.into_iter().map(Into::into).collect();
        Self { articles, conditions: None, order_level: None, stock: false }
    }

    /// Says what the goods have to satisfy.
    #[must_use]
    pub fn conditions(mut self, conditions: impl Into<Option<Conditions>>) -> Self {
        self.conditions = conditions.into();
        self
    }

    /// Says for whose orders.
    #[must_use]
    pub fn order_level(mut self, level: impl Into<Option<String>>) -> Self {
        self.order_level = level.into();
        self
    }

    /// Asks what is there too.
    #[must_use]
    pub fn with_stock(mut self) -> Self {
        self.stock = true;
        self
    }

    fn needs(&self) -> Vec<Capability> {
        let conditions = self.conditions.is_some().then_some(Capability::Conditions);
        let level = self.order_level.is_some().then_some(Capability::OrderLevels);
        conditions.into_iter().chain(level).chain(by_other_numbers(&self.articles)).collect()
    }
}

asked!(PriceQuestion, Prices, needs => each articles: Priced {
    Fcb2b(prices, show_prices), Techdata(prices, show_prices)
});
