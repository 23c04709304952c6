//! The question what must be told of the end user.

use b2b_model::EndUserNeeds;

use crate::Article;
use crate::asking::asked;
use crate::question::Capability;
use crate::questions::by_other_numbers;

/// What must an order of these articles tell of their end user?
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndUserQuestion {
    /// The articles.
    pub articles: Vec<Article>,
    /// For whose orders, by the supplier's code.
    pub order_level: Option<String>,
}

impl EndUserQuestion {
    /// The question for these articles.
    pub fn of<A: Into<Article>>(articles: impl IntoIterator<Item = A>) -> Self {
        Self { articles: articles.into_iter().map(Into::into).collect(), order_level: None }
    }

    /// Says for whose orders.
    #[must_use]
    pub fn order_level(mut self, level: impl Into<Option<String>>) -> Self {
        self.order_level = level.into();
        self
    }

    fn needs(&self) -> Vec<Capability> {
        by_other_numbers(&self.articles).into_iter().collect()
    }
}

asked!(EndUserQuestion, EndUserInfo, needs => each articles: EndUserNeeds { Techdata(end_user, show_end_user) });
