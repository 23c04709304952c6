//! From bytes to text: encodings and the characters XML allows.

use std::borrow::Cow;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::{DecodeError, DecodeErrorKind, excerpt};
use crate::place::Place;

/// What one pass over the text found, so that the cursor knows which checks it can leave out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Traits {
    /// Carriage returns occur: line ends must be normalized (XML 1.0 section 2.11).
    pub(crate) carriage_return: bool,
    /// `]]>` occurs, which must not stand in text (section 2.4).
    pub(crate) cdata_end: bool,
}

/// How much of a document's beginning is searched for the end of its XML declaration.
pub(crate) const HEAD: usize = 1024;

/// The document as text. A byte order mark stays, as its first character.
pub(crate) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    let encoding = encoding(bytes).map_err(|kind| DecodeError::new(kind, Place::default()))?;
    let failed_after = |sound: &str| {
        let sound = sound.strip_prefix(BYTE_ORDER_MARK).unwrap_or(sound);
        DecodeError::new(malformed(encoding), Place::locate(sound, sound.len()))
    };
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
            let sound = bytes.get(..error.valid_up_to()).and_then(|sound| std::str::from_utf8(sound).ok());
            failed_after(sound.unwrap_or_default())
        });
    }
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| {
        let mut sound = String::new();
        // Fails again, where it failed before.
        let _ = decode(&mut encoding.new_decoder_without_bom_handling(), bytes, &mut sound, true);
        failed_after(&sound)
    })
}

pub(crate) const BYTE_ORDER_MARK: char = '\u{FEFF}';

fn malformed(encoding: &'static Encoding) -> DecodeErrorKind {
    DecodeErrorKind::Encoding(encoding.name().to_owned())
}

/// Decodes up to the first bytes that are no character.
pub(crate) fn decode(
    decoder: &mut Decoder,
    mut bytes: &[u8],
    into: &mut String,
    last: bool,
) -> Result<(), DecodeErrorKind> {
    loop {
        into.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len()));
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, into, last);
        bytes = bytes.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return Err(malformed(decoder.encoding())),
        }
    }
}

/// The encoding of the document that begins with these bytes: XML 1.0 appendix F.
///
/// A byte order mark, or the look of UTF-16, is stronger than what the declaration says.
pub(crate) fn encoding(bytes: &[u8]) -> Result<&'static Encoding, DecodeErrorKind> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Ok(UTF_8),
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Ok(UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Ok(UTF_16BE),
        _ => declared(bytes),
    }
}

/// The encoding that the XML declaration names, UTF-8 without one.
fn declared(bytes: &[u8]) -> Result<&'static Encoding, DecodeErrorKind> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let Some(declaration) = head
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
    match Encoding::for_label(label.as_bytes()) {
        // A declaration that could be read as ASCII is in no such encoding, whatever it says.
        Some(encoding) if !encoding.is_ascii_compatible() => {
            Err(DecodeErrorKind::Encoding(format!("{}, though the declaration says so", excerpt(label))))
        }
        Some(encoding) => Ok(encoding),
        None => Err(DecodeErrorKind::Encoding(format!("in an encoding known here: {:?}", excerpt(label)))),
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
///
/// The derive macros check the names they are given by the same tables; a test of theirs compares the two.
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
