//! What a producer says in place of an answer, or beside it: errors, warnings and information.
//!
//! How errors look is not public. Three codes are known, an `error` element with a `Description` or `Messages` beside or in
//! it has been seen in answers of status 200, and a schema of messages is declared that nobody has seen used. So every element
//! counts whose name says that it is an error or a message, wherever it stands.

mod said;
mod survey;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use self::said::{cut, is_message};
pub(crate) use self::survey::{Survey, Wanted, survey};

/// An error, a warning or information.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// How grave it is.
    pub severity: Severity,
    /// The producer's code.
    pub code: Option<String>,
    /// The producer's words.
    pub text: Option<String>,
}

impl Message {
    /// An error.
    #[must_use]
    pub fn error(code: impl Into<String>, text: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code: Some(code.into()), text: Some(text.into()) }
    }

    /// A warning of ours.
    pub(crate) fn warning(text: &str) -> Self {
        Self { severity: Severity::Warning, code: None, text: Some(text.to_owned()) }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, &self.text) {
            (Some(code), Some(text)) => write!(f, "{text} ({code})"),
            (Some(one), None) | (None, Some(one)) => f.write_str(one),
            (None, None) => f.write_str("no reason is given"),
        }
    }
}

/// How grave a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// There is no answer, or it must not be used. What says nothing else is an error.
    #[default]
    Error,
    /// The answer can be used.
    Warning,
    /// The answer can be used.
    Information,
}
