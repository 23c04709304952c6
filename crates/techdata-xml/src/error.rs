//! What Tech Data says is wrong, from wherever in an answer it stands.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Text;

/// An error of Tech Data's, in its own words.
///
/// Each transaction has another place for it; here they are all the same. The manual asks to hand the whole text to the
/// application and not to rely on numbers or words, which change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TechDataError {
    /// Where it stood.
    pub place: ErrorPlace,
    /// The qualifier of the number: `1Q` in every message seen.
    pub qualifier: Option<Text>,
    /// The number: `0` in every message seen.
    pub number: Option<Text>,
    /// The text, whole.
    pub text: Option<Text>,
}

/// Where in an answer an error stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorPlace {
    /// `Detail/LineInfo/ErrorInfo`: one item.
    Line,
    /// `Header/DescHdrErr`: an order as a whole.
    OrderHeader,
    /// `Detail/ErrorInfo`: an order, a shipment or a quote.
    Detail,
    /// `OrderInfo/ErrorMsg`: an order in Invoice Detail by PO.
    Invoice,
}

impl fmt::Display for TechDataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.as_deref().unwrap_or("Tech Data gives no reason"))
    }
}

impl std::error::Error for TechDataError {}

/// All errors of a refusal. It is the source of the client's error; [`errors_of`] finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TechDataErrors(pub Vec<TechDataError>);

impl fmt::Display for TechDataErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TechDataErrors {}

/// The errors with which Tech Data refused a whole request; none if it failed otherwise.
#[must_use]
pub fn errors_of(error: &b2b_http::Error) -> &[TechDataError] {
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        if let Some(errors) = source.downcast_ref::<TechDataErrors>() {
            return &errors.0;
        }
        next = source.source();
    }
    &[]
}

/// Why one line has no good answer, while others may have one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LineError<L> {
    /// Tech Data refused the line.
    ///
    /// What to do: show the errors to whoever asked.
    Refused {
        /// Its errors, at least one.
        errors: Vec<TechDataError>,
        /// The line with whatever else it says.
        line: Box<L>,
    },
    /// The answer has no line for it.
    ///
    /// What to do: look at the lines that nobody asked for, and ask again.
    NotAnswered,
    /// The request that it was part of failed, when a long list was split.
    ///
    /// What to do: see the error; ask again for the lines that have it.
    Failed(Arc<b2b_http::Error>),
}

impl<L> LineError<L> {
    /// Tech Data's errors; none if the line was not refused by itself.
    #[must_use]
    pub fn errors(&self) -> &[TechDataError] {
        match self {
            Self::Refused { errors, .. } => errors,
            Self::Failed(error) => errors_of(error),
            Self::NotAnswered => &[],
        }
    }
}

impl<L> fmt::Display for LineError<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { errors, .. } => {
                for (at, error) in errors.iter().enumerate() {
                    if at > 0 {
                        f.write_str("; ")?;
                    }
                    write!(f, "{error}")?;
                }
                Ok(())
            }
            Self::NotAnswered => f.write_str("the answer has no line for it"),
            Self::Failed(_) => f.write_str("the request that it was part of failed"),
        }
    }
}

impl<L: fmt::Debug> std::error::Error for LineError<L> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Failed(error) => Some(&**error),
            _ => None,
        }
    }
}
