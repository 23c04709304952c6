//! How values become elements and elements values: what the derive calls.

mod attribute;
mod element;
mod list;
mod value;

use std::borrow::Cow;

use crate::cursor::Cursor;
use crate::declaration::{Field, Occurs, Record};
use crate::error::{DecodeError, WarningKind};
use crate::writer::Writer;

/// A value that an element's content can be read as. Derived for documents; every [`Lexical`](crate::Lexical) type has it.
pub trait FromXml: Sized {
    /// The declaration, for types with elements of their own.
    const RECORD: Option<&'static Record>;

    /// Reads the content of the current element, up to and with its end tag. `None` if it has none.
    ///
    /// # Errors
    ///
    /// If the content cannot be read as this type.
    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError>;

    /// The value of an element without content, which the cursor has left; `None` if the type has no such value.
    ///
    /// # Errors
    ///
    /// If the element's content is not complete without content.
    fn of_empty(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError>;
}

/// A value that can be written as an element's content. Derived for documents; every [`Lexical`](crate::Lexical) type has it.
pub trait ToXml {
    /// The declaration, for types with elements of their own.
    const RECORD: Option<&'static Record>;

    /// Writes the content of an element whose start tag has been written.
    fn write(&self, writer: &mut Writer, field: &'static Field);
}

/// A member of a declared struct, as the reader sees it: a value, an `Option`, a [`Presence`](crate::Presence) or a list.
pub trait ReadField: Sized {
    /// What is gathered while the elements come by.
    type Slot: Default;
    /// The declaration of the value.
    const RECORD: Option<&'static Record>;
    /// How often the element occurs.
    const OCCURS: Occurs = Occurs::Once;

    /// Reads the current element into the slot.
    ///
    /// # Errors
    ///
    /// If its content cannot be read.
    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<(), DecodeError>;

    /// The member's value, once the struct's element has been left.
    ///
    /// # Errors
    ///
    /// If the member must be there and is not.
    fn finish(slot: Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError>;
}

/// A member of a declared struct, as the writer sees it.
pub trait WriteField {
    /// The declaration of the value.
    const RECORD: Option<&'static Record>;
    /// How often the element occurs.
    const OCCURS: Occurs = Occurs::Once;

    /// Writes the member's element or elements.
    fn write(&self, writer: &mut Writer, field: &'static Field);
}

/// A member that is an attribute, as the reader sees it.
pub trait ReadAttribute: Sized {
    /// The member's value, from the attribute or its absence.
    ///
    /// # Errors
    ///
    /// If the attribute must be there and is not, or is not of its type.
    fn read(value: Option<Cow<'_, str>>, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError>;
}

/// A member that is an attribute, as the writer sees it.
pub trait WriteAttribute {
    /// Writes the attribute, if there is one.
    fn write(&self, writer: &mut Writer, field: &'static Field);
}

/// A second element where one is declared.
fn repeated(cursor: &mut Cursor<'_>) -> Result<(), DecodeError> {
    cursor.warn(WarningKind::Repeated)?;
    cursor.skip()
}

fn missing(field: &'static Field) -> WarningKind {
    WarningKind::MissingContent(field.name.local.to_owned())
}
