//! What holds for every document, with two other readers as judges of what XML is: roxmltree, which lets names pass that the
//! recommendations forbid (`<:a/>`, `xmlns:p=""`), and the crate `xml`, which does not. A panic inside of one of them is a finding
//! about it.

use std::fmt::Debug;
use std::io::BufReader;

use b2b_xml::{
    Cursor, DecodeError, DecodeErrorKind, Doctype, FromXml, Namespaces, Reading, ToXml, Writing, decode_with,
    encode_with, records_with,
};
use roxmltree::{Document, ParsingOptions};

use crate::outline::Outline;

/// The reader agrees with the judges about what a document is and about everything that stands in it, and with itself when it
/// skips it.
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
    let read = read(text, reading);
    match &read {
        Ok(read) => match Outline::by_roxmltree(text) {
            // It takes one carriage return for another.
            Ok(outline) => assert!(outline == *read || Outline::by_xml(text).is_ok_and(|outline| outline == *read)),
            // Both know the prefix `xml` of attributes only; that elements may not have it is written nowhere.
            Err(error) => {
                assert!(text.contains("<xml:") && Outline::by_xml(text).is_err(), "we alone read it: {error}")
            }
        },
        Err(error) => {
            let kind = error.kind();
            let agreed = is_ours_alone(kind) || Outline::by_roxmltree(text).is_err() || Outline::by_xml(text).is_err();
            assert!(agreed, "we alone refuse it: {error}");
        }
    }
    let walked = walk(text, reading);
    assert_eq!(walked.is_ok(), read.is_ok(), "not the same when it is skipped: {walked:?}");
    // Bytes are read in the encoding they declare, or look like (UTF-16 has NUL in it), and text as it is.
    if !text.contains("encoding") && !text.contains('\0') {
        let told = |read: Result<Outline, DecodeError>| read.map_err(|error| error.to_string());
        assert_eq!(told(Outline::ours(data, reading)), told(read));
    }
}

/// Whether neither judge has an opinion: about our bounds, what a tag binds twice of the default namespace and of `xml`, colons
/// in names of processing instructions, and what exactly an XML declaration says.
fn is_ours_alone(kind: &DecodeErrorKind) -> bool {
    match kind {
        DecodeErrorKind::Limit { .. } => true,
        DecodeErrorKind::DuplicateAttribute(name) => name == "xmlns" || name == "xmlns:xml",
        DecodeErrorKind::NotWellFormed(why) => {
            why == "a processing instruction without a proper name" || why.starts_with("the XML declaration says ")
        }
        _ => false,
    }
}

/// What stands in a text, whatever encoding it declares.
fn read(text: &str, reading: Reading) -> Result<Outline, DecodeError> {
    let mut cursor = Cursor::new(text, reading)?;
    cursor.root()?;
    let outline = cursor.content()?;
    cursor.finish()?;
    Ok(outline)
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
    if whole.iter().all(Result::is_ok) {
        let document = Outline::ours(data, reading);
        assert!(document.is_ok(), "the stream is accepted and the document is not: {document:?}");
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
