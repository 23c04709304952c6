//! Whole documents, in and out.

use crate::cursor::Cursor;
use crate::declaration::{Field, Name, NoneAs, Occurs};
use crate::error::{DecodeError, DecodeErrorKind, EncodeError, Warning, excerpt, excerpt_of};
use crate::field::{FromXml, ToXml};
use crate::input;
use crate::limits::Reading;
use crate::writer::{Writer, Writing};

/// A document that was read, with what was forgiven on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The document.
    pub value: T,
    /// What the tolerant reader let pass, in document order.
    pub warnings: Vec<Warning>,
    /// How many more warnings there were than were kept.
    pub more_warnings: usize,
}

impl<T> Decoded<T> {
    /// The same warnings beside another value.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Decoded<U> {
        Decoded { value: map(self.value), warnings: self.warnings, more_warnings: self.more_warnings }
    }

    /// A value with warnings that were gathered elsewhere.
    #[must_use]
    pub fn with_warnings(value: T, warnings: Vec<Warning>, more_warnings: usize) -> Self {
        Self { value, warnings, more_warnings }
    }

    /// What a cursor read, with the warnings it gathered.
    #[must_use]
    pub fn new(value: T, cursor: &mut Cursor<'_>) -> Self {
        let (warnings, more_warnings) = cursor.take_warnings();
        Self { value, warnings, more_warnings }
    }
}

/// Reads a document tolerantly, within the default limits. The encoding is the one the document declares.
///
/// # Errors
///
/// If the document is not well-formed, not of this type, or beyond a limit.
pub fn decode<T: FromXml>(document: impl AsRef<[u8]>) -> Result<Decoded<T>, DecodeError> {
    decode_with(document, Reading::default())
}

/// Reads a document as told.
///
/// # Errors
///
/// As for [`decode`]; in strict reading also if it is anything but as declared.
pub fn decode_with<T: FromXml>(document: impl AsRef<[u8]>, reading: Reading) -> Result<Decoded<T>, DecodeError> {
    let text = input::text(document.as_ref())?;
    let mut cursor = Cursor::new(&text, reading)?;
    cursor.root()?;
    let value = read_root(&mut cursor)?;
    cursor.finish()?;
    Ok(Decoded::new(value, &mut cursor))
}

/// Reads the current element as a document of this type.
pub(crate) fn read_root<T: FromXml>(cursor: &mut Cursor<'_>) -> Result<T, DecodeError> {
    if let Some(record) = T::RECORD
        && !cursor.is(record.name)
    {
        let (ns, local) = (cursor.namespace(), cursor.tag().local);
        let local = excerpt(local);
        let found = if ns.is_empty() { local } else { format!("{{{}}}{local}", excerpt_of(ns, 200)) };
        return Err(cursor.error(DecodeErrorKind::UnexpectedRoot { expected: record.name, found }));
    }
    cursor.content()
}

/// Writes a document compactly, without XML declaration.
///
/// # Errors
///
/// If the document breaks its declaration, holds a character that XML cannot carry, or is no element but a value alone:
/// every violation at once.
pub fn encode<T: ToXml>(document: &T) -> Result<String, EncodeError> {
    encode_with(document, Writing::default())
}

/// Writes a document as told.
///
/// # Errors
///
/// As for [`encode`].
pub fn encode_with<T: ToXml>(document: &T, writing: Writing) -> Result<String, EncodeError> {
    let mut writer = Writer::new(writing);
    writer.document(document);
    writer.finish()
}

impl Cursor<'_> {
    /// Reads the content of the current element as a value, an empty one included.
    ///
    /// # Errors
    ///
    /// If the content cannot be read as this type.
    pub fn content<T: FromXml>(&mut self) -> Result<T, DecodeError> {
        if let Some(value) = T::read(self)? {
            return Ok(value);
        }
        T::of_empty(self)?.ok_or_else(|| self.error_left(DecodeErrorKind::Empty("this element")))
    }
}

impl Writer {
    /// Writes a declared document as the next element.
    pub fn document<T: ToXml>(&mut self, document: &T) {
        match T::RECORD {
            Some(record) => self.document_as(record.name, document),
            None => document.write(self, &ROOT),
        }
    }

    /// Writes a declared document as the next element, under another name than its own.
    pub fn document_as<T: ToXml>(&mut self, name: Name, document: &T) {
        self.start(name, T::RECORD.map_or(&[], |record| record.declare));
        document.write(self, &ROOT);
        self.end();
    }
}

/// What a document is a member of.
static ROOT: Field = Field {
    name: Name::new("", ""),
    aliases: &[],
    item: None,
    item_aliases: &[],
    required: false,
    none: NoneAs::Omitted,
    occurs: Occurs::Once,
    check: None,
    ty: "",
    max: None,
    doc: "",
    record: None,
};
