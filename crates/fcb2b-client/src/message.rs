//! What a producer says in place of an answer, or beside it: errors, warnings and information.
//!
//! How errors look is not public. Three codes are known, an `error` element with a `Description` or `Messages` beside or in
//! it has been seen in answers of status 200, and a schema of messages is declared that nobody has seen used. So every element
//! counts whose name says that it is an error or a message, wherever it stands.

mod look;
mod survey;
mod tree;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use self::survey::{Survey, Wanted, survey};
pub(crate) use self::tree::is_message;

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

/// How many messages of a document are kept: errors rather than others, and the first ones. Our choice.
const MOST: usize = 16;

/// How many bytes of a text are kept. Our choice.
const LONGEST: usize = 4 << 10;

/// How many bytes of a code are kept. Our choice.
const LONGEST_CODE: usize = 128;

/// Keeps a message, an error if need be in place of what is none.
fn keep(messages: &mut Vec<Message>, mut message: Message) {
    message.code = message.code.map(|code| cut(&code, LONGEST_CODE));
    message.text = message.text.map(|text| cut(&text, LONGEST));
    if messages.len() >= MOST {
        let other = messages.iter().rposition(|kept| kept.severity != Severity::Error);
        let Some(other) = other.filter(|_| message.severity == Severity::Error) else { return };
        messages.remove(other);
    }
    messages.push(message);
}

/// The text, or its beginning.
pub(crate) fn cut(text: &str, longest: usize) -> String {
    if text.len() <= longest {
        return text.to_owned();
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= longest).last();
    format!("{}…", text.get(..end.unwrap_or_default()).unwrap_or_default())
}
