//! What holds for every document, with two other readers as judges of what XML is: roxmltree, which lets names pass that the
//! recommendations forbid (`<:a/>`, `xmlns:p=""`), and the crate `xml`, which does not.

use std::fmt::Debug;
use std::io::BufReader;

use b2b_xml::{
    Cursor, DecodeError, DecodeErrorKind, Doctype, FromXml, Namespaces, Reading, ToXml, Writing, decode_with,
    encode_with, records_with,
};
use roxmltree::{Document, ParsingOptions};

use crate::outline::Outline;

/// The reader agrees with one of the judges about what a document is and about everything that stands in it, and with itself
/// when it skips it.
pub fn xml_cursor(data: &[u8]) {
    let readings = [
        Reading::default().doctype(Doctype::Bare),
        Reading::default().namespaces(Namespaces::Ignored),
        Reading::default().strict(),
    ];
    for reading in readings {
        let _ = decode_with::<String>(data, reading);
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let reading = Reading::default();
    let walked = walk(text, reading);
    match Outline::ours(data, reading) {
        Ok(ours) => {
            assert!(walked.is_ok() || declares_encoding(text), "read, but refused when skipped: {walked:?}");
            let agreed = Outline::by_roxmltree(text).is_ok_and(|read| read == ours)
                || Outline::by_xml(text).is_ok_and(|read| read == ours);
            // Both know the prefix `xml` of attributes only; that elements may not have it is written nowhere.
            let alone = declares_encoding(text) || text.contains("<xml:");
            assert!(agreed || alone, "we alone read {ours:?}");
        }
        Err(error) => {
            assert!(walked.is_err() || declares_encoding(text), "skipped, but refused when read: {error}");
            let agreed = Outline::by_roxmltree(text).is_err() || Outline::by_xml(text).is_err();
            let alone = is_ours_alone(error.kind()) || declares_encoding(text) || text.contains("<?");
            assert!(agreed || alone, "we alone refuse it: {error}");
        }
    }
}

/// Whether neither judge has an opinion: about our bounds, and what a tag binds twice of the default namespace and of `xml`.
/// Nor has one about the names of processing instructions and what XML declarations say.
fn is_ours_alone(kind: &DecodeErrorKind) -> bool {
    match kind {
        DecodeErrorKind::Limit { .. } => true,
        DecodeErrorKind::DuplicateAttribute(name) => name == "xmlns" || name == "xmlns:xml",
        _ => false,
    }
}

/// Bytes are read in the encoding they declare, and text as it is.
fn declares_encoding(text: &str) -> bool {
    text.contains("encoding")
}

/// A stream is read alike in pieces of any size, and what is accepted as a stream is a document.
pub fn xml_records(data: &[u8]) {
    let reading = Reading::default().doctype(Doctype::Bare);
    let read = |capacity: usize| -> Vec<Result<String, String>> {
        let records = records_with::<String, _>(BufReader::with_capacity(capacity, data), "Root/Text", reading);
        records.map(|record| record.map(|record| record.value).map_err(|error| error.to_string())).collect()
    };
    let whole = read(1 << 16);
    for capacity in [1, 7] {
        assert_eq!(read(capacity), whole);
    }
    let sound = whole.iter().all(Result::is_ok);
    if let Ok(text) = std::str::from_utf8(data)
        && sound
        && !declares_encoding(text)
    {
        let accepted = walk(text, reading);
        assert!(accepted.is_ok(), "the stream is accepted and the document is not: {accepted:?}");
    }
}

/// What was read and can be written is well-formed for roxmltree, and read again it is the same.
pub(crate) fn survives<T: FromXml + ToXml + Debug>(value: &T, reading: Reading, same: fn(&T, &T) -> bool) {
    for writing in [Writing::default(), Writing::default().indented()] {
        // The writer may refuse what the reader forgave.
        let Ok(text) = encode_with(value, writing) else { continue };
        well_formed(&text);
        let again = match decode_with::<T>(&text, reading) {
            Ok(again) => again.value,
            Err(error) => panic!("what was written cannot be read: {error}: {text}"),
        };
        assert!(same(value, &again), "{value:?}\nis written as {text}\nand read as {again:?}");
        assert_eq!(encode_with(&again, writing).ok(), Some(text));
    }
}

/// The same for types with secrets, which do not compare.
pub(crate) fn shown_alike<T: Debug>(one: &T, other: &T) -> bool {
    format!("{one:?}") == format!("{other:?}")
}

/// Asserts that roxmltree takes the text for a document.
pub(crate) fn well_formed(text: &str) {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    if let Err(error) = Document::parse_with_options(text, options) {
        panic!("not well-formed: {error}: {text}");
    }
}

/// Reads a document to its end.
pub(crate) fn walk(text: &str, reading: Reading) -> Result<(), DecodeError> {
    let mut cursor = Cursor::new(text, reading)?;
    cursor.root()?;
    cursor.skip()?;
    cursor.finish()
}
