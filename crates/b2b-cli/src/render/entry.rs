//! Answers of several suppliers in one list.

use b2b_model::Problem;
use serde::Serialize;

/// One answer, or what stands in its place, with who gave it and what it was asked about.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<T> {
    /// The supplier's name in the configuration; `None` for a recorded answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) supplier: Option<String>,
    /// The article, as it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asked: Option<String>,
    #[serde(flatten)]
    pub(crate) said: Said<T>,
}

/// What a supplier says.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Said<T> {
    /// What was asked for.
    Value(T),
    /// Why it is not there.
    Nothing { problems: Vec<Problem> },
}

impl<T> Entry<T> {
    /// A value of a recorded answer.
    pub(crate) fn recorded(value: T) -> Self {
        Self { supplier: None, asked: None, said: Said::Value(value) }
    }
}
