//! The pull cursor: one pass over a document, no tree.

mod attributes;
mod doctype;
pub(crate) mod prolog;
mod report;
pub(crate) mod scanner;
pub(crate) mod scope;
pub(crate) mod step;
pub(crate) mod tag;

use std::borrow::Cow;
use std::fmt;

pub use self::tag::{Attribute, Tag};

use self::scanner::Scanner;
use self::scope::{Namespace, Scope};
use self::step::{Node, is_blank};
use self::tag::{RawAttribute, broken_name, trim};
use crate::declaration::{Field, Name, Record};
use crate::error::{DecodeError, DecodeErrorKind, WarningKind, excerpt};
use crate::input::{Traits, is_ncname, survey};
use crate::limits::{Namespaces, Reading};
use crate::place::Place;

/// Walks a document element by element.
///
/// There is always one *current* element, whose start tag was read last and whose content comes next. [`child`] makes
/// its next child the current one; when there is none, its end tag has been read and its parent is current again.
/// [`text`] and [`skip`] read to the end tag as well. So each element is left by exactly one of the three:
///
/// ```
/// use b2b_xml::{Cursor, Name, Reading};
///
/// let mut cursor = Cursor::new("<a><b>1</b><c/><b>2</b></a>", Reading::default())?;
/// cursor.root()?;
/// let mut found = Vec::new();
/// while let Some(tag) = cursor.child()? {
///     match tag.local {
///         "b" => found.push(cursor.text()?.into_owned()),
///         _ => cursor.skip()?,
///     }
/// }
/// cursor.finish()?;
/// assert_eq!(found, ["1", "2"]);
/// # Ok::<(), b2b_xml::DecodeError>(())
/// ```
///
/// [`child`]: Self::child
/// [`text`]: Self::text
/// [`skip`]: Self::skip
pub struct Cursor<'i> {
    scanner: Scanner<'i>,
    reading: Reading,
    traits: Traits,
    scope: Scope<'i>,
    open: Vec<Open<'i>>,
    /// How many elements are open around the document, which is part of another one.
    around: usize,
    tag: Tag<'i>,
    /// How often the scope had changed when the tag's prefix was resolved.
    resolved: u64,
    /// The current element was written `<a/>`: its end tag is not in the document.
    self_closed: bool,
    /// Where the element starts that was left last.
    left: usize,
    elements: u64,
    /// Those of the start tag being checked, each with its namespace once that has been resolved.
    attributes: Vec<(RawAttribute<'i>, Namespace)>,
    warnings: Vec<(usize, WarningKind)>,
    uncounted: usize,
}

/// What an element holds, piece by piece: see [`Cursor::part`].
#[derive(Clone, Debug)]
pub enum Part<'i> {
    /// A child, which is the current element now.
    Child(Tag<'i>),
    /// A piece of text. Text can come in several.
    Text(Cow<'i, str>),
    /// Nothing more: the element has been left.
    End,
}

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Open<'i> {
    start: usize,
    /// Its name as written, which its end tag must repeat.
    name: &'i str,
}

impl fmt::Debug for Cursor<'_> {
    /// Where the cursor is, and nothing of what the document says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor")
            .field("element", &self.open.last().map(|open| open.name))
            .field("depth", &self.open.len())
            .field("position", &self.position())
            .field("warnings", &(self.warnings.len() + self.uncounted))
            .finish_non_exhaustive()
    }
}

impl<'i> Cursor<'i> {
    /// A cursor before a document.
    ///
    /// # Errors
    ///
    /// If the document is larger than allowed or holds a character that XML forbids.
    pub fn new(doc: &'i str, reading: Reading) -> Result<Self, DecodeError> {
        Self::with_scope(doc, reading, [])
    }

