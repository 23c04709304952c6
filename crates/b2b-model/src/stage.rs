//! How far an order, a line or a delivery has come.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The life cycle of an order in the words of no supplier in particular.
///
/// The order of the variants is the order in which an order passes through them, so `a < b` says that `a` comes earlier.
/// [`Cancelled`](Self::Cancelled), [`Inactive`](Self::Inactive) and [`Other`](Self::Other) lie outside that line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

impl Stage {
    /// All stages, in their order.
    pub const ALL: &'static [Self] = &[
        Self::InReview,
        Self::Backordered,
        Self::PurchasedFromVendor,
        Self::Scheduled,
        Self::Released,
        Self::Shipped,
        Self::Invoiced,
        Self::Cancelled,
        Self::Inactive,
        Self::Other,
    ];
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Declares the table that tells which of a supplier's codes or words stand for which [`Stage`]: once, as a constant whose
/// documentation shows it. What the table does not have is [`Stage::Other`].
///
/// ```
/// use b2b_model::{Stage, stage_table};
///
/// stage_table! {
///     /// What the mill's codes stand for.
///     pub const STAGES = {
///         "10", "11" => InReview,
///         "70" => Shipped,
///     }
/// }
/// assert_eq!(STAGES, [(&["10", "11"][..], Stage::InReview), (&["70"][..], Stage::Shipped)]);
/// ```
#[macro_export]
macro_rules! stage_table {
    (
        $(#[$doc:meta])*
        $visibility:vis const $TABLE:ident = { $( $($code:literal),+ => $Stage:ident, )+ }
    ) => {
        $(#[$doc])*
        ///
        /// | | stage |
        /// |---|---|
        $( #[doc = concat!("| ", $("`", $code, "` ",)+ "| [`", stringify!($Stage), "`](b2b_model::Stage::", stringify!($Stage), ") |")] )+
        /// | anything else | [`Other`](b2b_model::Stage::Other) |
        $visibility const $TABLE: &[(&[&str], $crate::Stage)] = &[$( (&[$($code),+], $crate::Stage::$Stage), )+];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_cycle_is_in_order() {
        let words: Vec<_> = Stage::ALL.iter().map(ToString::to_string).collect();
        let expected = [
            "in review",
            "backordered",
            "purchased from vendor",
            "scheduled",
            "released",
            "shipped",
            "invoiced",
            "cancelled",
            "inactive",
            "other",
        ];
        assert_eq!(words, expected);
        assert!(Stage::ALL.is_sorted());
    }
}
