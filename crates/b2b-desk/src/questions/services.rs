//! The question which services a supplier offers.

use serde::{Deserialize, Serialize};

use crate::question::{Told, asked};

/// Which services do you offer, and where?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServicesQuestion;

impl ServicesQuestion {
    /// The question.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

/// A service that a supplier offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServiceOffer {
    /// Its name.
    pub name: Option<String>,
    /// What it does, in the supplier's words.
    pub description: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Where it is asked.
    pub address: Option<String>,
    /// Whether it can be asked without an account.
    pub anonymous: Option<bool>,
}

asked!(ServicesQuestion, Services => Told<Vec<ServiceOffer>> { Fcb2b(services, show_services) });
