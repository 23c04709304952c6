//! How far an order, a line or a delivery has come.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The life cycle of an order in the words of no supplier in particular.
///
/// The order of the variants is the order in which an order passes through them, so `a < b` says that `a` comes earlier.
/// [`Cancelled`](Self::Cancelled), [`Inactive`](Self::Inactive) and [`Other`](Self::Other) lie outside that line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// The supplier is looking at it: credit, price or contents.
    InReview,
    /// It waits for stock.
    Backordered,
    /// The supplier has bought it from the vendor.
    PurchasedFromVendor,
    /// A delivery date is set.
    Scheduled,
    /// It has been given to the warehouse.
    Released,
    /// It has left.
    Shipped,
    /// It has been invoiced.
    Invoiced,
    /// It will not come.
    Cancelled,
    /// It is not being worked on.
    Inactive,
    /// Something the supplier says that fits none of these; see its own words.
    Other,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::InReview => "in review",
            Self::Backordered => "backordered",
            Self::PurchasedFromVendor => "purchased from vendor",
            Self::Scheduled => "scheduled",
            Self::Released => "released",
            Self::Shipped => "shipped",
            Self::Invoiced => "invoiced",
            Self::Cancelled => "cancelled",
            Self::Inactive => "inactive",
            Self::Other => "other",
        })
    }
}

/// A stage with what the supplier said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Status {
    /// Our reading of it.
    pub stage: Stage,
    /// The supplier's code; `None` if it only has words.
    pub code: Option<String>,
    /// The supplier's words.
    pub words: Option<String>,
}

impl Status {
    /// A stage, the supplier's code for it and its words.
    #[must_use]
    pub fn new<'a>(stage: Stage, code: impl Into<Option<&'a str>>, words: Option<&str>) -> Self {
        Self { stage, code: code.into().map(str::to_owned), words: words.map(str::to_owned) }
    }
}
