//! Document type declarations: recognized, so that they can be refused or passed over, and never read.

use super::scanner::{Scanned, Scanner, Token};
use super::tag::{broken, is_space, split};
use crate::error::DecodeErrorKind;

impl<'i> Scanner<'i> {
    /// XML 1.0 production `doctypedecl`, without the declarations an internal subset may hold.
    pub(super) fn doctype(&mut self) -> Scanned<Token<'i>> {
        let mut parts = Parts { rest: self.doc.get(self.position + 9..).unwrap_or_default(), cut_off: false };
        let mut sound = parts.space() && parts.name();
        let spaced = parts.space();
        if parts.word("SYSTEM") {
            sound &= spaced && parts.space() && parts.literal(|_| true);
        } else if parts.word("PUBLIC") {
            sound &= spaced && parts.space() && parts.literal(is_public_id) && parts.space() && parts.literal(|_| true);
        }
        parts.space();
        let mut declares = false;
        if parts.word("[") {
            parts.space();
            declares = !parts.word("]") && !parts.cut_off;
            parts.space();
        }
        if sound && (declares || parts.word(">")) {
            // Of a subset that declares something no more than its beginning is read: such a document is refused.
            let beginning = parts.rest.chars().next().filter(|_| declares).map_or(0, char::len_utf8);
            self.position = self.doc.len() - parts.rest.len() + beginning;
            return Ok(Token::Doctype { declares });
        }
        Err(if parts.cut_off { DecodeErrorKind::Truncated } else { broken("the document type declaration is broken") })
    }
}

/// Takes a declaration apart.
struct Parts<'i> {
    rest: &'i str,
    /// The text ended where more was expected.
    cut_off: bool,
}

impl Parts<'_> {
    fn space(&mut self) -> bool {
        let trimmed = self.rest.trim_start_matches(is_space);
        let found = trimmed.len() < self.rest.len();
        self.cut_off |= trimmed.is_empty();
        self.rest = trimmed;
        found
    }

    fn word(&mut self, word: &str) -> bool {
        self.cut_off |= self.rest.len() < word.len() && word.starts_with(self.rest);
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn name(&mut self) -> bool {
        let end = self.rest.find([' ', '\t', '\r', '\n', '[', '>']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.cut_off |= rest.is_empty();
        self.rest = rest;
        split(name).is_ok()
    }

    fn literal(&mut self, allowed: fn(char) -> bool) -> bool {
        let Some(quote) = self.rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { return false };
        let Some((literal, rest)) = self.rest.get(1..).and_then(|rest| rest.split_once(quote)) else {
            self.cut_off = true;
            return false;
        };
        self.rest = rest;
        literal.chars().all(allowed)
    }
}

/// XML 1.0 production `PubidChar`.
fn is_public_id(character: char) -> bool {
    character.is_ascii_alphanumeric() || " \r\n-'()+,./:=?;!*#@$_%".contains(character)
}
