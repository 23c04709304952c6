//! Content that is text.

use std::borrow::Cow;

use crate::cursor::Cursor;
use crate::cursor::step::is_blank;
use crate::declaration::{Field, Record};
use crate::error::{DecodeError, DecodeErrorKind, WarningKind, excerpt};
use crate::field::{FromXml, ToXml};
use crate::lexical::Lexical;
use crate::presence::OrRaw;
use crate::writer::Writer;

/// What is odd about text that is nothing but white space.
const BLANK: &str = "is blank";

impl<T: Lexical> FromXml for T {
    const RECORD: Option<&'static Record> = None;

    #[inline]
    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        lexical(
            cursor,
            |value| value,
            |cursor, text| Err(cursor.error_left(DecodeErrorKind::Value { text: excerpt(&text), expected: T::TYPE })),
        )
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

/// Reads the current element's text as a value, tells of an odd form, and leaves what is none to the caller.
#[inline]
fn lexical<T: Lexical, U>(
    cursor: &mut Cursor<'_>,
    understood: impl FnOnce(T) -> U,
    otherwise: impl FnOnce(&mut Cursor<'_>, Cow<'_, str>) -> Result<U, DecodeError>,
) -> Result<Option<U>, DecodeError> {
    let mut text = cursor.text()?;
    if text.is_empty() {
        return Ok(None);
    }
    match T::parse_from(&mut text) {
        Ok(lexed) => {
            if let Some(oddity) = lexed.odd {
                odd(cursor, &text, oddity)?;
            }
            Ok(Some(understood(lexed.value)))
        }
        Err(_) if is_blank(&text) => odd(cursor, &text, BLANK).map(|()| None),
        Err(_) => otherwise(cursor, text).map(Some),
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
        lexical(cursor, Self::Value, |cursor, text| {
            cursor.warn_left(WarningKind::NotUnderstood { text: excerpt(&text), expected: T::TYPE })?;
            Ok(Self::Raw(text.into_owned()))
        })
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
