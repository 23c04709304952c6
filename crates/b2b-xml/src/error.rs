//! What can be wrong with a document, and where.

use std::borrow::Cow;
use std::fmt;

use crate::declaration::Name;
use crate::place::Place;

/// A document that could not be read: what is wrong, and where.
#[derive(Debug)]
pub struct DecodeError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: DecodeErrorKind,
    place: Place,
}

impl DecodeError {
    pub(crate) fn new(kind: DecodeErrorKind, place: Place) -> Self {
        Self(Box::new(Inner { kind, place }))
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &DecodeErrorKind {
        &self.0.kind
    }

    /// Where.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    pub(crate) fn within(mut self, outer: &Place) -> Self {
        self.0.place = std::mem::take(&mut self.0.place).within(outer);
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.place, self.0.kind)
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            DecodeErrorKind::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// What is wrong with a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The bytes are not in the encoding that the document declares.
    ///
    /// What to do: ask the sender; a proxy may have re-encoded the document without changing its declaration.
    #[error("the bytes are not {0}")]
    Encoding(String),
    /// The document breaks a rule of XML 1.0.
    ///
    /// What to do: keep the raw bytes and show them to the sender; often an HTML page or a cut-off answer.
    #[error("not well-formed: {0}")]
    NotWellFormed(String),
    /// The document ends before its root element does.
    ///
    /// What to do: treat the answer as incomplete and ask again if the operation may be repeated.
    #[error("the document ends before its root element does")]
    Truncated,
    /// There is no root element.
    ///
    /// What to do: look at the HTTP status; an empty body is often an accepted or refused request.
    #[error("there is no document here")]
    NoRoot,
    /// A document type declaration where the protocol sends none, or one that declares something.
    ///
    /// What to do: nothing; declarations are where entity attacks live, and none of these protocols needs one.
    #[error("a document type declaration is refused here: {0}")]
    Doctype(&'static str),
    /// A reference to an entity that XML does not predefine.
    ///
    /// What to do: ask the sender to send the character itself.
    #[error("the entity &{0}; is not defined")]
    UndefinedEntity(String),
    /// A character that XML 1.0 does not allow (production `Char`).
    ///
    /// What to do: ask the sender to strip control characters.
    #[error("the character U+{0:04X} is not allowed in XML")]
    ForbiddenCharacter(u32),
    /// A prefix without a namespace declaration.
    ///
    /// What to do: the document is broken, or was cut out of another one.
    #[error("the prefix {0:?} is bound to no namespace")]
    UnboundPrefix(String),
    /// The same attribute twice on one element.
    ///
    /// What to do: the document is broken.
    #[error("the attribute {0:?} stands here twice")]
    DuplicateAttribute(String),
    /// A second root element, or text after the root.
    ///
    /// What to do: two documents were glued together; read only what belongs to your request.
    #[error("{0} after the root element")]
    AfterRoot(&'static str),
    /// A bound of [`Limits`](crate::Limits) was passed.
    ///
    /// What to do: raise the limit if the document is genuine.
    #[error("more than {limit} {what}")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// The bound.
        limit: u64,
    },
    /// Another root element than the one asked for.
    ///
    /// What to do: look whether the answer is a fault, an HTML page or an answer to another question.
    #[error("the root element is {found}, not {expected:?}")]
    UnexpectedRoot {
        /// The root asked for.
        expected: Name,
        /// The root found.
        found: String,
    },
    /// Another root element than the first one of the path at which [`records`](crate::records()) are asked for.
    ///
    /// What to do: as for an unexpected root; there are no such records in this document.
    #[error("the root element is {found}, and the records are in {expected}")]
    OtherRoot {
        /// The local name asked for.
        expected: String,
        /// The local name found.
        found: String,
    },
    /// A required element or attribute is absent.
    ///
    /// What to do: the answer is incomplete; the raw body tells whether the supplier changed its format.
    #[error("{0:?} is missing")]
    Missing(Name),
    /// A required element has no content.
    ///
    /// What to do: as for a missing one.
    #[error("is empty, which {0} cannot be")]
    Empty(&'static str),
    /// A value that is not of its type.
    ///
    /// What to do: declare the member as [`OrRaw`](crate::OrRaw) if one such value should not cost the document.
    #[error("{text:?} is not {expected}")]
    Value {
        /// The beginning of the text.
        text: String,
        /// The type, with its article.
        expected: &'static str,
    },
    /// Something that only the strict reader refuses.
    ///
    /// What to do: read tolerantly, or take it up with the sender.
    #[error("{0}")]
    Strict(WarningKind),
    /// A rule of the protocol above XML, for documents that are read by hand.
    ///
    /// What to do: see the crate of that protocol.
    #[error("{0}")]
    Protocol(String),
    /// The bytes could not be read.
    ///
    /// What to do: see the source.
    #[error("reading failed")]
    Io(std::io::Error),
}

/// Something the tolerant reader let pass.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Warning {
    /// What it was.
    pub kind: WarningKind,
    /// Where it was.
    pub place: Place,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.kind)
    }
}

