//! The text forms of values.

use std::fmt::Debug;

use b2b_xml::chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use b2b_xml::{Decimal, Lexical};

/// What was understood is written in a form that is understood as the same.
pub fn lexical_values(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    proper::<Decimal>(text);
    proper::<NaiveDate>(text);
    proper::<NaiveDateTime>(text);
    rounded::<DateTime<Utc>>(text);
    proper::<bool>(text);
    proper::<u32>(text);
    proper::<u64>(text);
    proper::<String>(text);
    same::<techdata_xml::Amount>(text);
    same::<techdata_xml::Price>(text);
    same::<techdata_xml::CompactDate>(text);
    same::<techdata_xml::LongDate>(text);
    same::<techdata_xml::ShortDate>(text);
    same::<techdata_xml::Text>(text);
    same::<techdata_xml::UserName>(text);
    same::<techdata_xml::Indicator>(text);
    same::<techdata_xml::StatusCode>(text);
    same::<techdata_xml::ShipViaCode>(text);
    same::<techdata_xml::TransactionSet>(text);
    same::<westcon_orderstatus::response::Quantity>(text);
    same::<fcb2b_client::AvailableQuantity>(text);
    rounded::<fcb2b_client::DateOrTime>(text);
    same::<fcb2b_client::RollOrCutFlag>(text);
    let _ = b2b_desk::parse_offset(text);
}

/// The written form is read as the same value, and is not odd.
fn proper<T: Lexical + Debug + PartialEq>(text: &str) {
    if let Some(written) = same::<T>(text) {
        let odd = T::parse(&written).ok().and_then(|again| again.odd);
        assert_eq!(odd, None, "{} is written as {written:?} for {text:?}", T::TYPE);
    }
}

/// What is written is written again, though it is less than what was read.
fn rounded<T: Lexical>(text: &str) {
    let Ok(read) = T::parse(text) else { return };
    let mut written = String::new();
    read.value.write(&mut written);
    let mut again = String::new();
    if let Ok(value) = T::parse(&written) {
        value.value.write(&mut again);
    }
    assert_eq!(written, again, "{} for {text:?}", T::TYPE);
}

/// The written form is read as the same value.
fn same<T: Lexical + Debug + PartialEq>(text: &str) -> Option<String> {
    let value = T::parse(text).ok()?.value;
    let mut written = String::new();
    value.write(&mut written);
    match T::parse(&written) {
        Ok(again) => assert_eq!(again.value, value, "{} is written as {written:?} for {text:?}", T::TYPE),
        Err(error) => panic!("{} is written as {written:?} for {text:?}: {error}", T::TYPE),
    }
    Some(written)
}
