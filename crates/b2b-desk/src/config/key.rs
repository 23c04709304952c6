//! The keys of the configuration: each is declared once, where it is read, and checked, documented and offered to editors
//! by its declaration.

use std::fmt::{self, Write as _};

use super::{Protocol, connection, fcb2b, techdata, westcon};

/// A key of a supplier's table in the configuration.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What can stand behind it.
    pub form: Form,
    /// What holds if it is left out; `None` if nothing does, or if its meaning says it.
    pub default: Option<&'static str>,
    /// What it is, in a few words.
    pub meaning: &'static str,
}

/// What can stand behind a key.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Form {
    /// A text.
    Text,
    /// A text that begins with `https://`, or for some keys with `http://`.
    Address,
    /// A reference to a secret, or with `insecure_inline` the secret itself.
    Secret,
    /// `true` or `false`.
    Flag,
    /// A whole number above 0.
    Count,
    /// A number with its unit: `500ms`, `30s`, `5m`, `2h`.
    Duration,
    /// A duration that may have a sign.
    Offset,
    /// The path of a file, seen from the configuration's directory.
    Path,
    /// One of these words.
    Choice(fn() -> Vec<&'static str>),
    /// A list of texts, or a text with commas.
    List,
    /// A table of addresses by the names of services.
    Addresses,
    /// The name of a signing profile, or a table of what it says.
    Profile,
}

impl Key {
    /// A key without a default.
    pub(super) const fn new(name: &'static str, form: Form, meaning: &'static str) -> Self {
        Self { name, form, default: None, meaning }
    }

    /// With what holds if it is left out.
    pub(super) const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// The keys that every supplier has.
    #[must_use]
    pub fn common() -> &'static [Self] {
        connection::KEYS
    }

    /// The keys that the suppliers of this protocol have beside the [common](Self::common) ones.
    #[must_use]
    pub fn of(protocol: Protocol) -> &'static [Self] {
        match protocol {
            Protocol::Westcon => westcon::KEYS,
            Protocol::Fcb2b => fcb2b::KEYS,
            Protocol::Techdata => techdata::KEYS,
        }
    }

    /// The names of all keys of a protocol.
    pub(super) fn names(protocol: Protocol) -> impl Iterator<Item = &'static str> {
        Self::common().iter().chain(Self::of(protocol)).map(|key| key.name)
    }

    /// Tables of all keys in Markdown, as the documentation shows them.
    #[must_use]
    pub fn tables() -> String {
        let mut page = String::from("Every supplier has these:\n\n");
        table(&mut page, Self::common());
        for protocol in Protocol::ALL {
            // Writing to a string does not fail.
            let _ = writeln!(page, "\n{}:\n", protocol.title());
            table(&mut page, Self::of(*protocol));
        }
        page
    }
}

impl fmt::Display for Form {
    /// As the middle of a sentence, code between backquotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Address => "address",
            Self::Secret => "`env:NAME`, `file:PATH` or `keyring:SERVICE/USER`",
            Self::Flag => "`true` or `false`",
            Self::Count => "whole number above 0",
            Self::Duration => "duration: `500ms`, `30s`, `5m`, `2h`",
            Self::Offset => "duration, also `-3600s`",
            Self::Path => "path, relative to this file",
            Self::Choice(words) => return f.write_str(&alternatives(&words())),
            Self::List => "list of texts",
            Self::Addresses => "table of addresses",
            Self::Profile => "name or table",
        })
    }
}

/// `` `one`, `two` or `three` ``.
fn alternatives(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn table(page: &mut String, keys: &[Key]) {
    page.push_str("| key | value | default | meaning |\n|---|---|---|---|\n");
    for Key { name, form, default, meaning } in keys {
        let default = default.map(|default| format!("`{default}`")).unwrap_or_default();
        let _ = writeln!(page, "| `{name}` | {form} | {default} | {meaning} |");
    }
}

/// The words of a choice, for its declaration.
pub(super) fn words<T>(of: &[(&'static str, T)]) -> Vec<&'static str> {
    of.iter().map(|(word, _)| *word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_declared_twice() {
        for protocol in Protocol::ALL {
            let mut names: Vec<_> = Key::names(*protocol).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{protocol}");
        }
    }

    #[test]
    fn alternatives_are_a_list_in_words() {
        assert_eq!(alternatives(&["a"]), "`a`");
        assert_eq!(alternatives(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
