//! Ways to send goods.

use serde::{Deserialize, Serialize};

use crate::{LocationCode, Problem, Sku};

/// By which ways an article can be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShipVias {
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// What the article is.
    pub description: Option<String>,
    /// The ways.
    pub ways: Vec<ShipVia>,
    /// What the supplier could not answer.
    pub problems: Vec<Problem>,
}

/// One way to send goods from one location.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShipVia {
    /// From where.
    pub location: Option<LocationCode>,
    /// What the supplier calls that place.
    pub location_name: Option<String>,
    /// The code that an order names the way by.
    pub code: Option<String>,
    /// The supplier's words for it.
    pub words: Option<String>,
    /// The kind of way: ground, air.
    pub kind: Option<String>,
}
