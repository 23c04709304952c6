//! Conversions into the supplier-neutral types of `b2b-model`.
//!
//! * Units stand where the producer gives them. `AvailableUnitOfMeasure` is that of the available quantity, and of the price
//!   where no unit of the price is given, as one producer has been seen to mean it. Quantities that are expected, and those
//!   from which on a price holds, come without a unit.
//! * A quantity that is `NA`, or no number, is kept as [words](Stock::words).
//! * `RollOrCutFlag` as a boolean does not say which of them, so it has no [`Form`].
//! * Prices have no currency: fcB2B names none.
//! * `MinimumQuantityRestriction` is the quantity from which on a price holds, as one producer has been seen to mean it, and,
//!   where there is no price, the least that can be ordered: our reading.
//! * Orders and lines say in words how they stand; [`stage`] reads them by the table [`STAGES`].

mod offer;
mod order;
mod stage;

use b2b_model::{
    Availability, Document, Form, Incoming, Money, Price, PriceQuote, Priced, Problem, Quantity, Reservation,
    ReservationLine, Stock,
};
use b2b_xml::chrono::NaiveDate;
use b2b_xml::{Decimal, OrRaw};

pub use self::stage::{STAGES, stage};
use crate::codes::{AvailableQuantity, DateOrTime, RollOrCutFlag, UnitOfMeasure};
use crate::message::Message;
use crate::services::documents::ItemDocument;
use crate::services::inventory::{AvailableItem, InventoryAnswer, StockAnswer};
use crate::services::related::{RelatedAnswer, RelatedItem};
use crate::services::reserves;

/// The items of an answer, in the producer's order.
#[must_use]
pub fn related(answer: &RelatedAnswer) -> Vec<Availability> {
    answer.items.iter().map(Availability::from).collect()
}

impl From<&StockAnswer> for Availability {
    fn from(answer: &StockAnswer) -> Self {
        let stock = Stock {
            location: id(&answer.fob_point),
            lot: id(&answer.shade_or_dye_lot),
            form: form(&answer.roll_or_cut),
            rolls: answer.roll_numbers.iter().map(|roll| roll.as_str().into()).collect(),
            available: available(&answer.quantity, &answer.unit_of_measure),
            words: words(&answer.quantity),
            ..Stock::default()
        };
        Self {
            sku: id(&answer.sku),
            description: answer.description.clone(),
            stock: some(stock),
            incoming: incoming(&answer.future_date, &answer.future_quantity),
            discontinued: value(&answer.drop_flag).copied(),
            ..Self::default()
        }
    }
}

impl From<&InventoryAnswer> for Availability {
    /// An item that becomes available later is expected and not in stock.
    fn from(answer: &InventoryAnswer) -> Self {
        let (mut stock, mut expected) = (Vec::new(), Vec::new());
        for item in answer.items() {
            match &item.future_date {
                Some(date) => expected.push(Incoming {
                    location: id(&item.fob_point),
                    expected: date.value().map(|date| date.date()),
                    quantity: available(&item.quantity, &item.unit_of_measure),
                    words: date.raw().map(str::to_owned).or_else(|| words(&item.quantity)),
                }),
                None => stock.extend(some(Stock::from(item))),
            }
        }
        expected.extend(incoming(&answer.future_date, &answer.future_quantity));
        Self {
            sku: id(&answer.sku),
            description: answer.description.clone(),
            stock,
            incoming: expected,
            discontinued: value(&answer.drop_flag).copied(),
            ..Self::default()
        }
    }
}

impl From<&AvailableItem> for Stock {
    fn from(item: &AvailableItem) -> Self {
        Self {
            location: id(&item.fob_point),
            lot: id(&item.shade_or_dye_lot),
            form: form(&item.roll_or_cut),
            rolls: item.roll_numbers.iter().map(|roll| roll.as_str().into()).collect(),
            available: available(&item.quantity, &item.unit_of_measure),
            // Beside a price, the restriction is that of the price.
            minimum: value(&item.minimum_quantity)
                .filter(|_| item.price.is_none())
                .map(|amount| Quantity::new(*amount, None)),
            words: words(&item.quantity),
        }
    }
}

