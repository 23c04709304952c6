//! Services that suppliers offer.

use serde::{Deserialize, Serialize};

/// A service that a supplier offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
