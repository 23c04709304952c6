//! From one tag to the next.

use std::borrow::Cow;

use super::prolog::check_instruction;
use super::scanner::{StartTag, Token};
use super::tag::{Tag, broken, broken_name, resolve};
use super::{Cursor, Open};
use crate::declaration::{Field, Name, Record};
use crate::error::{DecodeError, DecodeErrorKind, excerpt};

const CDATA_END: &str = "']]>' in text";

/// Checks a token inside an element of which only the tags are of interest: all tokens but tags.
pub(crate) fn check_content(token: &Token<'_>) -> Result<(), DecodeErrorKind> {
    match *token {
        Token::Text(text) if text.contains("]]>") => Err(broken(CDATA_END)),
        Token::Text(_) | Token::CData(_) | Token::Comment | Token::Start(_) | Token::End(_) => Ok(()),
        Token::Reference(name) => resolve(name).map(drop),
        Token::Instruction(target) => check_instruction(target),
        Token::Declaration(_) | Token::Doctype { .. } => Err(broken(DECLARATION)),
        Token::EndOfDocument => Err(DecodeErrorKind::Truncated),
    }
}

const DECLARATION: &str = "a declaration inside the root element";

/// What comes next inside the current element.
pub(super) enum Node<'i> {
    Child,
    Text(Cow<'i, str>),
    End,
}

impl<'i> Cursor<'i> {
    #[inline]
    pub(super) fn position(&self) -> usize {
        self.scanner.position()
    }

    #[inline]
    pub(super) fn token(&mut self) -> Result<Token<'i>, DecodeError> {
        let at = self.position();
        self.scanner.token().map_err(|kind| self.error_at(kind, at))
    }

    /// The next piece of the current element's content.
    #[inline]
    pub(super) fn node(&mut self) -> Result<Node<'i>, DecodeError> {
        if self.self_closed {
            self.self_closed = false;
            self.leave();
            return Ok(Node::End);
        }
        loop {
            // Before and after the root element there is nothing to step through.
            let Some(open) = self.open.last() else { return Ok(Node::End) };
            if self.scanner.end_tag(open.name) {
                self.leave();
                return Ok(Node::End);
            }
            let at = self.position();
            match self.scanner.token() {
                Ok(Token::Start(tag)) => {
                    self.enter(tag, at)?;
                    return Ok(Node::Child);
                }
                Ok(Token::Text(text)) => return self.checked(text, at).map(Node::Text),
                other => match self.seldom(other, at)? {
                    Some(node) => return Ok(node),
                    None => continue,
                },
            }
        }
    }

    /// The tokens that hardly any document of these protocols has inside its root.
    #[cold]
    fn seldom(
        &mut self,
        token: Result<Token<'i>, DecodeErrorKind>,
        at: usize,
    ) -> Result<Option<Node<'i>>, DecodeError> {
        match token {
            Ok(Token::End(name)) => {
                let expected = self.open.last().map_or("", |open| open.name);
                if name != expected {
                    let what = format!("</{}> where </{}> should stand", excerpt(name), excerpt(expected));
                    return Err(self.error_at(DecodeErrorKind::NotWellFormed(what), at));
                }
                self.leave();
                Ok(Some(Node::End))
            }
            Ok(Token::CData(text)) => Ok(Some(Node::Text(self.unix_lines(text)))),
            Ok(Token::Reference(name)) => {
                let character = resolve(name).map_err(|kind| self.error_at(kind, at))?;
                Ok(Some(Node::Text(character.to_string().into())))
            }
            Ok(token) => check_content(&token).map(|()| None).map_err(|kind| self.error_at(kind, at)),
            Err(kind) => Err(self.error_at(kind, at)),
        }
    }

    /// Text with its line ends normalized, `]]>` refused.
    #[inline]
    fn checked(&self, text: &'i str, at: usize) -> Result<Cow<'i, str>, DecodeError> {
        if self.traits.cdata_end
            && let Some(end) = text.find("]]>")
        {
            return Err(self.error_at(broken(CDATA_END), at + end));
        }
        Ok(self.unix_lines(text))
    }

    #[inline]
    fn unix_lines(&self, text: &'i str) -> Cow<'i, str> {
        if self.traits.carriage_return && text.contains('\r') {
            return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
        }
        Cow::Borrowed(text)
    }

    /// Makes the start tag that was just read the current element.
    #[inline]
    pub(super) fn enter(&mut self, tag: StartTag<'i>, start: usize) -> Result<(), DecodeError> {
        self.open.push(Open { start, name: tag.name });
        self.count()?;
        if !tag.attributes.is_empty() {
            self.declare(tag.attributes)?;
        }
        let (prefix, local) = tag.parts();
        if tag.colon == Some(0) {
            return Err(self.error(broken_name(tag.name)));
        }
        let Some(namespace) = self.scope.resolve(prefix) else {
            return Err(self.error(DecodeErrorKind::UnboundPrefix(excerpt(prefix))));
        };
        self.tag = Tag { prefix, local, namespace, attributes: tag.attributes };
        self.resolved = self.scope.changes();
        self.self_closed = tag.self_closed;
        Ok(())
    }

    /// Counts the element just entered against the limits.
    #[inline]
    pub(super) fn count(&mut self) -> Result<(), DecodeError> {
        self.elements += 1;
        if self.open.len() + self.around > self.reading.limits.depth || self.elements > self.reading.limits.elements {
            return Err(self.too_many());
        }
        Ok(())
    }

    #[cold]
    fn too_many(&self) -> DecodeError {
        let limits = self.reading.limits;
        self.error(if self.open.len() + self.around > limits.depth {
            DecodeErrorKind::Limit { what: "elements inside one another", limit: limits.depth as u64 }
        } else {
            DecodeErrorKind::Limit { what: "elements", limit: limits.elements }
        })
    }

    #[inline]
    fn leave(&mut self) {
        self.scope.leave(self.open.len());
        self.left = self.open.pop().map_or(0, |open| open.start);
    }

    /// The next child, if it is the one that follows the last in the declaration and its tag is written like the last.
    ///
    /// So it mostly is, and then its name need not be taken apart and its prefix not be resolved again.
    #[inline]
    pub(super) fn foreseen(&mut self, record: &'static Record, last: usize) -> Option<(usize, &'static Field)> {
        if self.self_closed || self.resolved != self.scope.changes() {
            return None;
        }
        for index in [last + 1, last] {
            if let Some(field) = record.elements.get(index).copied()
                && self.in_namespace(field.name)
            {
                let start = self.position();
                if let Some(name) = self.scanner.start_tag(self.tag.prefix, field.name.local) {
                    self.open.push(Open { start, name });
                    self.tag = Tag { local: field.name.local, attributes: "", ..self.tag };
                    return Some((index, field));
                }
            }
        }
        None
    }

    /// The field that the current element is: documents mostly come in order, so the next one is tried first.
    #[inline]
    pub(super) fn find(&mut self, record: &'static Record, last: usize) -> Option<(usize, &'static Field)> {
        let elements = record.elements;
        for index in [last, last + 1] {
            if let Some(field) = elements.get(index).copied()
                && self.is(field.name)
            {
                return Some((index, field));
            }
        }
        for (index, field) in elements.iter().copied().enumerate() {
            if self.names(field.name, field.aliases) {
                return Some((index, field));
            }
        }
        None
    }

    pub(super) fn names(&mut self, name: Name, aliases: &[&str]) -> bool {
        (self.tag.local == name.local || aliases.contains(&self.tag.local)) && self.in_namespace(name)
    }
}

#[inline]
pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}
