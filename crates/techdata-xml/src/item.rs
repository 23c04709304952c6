//! Items as they are asked for.

use serde::{Deserialize, Serialize};

use crate::{ItemQualifier, Text};

/// An item, named by a number of some kind.
///
/// ```
/// use techdata_xml::Item;
///
/// let items = [Item::tech_data("10226038"), Item::manufacturer("T3Y97A"), Item::upc("888793182574")];
/// assert_eq!(items[0].qualifier.as_str(), "VP");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Item {
    /// The kind of number.
    pub qualifier: ItemQualifier,
    /// The number. A leading zero is part of it.
    pub number: Text,
}

impl Item {
    /// By Tech Data's number (`VP`), which the manual recommends.
    #[must_use]
    pub fn tech_data(number: impl Into<Text>) -> Self {
        Self { qualifier: ItemQualifier::TechData, number: number.into() }
    }

    /// By the manufacturer's number (`MG`). Some stand for several items; an order by such a number is refused.
    #[must_use]
    pub fn manufacturer(number: impl Into<Text>) -> Self {
        Self { qualifier: ItemQualifier::Manufacturer, number: number.into() }
    }

    /// By UPC (`UP`).
    #[must_use]
    pub fn upc(number: impl Into<Text>) -> Self {
        Self { qualifier: ItemQualifier::Upc, number: number.into() }
    }

    /// By the reseller's own number (`BP`), for those who have a cross-reference table at Tech Data.
    #[must_use]
    pub fn buyer(number: impl Into<Text>) -> Self {
        Self { qualifier: ItemQualifier::Buyer, number: number.into() }
    }
}

/// A part number without the zeros before it.
///
/// Since 2012 Tech Data pads its numbers to 18 digits in answers: what was asked for as `10226038` is answered as
/// `000000000010226038`. Numbers such as `070374` begin with a zero of their own, so that both sides are to be stripped
/// before they are compared.
///
/// ```
/// use techdata_xml::unpadded;
///
/// assert_eq!(unpadded("000000000010226038"), unpadded("10226038"));
/// assert_eq!(unpadded("070374"), "70374");
/// assert_eq!(unpadded("0105A8"), "105A8");
/// ```
#[must_use]
pub fn unpadded(number: &str) -> &str {
    number.trim().trim_start_matches('0')
}

/// Whether two numbers are the same, case and padding aside.
#[cfg(any(feature = "client", feature = "model"))]
pub(crate) fn same_number(one: &str, other: &str) -> bool {
    unpadded(one).eq_ignore_ascii_case(unpadded(other))
}
