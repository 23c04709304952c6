//! How values become elements and elements values: what the derive calls.

use std::borrow::Cow;

use crate::cursor::Cursor;
use crate::declaration::{Field, NoneAs, Record};
use crate::error::{DecodeError, DecodeErrorKind, WarningKind, excerpt};
use crate::lexical::Lexical;
use crate::presence::{OrRaw, Presence};
use crate::writer::Writer;

/// A value that an element's content can be read as. Derived for documents; every [`Lexical`] type has it.
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

/// A value that can be written as an element's content. Derived for documents; every [`Lexical`] type has it.
pub trait ToXml {
    /// The declaration, for types with elements of their own.
    const RECORD: Option<&'static Record>;

    /// Writes the content of an element whose start tag has been written.
    fn write(&self, writer: &mut Writer, field: &'static Field);
}

/// A member of a declared struct, as the reader sees it: a value, an `Option`, a [`Presence`] or a list.
pub trait ReadField: Sized {
    /// What is gathered while the elements come by.
    type Slot: Default;
    /// The declaration of the value.
    const RECORD: Option<&'static Record>;

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

impl<T: Lexical> FromXml for T {
    const RECORD: Option<&'static Record> = None;

    #[inline]
    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let mut text = cursor.text()?;
        if text.is_empty() {
            return Ok(None);
        }
        match T::parse_from(&mut text) {
            Ok(lexed) => {
                if let Some(oddity) = lexed.odd {
                    odd(cursor, &text, oddity)?;
                }
                Ok(Some(lexed.value))
            }
            Err(_) if text.trim().is_empty() => Ok(None),
            Err(_) => Err(cursor.error_left(DecodeErrorKind::Value { text: excerpt(&text), expected: T::TYPE })),
        }
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(<T as Lexical>::of_empty())
    }
}

impl<T: Lexical> ToXml for T {
    const RECORD: Option<&'static Record> = None;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        writer.value(self, field);
    }
}

/// Says that a form is odd. The text is copied only if the warning will be kept.
#[inline]
fn odd(cursor: &mut Cursor<'_>, text: &str, oddity: &'static str) -> Result<(), DecodeError> {
    if cursor.keeps_warnings() {
        cursor.warn_left(WarningKind::OddForm { text: excerpt(text), oddity })
    } else {
        cursor.count_warning();
        Ok(())
    }
}

impl<T: Lexical> FromXml for OrRaw<T> {
    const RECORD: Option<&'static Record> = None;

    #[inline]
    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let mut text = cursor.text()?;
        if text.is_empty() {
            return Ok(None);
        }
        match T::parse_from(&mut text) {
            Ok(lexed) => {
                if let Some(oddity) = lexed.odd {
                    odd(cursor, &text, oddity)?;
                }
                Ok(Some(Self::Value(lexed.value)))
            }
            Err(_) if text.trim().is_empty() => Ok(None),
            Err(_) => {
                cursor.warn_left(WarningKind::NotUnderstood { text: excerpt(&text), expected: T::TYPE })?;
                Ok(Some(Self::Raw(text.into_owned())))
            }
        }
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(T::of_empty().map(Self::Value))
    }
}

impl<T: Lexical> ToXml for OrRaw<T> {
    const RECORD: Option<&'static Record> = None;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Self::Value(value) => writer.value(value, field),
            Self::Raw(text) => writer.value(text, field),
        }
    }
}

/// A value that must be there. An element that is absent or nil is an error; an empty one too, unless the type has a
/// value for it.
impl<T: FromXml> ReadField for T {
    type Slot = Option<T>;
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;

    #[inline]
    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<(), DecodeError> {
        if slot.is_some() {
            return repeated(cursor);
        }
        if cursor.is_nil()? {
            return cursor.skip();
        }
        *slot = match T::read(cursor)? {
            Some(value) => Some(value),
            None => match T::of_empty(cursor)? {
                Some(value) => {
                    if field.required {
                        cursor.warn_left(missing(field))?;
                    }
                    Some(value)
                }
                None => return Err(cursor.error_left(DecodeErrorKind::Empty(field.kind()))),
            },
        };
        Ok(())
    }

    #[inline]
    fn finish(slot: Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError> {
        slot.ok_or_else(|| cursor.error_left(DecodeErrorKind::Missing(field.name)))
    }
}

impl<T: ToXml> WriteField for T {
    const RECORD: Option<&'static Record> = <T as ToXml>::RECORD;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        element(self, field.name, writer, field);
    }
}

fn element<T: ToXml>(value: &T, name: crate::Name, writer: &mut Writer, field: &'static Field) {
    writer.start(name, <T as ToXml>::RECORD.map_or(&[], |record| record.declare));
    value.write(writer, field);
    writer.end();
}

/// A value or `None` for absent, nil and empty alike.
impl<T: FromXml> ReadField for Option<T> {
    /// Whether the element came by, and its value.
    type Slot = (bool, Self);
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;

    #[inline]
    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, _: &'static Field) -> Result<(), DecodeError> {
        if slot.0 {
            return repeated(cursor);
        }
        slot.0 = true;
        if cursor.is_nil()? {
            return cursor.skip();
        }
        slot.1 = T::read(cursor)?;
        Ok(())
    }

    #[inline]
    fn finish(slot: Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError> {
        if field.required && slot.1.is_none() {
            cursor.warn_left(missing(field))?;
        }
        Ok(slot.1)
    }
}

impl<T: ToXml> WriteField for Option<T> {
    const RECORD: Option<&'static Record> = <T as ToXml>::RECORD;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Some(value) => value.write(writer, field),
            None => none(writer, field),
        }
    }
}

impl<T: FromXml> ReadField for Presence<T> {
    type Slot = Self;
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;

