//! Documents as trees of elements, for what no declaration fits.

use std::collections::BTreeMap;

use b2b_xml::{Cursor, DecodeError, FromXml, Part, Record};
use serde::{Deserialize, Serialize};

/// An element with all it holds. Comments, processing instructions and the order of text between children are lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Element {
    /// The local name.
    pub name: String,
    /// The namespace URI; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// The attributes by local name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// The text that stands directly in it, without the white space around it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The elements in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Self>,
}

impl Element {
    /// The first child of this local name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The element itself and all below it, in document order.
    pub fn descendants(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(next.children.iter().rev());
            Some(next)
        })
    }

    /// The text of the first element of this local name, here or below; `None` if there is none or it has no text.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<&str> {
        let texts = self.descendants().filter(|element| element.name == name).map(|element| element.text.as_str());
        texts.into_iter().find(|text| !text.is_empty())
    }

    fn of(cursor: &mut Cursor<'_>) -> Result<Self, DecodeError> {
        let mut element =
            Self { name: cursor.tag().local.to_owned(), namespace: cursor.namespace().to_owned(), ..Self::default() };
        for attribute in cursor.attributes()? {
            element.attributes.insert(attribute.local.to_owned(), attribute.value.into_owned());
        }
        loop {
            match cursor.part()? {
                Part::Child(_) => element.children.push(Self::of(cursor)?),
                Part::Text(text) => element.text.push_str(&text),
                Part::End => break,
            }
        }
        if element.text.trim().len() < element.text.len() {
            element.text = element.text.trim().to_owned();
        }
        Ok(element)
    }
}

/// Any element.
impl FromXml for Element {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Self::of(cursor).map(Some)
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}
