//! What is read, and how it must be refused.

use b2b_xml::{DecodeError, Doctype, FromXml, Limits, Reading, decode_with, records_with};

/// A document, and the records in it.
#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "r")]
pub(crate) struct Root {
    #[xml(name = "v")]
    value: Option<String>,
    #[xml(name = "i")]
    items: Vec<Item>,
}

#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "i")]
pub(crate) struct Item {
    #[xml(name = "v")]
    value: Option<String>,
}

pub(crate) fn whole(document: &[u8], reading: Reading) -> Result<(), DecodeError> {
    decode_with::<Root>(document, reading).map(drop)
}

pub(crate) fn streamed(document: &[u8], reading: Reading) -> Result<(), DecodeError> {
    records_with::<Item, _>(document, "r/i", reading).try_for_each(|record| record.map(drop))
}

#[track_caller]
pub(crate) fn check_kind(result: Result<(), DecodeError>, expected: &str, what: &str) {
    let found = result.map_err(|error| format!("{:?}", error.kind()));
    assert_eq!(found, Err(expected.to_owned()), "{what}");
}

/// A whole document, whole and streamed.
#[track_caller]
pub(crate) fn check_with(document: impl AsRef<[u8]>, reading: Reading, expected: &str) {
    let document = document.as_ref();
    check_kind(whole(document, reading), expected, "whole");
    check_kind(streamed(document, reading), expected, "streamed");
}

#[track_caller]
pub(crate) fn check(document: impl AsRef<[u8]>, expected: &str) {
    check_with(document, Reading::default(), expected);
}

/// Content of an element, wherever it may stand: in a value, in an element nobody knows, in a record, outside of one.
#[track_caller]
pub(crate) fn check_content(content: &str, expected: &str) {
    for (before, after) in
        [("<r><v>", "</v></r>"), ("<r><u>", "</u></r>"), ("<r><i><v>", "</v></i></r>"), ("<r><i><u>", "</u></i></r>")]
    {
        check_kind(whole(format!("{before}{content}{after}").as_bytes(), Reading::default()), expected, before);
    }
    for (before, after) in
        [("<r><i><v>", "</v></i></r>"), ("<r><i><u>", "</u></i></r>"), ("<r><o>", "</o></r>"), ("<r>", "</r>")]
    {
        check_kind(streamed(format!("{before}{content}{after}").as_bytes(), Reading::default()), expected, before);
    }
}

#[track_caller]
pub(crate) fn check_accepted(document: &str, reading: Reading) {
    assert_eq!(whole(document.as_bytes(), reading).map_err(|error| error.to_string()), Ok(()), "whole");
    assert_eq!(streamed(document.as_bytes(), reading).map_err(|error| error.to_string()), Ok(()), "streamed");
}

pub(crate) fn bare() -> Reading {
    Reading::default().doctype(Doctype::Bare)
}

pub(crate) fn limited(change: impl FnOnce(&mut Limits)) -> Reading {
    let mut limits = Limits::default();
    change(&mut limits);
    Reading::default().limits(limits)
}
