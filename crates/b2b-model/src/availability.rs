//! What a supplier has of an article, and what comes.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{LocationCode, LotNumber, Problem, Quantity, RollNumber, Sku};

/// What a supplier has of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Availability {
    /// The supplier's number of the article.
    pub sku: Option<Sku>,
    /// The manufacturer's number of the article.
    pub manufacturer_sku: Option<Sku>,
    /// The supplier's description.
    pub description: Option<String>,
    /// What is there, in the supplier's order. Two entries can have the same location and lot: they are two lots of goods.
    pub stock: Vec<Stock>,
    /// What is expected.
    pub incoming: Vec<Incoming>,
    /// Whether the supplier is giving the article up. There can be stock all the same.
    pub discontinued: Option<bool>,
    /// What the supplier could not answer of this article.
    pub problems: Vec<Problem>,
}

/// Goods that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stock {
    /// Where: a warehouse or an FOB point.
    pub location: Option<LocationCode>,
    /// The shade or dye lot.
    pub lot: Option<LotNumber>,
    /// Whether it is a roll or a cut.
    pub form: Option<Form>,
    /// The rolls' numbers.
    pub rolls: Vec<RollNumber>,
    /// How much is available.
    pub available: Option<Quantity>,
    /// The least of it that can be ordered.
    pub minimum: Option<Quantity>,
    /// What the supplier says where a quantity should stand and none does, such as `NA`.
    pub words: Option<String>,
}

/// Goods that are expected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Incoming {
    /// Where they are expected.
    pub location: Option<LocationCode>,
    /// When.
    pub expected: Option<NaiveDate>,
    /// How much.
    pub quantity: Option<Quantity>,
    /// What the supplier says where a date or a quantity should stand and none does.
    pub words: Option<String>,
}

/// How goods that come from a roll are sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Form {
    /// As a whole roll.
    Roll,
    /// Cut from a roll.
    Cut,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Roll => "roll",
            Self::Cut => "cut",
        })
    }
}