    /// A cursor before an element that was cut out of a document, with the namespace bindings in scope there.
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub fn with_scope(
        doc: &'i str,
        reading: Reading,
        bindings: impl IntoIterator<Item = (&'i str, &'i str)>,
    ) -> Result<Self, DecodeError> {
        let mut scope = Scope::default();
        for (prefix, uri) in bindings {
            scope.bind(prefix, Cow::Borrowed(uri), 0);
        }
        Self::inside(doc.strip_prefix('\u{FEFF}').unwrap_or(doc), reading, scope, 0)
    }

    /// Like [`with_scope`](Self::with_scope), with the number of elements open around the one cut out too.
    pub(crate) fn inside(doc: &'i str, reading: Reading, scope: Scope<'i>, around: usize) -> Result<Self, DecodeError> {
        let mut cursor = Self {
            scanner: Scanner::new(doc),
            reading,
            traits: Traits::default(),
            scope,
            open: Vec::new(),
            around,
            tag: Tag { prefix: "", local: "", namespace: Namespace::None, attributes: "" },
            resolved: u64::MAX,
            self_closed: false,
            left: 0,
            elements: 0,
            attributes: Vec::new(),
            warnings: Vec::new(),
            uncounted: 0,
        };
        let limit = reading.limits.bytes;
        if doc.len() as u64 > limit {
            return Err(DecodeError::new(DecodeErrorKind::Limit { what: "bytes", limit }, Place::default()));
        }
        cursor.traits = survey(doc).map_err(|(kind, at)| cursor.error_at(kind, at))?;
        Ok(cursor)
    }

