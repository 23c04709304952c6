//! Documents in every encoding that is read.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::io::{BufReader, Read};

use b2b_xml::{FromXml, decode, records};

#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "r")]
struct Root {
    #[xml(name = "i")]
    items: Vec<Item>,
}

#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "i")]
struct Item {
    #[xml(name = "v")]
    value: String,
    #[xml(name = "n")]
    number: b2b_xml::OrRaw<u32>,
}

const TEXT: &str = "Größe €5 – naïve";

fn document(declaration: &str) -> String {
    format!("{declaration}<r>\n<i><v>{TEXT}</v><n>1</n></i>\n<i><v>{TEXT}</v><n>é</n></i></r>")
}

fn declared(encoding: &str) -> String {
    document(&format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>"))
}

/// Gives one byte at a time, so that every character is cut somewhere.
struct Drop<'a>(&'a [u8]);

impl Read for Drop<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = into.len().min(1);
        self.0.read(into.get_mut(..length).unwrap_or_default())
    }
}

#[track_caller]
fn check(bytes: &[u8]) {
    let whole = decode::<Root>(bytes).unwrap();
    assert!(whole.value.items.iter().all(|item| item.value == TEXT), "{whole:?}");
    assert_eq!(whole.value.items.len(), 2);
    let warnings: Vec<String> = whole.warnings.iter().map(ToString::to_string).collect();
    for source in [&mut &*bytes as &mut dyn Read, &mut Drop(bytes)] {
        let streamed: Vec<_> = records::<Item, _>(BufReader::new(source), "r/i").map(Result::unwrap).collect();
        assert!(whole.value.items.iter().eq(streamed.iter().map(|record| &record.value)));
        // Places count in UTF-8, whatever came over the wire.
        let streamed: Vec<String> =
            streamed.iter().flat_map(|record| &record.warnings).map(ToString::to_string).collect();
        assert_eq!(streamed, warnings);
    }
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn utf_8() {
    check(document("").as_bytes());
    check(declared("UTF-8").as_bytes());
    check(declared("utf8").as_bytes());
    check(format!("\u{FEFF}{}", document("")).as_bytes());
    check(format!("\u{FEFF}{}", declared("utf-8")).as_bytes());
    // The mark is stronger than the declaration.
    check(format!("\u{FEFF}{}", declared("ISO-8859-1")).as_bytes());
}

#[test]
fn utf_16_with_mark() {
    for text in [document(""), declared("UTF-16"), declared("utf-8")] {
        check(&utf_16(&format!("\u{FEFF}{text}"), u16::to_le_bytes));
        check(&utf_16(&format!("\u{FEFF}{text}"), u16::to_be_bytes));
    }
}

#[test]
fn a_second_mark_is_text() {
    let text = format!("\u{FEFF}\u{FEFF}{}", document(""));
    for bytes in [text.clone().into_bytes(), utf_16(&text, u16::to_le_bytes), utf_16(&text, u16::to_be_bytes)] {
        let expected = "document at /, line 1, byte 0: not well-formed: text before the root element";
        assert_eq!(decode::<Root>(&bytes).unwrap_err().to_string(), expected);
        for source in [&mut &bytes[..] as &mut dyn Read, &mut Drop(&bytes)] {
            let mut streamed = records::<Item, _>(BufReader::new(source), "r/i");
            assert_eq!(streamed.next().unwrap().unwrap_err().to_string(), expected);
        }
    }
}

#[test]
fn what_ends_within_a_mark_or_behind_it() {
    for bytes in
        [&b""[..], b"\xEF\xBB", b"\xEF\xBB\xBF", b"\xEF\xBB\xBF\xEF\xBB", b"\xFF\xFE", b"\xFF\xFE\0", b"\xFE\xFF"]
    {
        let expected = decode::<Root>(bytes).unwrap_err().to_string();
        for source in [&mut &*bytes as &mut dyn Read, &mut Drop(bytes)] {
            let mut streamed = records::<Item, _>(BufReader::new(source), "r/i");
            assert_eq!(streamed.next().unwrap().unwrap_err().to_string(), expected, "{bytes:?}");
        }
    }
}

#[test]
fn utf_16_without_mark() {
    for text in [document(""), declared("UTF-16"), declared("UTF-16LE")] {
        check(&utf_16(&text, u16::to_le_bytes));
        check(&utf_16(&text, u16::to_be_bytes));
    }
}

#[test]
fn one_byte_encodings() {
    for label in ["windows-1252", "ISO-8859-1", "iso-8859-1", "latin1", "Windows-1252"] {
        let text = declared(label);
        let (bytes, _, failed) = encoding_rs::WINDOWS_1252.encode(&text);
        assert!(!failed);
        check(&bytes);
    }
}

#[test]
fn another_encoding_that_is_known() {
    let text = declared("ISO-8859-15").replace('–', "-");
    let (bytes, _, failed) = encoding_rs::ISO_8859_15.encode(&text);
    assert!(!failed);
    assert_eq!(decode::<Root>(&bytes).unwrap().value.items[0].value, TEXT.replace('–', "-"));
}

#[test]
fn a_long_declaration_is_read_whole() {
    let spaces = " ".repeat(900);
    let text = document(&format!("<?xml version=\"1.0\"{spaces}encoding=\"windows-1252\"?>"));
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    check(&bytes);
}

#[test]
fn the_place_of_a_byte_that_is_no_character() {
    for (document, expected) in [
        (&b"<r>\n<i><v>caf\xE9</v></i></r>"[..], "i/v at /r/i/v, line 2, byte 13: the bytes are not UTF-8"),
        (b"\xEF\xBB\xBF<r>\n<i><v>caf\xE9</v></i></r>", "i/v at /r/i/v, line 2, byte 13: the bytes are not UTF-8"),
        (b"<r><i><v a='\xE9'/></i></r>", "r/i at /r/i, line 1, byte 12: the bytes are not UTF-8"),
        (b"<r>\n<x>\xE9</x></r>", "r/x at /r/x, line 2, byte 7: the bytes are not UTF-8"),
        (b"<!-- \n\xE9 --><r/>", "document at /, line 2, byte 6: the bytes are not UTF-8"),
        (b"<r/>\n\xE9", "document at /, line 2, byte 5: the bytes are not UTF-8"),
    ] {
        assert_eq!(decode::<Root>(document).unwrap_err().to_string(), expected);
        for source in [&mut &*document as &mut dyn Read, &mut Drop(document)] {
            let error = records::<Item, _>(BufReader::new(source), "r/i").find_map(Result::err);
            assert_eq!(error.unwrap().to_string(), expected, "streamed");
        }
    }
}

#[test]
fn half_a_character_after_a_long_text() {
    let mut document = utf_16(&format!("\u{FEFF}<r><i><v>{}", "x".repeat(6000)), u16::to_be_bytes);
    document.push(0);
    let expected = "i/v at /r/i/v, line 1, byte 6009: the bytes are not UTF-16BE";
    assert_eq!(decode::<Root>(&document).unwrap_err().to_string(), expected);
    for source in [&mut &document[..] as &mut dyn Read, &mut Drop(&document)] {
        let mut streamed = records::<Item, _>(BufReader::new(source), "r/i");
        assert_eq!(streamed.next().unwrap().unwrap_err().to_string(), expected, "streamed");
    }
}
