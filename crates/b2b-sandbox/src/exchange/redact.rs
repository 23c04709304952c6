//! Leaving secrets out.

use std::{borrow::Cow, collections::BTreeMap};

use b2b_http::{REDACTED, Redactions};
use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use serde_json::Value;

pub(super) const WITHHELD: &str = "‹withheld›";

/// How what is shown of a body ends that was cut.
const CUT: &str = " more bytes›";

/// How what is shown ends instead of a body that is no text.
const NO_TEXT: &str = " bytes that are no text›";

/// Whether all of a body is shown, but for its secrets.
pub(crate) fn is_whole(shown: &str) -> bool {
    shown != WITHHELD && !shown.ends_with(CUT) && !shown.ends_with(NO_TEXT)
}

/// Replaces the secrets it knows in whatever an exchange shows, whoever wrote it.
pub(super) struct Redactor(b2b_http::Redactor);

impl Redactor {
    pub(super) fn new<'a>(secrets: impl Iterator<Item = &'a SecretString>) -> Self {
        let redactions = secrets.fold(Redactions::new(), |redactions, secret| redactions.secret(secret.clone()));
        Self(b2b_http::Redactor::new(&redactions))
    }

    pub(super) fn text(&self, text: &str) -> String {
        self.0.text(text)
    }

    /// A query, parameter by parameter, since percent-encoding has many spellings of the same secret.
    pub(super) fn query(&self, query: &str) -> String {
        let part = |part: &str| {
            let spaced = part.replace('+', " ");
            let decoded = percent_decode_str(&spaced).decode_utf8_lossy();
            let decoded_plus = percent_decode_str(part).decode_utf8_lossy();
            let clean = self.0.is_clean(part) && self.0.is_clean(&decoded) && self.0.is_clean(&decoded_plus);
            if clean { part.to_owned() } else { REDACTED.to_owned() }
        };
        let parameters = query.split('&').map(|parameter| match parameter.split_once('=') {
            Some((name, value)) => format!("{}={}", part(name), part(value)),
            None => part(parameter),
        });
        parameters.collect::<Vec<_>>().join("&")
    }

    pub(super) fn headers(&self, headers: &HeaderMap) -> BTreeMap<String, String> {
        let mut shown = BTreeMap::<String, String>::new();
        for (name, value) in headers {
            let text = self.0.header(name, value);
            shown.entry(name.to_string()).and_modify(|all| *all = format!("{all}, {text}")).or_insert(text);
        }
        shown
    }

    /// A body of which at most `max` bytes are shown. Only as much of it is searched as can be shown; secrets go before the
    /// cut, which would leave half of one.
    pub(super) fn body(&self, bytes: &[u8], max: usize) -> String {
        let Some(whole) = decoded(bytes) else {
            return format!("‹{}{NO_TEXT}", bytes.len());
        };
        let shown = self.0.body(&Bytes::copy_from_slice(whole.as_bytes()));
        let mut text = String::from_utf8_lossy(&shown).into_owned();
        text.truncate(boundary(&text, max));
        if text.len() < shown.len() || shown.len() < whole.len() {
            let left_out = whole.len().saturating_sub(max.min(shown.len()));
            text.push_str(&format!("… ‹{left_out}{CUT}"));
        }
        text
    }

    pub(super) fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.json(value)),
            Value::Object(members) => members.values_mut().for_each(|value| self.json(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The last place at or before `index` where `text` can be cut.
fn boundary(text: &str, index: usize) -> usize {
    (0..=index.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A body as text, if it is any.
pub(crate) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_with_bom_removal(bytes).0);
    }
    if bytes.contains(&0) {
        return None;
    }
    UTF_8
        .decode_without_bom_handling_and_without_replacement(bytes)
        .or_else(|| Some(WINDOWS_1252.decode_without_bom_handling(bytes).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(secrets: &[&str]) -> Redactor {
        let secrets: Vec<SecretString> = secrets.iter().map(|secret| SecretString::from(*secret)).collect();
        Redactor::new(secrets.iter())
    }

    #[track_caller]
    fn check(secret: &str, text: &str, expected: &str) {
        assert_eq!(redactor(&[secret]).text(text), expected);
    }

    #[test]
    fn every_form_of_a_secret_goes() {
        check("hunter2", "<p>hunter2</p>", "<p>‹redacted›</p>");
        check("a&b<c", "<p>a&amp;b&lt;c</p>", "<p>‹redacted›</p>");
        check("a'\"b", "x='a&apos;&quot;b'", "x='‹redacted›'");
        check("a+b/c=", "sig=a%2Bb%2Fc%3D&x", "sig=‹redacted›&x");
        check("a+b/c=", "sig=a%2bb%2fc%3d&x", "sig=‹redacted›&x");
        check("", "nothing to hide", "nothing to hide");
    }

    #[test]
    fn the_longer_secret_goes_first() {
        assert_eq!(redactor(&["abc", "abcdef"]).text("abcdef abc"), "‹redacted› ‹redacted›");
    }

    #[test]
    fn odd_spellings_in_a_query() {
        assert_eq!(redactor(&["p w"]).query("a=1&Pass=p+w&b=p%20%77&c"), "a=1&Pass=‹redacted›&b=‹redacted›&c");
    }

    #[test]
    fn a_cut_never_leaves_half_a_secret() {
        assert_eq!(redactor(&["hunter2"]).body(b"pw:hunter2 and more", 6), "pw:‹… ‹13 more bytes›");
    }

    #[test]
    fn bodies_in_other_encodings() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("pw".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(redactor(&["pw"]).body(&utf16, 100), "‹redacted›");
        assert_eq!(redactor(&["pässwort"]).body(b"p\xE4sswort", 100), "‹redacted›");
        assert_eq!(redactor(&[]).body(b"p\0w\0", 100), "‹4 bytes that are no text›");
    }

    #[test]
    fn what_is_not_shown_whole_is_told() {
        let redactor = redactor(&["hunter2"]);
        assert!(is_whole(&redactor.body(b"pw:hunter2", 100)) && is_whole(&redactor.body(b"", 100)));
        assert!(!is_whole(&redactor.body(b"pw:hunter2", 6)));
        assert!(!is_whole(&redactor.body(b"p\0w\0", 100)));
        assert!(!is_whole(WITHHELD));
    }

    #[test]
    fn explanations_are_searched_throughout() {
        let mut value = serde_json::json!({ "ours": ["k=hunter2", 1], "theirs": { "x": "hunter2" } });
        redactor(&["hunter2"]).json(&mut value);
        assert_eq!(value, serde_json::json!({ "ours": ["k=‹redacted›", 1], "theirs": { "x": "‹redacted›" } }));
    }
}