    /// The start tag that was read last: that of the current element until something of its content has been read.
    #[must_use]
    pub fn tag(&self) -> Tag<'i> {
        self.tag
    }

    /// The namespace URI of [`tag`](Self::tag), empty for none.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.scope.uri(self.tag.namespace)
    }

    /// Whether [`tag`](Self::tag) has this name.
    #[must_use]
    #[inline]
    pub fn is(&mut self, name: Name) -> bool {
        self.tag.local == name.local && self.in_namespace(name)
    }

    /// Whether the tag's namespace is the name's, as far as that counts.
    #[inline]
    fn in_namespace(&mut self, name: Name) -> bool {
        name.ns == Name::ANY
            || self.reading.namespaces == Namespaces::Ignored
            || self.scope.is(self.tag.namespace, name.ns)
    }

    /// Makes the next child of the current element the current one. `None` means that the current element has ended.
    ///
    /// Text between the children is skipped, with a warning if there is any.
    ///
    /// # Errors
    ///
    /// If the document is not well-formed here, breaks a limit, or is read strictly and has text here.
    pub fn child(&mut self) -> Result<Option<Tag<'i>>, DecodeError> {
        loop {
            let at = self.position();
            match self.node()? {
                Node::Child => {
                    self.check_name()?;
                    return Ok(Some(self.tag));
                }
                Node::Text(text) => self.stray(&text, at)?,
                Node::End => return Ok(None),
            }
        }
    }

    /// Like [`child`](Self::child), for a declared record: finds the child's field, skips unknown children with a
    /// warning, and warns of children out of order. `last` is the index found last; begin with 0.
    ///
    /// # Errors
    ///
    /// As for [`child`](Self::child).
    #[inline]
    pub fn field(
        &mut self,
        record: &'static Record,
        last: &mut usize,
    ) -> Result<Option<(usize, &'static Field)>, DecodeError> {
        if let Some((index, field)) = self.foreseen(record, *last) {
            self.count()?;
            *last = index;
            return Ok(Some((index, field)));
        }
        loop {
            let at = self.position();
            match self.node()? {
                Node::Child => match self.find(record, *last) {
                    Some((index, field)) => {
                        if index < *last {
                            self.warn(WarningKind::OutOfOrder)?;
                        }
                        *last = index;
                        return Ok(Some((index, field)));
                    }
                    None => self.skip_unknown()?,
                },
                Node::Text(text) => self.stray(&text, at)?,
                Node::End => return Ok(None),
            }
        }
    }

    /// Like [`child`](Self::child), for a wrapped list: the next item, other children skipped with a warning.
    ///
    /// # Errors
    ///
    /// As for [`child`](Self::child).
    pub fn item(&mut self, name: Name, aliases: &[&str]) -> Result<bool, DecodeError> {
        while self.child()?.is_some() {
            if self.names(name, aliases) {
                return Ok(true);
            }
            self.skip_unknown()?;
        }
        Ok(false)
    }

    /// What comes next in the current element, text included, for content that no declaration fits.
    ///
    /// # Errors
    ///
    /// If the document is not well-formed here or breaks a limit.
    pub fn part(&mut self) -> Result<Part<'i>, DecodeError> {
        Ok(match self.node()? {
            Node::Child => {
                self.check_name()?;
                Part::Child(self.tag)
            }
            Node::Text(text) => Part::Text(text),
            Node::End => Part::End,
        })
    }

    /// Skips the current element, with a warning that it is unknown.
    ///
    /// # Errors
    ///
    /// As for [`skip`](Self::skip); in strict reading always.
    pub fn skip_unknown(&mut self) -> Result<(), DecodeError> {
        self.check_name()?;
        self.warn(WarningKind::UnknownElement)?;
        self.skip()
    }

    /// Skips the current element with all it holds. What is skipped is checked like the rest.
    ///
    /// # Errors
    ///
    /// If the document is not well-formed here or breaks a limit.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        let depth = self.open.len();
        loop {
            match self.node()? {
                Node::Child => self.check_name()?,
                Node::Text(_) => {}
                Node::End if self.open.len() < depth || depth == 0 => return Ok(()),
                Node::End => {}
            }
        }
    }

    /// Leaves the current element, which should hold nothing: what it holds is skipped with a warning.
    pub(crate) fn expect_nothing(&mut self) -> Result<(), DecodeError> {
        while self.child()?.is_some() {
            self.skip_unknown()?;
        }
        Ok(())
    }

    /// The text of the current element up to its end tag: text, CDATA sections and references joined.
    ///
    /// Child elements are skipped with a warning.
    ///
    /// # Errors
    ///
    /// If the document is not well-formed here, breaks a limit, or is read strictly and has an element here.
    pub fn text(&mut self) -> Result<Cow<'i, str>, DecodeError> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.node()? {
                Node::Text(more) if text.is_empty() => text = more,
                Node::Text(more) => text.to_mut().push_str(&more),
                Node::Child => {
                    self.check_name()?;
                    self.warn(WarningKind::ElementInValue)?;
                    self.skip()?;
                }
                Node::End => return Ok(text),
            }
        }
    }

    /// The current element with all it holds, exactly as it stands in the document.
    ///
    /// # Errors
    ///
    /// As for [`skip`](Self::skip).
    pub fn raw(&mut self) -> Result<&'i str, DecodeError> {
        let start = self.here();
        self.skip()?;
        Ok(self.scanner.doc().get(start..self.position()).unwrap_or_default())
    }

    /// The namespace URI that a prefix stands for at the current element, for values that are qualified names.
    #[must_use]
    pub fn resolve_prefix(&self, prefix: &str) -> Option<&str> {
        self.scope.resolve(prefix).map(|namespace| self.scope.uri(namespace))
    }

    /// The bindings in scope that are not those from around the document: prefix, URI and namespace.
    pub(crate) fn declared(&self) -> impl Iterator<Item = (&str, &str, Namespace)> {
        self.scope.declared()
    }

    /// Names that are compared with a declared one need no check of their own; all others do.
    fn check_name(&self) -> Result<(), DecodeError> {
        if is_ncname(self.tag.local) { Ok(()) } else { Err(self.error(broken_name(self.tag.local))) }
    }

    /// Text where elements are expected.
    fn stray(&mut self, text: &str, at: usize) -> Result<(), DecodeError> {
        if is_blank(text) { Ok(()) } else { self.warn_at(WarningKind::StrayText(excerpt(trim(text))), at) }
    }
}
