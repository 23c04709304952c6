//! Why a request is refused.

use std::fmt;

use super::check::{Check, Stage};
use crate::explain::Explanation;

/// A request that does not hold. Safe to log: neither the secret nor a signature is in it, be it ours or the sender's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    check: Check,
    explanation: Option<Box<Explanation>>,
}

impl Refusal {
    pub(super) fn new(check: Check, explanation: Option<Explanation>) -> Self {
        Self { check, explanation: explanation.map(Box::new) }
    }

    /// The check that failed.
    #[must_use]
    pub fn check(&self) -> &Check {
        &self.check
    }

    /// The stage at which sender and receiver part.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.check.stage()
    }

    /// For a signature that does not match: our parameters, canonical query and string to sign, with `‹secret›` where the
    /// secret would stand. Our signature is not in it: who knew it could send the request.
    #[must_use]
    pub fn explanation(&self) -> Option<&Explanation> {
        self.explanation.as_deref()
    }
}

impl From<Check> for Refusal {
    fn from(check: Check) -> Self {
        Self::new(check, None)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.check, f)
    }
}

impl std::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.check.source()
    }
}