/// What the tolerant reader lets pass.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WarningKind {
    /// An element that the declaration does not know; it was skipped.
    #[error("an unknown element, skipped")]
    UnknownElement,
    /// An element that stands before one that should follow it.
    #[error("out of the declared order")]
    OutOfOrder,
    /// A second element where one is declared; the first was kept.
    #[error("stands here again; the first one counts")]
    Repeated,
    /// Required content that is absent or empty.
    #[error("required content is missing: {0}")]
    MissingContent(String),
    /// Text between elements.
    #[error("text between elements: {0:?}")]
    StrayText(String),
    /// An element inside a value.
    #[error("an element inside a value, skipped")]
    ElementInValue,
    /// A value that is understood though its form is odd.
    #[error("{text:?} {oddity}")]
    OddForm {
        /// The beginning of the text.
        text: String,
        /// What is odd.
        oddity: &'static str,
    },
    /// A value that is not understood and was kept as text.
    #[error("{text:?} is not {expected}")]
    NotUnderstood {
        /// The beginning of the text.
        text: String,
        /// The type, with its article.
        expected: &'static str,
    },
}

/// A document that must not be sent: everything that is wrong with it at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    violations: Vec<Violation>,
}

impl EncodeError {
    pub(crate) fn new(violations: Vec<Violation>) -> Self {
        Self { violations }
    }

    /// Every violation, in document order.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, violation) in self.violations.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for EncodeError {}

/// One thing that keeps a document from being sent. The value itself is never part of it: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The path of the element or attribute, for example `/Order/Lines/Line[3]/@Unit`; `/` for the document.
    pub path: String,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of repeated elements one wants to know which it is; else the name is enough.
        let from = self.path.find('[').and_then(|index| self.path.get(..index)).unwrap_or(&self.path).rfind('/');
        let shown = from.and_then(|slash| self.path.get(slash + 1..)).unwrap_or(&self.path);
        let shown = if shown.is_empty() { "the document" } else { shown };
        write!(f, "{shown} {}", self.problem)
    }
}

/// Why content must not be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Required content is missing.
    #[error("is required and has no content")]
    Required,
    /// More characters than the manual allows.
    #[error("has {length} characters, {max} are allowed")]
    TooLong {
        /// Characters it has.
        length: usize,
        /// Characters it may have.
        max: u32,
    },
    /// A character that XML 1.0 cannot carry.
    #[error("holds the character U+{0:04X}, which XML cannot carry")]
    Unwritable(u32),
    /// A rule of the protocol, or of XML itself.
    #[error("{0}")]
    Rule(String),
}

/// The beginning of a text, short enough for a message.
pub(crate) fn excerpt(text: &str) -> String {
    excerpt_of(text, 40).into_owned()
}

/// The text, or its beginning if it has more characters than `most`.
pub(crate) fn excerpt_of(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
