//! Members that are lists.

use crate::cursor::Cursor;
use crate::declaration::{Field, Occurs, Record};
use crate::error::{DecodeError, WarningKind};
use crate::field::element::{element, none, vacant};
use crate::field::{FromXml, ReadField, ToXml, WriteField, missing, repeated};
use crate::presence::Presence;
use crate::writer::Writer;

/// A list: of repeated elements, or in a wrapper element if the declaration names its items.
///
/// A nil or empty item of a type that has no value for it is left out, with a warning.
impl<T: FromXml> ReadField for Vec<T> {
    /// Whether the wrapper came by, and the items.
    type Slot = (bool, Self);
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;
    const OCCURS: Occurs = Occurs::Repeated;

    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<(), DecodeError> {
        let Some(item) = field.item else {
            return if cursor.is_nil()? { cursor.expect_nothing() } else { push(&mut slot.1, cursor) };
        };
        if slot.0 {
            return repeated(cursor);
        }
        slot.0 = true;
        if cursor.is_nil()? {
            return cursor.expect_nothing();
        }
        while cursor.item(item, field.item_aliases)? {
            push(&mut slot.1, cursor)?;
        }
        Ok(())
    }

    fn finish(slot: Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<Self, DecodeError> {
        if field.required && slot.1.is_empty() {
            cursor.warn_left(missing(field))?;
        }
        Ok(slot.1)
    }
}

fn push<T: FromXml>(list: &mut Vec<T>, cursor: &mut Cursor<'_>) -> Result<(), DecodeError> {
    let item = if cursor.is_nil()? {
        cursor.expect_nothing()?;
        None
    } else {
        match T::read(cursor)? {
            Some(item) => Some(item),
            None => T::of_empty(cursor)?,
        }
    };
    match item {
        Some(item) => list.push(item),
        None => cursor.warn_left(WarningKind::MissingContent("of an item".to_owned()))?,
    }
    Ok(())
}

impl<T: ToXml> WriteField for Vec<T> {
    const RECORD: Option<&'static Record> = <T as ToXml>::RECORD;
    const OCCURS: Occurs = Occurs::Repeated;

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
    const OCCURS: Occurs = Occurs::Repeated;

    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<(), DecodeError> {
        if !slot.is_absent() {
            return repeated(cursor);
        }
        if cursor.is_nil()? {
            *slot = Self::Nil;
            return cursor.expect_nothing();
        }
        let mut list = <Vec<T> as ReadField>::Slot::default();
        <Vec<T> as ReadField>::read(&mut list, cursor, field)?;
        let list = list.1;
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
    const OCCURS: Occurs = Occurs::Repeated;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Self::Value(items) => list(items, writer, field),
            other => vacant(other, writer, field),
        }
    }
}