    #[inline]
    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, _: &'static Field) -> Result<(), DecodeError> {
        if !slot.is_absent() {
            return repeated(cursor);
        }
        *slot = if cursor.is_nil()? {
            cursor.skip()?;
            Self::Nil
        } else {
            T::read(cursor)?.map_or(Self::Empty, Self::Value)
        };
        Ok(())
    }

    #[inline]
    fn finish(slot: Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError> {
        if field.required && slot.value().is_none() {
            cursor.warn_left(missing(field))?;
        }
        Ok(slot)
    }
}

impl<T: ToXml> WriteField for Presence<T> {
    const RECORD: Option<&'static Record> = <T as ToXml>::RECORD;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Self::Value(value) => value.write(writer, field),
            other => vacant(other, writer, field),
        }
    }
}

/// A list: of repeated elements, or in a wrapper element if the declaration names its items.
impl<T: FromXml> ReadField for Vec<T> {
    type Slot = Self;
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;

    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<(), DecodeError> {
        if cursor.is_nil()? {
            return cursor.skip();
        }
        let Some(item) = field.item else { return push(slot, cursor) };
        while cursor.item(item, field.item_aliases)? {
            push(slot, cursor)?;
        }
        Ok(())
    }

    fn finish(slot: Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError> {
        if field.required && slot.is_empty() {
            cursor.warn_left(missing(field))?;
        }
        Ok(slot)
    }
}

fn push<T: FromXml>(list: &mut Vec<T>, cursor: &mut Cursor<'_>) -> Result<(), DecodeError> {
    match T::read(cursor)? {
        Some(value) => list.push(value),
        None => list.extend(T::of_empty(cursor)?),
    }
    Ok(())
}

impl<T: ToXml> WriteField for Vec<T> {
    const RECORD: Option<&'static Record> = <T as ToXml>::RECORD;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        if self.is_empty() {
            return none(writer, field);
        }
        list(self, writer, field);
    }
}

fn list<T: ToXml>(items: &[T], writer: &mut Writer, field: &'static Field) {
    let Some(item) = field.item else {
        for value in items {
            element(value, field.name, writer, field);
        }
        return;
    };
    writer.start(field.name, &[]);
    for value in items {
        element(value, item, writer, field);
    }
    writer.end();
}

/// A wrapped list whose wrapper may be absent, nil or empty.
impl<T: FromXml> ReadField for Presence<Vec<T>> {
    type Slot = Self;
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;

    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<(), DecodeError> {
        if !slot.is_absent() {
            return repeated(cursor);
        }
        if cursor.is_nil()? {
            *slot = Self::Nil;
            return cursor.skip();
        }
        let mut list = Vec::new();
        <Vec<T> as ReadField>::read(&mut list, cursor, field)?;
        *slot = if list.is_empty() { Self::Empty } else { Self::Value(list) };
        Ok(())
    }

    fn finish(slot: Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError> {
        if field.required && slot.value().is_none() {
            cursor.warn_left(missing(field))?;
        }
        Ok(slot)
    }
}

impl<T: ToXml> WriteField for Presence<Vec<T>> {
    const RECORD: Option<&'static Record> = <T as ToXml>::RECORD;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Self::Value(items) => list(items, writer, field),
            other => vacant(other, writer, field),
        }
    }
}

/// Writes what stands for an absent value.
fn none(writer: &mut Writer, field: &'static Field) {
    match field.none {
        NoneAs::Omitted => vacant::<()>(&Presence::Absent, writer, field),
        NoneAs::Nil => vacant::<()>(&Presence::Nil, writer, field),
        NoneAs::Empty => vacant::<()>(&Presence::Empty, writer, field),
    }
}

fn vacant<T>(presence: &Presence<T>, writer: &mut Writer, field: &'static Field) {
    if field.required {
        writer.require(field);
    }
    match presence {
        Presence::Absent | Presence::Value(_) => {}
        Presence::Nil => writer.nil(field.name),
        Presence::Empty => {
            writer.start(field.name, &[]);
            writer.end();
        }
    }
}

impl<T: Lexical> ReadAttribute for T {
    fn read(value: Option<Cow<'_, str>>, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError> {
        match <Option<T> as ReadAttribute>::read(value, cursor, field)? {
            Some(value) => Ok(value),
            None => Err(cursor.error(DecodeErrorKind::Missing(field.name))),
        }
    }
}

impl<T: Lexical> ReadAttribute for Option<T> {
    fn read(value: Option<Cow<'_, str>>, cursor: &mut Cursor<'_>, _: &'static Field) -> Result<Self, DecodeError> {
        let Some(mut text) = value else { return Ok(None) };
        let lexed = T::parse_from(&mut text)
            .map_err(|_| cursor.error(DecodeErrorKind::Value { text: excerpt(&text), expected: T::TYPE }))?;
        if let Some(oddity) = lexed.odd {
            cursor.warn(WarningKind::OddForm { text: excerpt(&text), oddity })?;
        }
        Ok(Some(lexed.value))
    }
}

impl<T: Lexical> WriteAttribute for T {
    fn write(&self, writer: &mut Writer, field: &'static Field) {
        writer.attribute(field.name, self);
    }
}

impl<T: Lexical> WriteAttribute for Option<T> {
    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Some(value) => writer.attribute(field.name, value),
            None if field.required => writer.require(field),
            None => {}
        }
    }
}

fn repeated(cursor: &mut Cursor<'_>) -> Result<(), DecodeError> {
    cursor.warn(WarningKind::Repeated)?;
    cursor.skip()
}

fn missing(field: &'static Field) -> WarningKind {
    WarningKind::MissingContent(field.name.local.to_owned())
}
