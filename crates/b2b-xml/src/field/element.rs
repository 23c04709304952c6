//! Members that are one element.

use crate::cursor::Cursor;
use crate::declaration::{Field, Name, NoneAs, Occurs, Record};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::field::{FromXml, ReadField, ToXml, WriteField, missing, repeated};
use crate::presence::Presence;
use crate::writer::Writer;

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
            return cursor.expect_nothing();
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

pub(super) fn element<T: ToXml>(value: &T, name: Name, writer: &mut Writer, field: &'static Field) {
    writer.start(name, <T as ToXml>::RECORD.map_or(&[], |record| record.declare));
    value.write(writer, field);
    writer.end();
}

/// A value or `None` for absent, nil and empty alike.
impl<T: FromXml> ReadField for Option<T> {
    /// Whether the element came by, and its value.
    type Slot = (bool, Self);
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;
    const OCCURS: Occurs = Occurs::Optional;

    #[inline]
    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, _: &'static Field) -> Result<(), DecodeError> {
        if slot.0 {
            return repeated(cursor);
        }
        slot.0 = true;
        if cursor.is_nil()? {
            return cursor.expect_nothing();
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
    const OCCURS: Occurs = Occurs::Optional;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Some(value) => WriteField::write(value, writer, field),
            None => none(writer, field),
        }
    }
}

impl<T: FromXml> ReadField for Presence<T> {
    type Slot = Self;
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;
    const OCCURS: Occurs = Occurs::Optional;

    #[inline]
    fn read(slot: &mut Self::Slot, cursor: &mut Cursor<'_>, _: &'static Field) -> Result<(), DecodeError> {
        if !slot.is_absent() {
            return repeated(cursor);
        }
        *slot = if cursor.is_nil()? {
            cursor.expect_nothing()?;
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
    const OCCURS: Occurs = Occurs::Optional;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Self::Value(value) => WriteField::write(value, writer, field),
            other => vacant(other, writer, field),
        }
    }
}

/// Writes what stands for an absent value.
pub(super) fn none(writer: &mut Writer, field: &'static Field) {
    match field.none {
        NoneAs::Omitted => vacant::<()>(&Presence::Absent, writer, field),
        NoneAs::Nil => vacant::<()>(&Presence::Nil, writer, field),
        NoneAs::Empty => vacant::<()>(&Presence::Empty, writer, field),
    }
}

pub(super) fn vacant<T>(presence: &Presence<T>, writer: &mut Writer, field: &'static Field) {
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