impl From<&RelatedItem> for Availability {
    fn from(item: &RelatedItem) -> Self {
        let stock = Stock {
            location: id(&item.fob_point),
            lot: id(&item.shade_or_dye_lot),
            form: form(&item.roll_or_cut),
            available: available(&item.quantity, &item.unit_of_measure),
            words: words(&item.quantity),
            ..Stock::default()
        };
        Self {
            sku: id(&item.sku),
            description: item.description.clone(),
            stock: some(stock),
            incoming: incoming(&item.future_date, &item.future_quantity),
            discontinued: value(&item.drop_flag).copied(),
            ..Self::default()
        }
    }
}

impl From<&InventoryAnswer> for PriceQuote {
    fn from(answer: &InventoryAnswer) -> Self {
        Self {
            sku: id(&answer.sku),
            description: answer.description.clone(),
            prices: answer.items().iter().map(Price::from).collect(),
            discontinued: value(&answer.drop_flag).copied(),
            ..Self::default()
        }
    }
}

impl From<&InventoryAnswer> for Priced {
    /// Each price says of its own goods how much there is: no stock stands beside.
    fn from(answer: &InventoryAnswer) -> Self {
        PriceQuote::from(answer).into()
    }
}

impl From<&AvailableItem> for Price {
    fn from(item: &AvailableItem) -> Self {
        let per = item.price_unit_of_measure.as_ref().or(item.unit_of_measure.as_ref());
        let raw = item.price.as_ref().and_then(OrRaw::raw).map(str::to_owned);
        Self {
            amount: money(&item.price),
            per: per.filter(|_| item.price.is_some()).map(|unit| unit.as_str().to_owned()),
            from: value(&item.minimum_quantity).map(|amount| Quantity::new(*amount, None)),
            form: form(&item.roll_or_cut),
            location: id(&item.fob_point),
            lot: id(&item.shade_or_dye_lot),
            available: available(&item.quantity, &item.unit_of_measure),
            words: raw.or_else(|| words(&item.quantity)),
            ..Self::default()
        }
    }
}

impl From<&reserves::Reservation> for Reservation {
    fn from(reservation: &reserves::Reservation) -> Self {
        Self {
            number: id(&reservation.reserve_number),
            created: date(&reservation.creation_date),
            expires: date(&reservation.expiration_date),
            location: id(&reservation.fob_point),
            lines: reservation.lines.iter().map(ReservationLine::from).collect(),
            problems: Vec::new(),
        }
    }
}

impl From<&reserves::ReservationLine> for ReservationLine {
    fn from(line: &reserves::ReservationLine) -> Self {
        Self {
            number: id(&line.line_number),
            sku: id(&line.sku),
            quantity: quantity(&line.quantity, &line.unit_of_measure),
            lot: id(&line.shade_or_dye_lot),
            price: money(&line.price),
            per: line.price_unit_of_measure.as_ref().map(|unit| unit.as_str().to_owned()),
            sidemark: Some(line.sidemarks.join("; ")).filter(|marks| !marks.is_empty()),
        }
    }
}

impl From<&ItemDocument> for Document {
    fn from(document: &ItemDocument) -> Self {
        Self {
            sku: id(&document.sku),
            kind: document.kind.clone(),
            title: document.description.clone().or_else(|| document.file_name.clone()),
            url: document.url.clone(),
            media_type: document.media_type.clone(),
        }
    }
}

impl From<&Message> for Problem {
    fn from(message: &Message) -> Self {
        Self { code: message.code.clone(), message: message.text.clone() }
    }
}

fn id<T: for<'a> From<&'a str>>(text: &Option<String>) -> Option<T> {
    text.as_deref().map(T::from)
}

fn value<T>(value: &Option<OrRaw<T>>) -> Option<&T> {
    value.as_ref().and_then(OrRaw::value)
}

fn date(date: &Option<OrRaw<DateOrTime>>) -> Option<NaiveDate> {
    value(date).map(|date| date.date())
}

