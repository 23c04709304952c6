//! From a document to what it answers, wherever in the document that stands.
//!
//! One root is known to be used for three services, and of most services no document is public at all. So it is not the root
//! that says what a document is but the element that is looked for, at any depth and in any namespace.

use b2b_xml::{
    Cursor, DecodeError, Decoded, EncodeError, FromXml, Name, Namespaces, Part, Reading, Record, ToXml, Warning,
    Writer, Writing, decode_with,
};
use serde::Serialize;

use crate::message::{Message, is_message};
use crate::service::Service;

/// The namespace of the inventory services' answers, as one producer sends it.
pub const INVENTORY_NS: &str = "http://fcb2b.com/schemas/2.0/InventoryServices";

/// The namespace of messages: declared on every answer of one producer, and never seen used.
pub const MESSAGE_LIST_NS: &str = "http://fcb2b.com/schemas/common/2.0/MessageList";

/// The namespace of names in discovery.
pub const CORE_NS: &str = "http://fcb2b.com/schemas/1.0/core";

/// An answer, with what the producer said beside it and what the tolerant reader let pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Answer<T> {
    /// What was asked for.
    pub value: T,
    /// Information and warnings of the producer, and our warning of a `GlobalIdentifier` that is not the one sent. The
    /// producer's errors are errors, except beside a [`Receipt`](crate::Receipt).
    pub messages: Vec<Message>,
    /// What the tolerant reader let pass, in document order.
    pub warnings: Vec<Warning>,
    /// How many more warnings there were than were kept.
    pub more_warnings: usize,
}

/// Where an answer stands in its document.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Shape {
    /// The root, as it is written. Any is read.
    pub root: Name,
    /// Prefixes that are declared on it.
    pub declare: &'static [(&'static str, &'static str)],
    /// What stands around the elements of a list.
    pub list: Option<Name>,
    /// The element that is looked for.
    pub element: Name,
    /// Other local names that are read as the same.
    pub aliases: &'static [&'static str],
    /// Whether the shape is known or our choice.
    pub source: Source,
}

/// Where a shape is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Recorded answers of a producer.
    Recorded,
    /// The names are the guide's or recorded, the elements around them our choice.
    Partly,
    /// Our choice, names included: nothing is public.
    Ours,
}

impl Shape {
    /// Answers in the document of the inventory services.
    pub(crate) const fn inventory(element: &'static str, aliases: &'static [&'static str], source: Source) -> Self {
        Self {
            root: Name::new(INVENTORY_NS, "InventoryInquiryResponse"),
            declare: &[("", INVENTORY_NS), ("ml", MESSAGE_LIST_NS)],
            list: None,
            element: Name::new(INVENTORY_NS, element),
            aliases,
            source,
        }
    }

    /// Answers in a document of our own: no namespace, since none is known and we do not invent one in fcB2B's name.
    pub(crate) const fn ours(root: &'static str, element: &'static str, source: Source) -> Self {
        Self {
            root: Name::new("", root),
            declare: &[],
            list: None,
            element: Name::new("", element),
            aliases: &[],
            source,
        }
    }

    /// With something around the elements.
    pub(crate) const fn in_list(mut self, list: &'static str) -> Self {
        self.list = Some(Name::new("", list));
        self
    }

    pub(crate) fn is_element(&self, local: &str) -> bool {
        self.element.local == local || self.aliases.contains(&local)
    }

    /// Whether an element without any of those that are looked for is an empty list of them.
    fn is_list(&self, local: &str) -> bool {
        self.root.local == local || self.list.is_some_and(|list| list.local == local)
    }
}

/// What a service answers, as it is found in a document and written into one.
pub trait Output: Sized {
    /// The declaration of the element, for tables.
    const RECORD: Option<&'static Record>;

    /// Reads it, from the root on. `None` if it is not there.
    ///
    /// # Errors
    ///
    /// If the document cannot be read.
    fn read(cursor: &mut Cursor<'_>, shape: &Shape) -> Result<Option<Self>, DecodeError>;

    /// Reads it from a root that has its members without the element that should stand around them.
    ///
    /// # Errors
    ///
    /// If the document cannot be read.
    fn read_bare(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }

    /// Writes what stands in the root.
    fn write(&self, writer: &mut Writer, shape: &Shape);
}

/// Several elements of a kind.
impl<T: Item> Output for Vec<T> {
    const RECORD: Option<&'static Record> = <T as FromXml>::RECORD;

    fn read(cursor: &mut Cursor<'_>, shape: &Shape) -> Result<Option<Self>, DecodeError> {
        let (mut found, mut is_anything) = (None, false);
        gather(cursor, shape, &mut found, &mut is_anything)?;
        // Elements of which none could be read are no empty list.
        Ok(found.filter(|found: &Self| found.is_empty() || is_anything))
    }

