//! Members that are attributes.

use std::borrow::Cow;

use crate::cursor::Cursor;
use crate::cursor::step::is_blank;
use crate::declaration::Field;
use crate::error::{DecodeError, DecodeErrorKind, WarningKind, excerpt};
use crate::field::{ReadAttribute, WriteAttribute};
use crate::lexical::Lexical;
use crate::writer::Writer;

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
        let lexed = match T::parse_from(&mut text) {
            Ok(lexed) => lexed,
            Err(_) if is_blank(&text) => {
                let oddity = if text.is_empty() { "is empty" } else { "is blank" };
                cursor.warn(WarningKind::OddForm { text: excerpt(&text), oddity })?;
                return Ok(None);
            }
            Err(_) => {
                return Err(cursor.error(DecodeErrorKind::Value { text: excerpt(&text), expected: T::TYPE }));
            }
        };
        if let Some(oddity) = lexed.odd {
            cursor.warn(WarningKind::OddForm { text: excerpt(&text), oddity })?;
        }
        Ok(Some(lexed.value))
    }
}

impl<T: Lexical> WriteAttribute for T {
    fn write(&self, writer: &mut Writer, field: &'static Field) {
        writer.attribute_value(self, field);
    }
}

impl<T: Lexical> WriteAttribute for Option<T> {
    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self {
            Some(value) => writer.attribute_value(value, field),
            None if field.required => writer.require_attribute(field),
            None => {}
        }
    }
}