fn money(amount: &Option<OrRaw<Decimal>>) -> Option<Money> {
    value(amount).map(|amount| Money::new(*amount, None))
}

fn quantity(amount: &Option<OrRaw<Decimal>>, unit: &Option<UnitOfMeasure>) -> Option<Quantity> {
    value(amount).map(|amount| Quantity::new(*amount, unit.as_ref().map(UnitOfMeasure::as_str)))
}

fn available(amount: &Option<OrRaw<AvailableQuantity>>, unit: &Option<UnitOfMeasure>) -> Option<Quantity> {
    let amount = value(amount).and_then(|amount| amount.amount());
    amount.map(|amount| Quantity::new(amount, unit.as_ref().map(UnitOfMeasure::as_str)))
}

/// What stands where a quantity should.
fn words(amount: &Option<OrRaw<AvailableQuantity>>) -> Option<String> {
    match amount {
        Some(OrRaw::Value(AvailableQuantity::NotAvailable)) => Some("NA".to_owned()),
        Some(OrRaw::Raw(text)) => Some(text.clone()),
        _ => None,
    }
}

fn form(flag: &Option<OrRaw<RollOrCutFlag>>) -> Option<Form> {
    match value(flag)? {
        RollOrCutFlag::Roll => Some(Form::Roll),
        RollOrCutFlag::Cut => Some(Form::Cut),
        RollOrCutFlag::RollOrCut | RollOrCutFlag::Neither => None,
    }
}

fn incoming(date: &Option<OrRaw<DateOrTime>>, amount: &Option<OrRaw<Decimal>>) -> Vec<Incoming> {
    let raw = |text: Option<&str>| text.map(str::to_owned);
    some(Incoming {
        location: None,
        expected: value(date).map(|date| date.date()),
        quantity: value(amount).map(|amount| Quantity::new(*amount, None)),
        words: raw(date.as_ref().and_then(OrRaw::raw)).or_else(|| raw(amount.as_ref().and_then(OrRaw::raw))),
    })
}

/// The thing, unless there is nothing in it.
fn some<T: Default + PartialEq>(thing: T) -> Vec<T> {
    if thing == T::default() { Vec::new() } else { vec![thing] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_not_assumed_and_words_are_kept() {
        let answer = StockAnswer {
            sku: Some("VV01701002".to_owned()),
            quantity: Some(OrRaw::Value(AvailableQuantity::NotAvailable)),
            future_quantity: Some(OrRaw::Value(Decimal::from(50))),
            ..StockAnswer::default()
        };
        let found = Availability::from(&answer);
        assert_eq!((found.stock[0].words.as_deref(), &found.stock[0].available), (Some("NA"), &None));
        assert_eq!(found.incoming[0].quantity, Some(Quantity::new(Decimal::from(50), None)));

        let item = AvailableItem {
            quantity: Some(OrRaw::Value(Decimal::from(7).into())),
            price: Some(OrRaw::Value(Decimal::new(219, 2))),
            minimum_quantity: Some(OrRaw::Value(Decimal::from(30))),
            roll_or_cut: Some(OrRaw::Value(RollOrCutFlag::Cut)),
            ..AvailableItem::default()
        };
        let price = Price::from(&item);
        assert_eq!((price.per, price.form), (None, Some(Form::Cut)));
        assert_eq!(price.available, Some(Quantity::new(Decimal::from(7), None)));
        let priced = AvailableItem { unit_of_measure: Some(UnitOfMeasure::SquareYard), ..item };
        assert_eq!(Price::from(&priced).per.as_deref(), Some("SY"));
        let stock = AvailableItem { price: None, ..priced.clone() };
        assert_eq!(Price::from(&stock).per, None);
        assert_eq!(Stock::from(&stock).minimum, Some(Quantity::new(Decimal::from(30), None)));
        assert_eq!(Stock::from(&priced).minimum, None);
    }

    #[test]
    fn what_says_nothing_is_no_stock() {
        let answer = StockAnswer { sku: Some("A".to_owned()), ..StockAnswer::default() };
        let found = Availability::from(&answer);
        assert!(found.stock.is_empty() && found.incoming.is_empty());
    }
}
