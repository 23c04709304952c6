//! The question for documents about articles.

use b2b_model::Document;

use crate::asking::asked;

/// Which documents do you have about these articles: specification sheets, images, manuals?
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentsQuestion {
    /// The articles, by the supplier's numbers.
    pub skus: Vec<String>,
}

impl DocumentsQuestion {
    /// The question for these articles.
    pub fn of<N: Into<String>>(skus: impl IntoIterator<Item = N>) -> Self {
        Self { skus: skus.into_iter().map(Into::into).collect() }
    }
}

asked!(DocumentsQuestion, Documents => each skus: Vec<Document> { Fcb2b(documents, show_documents) });
