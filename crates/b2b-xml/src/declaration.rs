//! What a document's declaration says, as data: for the reader, the writer and the reference tables.

use std::fmt;

/// A qualified name: namespace and local part.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name {
    /// The namespace URI; empty for none, [`Name::ANY`] where the protocol is not sound about its namespaces.
    pub ns: &'static str,
    /// The local part, as it stands on the wire.
    pub local: &'static str,
}

impl Name {
    /// Stands for any namespace when reading, and for none when writing.
    pub const ANY: &'static str = "*";

    /// A name in a namespace.
    #[must_use]
    pub const fn new(ns: &'static str, local: &'static str) -> Self {
        Self { ns, local }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ns.is_empty() { f.write_str(self.local) } else { write!(f, "{{{}}}{}", self.ns, self.local) }
    }
}

/// How `None` and an empty list are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoneAs {
    /// The element is left out.
    #[default]
    Omitted,
    /// `<Element i:nil="true"/>`, as WCF's data contracts do.
    Nil,
    /// `<Element/>`: the document type demands the element, not its content.
    Empty,
}

/// How often an element stands in its record, as the type of its member says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Occurs {
    /// A value that must be there; an element with [`NoneAs::Empty`] always is.
    #[default]
    Once,
    /// An `Option` or a [`Presence`](crate::Presence).
    Optional,
    /// A `Vec`. Where the field names items, it is they that are repeated, in one wrapper.
    Repeated,
}

/// A rule that text must keep beyond its length, such as the alphabet of the manual's type: `Err` says what is wrong, as
/// the end of a sentence that begins with the element's name.
pub type Check = fn(&Field, &str) -> Result<(), String>;

/// One element or attribute of a [`Record`], as the supplier's manual describes it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The element or attribute name.
    pub name: Name,
    /// Other local names that are read as the same thing.
    pub aliases: &'static [&'static str],
    /// For a list in a wrapper element: the name of its items.
    pub item: Option<Name>,
    /// Other local names of the items.
    pub item_aliases: &'static [&'static str],
    /// Content must be there, in the manual's words "required".
    pub required: bool,
    /// How an absent value is written.
    pub none: NoneAs,
    /// How often it occurs.
    pub occurs: Occurs,
    /// What its text must keep to beyond [`max`](Self::max). Asked by the writer, and only for text that is not empty.
    pub check: Option<Check>,
    /// The manual's type, for example `string(10)`; empty if it gives none.
    pub ty: &'static str,
    /// The most characters its content may have.
    pub max: Option<u32>,
    /// The Rust doc comment of the member.
    pub doc: &'static str,
    /// The declaration of the element's content, if it has elements of its own.
    pub record: Option<&'static Record>,
}

/// A declared document or part of one.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// Its element when it is a root or a list item.
    pub name: Name,
    /// The Rust doc comment of the struct.
    pub doc: &'static str,
    /// Its elements in wire order.
    pub elements: &'static [&'static Field],
    /// Its attributes.
    pub attributes: &'static [&'static Field],
    /// Namespace prefixes that the writer declares on it: prefix (empty for the default) and URI.
    pub declare: &'static [(&'static str, &'static str)],
}

impl Field {
    /// The manual's type, or a word for it.
    pub(crate) fn kind(&self) -> &'static str {
        if self.ty.is_empty() { "this element" } else { self.ty }
    }
}
