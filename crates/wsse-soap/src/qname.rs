//! Qualified names that come off the wire.

use std::borrow::Cow;
use std::fmt;

use b2b_xml::{Cursor, Name};

/// A qualified name: namespace URI, empty for none, and local part.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QName {
    /// The namespace URI; empty for none.
    pub ns: Cow<'static, str>,
    /// The local part.
    pub local: Cow<'static, str>,
}

impl QName {
    /// A name in a namespace.
    #[must_use]
    pub fn new(ns: impl Into<Cow<'static, str>>, local: impl Into<Cow<'static, str>>) -> Self {
        Self { ns: ns.into(), local: local.into() }
    }

    /// The name of the current element.
    pub(crate) fn of(cursor: &Cursor<'_>) -> Self {
        Self::new(cursor.namespace().to_owned(), cursor.tag().local.to_owned())
    }

    /// Reads text that should be a qualified name, with the prefixes bound at the cursor. An unprefixed one is in the
    /// default namespace (XML Schema Part 2, section 3.2.18). Text with an unbound prefix is kept whole as local part.
    pub(crate) fn parse(text: &str, cursor: &Cursor<'_>) -> Self {
        let text = text.trim();
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        match cursor.resolve_prefix(prefix) {
            Some(ns) if !local.is_empty() => Self::new(ns.to_owned(), local.to_owned()),
            _ => Self::new("", text.to_owned()),
        }
    }
}

impl From<Name> for QName {
    fn from(name: Name) -> Self {
        Self::new(name.ns, name.local)
    }
}

impl PartialEq<Name> for QName {
    fn eq(&self, other: &Name) -> bool {
        self.ns == other.ns && self.local == other.local
    }
}

impl fmt::Display for QName {
    /// `{namespace}local`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ns.is_empty() { f.write_str(&self.local) } else { write!(f, "{{{}}}{}", self.ns, self.local) }
    }
}

impl fmt::Debug for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whether a text can be an `xsd:ID`: no colon, no leading digit (Namespaces in XML 1.0, production `NCName`).
pub(crate) fn is_ncname(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ncnames() {
        for good in ["_0", "uuid-3a-1", "UsernameToken-1.2", "é"] {
            assert!(is_ncname(good), "{good}");
        }
        for bad in ["", "0", "-a", "Timestamp-2026-11-22T02:14:44Z", "a b", "a:b"] {
            assert!(!is_ncname(bad), "{bad}");
        }
    }
}
