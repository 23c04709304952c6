//! Start tags: names and attributes.

use std::borrow::Cow;
use std::fmt;

use crate::error::DecodeErrorKind;
use crate::input::is_ncname;

/// The start tag under the cursor: prefix and local name as they stand in the document.
#[derive(Clone, Copy)]
pub struct Tag<'i> {
    /// The prefix; empty if there is none.
    pub prefix: &'i str,
    /// The local name.
    pub local: &'i str,
    pub(crate) namespace: super::scope::Namespace,
    /// The attributes as written.
    pub(crate) attributes: &'i str,
}

impl fmt::Debug for Tag<'_> {
    /// The names only: attributes may be long, or secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tag").field("prefix", &self.prefix).field("local", &self.local).finish_non_exhaustive()
    }
}

/// An attribute under the cursor; namespace declarations are not among them.
#[derive(Clone, Debug)]
pub struct Attribute<'i> {
    /// The namespace URI; empty for an attribute without prefix.
    pub ns: String,
    /// The local name.
    pub local: &'i str,
    /// The value, references resolved and white space normalized (XML 1.0 section 3.3.3).
    pub value: Cow<'i, str>,
}

/// One attribute as written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawAttribute<'i> {
    pub(crate) name: &'i str,
    pub(crate) prefix: &'i str,
    pub(crate) local: &'i str,
    pub(crate) value: &'i str,
}

impl RawAttribute<'_> {
    /// The prefix that this attribute declares, if it is a namespace declaration.
    pub(crate) fn declares(&self) -> Option<&str> {
        match (self.prefix, self.local) {
            ("", "xmlns") => Some(""),
            ("xmlns", prefix) => Some(prefix),
            _ => None,
        }
    }
}

/// Reads the attributes of a start tag, strictly by XML 1.0 production `STag` and Namespaces production `QName`.
pub(crate) struct Attributes<'i> {
    rest: &'i str,
}

impl<'i> Attributes<'i> {
    pub(crate) fn new(raw: &'i str) -> Self {
        Self { rest: raw }
    }

    fn parse(&mut self) -> Result<Option<RawAttribute<'i>>, DecodeErrorKind> {
        let trimmed = self.rest.trim_start_matches(is_space);
        if trimmed.is_empty() {
            return Ok(None);
        }
        if trimmed.len() == self.rest.len() {
            return Err(broken("white space is missing before an attribute"));
        }
        let Some((name, rest)) = trimmed.split_once('=') else { return Err(broken("an attribute has no value")) };
        let name = name.trim_end_matches(is_space);
        let (prefix, local) = split(name)?;
        let rest = rest.trim_start_matches(is_space);
        let Some(quote @ ('"' | '\'')) = rest.chars().next() else {
            return Err(broken("an attribute value is not quoted"));
        };
        let rest = rest.get(1..).unwrap_or_default();
        let Some((value, rest)) = rest.split_once(quote) else {
            return Err(broken("an attribute value is not closed"));
        };
        if value.contains('<') {
            return Err(broken("'<' in an attribute value"));
        }
        self.rest = rest;
        Ok(Some(RawAttribute { name, prefix, local, value }))
    }
}

impl<'i> Iterator for Attributes<'i> {
    type Item = Result<RawAttribute<'i>, DecodeErrorKind>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.parse().transpose();
        if matches!(item, Some(Err(_))) {
            self.rest = "";
        }
        item
    }
}

/// A qualified name in its two parts.
pub(crate) fn split(name: &str) -> Result<(&str, &str), DecodeErrorKind> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let sound = is_ncname(local) && (is_ncname(prefix) || !name.contains(':'));
    if sound { Ok((prefix, local)) } else { Err(broken_name(name)) }
}

pub(crate) fn broken(what: &str) -> DecodeErrorKind {
    DecodeErrorKind::NotWellFormed(what.to_owned())
}

pub(crate) fn broken_name(name: &str) -> DecodeErrorKind {
    DecodeErrorKind::NotWellFormed(format!("{:?} is not a name", crate::error::excerpt(name)))
}

pub(crate) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Text without the white space around it.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// An attribute value with its references resolved and its white space normalized.
pub(crate) fn value(raw: &str) -> Result<Cow<'_, str>, DecodeErrorKind> {
    if !raw.contains(['&', '\t', '\r', '\n']) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\r', '\n']) {
        let (before, special) = rest.split_at(at);
        value.push_str(before);
        if let Some(reference) = special.strip_prefix('&') {
            let Some((name, after)) = reference.split_once(';') else {
                return Err(broken("'&' does not begin a reference"));
            };
            value.push(resolve(name)?);
            rest = after;
        } else {
            value.push(' ');
            rest = special.strip_prefix("\r\n").or_else(|| special.get(1..)).unwrap_or_default();
        }
    }
    value.push_str(rest);
    Ok(Cow::Owned(value))
}

/// The character that `&name;` stands for: predefined entities and character references only.
pub(crate) fn resolve(name: &str) -> Result<char, DecodeErrorKind> {
    let code = match name {
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "amp" => return Ok('&'),
        "apos" => return Ok('\''),
        "quot" => return Ok('"'),
        _ => match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok(),
                None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok(),
                _ => None,
            },
            None if is_ncname(name) => return Err(DecodeErrorKind::UndefinedEntity(crate::error::excerpt(name))),
            None => None,
        },
    };
    let Some(code) = code else { return Err(broken("'&' does not begin a reference")) };
    char::from_u32(code)
        .filter(|character| crate::input::allowed(*character))
        .ok_or(DecodeErrorKind::ForbiddenCharacter(code))
}
