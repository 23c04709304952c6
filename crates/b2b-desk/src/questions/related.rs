//! The question which articles go with articles.

use b2b_model::Availability;

use crate::asking::asked;

/// Which articles go with these: accessories, trims?
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelatedQuestion {
    /// The articles, by the supplier's numbers.
    pub skus: Vec<String>,
}

impl RelatedQuestion {
    /// The question for these articles.
    pub fn of<N: Into<String>>(skus: impl IntoIterator<Item = N>) -> Self {
        Self { skus: skus.into_iter().map(Into::into).collect() }
    }
}

asked!(RelatedQuestion, RelatedItems => each skus: Vec<Availability> { Fcb2b(related, show_related) });
