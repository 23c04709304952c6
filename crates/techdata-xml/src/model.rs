//! Conversions into the supplier-neutral types of `b2b-model`.
//!
//! Lines of recorded answers are converted by `From`. A [`LineAnswer`](crate::LineAnswer) is converted by a function, which also
//! says what it is about where the answer does not, and what is wrong where there is none.
//!
//! How an order stands is read by the table [`STAGES`]. Of item statuses, `PHASEDOUT` alone means discontinued. Numbers of
//! items stand as they came, padded or not; a currency is told only where Tech Data tells it. Where a document has no code of
//! a warehouse, its name is the location. Charges of zero are none.

mod items;
mod lines;
mod orders;
mod papers;
mod ways;

use b2b_model::{Charge, Item, Money, Problem, Quantity, Stage, Status, stage_table};
use b2b_xml::{Decimal, OrRaw};

pub use self::lines::{availability, end_user_needs, price_quote, priced, ship_vias};
pub use self::orders::{orders, placed};
pub use self::papers::{invoices, quotes};

use crate::{Amount, ItemStatus, StatusCode, TechDataError, Text};

stage_table! {
    /// The stages of the codes of orders and lines that were seen, in whatever case and with whatever blanks they come.
    ///
    /// No source has the whole list. The mapping is our reading; Tech Data's own code stands beside it.
    pub const STAGES = {
        "Released" => Released,
        "SHIPPED" => Shipped,
        "INVOICED" => Invoiced,
    }
}

/// The stage that a code stands for, by the table [`STAGES`].
#[must_use]
pub fn stage(code: &StatusCode) -> Stage {
    let row = STAGES.iter().find(|(codes, _)| codes.contains(&code.as_str()));
    row.map_or(Stage::Other, |(_, stage)| *stage)
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

/// What is charged beside the goods, in the order of [`CHARGES`], as far as it is anything.
fn charges(amounts: [&Option<OrRaw<Amount>>; 6], currency: Option<&str>) -> Vec<Charge> {
    let charge = |(kind, amount): (&str, &Option<OrRaw<Amount>>)| {
        money(amount, currency).filter(|money| !money.amount.is_zero()).map(|money| Charge::new(kind, money))
    };
    CHARGES.into_iter().zip(amounts).filter_map(charge).collect()
}

/// What Tech Data charges beside the goods.
const CHARGES: [&str; 6] = ["freight", "handling", "cash on delivery", "tax", "state fee", "debit or credit"];

/// A piece with such a serial number.
fn piece(serial: Option<&Text>) -> Item {
    Item { serial: serial.map(|serial| serial.as_str().into()), mac: None }
}

/// The lines of an address that are there. Its members are called alike wherever one stands.
macro_rules! ship_to {
    ($place:expr) => {{
        let place = $place;
        let street = [&place.ship_to_addr1, &place.ship_to_addr2, &place.ship_to_addr3];
        let town = [&place.ship_to_city, &place.ship_to_state_prov, &place.ship_to_postal_code];
        let lines = [&place.ship_to_name].into_iter().chain(street).chain(town);
        lines.filter_map($crate::model::text).collect()
    }};
}
use ship_to;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_code_has_one_stage_and_others_are_kept() {
        let table = || STAGES.iter().flat_map(|(codes, _)| *codes);
        for code in StatusCode::KNOWN {
            assert_eq!(table().filter(|known| **known == code.as_str()).count(), 1, "{code}");
            assert_ne!(stage(code), Stage::Other, "{code}");
        }
        assert_eq!(table().count(), StatusCode::KNOWN.len());
        let other = status(&Some(StatusCode::from("On Hold"))).unwrap();
        assert_eq!(other, Status::new(Stage::Other, "On Hold", None));
        assert_eq!(stage(&StatusCode::from(" Shipped ")), Stage::Shipped);
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
