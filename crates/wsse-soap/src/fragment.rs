//! An element kept as XML, complete with its namespaces.

use std::collections::BTreeSet;
use std::fmt;

use b2b_xml::{
    Cursor, DecodeError, Decoded, EncodeError, Field, FromXml, Reading, Record, ToXml, Writer, decode_with, encode,
};

use crate::qname::{QName, is_ncname};

/// One element as XML text that can stand alone: prefixes that it used from outside are declared on it.
///
/// It reads and writes as a body, so that a server can look at the name first and decode after it has checked the
/// sender:
///
/// ```
/// use wsse_soap::{Fragment, QName, Request};
/// # let xml = r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:t="urn:t">
/// # <s:Body><t:Ping>hi</t:Ping></s:Body></s:Envelope>"#;
///
/// let request = Request::<Fragment>::decode(xml)?;
/// assert_eq!(request.body.name()?, QName::new("urn:t", "Ping"));
/// assert_eq!(request.body.as_str(), r#"<t:Ping xmlns:t="urn:t">hi</t:Ping>"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Fragment(String);

impl Fragment {
    /// Writes a document as a fragment.
    ///
    /// # Errors
    ///
    /// If the document breaks its declaration.
    pub fn of<T: ToXml>(document: &T) -> Result<Self, EncodeError> {
        encode(document).map(Self)
    }

    /// Takes over XML text. The text must be one well-formed element that declares its prefixes itself.
    ///
    /// # Errors
    ///
    /// If it is not.
    pub fn parse(xml: impl Into<String>) -> Result<Self, DecodeError> {
        let xml = xml.into();
        let mut cursor = Cursor::new(&xml, Reading::default())?;
        cursor.root()?;
        let element = cursor.raw()?.to_owned();
        cursor.finish()?;
        Ok(Self(element))
    }

    /// The XML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the element.
    ///
    /// # Errors
    ///
    /// Never for a fragment that was read.
    pub fn name(&self) -> Result<QName, DecodeError> {
        Ok(QName::of(&self.cursor()?))
    }

    /// Decodes the element.
    ///
    /// # Errors
    ///
    /// If it is not of this type.
    pub fn decode<T: FromXml>(&self) -> Result<Decoded<T>, DecodeError> {
        self.decode_with(Reading::default())
    }

    /// Decodes the element as told.
    ///
    /// # Errors
    ///
    /// As for [`decode`](Self::decode).
    pub fn decode_with<T: FromXml>(&self, reading: Reading) -> Result<Decoded<T>, DecodeError> {
        decode_with(&self.0, reading)
    }

    /// Takes over text that is known to be one well-formed element.
    pub(crate) fn whole(xml: String) -> Self {
        Self(xml)
    }

    /// A cursor at the element.
    pub(crate) fn cursor(&self) -> Result<Cursor<'_>, DecodeError> {
        let mut cursor = Cursor::new(&self.0, Reading::default())?;
        cursor.root()?;
        Ok(cursor)
    }

    /// Cuts out the current element.
    pub(crate) fn cut(cursor: &mut Cursor<'_>) -> Result<Self, DecodeError> {
        let raw = cursor.raw()?;
        Ok(Self(declared(raw, |prefix| cursor.resolve_prefix(prefix).map(str::to_owned))))
    }
}

impl FromXml for Fragment {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Self::cut(cursor).map(Some)
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

impl ToXml for Fragment {
    const RECORD: Option<&'static Record> = None;

    fn write(&self, writer: &mut Writer, _: &'static Field) {
        writer.raw(&self.0);
    }
}

impl fmt::Debug for Fragment {
    /// The length only: a body may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fragment({} bytes)", self.0.len())
    }
}

/// The element with those outer namespace bindings declared on it that it may use.
fn declared(raw: &str, resolve: impl Fn(&str) -> Option<String>) -> String {
    let name_end = raw.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(raw.len());
    let (name, rest) = raw.split_at_checked(name_end).unwrap_or((raw, ""));
    let start_tag = attribute_names(rest);
    let mut out = String::with_capacity(raw.len() + 64);
    out.push_str(name);
    for prefix in prefixes(raw) {
        let declaration = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        if let Some(uri) = resolve(prefix).filter(|uri| !uri.is_empty())
            && !declares(&start_tag, &declaration)
        {
            out.push(' ');
            out.push_str(&declaration);
            out.push_str("=\"");
            for c in uri.chars() {
                match c {
                    '&' => out.push_str("&amp;"),
                    '<' => out.push_str("&lt;"),
                    '"' => out.push_str("&quot;"),
                    '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(c))),
                    c => out.push(c),
                }
            }
            out.push('"');
        }
    }
    out.push_str(rest);
    out
}

/// Everything before a colon that could be a prefix, in names as in values that are names; and the empty one.
fn prefixes(raw: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::from([""]);
    for (at, _) in raw.match_indices(':') {
        let before = raw.get(..at).unwrap_or_default();
        let from = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{B7}'))
            .last()
            .map_or(at, |(from, _)| from);
        let prefix = before.get(from..).unwrap_or_default();
        if !matches!(prefix, "xml" | "xmlns") && is_ncname(prefix) {
            found.insert(prefix);
        }
    }
    found
}

/// The rest of the start tag without the attributes' values, in which anything may stand.
fn attribute_names(text: &str) -> String {
    let mut names = String::new();
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (None, '>') => break,
            (None, '"' | '\'') => quote = Some(c),
            (None, c) => names.push(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    names
}

fn declares(start_tag: &str, declaration: &str) -> bool {
    start_tag.match_indices(declaration).any(|(at, _)| {
        let before = start_tag.get(..at).unwrap_or_default();
        let after = start_tag.get(at + declaration.len()..).unwrap_or_default();
        before.ends_with(|c: char| c.is_ascii_whitespace()) && after.trim_start().starts_with('=')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(document: &str, expected: &str) {
        let mut cursor = Cursor::new(document, Reading::default()).unwrap();
        cursor.root().unwrap();
        cursor.child().unwrap().unwrap();
        let fragment = Fragment::cut(&mut cursor).unwrap();
        assert_eq!(fragment.as_str(), expected);
        assert!(roxmltree::Document::parse(fragment.as_str()).is_ok());
        assert_eq!(Fragment::parse(fragment.as_str()).unwrap(), fragment);
    }

    #[test]
    fn declares_what_it_uses_from_outside() {
        check(r#"<a xmlns:p="urn:p"><p:b/></a>"#, r#"<p:b xmlns:p="urn:p"/>"#);
        check(
            r#"<a xmlns="urn:d" xmlns:q="u&amp;&quot;"><b q:x="1">z</b></a>"#,
            r#"<b xmlns="urn:d" xmlns:q="u&amp;&quot;" q:x="1">z</b>"#,
        );
        check(r#"<a xmlns:p="urn:p"><p:b xmlns:p = "urn:i"/></a>"#, r#"<p:b xmlns:p = "urn:i"/>"#);
        check(
            r#"<a xmlns:p="urn:p" xmlns:v="urn:v"><p:b>v:code http://x</p:b></a>"#,
            r#"<p:b xmlns:p="urn:p" xmlns:v="urn:v">v:code http://x</p:b>"#,
        );
        check(
            r#"<a xmlns:p="urn:p"><b c=" xmlns:p=x>" ><p:c/></b></a>"#,
            r#"<b xmlns:p="urn:p" c=" xmlns:p=x>" ><p:c/></b>"#,
        );
    }
}
