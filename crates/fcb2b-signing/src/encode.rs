//! Percent-encoding, and writing text into whatever takes it: a query, a MAC, a digest.

mod layout;

pub(crate) use layout::Layout;

use hmac::{Hmac, Mac};
use percent_encoding::percent_encode_byte;
use sha2::{Digest, Sha256};

use crate::class;

/// How names and values stand in the string to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum QueryEncoding {
    /// Only the unreserved characters of RFC 3986, section 2.3, stay (`A-Z a-z 0-9 - . _ ~`); the rest is `%XX` of its
    /// UTF-8 bytes in upper case. A space is `%20`, `'` is `%27`.
    Rfc3986,
    /// As given, nothing encoded. Names and values that would make the string ambiguous are refused.
    Raw,
    /// As a form of HTML is encoded (WHATWG URL, section 5.2): a space is `+`, `~` is `%7E`, `*` stays.
    Form,
}

/// How names and values stand in the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum UrlEncoding {
    /// As [`QueryEncoding::Rfc3986`].
    Rfc3986,
    /// Unreserved characters and `! $ ( ) * , : / ? @` stay, as in the URLs that the Ethervision guide prints (they show
    /// `:` only; the other characters are our choice: RFC 3986 allows them in a query, and URL parsers leave them alone).
    Minimal,
    /// As [`QueryEncoding::Form`]. Only with this one is a `+` read as a space.
    Form,
}

/// What is done to a text on its way into a [`Sink`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    Rfc3986,
    Minimal,
    Form,
    Nothing,
}

impl From<QueryEncoding> for Escape {
    fn from(encoding: QueryEncoding) -> Self {
        match encoding {
            QueryEncoding::Rfc3986 => Self::Rfc3986,
            QueryEncoding::Raw => Self::Nothing,
            QueryEncoding::Form => Self::Form,
        }
    }
}

impl From<UrlEncoding> for Escape {
    fn from(encoding: UrlEncoding) -> Self {
        match encoding {
            UrlEncoding::Rfc3986 => Self::Rfc3986,
            UrlEncoding::Minimal => Self::Minimal,
            UrlEncoding::Form => Self::Form,
        }
    }
}

impl Escape {
    /// Writes `text`, encoded.
    pub(crate) fn write<S: Sink>(self, sink: &mut S, text: &str) {
        let Some(kept) = self.kept() else { return sink.put(text) };
        let mut rest = text;
        while let Some((plain, other)) = split_before(rest, |byte| !class::is(byte, kept)) {
            sink.put(plain);
            let mut characters = other.chars();
            match characters.next() {
                Some(' ') if self == Self::Form => sink.put("+"),
                Some(character) => {
                    let mut bytes = [0; 4];
                    character.encode_utf8(&mut bytes).bytes().for_each(|byte| sink.put(percent_encode_byte(byte)));
                }
                None => {}
            }
            rest = characters.as_str();
        }
        sink.put(rest);
    }

    /// How many bytes `write` will put.
    pub(crate) fn len(self, text: &str) -> usize {
        self.measure(text).len
    }

    /// How many bytes `write` will put, and whether they are those of `text`.
    pub(crate) fn measure(self, text: &str) -> Measure {
        let kept = self.kept().unwrap_or(class::EVERY);
        let encoded = text.bytes().filter(|byte| !class::is(*byte, kept)).count();
        let spaces = match self {
            Self::Form if encoded > 0 => text.bytes().filter(|byte| *byte == b' ').count(),
            _ => 0,
        };
        Measure { len: text.len() + 2 * (encoded - spaces), is_plain: encoded == 0 }
    }

    /// The class of what is not encoded; `None` if nothing is.
    fn kept(self) -> Option<u8> {
        match self {
            Self::Rfc3986 => Some(class::UNRESERVED),
            Self::Minimal => Some(class::MINIMAL),
            Self::Form => Some(class::FORM),
            Self::Nothing => None,
        }
    }
}

/// What stands before the first byte of some kind, and the rest from there; `None` if there is none.
fn split_before(text: &str, kind: impl Fn(u8) -> bool) -> Option<(&str, &str)> {
    text.bytes().position(kind).and_then(|at| text.split_at_checked(at))
}

/// What becomes of a text.
pub(crate) struct Measure {
    pub(crate) len: usize,
    pub(crate) is_plain: bool,
}

/// Something that text is written into.
pub(crate) trait Sink {
    fn put(&mut self, text: &str);
}

impl Sink for String {
    fn put(&mut self, text: &str) {
        self.push_str(text);
    }
}

impl Sink for Hmac<Sha256> {
    fn put(&mut self, text: &str) {
        Mac::update(self, text.as_bytes());
    }
}

impl Sink for Sha256 {
    fn put(&mut self, text: &str) {
        Digest::update(self, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Escape; 4] = [Escape::Rfc3986, Escape::Minimal, Escape::Form, Escape::Nothing];

    #[track_caller]
    fn check(escape: Escape, text: &str, expected: &str) {
        let mut out = String::new();
        escape.write(&mut out, text);
        assert_eq!(out, expected);
        assert_eq!(escape.len(text), expected.len());
    }

    #[test]
    fn each_encoding_keeps_what_it_says() {
        let text = "Az09-._~ +&='*:/é";
        check(Escape::Rfc3986, text, "Az09-._~%20%2B%26%3D%27%2A%3A%2F%C3%A9");
        check(Escape::Minimal, text, "Az09-._~%20%2B%26%3D%27*:/%C3%A9");
        check(Escape::Form, text, "Az09-._%7E+%2B%26%3D%27*%3A%2F%C3%A9");
        check(Escape::Nothing, text, text);
        check(Escape::Form, "  ", "++");
    }

    #[test]
    fn the_length_is_known_for_every_character() {
        for character in (0..0x800).filter_map(char::from_u32) {
            for escape in ALL {
                let (mut out, text) = (String::new(), character.to_string());
                escape.write(&mut out, &text);
                assert_eq!(escape.len(&text), out.len(), "{escape:?} {character:?}");
            }
        }
    }
}
