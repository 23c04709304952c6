//! Finding one secret in any of the forms it takes on the wire.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use secrecy::zeroize::{Zeroize, Zeroizing};

use super::escape::{forms_of_character, may_begin};

/// A base64 core shorter than this would be found by chance.
const SHORTEST_CORE: usize = 6;

/// What one character can take at most: each of its four bytes as a doubly escaped reference, percent-encoded twice.
const LONGEST_CHARACTER: usize = 100;

/// One form of a secret.
#[derive(Clone)]
pub(super) enum Pattern {
    /// Characters, each of them in any escaped form.
    Text(Zeroizing<Vec<char>>),
    /// The part of a base64 text that the secret alone determines; the text around it is hidden with it.
    Base64Core(Zeroizing<Vec<char>>),
    /// Bytes as they are.
    Bytes(Zeroizing<Vec<u8>>),
}

impl Pattern {
    /// All the forms of a secret that have to be searched for.
    pub(super) fn forms_of(secret: &str) -> Vec<Self> {
        if secret.is_empty() {
            return Vec::new();
        }
        let text = |form: &str| Self::Text(kept(form.chars(), form.len()));
        let mut forms = vec![text(secret)];
        for bytes_of in [u16::to_le_bytes, u16::to_be_bytes] {
            forms.push(Self::Bytes(kept(secret.encode_utf16().flat_map(bytes_of), 2 * secret.len())));
        }

        let standard = Zeroizing::new(STANDARD.encode(secret));
        forms.push(text(&standard));
        forms.push(text(&Zeroizing::new(URL_SAFE.encode(secret))));
        if standard.trim_end_matches('=').len() >= 4 {
            forms.push(text(standard.trim_end_matches('=')));
            forms.push(text(&Zeroizing::new(URL_SAFE_NO_PAD.encode(secret))));
        }
        for (before, zeros) in [&[][..], &[0], &[0, 0]].into_iter().enumerate() {
            let bytes = Zeroizing::new([zeros, secret.as_bytes()].concat());
            let own = (before * 8).div_ceil(6)..bytes.len() * 8 / 6;
            for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                let encoded = Zeroizing::new(engine.encode(&*bytes));
                if let Some(core) = encoded.get(own.clone()).filter(|core| core.len() >= SHORTEST_CORE) {
                    forms.push(Self::Base64Core(kept(core.chars(), core.len())));
                }
            }
        }
        forms
    }

    /// Where the form is, overlaps included.
    pub(super) fn find_all(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for start in 0..bytes.len() {
            if let Some(length) = self.match_at(bytes.get(start..).unwrap_or_default()) {
                found.push(self.extend(bytes, start..start + length));
            }
        }
        found
    }

    /// How many bytes a match can have at most.
    pub(super) fn longest_match(&self) -> usize {
        match self {
            Self::Text(characters) | Self::Base64Core(characters) => characters.len().saturating_mul(LONGEST_CHARACTER),
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    /// The length of the longest match at the start of `rest`.
    fn match_at(&self, rest: &[u8]) -> Option<usize> {
        let characters = match self {
            Self::Bytes(bytes) => return rest.starts_with(bytes).then_some(bytes.len()),
            Self::Text(characters) | Self::Base64Core(characters) => characters,
        };
        // An escaped form and a plain one can begin alike (`%` and `%25`), so several ends are followed at once.
        let (&first, others) = characters.split_first()?;
        if !may_begin(*rest.first()?, first) {
            return None;
        }
        let (mut ends, mut next) = (Vec::new(), Vec::new());
        forms_of_character(rest, first, |length| ends.push(length));
        if ends.is_empty() {
            return None;
        }
        for &character in others {
            for &end in &ends {
                let rest = rest.get(end..).unwrap_or_default();
                forms_of_character(rest, character, |length| next.push(end + length));
            }
            if next.is_empty() {
                return None;
            }
            next.sort_unstable();
            next.dedup();
            std::mem::swap(&mut ends, &mut next);
            next.clear();
        }
        ends.into_iter().max()
    }

    fn extend(&self, bytes: &[u8], found: Range<usize>) -> Range<usize> {
        if !matches!(self, Self::Base64Core(_)) {
            return found;
        }
        let is_base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/=_-%".contains(*byte);
        let before = bytes.get(..found.start).unwrap_or_default().iter().rev().take_while(is_base64).count();
        let after = bytes.get(found.end..).unwrap_or_default().iter().take_while(is_base64).count();
        found.start - before..found.end + after
    }
}

/// At most `most` items, in memory that is wiped. It never grows: what it would leave behind in growing is not.
fn kept<T: Zeroize>(items: impl Iterator<Item = T>, most: usize) -> Zeroizing<Vec<T>> {
    let mut kept = Zeroizing::new(Vec::with_capacity(most));
    kept.extend(items);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(secret: &str, shown: &str, expected: &str) {
        let redactions = crate::Redactions::new().secret(secret.into());
        assert_eq!(crate::Redactor::new(&redactions).text(shown), expected);
    }

    #[test]
    fn finds_the_secret_as_it_is() {
        check("hunter2", "a hunter2 b hunter2", "a ‹redacted› b ‹redacted›");
        check("aa", "xaaax", "x‹redacted›x");
        check("", "nothing is hidden", "nothing is hidden");
    }

    #[test]
    fn finds_escaped_forms() {
        check("p&<w \"é/", "[p%26%3Cw+%22%C3%A9%2F]", "[‹redacted›]");
        check("p&<w \"é/", "[p%26%3cw%20%22%c3%a9/]", "[‹redacted›]");
        check("p&<w \"é/", "[p&amp;&lt;w &quot;&#xE9;&#47;]", "[‹redacted›]");
        check("p&<w \"é/", "[p&amp;amp;&amp;lt;w \"&#233;/]", "[‹redacted›]");
        check("p&<w \"é/", "[p%26amp%3B%26lt%3Bw+%26quot%3B%C3%A9/]", "[‹redacted›]");
        check("p&<w \"é/", r#"[p&<w \"\u00e9\/]"#, "[‹redacted›]");
        check("50%25", "[50%2525] [50%25] [50%252525]", "[‹redacted›] [‹redacted›] [‹redacted›]");
        check("a+b=", "[a%252Bb%253D]", "[‹redacted›]");
    }

    #[test]
    fn finds_base64_forms_wherever_the_secret_begins() {
        check("hunter2!", "Basic aHVudGVyMiE=.", "Basic ‹redacted›.");
        for user in ["u:", "us:", "use:", "user:"] {
            let encoded = STANDARD.encode(format!("{user}hunter2!:tail"));
            check("hunter2!", &format!("Basic {encoded} end"), "Basic ‹redacted› end");
        }
        check("\u{3ff}\u{3ff}?>", &STANDARD.encode("\u{3ff}\u{3ff}?>"), "‹redacted›");
        check("\u{3ff}\u{3ff}?>", &URL_SAFE_NO_PAD.encode("\u{3ff}\u{3ff}?>"), "‹redacted›");
    }

    #[test]
    fn overlapping_secrets_leave_nothing_between_them() {
        let redactions = crate::Redactions::new().secret("abcd".into()).secret("cdef".into());
        assert_eq!(crate::Redactor::new(&redactions).text("-abcdef-"), "-‹redacted›-");
    }

    #[test]
    fn finds_utf16() {
        let shown: Vec<u8> = "<k>hunter2</k>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let redactor = crate::Redactor::new(&crate::Redactions::new().secret("hunter2".into()));
        let clean = redactor.bytes(&shown.into());
        assert!(String::from_utf8_lossy(&clean).contains(crate::REDACTED));
        assert!(!clean.windows(3).any(|window| window == b"h\0u"));
    }
}
