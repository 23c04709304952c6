//! Before and after the root element.

use super::Cursor;
use super::scanner::Token;
use super::step::is_blank;
use super::tag::{Attributes, Tag, broken, split};
use crate::error::{DecodeError, DecodeErrorKind, excerpt};
use crate::limits::Doctype;
use crate::place::Place;

/// What may stand before the root element has come by so far.
#[derive(Debug, Default)]
pub(crate) struct Prolog {
    doctype: bool,
}

impl Prolog {
    /// Checks a token before the root element, which begins at `at`.
    pub(crate) fn check(&mut self, token: &Token<'_>, at: u64, rule: Doctype) -> Result<(), DecodeErrorKind> {
        match *token {
            Token::Declaration(content) if at == 0 => check_declaration(content),
            Token::Declaration(_) => Err(broken("an XML declaration is not at the beginning")),
            Token::Doctype { declares } => {
                let refusal = match rule {
                    Doctype::Refused => Some("the protocol sends none"),
                    Doctype::Bare if declares => Some("it has an internal subset"),
                    Doctype::Bare if self.doctype => Some("it is the second one"),
                    Doctype::Bare => None,
                };
                self.doctype = true;
                refusal.map_or(Ok(()), |reason| Err(DecodeErrorKind::Doctype(reason)))
            }
            Token::Text(text) if is_blank(text) => Ok(()),
            Token::Comment => Ok(()),
            Token::Instruction(target) => check_instruction(target),
            Token::EndOfDocument => Err(DecodeErrorKind::NoRoot),
            _ => Err(broken("text before the root element")),
        }
    }
}

/// Checks a token after the root element.
pub(crate) fn check_after(token: &Token<'_>) -> Result<(), DecodeErrorKind> {
    let what = match *token {
        Token::EndOfDocument | Token::Comment => return Ok(()),
        Token::Text(text) if is_blank(text) => return Ok(()),
        Token::Instruction(target) => return check_instruction(target),
        Token::Start(_) => "a second element",
        Token::Doctype { .. } | Token::Declaration(_) => "a declaration",
        Token::End(_) => "an end tag",
        _ => "text",
    };
    Err(DecodeErrorKind::AfterRoot(what))
}

/// Behind the root element a cut-off comment is no sign that the root was cut off.
pub(crate) fn cut_off_after_root(kind: DecodeErrorKind) -> DecodeErrorKind {
    match kind {
        DecodeErrorKind::Truncated => broken("markup after the root element is cut off"),
        kind => kind,
    }
}

pub(crate) fn check_instruction(target: &str) -> Result<(), DecodeErrorKind> {
    match split(target) {
        Ok(("", local)) if !local.eq_ignore_ascii_case("xml") => Ok(()),
        _ => Err(broken("a processing instruction without a proper name")),
    }
}

/// XML 1.0 production `XMLDecl`. The encoding has been dealt with before.
fn check_declaration(content: &str) -> Result<(), DecodeErrorKind> {
    let mut expected = ["version", "encoding", "standalone"].iter();
    let mut versioned = false;
    for attribute in Attributes::new(content) {
        let attribute = attribute?;
        if !expected.any(|name| *name == attribute.name) {
            return Err(broken("the XML declaration is broken"));
        }
        let sound = match attribute.name {
            "version" => attribute.value == "1.0",
            "standalone" => matches!(attribute.value, "yes" | "no"),
            _ => is_encoding_name(attribute.value),
        };
        if !sound {
            return Err(broken(&format!("the XML declaration says {}={:?}", attribute.name, excerpt(attribute.value))));
        }
        versioned |= attribute.name == "version";
    }
    if versioned { Ok(()) } else { Err(broken("the XML declaration names no version")) }
}

/// XML 1.0 production `EncName`.
fn is_encoding_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

impl<'i> Cursor<'i> {
    /// Reads to the root element and makes it current.
    ///
    /// # Errors
    ///
    /// If the document does not begin with a well-formed prolog and a start tag, or has a document type declaration
    /// that the [`Reading`](crate::Reading) refuses.
    pub fn root(&mut self) -> Result<Tag<'i>, DecodeError> {
        let mut prolog = Prolog::default();
        loop {
            let at = self.position();
            match self.token()? {
                Token::Start(tag) => {
                    self.enter(tag, at)?;
                    self.check_name()?;
                    return Ok(self.tag);
                }
                token => {
                    prolog.check(&token, at as u64, self.reading.doctype).map_err(|kind| self.error_at(kind, at))?;
                }
            }
        }
    }

    /// Reads to the end of the document. What is left of the root element is passed over and checked like the rest.
    ///
    /// # Errors
    ///
    /// If the rest is not well-formed, or anything but comments, processing instructions and white space follows the
    /// root.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        while !self.open.is_empty() {
            self.skip()?;
        }
        loop {
            let at = self.position();
            let token = self.scanner.token().map_err(cut_off_after_root);
            let token = token.and_then(|token| check_after(&token).map(|()| token));
            // An element that begins here is not part of the document, and so has no path in it.
            let token = token.map_err(|kind| {
                DecodeError::new(kind, Place { path: String::new(), ..Place::locate(self.scanner.doc(), at) })
            })?;
            if matches!(token, Token::EndOfDocument) {
                return Ok(());
            }
        }
    }
}
