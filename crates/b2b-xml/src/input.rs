//! From bytes to text: encodings and the characters XML allows.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::encoding::DetectedEncoding;

use crate::error::DecodeErrorKind;

/// What one pass over the text found, so that the cursor knows which checks it can leave out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Traits {
    /// Carriage returns occur: line ends must be normalized (XML 1.0 section 2.11).
    pub(crate) carriage_return: bool,
    /// `]]>` occurs, which must not stand in text (section 2.4).
    pub(crate) cdata_end: bool,
}

/// The document as text, without byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, DecodeErrorKind> {
    let detected = quick_xml::encoding::detect_encoding(bytes);
    let (encoding, bom) = match detected {
        Some(DetectedEncoding::Utf8Bom) => (UTF_8, 3),
        Some(DetectedEncoding::Utf16LeBom) => (UTF_16LE, 2),
        Some(DetectedEncoding::Utf16BeBom) => (UTF_16BE, 2),
        Some(DetectedEncoding::Utf16LeLike) => (UTF_16LE, 0),
        Some(DetectedEncoding::Utf16BeLike) => (UTF_16BE, 0),
        _ => (declared(bytes)?, 0),
    };
    let bytes = bytes.get(bom..).unwrap_or_default();
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| DecodeErrorKind::Encoding(format!("UTF-8 from byte {} on", error.valid_up_to())));
    }
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| DecodeErrorKind::Encoding(encoding.name().to_owned()))
}

/// The encoding that the XML declaration names, UTF-8 without one.
fn declared(bytes: &[u8]) -> Result<&'static Encoding, DecodeErrorKind> {
    let Some(declaration) = bytes
        .strip_prefix(b"<?xml")
        .filter(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))
        .and_then(|rest| rest.get(..memchr::memchr(b'>', rest)?))
    else {
        return Ok(UTF_8);
    };
    let declaration = String::from_utf8_lossy(declaration);
    let Some((_, rest)) = declaration.split_once("encoding") else { return Ok(UTF_8) };
    let rest = rest.trim_start().strip_prefix('=').unwrap_or_default().trim_start();
    let label = rest.chars().next().and_then(|quote| rest.get(1..)?.split(quote).next()).unwrap_or_default();
    named(label)
}

/// The encoding with this name in an XML declaration.
pub(crate) fn named(label: &str) -> Result<&'static Encoding, DecodeErrorKind> {
    match Encoding::for_label(label.as_bytes()) {
        // A declaration that could be read as ASCII is not in UTF-16, whatever it says.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            Err(DecodeErrorKind::Encoding(format!("{label}, though the declaration says so")))
        }
        Some(encoding) => Ok(encoding),
        None => Err(DecodeErrorKind::Encoding(format!("in an encoding known here: {label:?}"))),
    }
}

/// Looks at every character once.
///
/// The first loop has no branches, so that it runs at the speed of memory; only a text with something unusual in it is
/// looked at again.
pub(crate) fn survey(text: &str) -> Result<Traits, (DecodeErrorKind, usize)> {
    let mut control = false;
    let mut bracket = false;
    let mut high = false;
    for chunk in text.as_bytes().chunks(4096) {
        let mut chunk_control = false;
        let mut chunk_bracket = false;
        let mut chunk_high = false;
        for &byte in chunk {
            chunk_control |= byte < 0x20 && byte != b'\n' && byte != b'\t';
            chunk_bracket |= byte == b']';
            chunk_high |= byte == 0xEF;
        }
        control |= chunk_control;
        bracket |= chunk_bracket;
        high |= chunk_high;
    }
    let mut traits = Traits::default();
    if control || high {
        if let Some((at, character)) = text.char_indices().find(|(_, character)| !allowed(*character)) {
            return Err((DecodeErrorKind::ForbiddenCharacter(u32::from(character)), at));
        }
        traits.carriage_return = memchr::memchr(b'\r', text.as_bytes()).is_some();
    }
    if bracket {
        traits.cdata_end = memchr::memmem::find(text.as_bytes(), b"]]>").is_some();
    }
    Ok(traits)
}

/// XML 1.0, production `Char`.
pub(crate) fn allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Namespaces in XML 1.0, production `NCName`.
pub(crate) fn is_ncname(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(starts_name) && characters.all(continues_name)
}

fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c == '_'
        || matches!(c,
            '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn continues_name(c: char) -> bool {
    starts_name(c)
        || c.is_ascii_digit()
        || matches!(c, '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
