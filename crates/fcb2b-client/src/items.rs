//! Lists that come in an element of their own or without one.

use std::ops::Deref;

use b2b_xml::{Cursor, DecodeError, Field, FromXml, Part, ReadField, Record, ToXml, WriteField, Writer};
use serde::{Deserialize, Serialize};

/// A list whose items stand in an element around them, or directly where that element should be. Written is the first.
///
/// A member of this type names the element around, and the items as its alias.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Items<T>(pub Vec<T>);

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Items<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> FromIterator<T> for Items<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: FromXml> ReadField for Items<T> {
    type Slot = Vec<T>;
    const RECORD: Option<&'static Record> = T::RECORD;

    fn read(slot: &mut Vec<T>, cursor: &mut Cursor<'_>, field: &'static Field) -> Result<(), DecodeError> {
        let Some(item) = field.item else { return cursor.skip() };
        if cursor.tag().local == item.local {
            slot.extend(T::read(cursor)?);
            return Ok(());
        }
        while cursor.item(item, &[])? {
            slot.extend(T::read(cursor)?);
        }
        Ok(())
    }

    fn finish(slot: Vec<T>, _: &mut Cursor<'_>, _: &'static Field) -> Result<Self, DecodeError> {
        Ok(Self(slot))
    }
}

impl<T: ToXml> WriteField for Items<T> {
    const RECORD: Option<&'static Record> = T::RECORD;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        if self.0.is_empty() {
            return;
        }
        writer.start(field.name, &[]);
        for value in &self.0 {
            match field.item {
                Some(item) => writer.document_as(item, value),
                None => writer.document(value),
            }
        }
        writer.end();
    }
}

/// Texts of which there may be several: an element for each, or elements in one. Written is the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(pub Vec<String>);

impl Deref for Texts {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl<T: Into<String>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        Self(texts.into_iter().map(Into::into).collect())
    }
}

impl ReadField for Texts {
    type Slot = Vec<String>;
    const RECORD: Option<&'static Record> = None;

    fn read(slot: &mut Vec<String>, cursor: &mut Cursor<'_>, _: &'static Field) -> Result<(), DecodeError> {
        let at = slot.len();
        let mut own = String::new();
        loop {
            match cursor.part()? {
                Part::Text(text) => own.push_str(&text),
                Part::Child(_) => slot.push(cursor.text()?.trim().to_owned()),
                Part::End => break,
            }
        }
        slot.insert(at, own.trim().to_owned());
        slot.retain(|text| !text.is_empty());
        Ok(())
    }

    fn finish(slot: Vec<String>, _: &mut Cursor<'_>, _: &'static Field) -> Result<Self, DecodeError> {
        Ok(Self(slot))
    }
}

impl WriteField for Texts {
    const RECORD: Option<&'static Record> = None;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        WriteField::write(&self.0, writer, field);
    }
}
