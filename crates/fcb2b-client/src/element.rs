//! Documents as trees of elements, for what no declaration fits.

use std::collections::BTreeMap;

use b2b_xml::{Cursor, DecodeError, DecodeErrorKind, FromXml, Part, Record};
use serde::{Deserialize, Serialize};

/// How many elements and attributes the trees of one document may have: a tree takes many times the memory of its text.
/// Our choice.
pub(crate) const MOST: u64 = 100_000;

/// What is left of [`MOST`].
#[derive(Debug)]
pub(crate) struct Budget(u64);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST)
    }
}

impl Budget {
    fn take(&mut self, cursor: &Cursor<'_>) -> Result<(), DecodeError> {
        let what = "elements and attributes, the most that are kept as a tree";
        let left = self.0.checked_sub(1);
        self.0 = left.ok_or_else(|| cursor.error(DecodeErrorKind::Limit { what, limit: MOST }))?;
        Ok(())
    }
}

/// An element with all it holds. Comments, processing instructions and the order of text between children are lost.
///
/// A document with more than 100,000 elements and attributes is not read as a tree; our choice.
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

    /// The current element, as long as the budget lasts.
    pub(crate) fn of(cursor: &mut Cursor<'_>, budget: &mut Budget) -> Result<Self, DecodeError> {
        budget.take(cursor)?;
        let mut element =
            Self { name: cursor.tag().local.to_owned(), namespace: cursor.namespace().to_owned(), ..Self::default() };
        for attribute in cursor.attributes()? {
            budget.take(cursor)?;
            element.attributes.insert(attribute.local.to_owned(), attribute.value.into_owned());
        }
        loop {
            match cursor.part()? {
                Part::Child(_) => element.children.push(Self::of(cursor, budget)?),
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
        Self::of(cursor, &mut Budget::default()).map(Some)
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}
