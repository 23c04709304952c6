//! From text to tokens.
//!
//! quick-xml's reader validates, copies and compares names that the cursor needs to look at anyway; this scanner leaves
//! each of these to the one place that needs it, which makes the cursor about twice as fast (`cargo bench -p b2b-xml`
//! shows both). It is strict: everything it lets pass is well-formed by itself, only names with letters outside ASCII
//! and the nesting of elements are left to the cursor.

use memchr::{memchr, memchr2, memchr3, memmem};

use super::tag::{broken, is_space};
use crate::error::DecodeErrorKind;

/// A piece of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Token<'i> {
    Start(StartTag<'i>),
    End(&'i str),
    Text(&'i str),
    /// The name in `&name;`.
    Reference(&'i str),
    CData(&'i str),
    Comment,
    /// A processing instruction's target.
    Instruction(&'i str),
    /// The pseudo-attributes of the XML declaration.
    Declaration(&'i str),
    /// A document type declaration, and whether it has an internal subset that holds something.
    Doctype {
        declares: bool,
    },
    EndOfDocument,
}

/// A start tag or an empty-element tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StartTag<'i> {
    pub(crate) name: &'i str,
    /// Where in the name its first colon is.
    pub(crate) colon: Option<usize>,
    pub(crate) attributes: &'i str,
    pub(crate) self_closed: bool,
}

impl<'i> StartTag<'i> {
    /// The prefix, empty if there is none, and the local name.
    #[inline]
    pub(crate) fn parts(&self) -> (&'i str, &'i str) {
        let Some(colon) = self.colon else { return ("", self.name) };
        let (prefix, local) = self.name.split_at_checked(colon).unwrap_or_default();
        (prefix, local.get(1..).unwrap_or_default())
    }
}

/// Cuts a document into tokens.
///
/// Where the text ends before a token does, the error is [`DecodeErrorKind::Truncated`], so that whoever has more text
/// to come can ask again.
pub(crate) struct Scanner<'i> {
    pub(super) doc: &'i str,
    pub(super) position: usize,
}

pub(super) type Scanned<T> = Result<T, DecodeErrorKind>;

impl<'i> Scanner<'i> {
    pub(crate) fn new(doc: &'i str) -> Self {
        Self::starting(doc, 0)
    }

    /// A scanner in the middle of a text, between two tokens.
    pub(crate) fn starting(doc: &'i str, position: usize) -> Self {
        Self { doc, position }
    }

    #[inline]
    pub(crate) fn doc(&self) -> &'i str {
        self.doc
    }

    /// Bytes before the next token.
    #[inline]
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    #[inline]
    fn rest(&self) -> &'i [u8] {
        self.doc.as_bytes().get(self.position..).unwrap_or_default()
    }

    /// Text from here to an offset, which becomes the new position.
    #[inline]
    fn take(&mut self, length: usize) -> &'i str {
        let text = self.doc.get(self.position..self.position + length).unwrap_or_default();
        self.position += length;
        text
    }

    /// Consumes the end tag of this name if it is what comes next, in its shortest form.
    #[inline]
    pub(crate) fn end_tag(&mut self, name: &str) -> bool {
        let name = name.as_bytes();
        let tag = self.rest();
        let is_it = tag.get(2 + name.len()) == Some(&b'>')
            && tag.starts_with(b"</")
            && tag.get(2..2 + name.len()).is_some_and(|found| found == name);
        if is_it {
            self.position += name.len() + 3;
        }
        is_it
    }

    /// Consumes a start tag of this name, without attributes, if it is what comes next. Returns the name as written.
    #[inline]
    pub(crate) fn start_tag(&mut self, prefix: &str, local: &str) -> Option<&'i str> {
        let tag = self.rest().strip_prefix(b"<")?;
        let skipped = if prefix.is_empty() {
            0
        } else {
            if !same(tag.get(..prefix.len())?, prefix.as_bytes()) || tag.get(prefix.len()) != Some(&b':') {
                return None;
            }
            prefix.len() + 1
        };
        let length = skipped + local.len();
        if tag.get(length) != Some(&b'>') || tag.get(skipped..length)? != local.as_bytes() {
            return None;
        }
        self.position += 1;
        let name = self.take(length);
        self.position += 1;
        Some(name)
    }

    /// The next token.
    #[inline]
    pub(crate) fn token(&mut self) -> Scanned<Token<'i>> {
        match self.rest() {
            [] => Ok(Token::EndOfDocument),
            [b'<', b'/', ..] => self.end(),
            [b'<', b'!' | b'?', ..] => self.declaration(),
            [b'<', ..] => self.start().map(Token::Start),
            [b'&', ..] => self.reference(),
            rest => {
                let length = memchr2(b'<', b'&', rest).unwrap_or(rest.len());
                Ok(Token::Text(self.take(length)))
            }
        }
    }

    #[inline]
    fn start(&mut self) -> Scanned<StartTag<'i>> {
        let tag = self.rest().get(1..).unwrap_or_default();
        let length = tag.iter().position(|&byte| !in_name(byte)).unwrap_or(tag.len());
        self.position += 1;
        let name = self.take(length);
        let colon = name.bytes().position(|byte| byte == b':');
        let attributes = match self.rest() {
            [b'>', ..] => {
                self.position += 1;
                return Ok(StartTag { name, colon, attributes: "", self_closed: false });
            }
            [b'/', b'>', ..] => {
                self.position += 2;
                return Ok(StartTag { name, colon, attributes: "", self_closed: true });
            }
            [b' ' | b'\t' | b'\r' | b'\n', ..] => self.attributes()?,
            [] | [b'/'] => return Err(DecodeErrorKind::Truncated),
            _ => return Err(broken("'<' does not begin a tag")),
        };
        let self_closed = attributes.ends_with('/');
        let attributes = attributes.strip_suffix('/').unwrap_or(attributes);
        let blank = attributes.chars().all(is_space);
        Ok(StartTag { name, colon, attributes: if blank { "" } else { attributes }, self_closed })
    }

    /// What stands between a tag's name and its `>`, which is consumed.
    fn attributes(&mut self) -> Scanned<&'i str> {
        let rest = self.rest();
        let mut at = 0;
        loop {
            let ahead = rest.get(at..).unwrap_or_default();
            let found = memchr3(b'>', b'"', b'\'', ahead).ok_or(DecodeErrorKind::Truncated)?;
            at += found;
            match rest.get(at) {
                Some(b'>') => break,
                Some(&quote) => {
                    let value = rest.get(at + 1..).unwrap_or_default();
                    at += 2 + memchr(quote, value).ok_or(DecodeErrorKind::Truncated)?;
                }
                None => return Err(DecodeErrorKind::Truncated),
            }
        }
        let attributes = self.take(at);
        self.position += 1;
        Ok(attributes)
    }

    fn end(&mut self) -> Scanned<Token<'i>> {
        let length = memchr(b'>', self.rest()).ok_or(DecodeErrorKind::Truncated)?;
        let tag = self.take(length);
        self.position += 1;
        let name = tag.get(2..).unwrap_or_default();
        Ok(Token::End(name.trim_end_matches([' ', '\t', '\r', '\n'])))
    }

    fn reference(&mut self) -> Scanned<Token<'i>> {
        let rest = self.rest();
        let end = memchr3(b';', b'<', b'&', rest.get(1..).unwrap_or_default()).map(|at| at + 1);
        match end {
            Some(end) if rest.get(end) == Some(&b';') => {
                let reference = self.take(end);
                self.position += 1;
                Ok(Token::Reference(reference.get(1..).unwrap_or_default()))
            }
            Some(_) => Err(broken("'&' does not begin a reference")),
            None => Err(DecodeErrorKind::Truncated),
        }
    }

    #[cold]
    fn declaration(&mut self) -> Scanned<Token<'i>> {
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            let content = rest.get(4..).unwrap_or_default();
            let end = memmem::find(content, b"--").ok_or(DecodeErrorKind::Truncated)?;
            return match content.get(end + 2) {
                Some(b'>') => {
                    self.position += end + 7;
                    Ok(Token::Comment)
                }
                Some(_) => Err(broken("'--' in a comment")),
                None => Err(DecodeErrorKind::Truncated),
            };
        }
        if rest.starts_with(b"<![CDATA[") {
            self.position += 9;
            let end = memmem::find(self.rest(), b"]]>").ok_or(DecodeErrorKind::Truncated)?;
            let content = self.take(end);
            self.position += 3;
            return Ok(Token::CData(content));
        }
        if rest.starts_with(b"<!DOCTYPE") {
            return self.doctype();
        }
        if rest.starts_with(b"<?") {
            let end = memmem::find(rest, b"?>").ok_or(DecodeErrorKind::Truncated)?;
            let content = self.take(end);
            self.position += 2;
            let content = content.get(2..).unwrap_or_default();
            let (target, rest) = content.split_at(content.find([' ', '\t', '\r', '\n']).unwrap_or(content.len()));
            return Ok(if target == "xml" { Token::Declaration(rest) } else { Token::Instruction(target) });
        }
        let cut_off = ["<!--", "<![CDATA[", "<!DOCTYPE"].iter().any(|opening| opening.as_bytes().starts_with(rest));
        Err(if cut_off { DecodeErrorKind::Truncated } else { broken("'<!' begins nothing known") })
    }
}

/// Whether two names are the same. Names are short, so a loop is cheaper than a call.
#[inline]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one == other)
}

/// Whether a byte may stand in a name. Bytes outside ASCII are let pass here.
#[inline]
fn in_name(byte: u8) -> bool {
    NAME_BYTES.get(usize::from(byte)).copied().unwrap_or(false)
}

static NAME_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, reason = "the loop's bound is the table's")]
        {
            table[byte] =
                byte >= 0x80 || (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'_' | b'-' | b'.' | b':');
        }
        byte += 1;
    }
    table
};