    fn write(&self, writer: &mut Writer, shape: &Shape) {
        if let Some(list) = shape.list {
            writer.start(list, &[]);
        }
        self.iter().for_each(|item| writer.document_as(shape.element, item));
        if shape.list.is_some() {
            writer.end();
        }
    }
}

/// What is answered in lists.
pub trait Item: FromXml + ToXml + Default {}

/// `is_anything` is whether something could be read from one of the elements. One of which nothing could be read is kept
/// without members: it stands for something.
fn gather<T: Item>(
    cursor: &mut Cursor<'_>,
    shape: &Shape,
    found: &mut Option<Vec<T>>,
    is_anything: &mut bool,
) -> Result<(), DecodeError> {
    let local = cursor.tag().local;
    if shape.is_element(local) {
        let item = T::read(cursor)?;
        *is_anything |= item.is_some();
        found.get_or_insert_default().push(item.unwrap_or_default());
        return Ok(());
    }
    // A list is empty only if nothing is in it that might be one of its elements under another name.
    let mut is_empty_list = shape.is_list(local);
    loop {
        match cursor.part()? {
            Part::Child(tag) => {
                is_empty_list &= stands_beside(tag.local);
                gather(cursor, shape, found, is_anything)?;
            }
            Part::Text(text) => is_empty_list &= text.trim().is_empty(),
            Part::End => break,
        }
    }
    if is_empty_list {
        found.get_or_insert_default();
    }
    Ok(())
}

/// Whether an element repeats what was asked, or is a message.
pub(crate) fn stands_beside(local: &str) -> bool {
    const REPEATED: &[&str] =
        &["ClientIdentifier", "GlobalIdentifier", "SupplierItemSKU", "OrderNumber", "ResultsLimit", "TimeStamp"];
    REPEATED.contains(&local) || is_message(local)
}

/// One element, the first that is found.
pub(crate) fn find<T: FromXml>(cursor: &mut Cursor<'_>, shape: &Shape) -> Result<Option<T>, DecodeError> {
    if shape.is_element(cursor.tag().local) {
        return T::read(cursor);
    }
    let mut found = None;
    while cursor.child()?.is_some() {
        match found {
            None => found = find(cursor, shape)?,
            Some(_) => cursor.skip_unknown()?,
        }
    }
    Ok(found)
}

/// Makes a declared element an answer of which there is one. What it says must be there for a document to be read that has
/// the members directly in its root.
macro_rules! single {
    ($($Name:ty: $is_there:expr),+ $(,)?) => {$(
        impl $crate::answer::Output for $Name {
            const RECORD: Option<&'static ::b2b_xml::Record> = <Self as ::b2b_xml::FromXml>::RECORD;

            fn read(
                cursor: &mut ::b2b_xml::Cursor<'_>,
                shape: &$crate::answer::Shape,
            ) -> Result<Option<Self>, ::b2b_xml::DecodeError> {
                $crate::answer::find(cursor, shape)
            }

            fn read_bare(
                cursor: &mut ::b2b_xml::Cursor<'_>,
            ) -> Result<Option<Self>, ::b2b_xml::DecodeError> {
                let is_there: fn(&Self) -> bool = $is_there;
                Ok(<Self as ::b2b_xml::FromXml>::read(cursor)?.filter(is_there))
            }

            fn write(&self, writer: &mut ::b2b_xml::Writer, shape: &$crate::answer::Shape) {
                writer.document_as(shape.element, self);
            }
        }
    )+};
}
pub(crate) use single;

/// How fcB2B documents are read: nobody is sound about namespaces.
pub(crate) fn reading() -> Reading {
    Reading::default().namespaces(Namespaces::Ignored)
}

/// Writes the document that a producer answers with, as our sandbox does.
///
/// # Errors
///
/// If the answer holds what XML cannot carry.
pub fn encode_answer<S: Service>(output: &S::Output) -> Result<String, EncodeError> {
    let mut writer = Writer::new(Writing::default());
    writer.start(S::SHAPE.root, S::SHAPE.declare);
    output.write(&mut writer, &S::SHAPE);
    writer.end();
    writer.finish()
}

/// Looks for the answer in a document. `None` if it is not there.
pub(crate) fn read_answer<S: Service>(document: &[u8]) -> Result<Decoded<Option<S::Output>>, DecodeError> {
    let found = decode_with::<Found<S>>(document, reading())?.map(|found| found.0);
    if found.value.is_some() {
        return Ok(found);
    }
    let bare = decode_with::<Bare<S>>(document, reading())?.map(|bare| bare.0);
    Ok(if bare.value.is_some() { bare } else { found })
}

struct Found<S: Service>(Option<S::Output>);

impl<S: Service> FromXml for Found<S> {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        S::Output::read(cursor, &S::SHAPE).map(Self).map(Some)
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(Some(Self(None)))
    }
}

struct Bare<S: Service>(Option<S::Output>);

impl<S: Service> FromXml for Bare<S> {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        S::Output::read_bare(cursor).map(Self).map(Some)
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(Some(Self(None)))
    }
}
