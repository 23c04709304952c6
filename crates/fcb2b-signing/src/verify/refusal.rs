//! Why a request is refused.

use std::fmt;

use super::check::{Check, Stage};
use crate::explain::Explanation;

/// A request that does not hold. Safe to log: neither the secret nor a signature is in it, be it ours or the sender's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    check: Check,
    stages: Option<Box<Stages>>,
}

/// How a wrong signature was made and should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stages {
    pub(super) ours: Explanation,
    pub(super) theirs: Option<Explanation>,
    pub(super) beginnings: Option<Beginnings>,
}

/// How our signature and the sender's begin: enough to see how each is written, and too little to forge one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Beginnings {
    /// Six characters of the signature that would have held, and how many it has.
    pub ours: String,
    /// The same of the one that came. What is no signature may be a secret: of that its length alone.
    pub theirs: String,
}

impl Refusal {
    pub(super) fn new(check: Check, stages: Option<Stages>) -> Self {
        Self { check, stages: stages.map(Box::new) }
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
        self.stages.as_deref().map(|stages| &stages.ours)
    }

    /// For a signature whose [`Difference`](crate::Difference) was found: the same stages as the sender made them.
    #[must_use]
    pub fn theirs(&self) -> Option<&Explanation> {
        self.stages.as_deref()?.theirs.as_ref()
    }

    /// For a signature that does not match: how it begins, and how ours does.
    #[must_use]
    pub fn beginnings(&self) -> Option<&Beginnings> {
        self.stages.as_deref()?.beginnings.as_ref()
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
