//! Conversions into the supplier-neutral types of `b2b-model`.
//!
//! | code | [`Stage`] |
//! |---|---|
//! | `Released` | released |
//! | `SHIPPED` | shipped |
//! | `INVOICED` | invoiced |
//! | any other | other |
//!
//! The mapping is our reading of the three codes that were seen; Tech Data's own stands beside it. Of item statuses,
//! `PHASEDOUT` alone means discontinued. Numbers of items stand as they came, padded or not; a currency is told only where
//! Tech Data tells it. Where a document has no code of a warehouse, its name is the location.

mod items;
mod orders;

use b2b_model::{Money, Problem, Quantity, Stage, Status};
use b2b_xml::{Decimal, OrRaw};

pub use self::items::{availability, quotes};
pub use self::orders::{confirmed, invoices, orders};

use crate::{Amount, ItemStatus, StatusCode, TechDataError, Text};

/// The stage that a code stands for.
#[must_use]
pub fn stage(code: &StatusCode) -> Stage {
    match code {
        StatusCode::Released => Stage::Released,
        StatusCode::Shipped => Stage::Shipped,
        StatusCode::Invoiced => Stage::Invoiced,
        StatusCode::Other(_) => Stage::Other,
    }
}

/// Whether an item of this status is being given up; `None` for a status that the manual does not list.
#[must_use]
pub fn is_discontinued(status: &ItemStatus) -> Option<bool> {
    match status {
        ItemStatus::PhasedOut => Some(true),
        ItemStatus::New | ItemStatus::Active | ItemStatus::Allocated | ItemStatus::Components => Some(false),
        ItemStatus::Other(_) => None,
    }
}

impl From<&TechDataError> for Problem {
    fn from(error: &TechDataError) -> Self {
        Self { code: text(&error.number), message: text(&error.text) }
    }
}

fn text(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(|text| text.as_str().to_owned())
}

fn id<T: for<'a> From<&'a str>>(text: &Option<Text>) -> Option<T> {
    text.as_deref().map(T::from)
}

fn value<T: Copy>(value: &Option<OrRaw<T>>) -> Option<T> {
    value.as_ref().and_then(OrRaw::value).copied()
}

fn raw<T>(value: &Option<OrRaw<T>>) -> Option<String> {
    value.as_ref().and_then(OrRaw::raw).map(str::to_owned)
}

fn quantity(amount: &Option<OrRaw<Decimal>>) -> Option<Quantity> {
    value(amount).map(|amount| Quantity::new(amount, None))
}

fn money(amount: &Option<OrRaw<Amount>>, currency: Option<&str>) -> Option<Money> {
    value(amount).map(|amount| Money::new(amount.0, currency))
}

fn status(code: &Option<StatusCode>) -> Option<Status> {
    code.as_ref().map(|code| Status::new(stage(code), code.as_str(), None))
}

/// The lines of an address that are there.
fn address<const N: usize>(lines: [&Option<Text>; N]) -> Vec<String> {
    lines.into_iter().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_code_has_a_stage_and_others_are_kept() {
        for code in StatusCode::KNOWN {
            assert_ne!(stage(code), Stage::Other, "{code}");
        }
        let other = status(&Some(StatusCode::from("On Hold"))).unwrap();
        assert_eq!(other, Status::new(Stage::Other, "On Hold", None));
    }

    #[test]
    fn every_known_item_status_is_decided() {
        let discontinued: Vec<_> =
            ItemStatus::KNOWN.iter().filter(|status| is_discontinued(status) == Some(true)).collect();
        assert_eq!(discontinued, [&ItemStatus::PhasedOut]);
        assert!(ItemStatus::KNOWN.iter().all(|status| is_discontinued(status).is_some()));
        assert_eq!(is_discontinued(&ItemStatus::from("GONE")), None);
    }
}
