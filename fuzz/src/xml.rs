//! What holds for every document, with roxmltree as the second judge of what XML is.

use std::fmt::Debug;
use std::io::BufReader;

use b2b_xml::{
    Cursor, DecodeError, DecodeErrorKind, Doctype, FromXml, Namespaces, Reading, ToXml, Writing, decode_with,
    encode_with, records_with,
};
use roxmltree::{Document, ParsingOptions};

use crate::outline::Outline;

/// The reader agrees with the second judge about what a document is and about everything that stands in it.
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
    if let Err(error) = walk(text, reading) {
        let alone = is_ours_alone(error.kind()) || text.contains("<?");
        assert!(alone || Outline::theirs(text).is_err(), "we refuse what the second judge accepts: {error}");
        assert!(Outline::ours(data, reading).is_err(), "refused when skipped, accepted when read: {error}");
        return;
    }
    match (Outline::ours(data, reading), Outline::theirs(text)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs),
        (ours, theirs) => assert!(declares_encoding(text), "ours: {ours:?}, theirs: {theirs:?}"),
    }
}

/// Whether the second judge has no opinion: about our bounds, references to what is no character, and what a tag binds twice
/// of the default namespace and of `xml`. Nor has it one about the names of processing instructions and what XML
/// declarations say.
fn is_ours_alone(kind: &DecodeErrorKind) -> bool {
    match kind {
        DecodeErrorKind::Limit { .. } => true,
        DecodeErrorKind::ForbiddenCharacter(code) => char::from_u32(*code).is_none(),
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

/// What was read and can be written is well-formed for the second judge, and read again it is the same.
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

/// Asserts that the second judge takes the text for a document.
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
