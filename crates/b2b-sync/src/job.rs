//! What is to be asked.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How long a supplier's name and a key may be, in bytes. Our choice, far above what any of them takes.
pub(crate) const LONGEST_NAME: usize = 1024;

/// One thing to ask one supplier.
///
/// ```
/// use b2b_sync::{Job, Question};
///
/// let job = Job::new("mill", Question::Stock, "VV01701002");
/// assert_eq!(job.to_string(), "mill stock VV01701002");
/// assert!("reserve".parse::<Question>().is_err());
/// # Ok::<(), b2b_sync::QuestionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Job {
    /// The supplier's name in the configuration. Two accounts at one supplier are two names.
    pub supplier: String,
    /// What is asked.
    pub question: Question,
    /// About what: see [`Question`].
    pub key: String,
}

/// What can be asked. Nothing here changes anything at a supplier, so that everything can be asked again; what does, such as a
/// reservation, is no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Question {
    /// How an order stands, with its lines. The key is the supplier's number, or yours as `po:897879`.
    OrderStatus,
    /// What was sent of an order, with tracking and serial numbers. The key is as for [`OrderStatus`](Self::OrderStatus).
    Shipments,
    /// What there is of an article. The key is the supplier's number, or another one as `mg:T3Y97A`.
    Stock,
    /// What an article costs. The key is as for [`Stock`](Self::Stock).
    Prices,
    /// Which goods are held back. The key is an article's number, a reservation's as `reserve:7000004`, or `*` for all.
    Reservations,
}

impl Job {
    /// A job.
    pub fn new(supplier: impl Into<String>, question: Question, key: impl Into<String>) -> Self {
        Self { supplier: supplier.into(), question, key: key.into() }
    }
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.supplier, self.question, self.key)
    }
}

impl Question {
    /// All questions.
    pub const ALL: &'static [Self] =
        &[Self::OrderStatus, Self::Shipments, Self::Stock, Self::Prices, Self::Reservations];

    /// Its name in lists of jobs and of files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OrderStatus => "order_status",
            Self::Shipments => "shipments",
            Self::Stock => "stock",
            Self::Prices => "prices",
            Self::Reservations => "reservations",
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Question {
    type Err = QuestionError;

    /// Reads a name, in any case and with `-` for `_`.
    fn from_str(text: &str) -> Result<Self, QuestionError> {
        let name = text.trim().to_ascii_lowercase().replace('-', "_");
        let found = Self::ALL.iter().copied().find(|question| question.name() == name);
        found.ok_or_else(|| match name.as_str() {
            "reserve" | "place_order" | "order" | "catalog" | "cancel" => QuestionError::Writes(text.to_owned()),
            _ => QuestionError::Unknown(text.to_owned()),
        })
    }
}

/// A text that names no question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// It would change something.
    ///
    /// What to do: do it once, with the desk or with a command of its own.
    #[error("{0} changes something at the supplier, and is never done by a run that may repeat it")]
    Writes(String),
    /// There is no such question.
    ///
    /// What to do: write one of those that there are.
    #[error("there is no question {0}; there are order_status, shipments, stock, prices, reservations")]
    Unknown(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for question in Question::ALL {
            assert_eq!(question.name().parse(), Ok(*question));
            assert_eq!(serde_json::to_value(question).unwrap(), question.name());
        }
        assert_eq!("Order-Status".parse(), Ok(Question::OrderStatus));
        assert_eq!("place-order".parse::<Question>(), Err(QuestionError::Writes("place-order".to_owned())));
        let error = "weather".parse::<Question>().unwrap_err().to_string();
        assert!(Question::ALL.iter().all(|question| error.contains(question.name())), "{error}");
    }
}
