//! How much of a document is read, and how much is forgiven.

/// Bounds on a document. A document beyond one of them is refused, so that its reader's memory and time stay bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the document, as UTF-8.
    pub bytes: u64,
    /// Elements inside one another.
    pub depth: usize,
    /// Elements in all.
    pub elements: u64,
    /// Attributes of one element, namespace declarations included.
    pub attributes: usize,
    /// Namespace declarations in scope: those of an element and of all elements around it.
    pub bindings: usize,
    /// Bytes of one record, when records are read one at a time.
    pub record_bytes: u64,
    /// Warnings that are kept; later ones are only counted.
    pub warnings: usize,
}

impl Default for Limits {
    /// 256 MiB, 64 deep, 50 million elements, 64 attributes, 256 namespace declarations in scope, 8 MiB a
    /// record, 64 warnings.
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            depth: 64,
            elements: 50_000_000,
            attributes: 64,
            bindings: 256,
            record_bytes: 8 << 20,
            warnings: 64,
        }
    }
}

/// What becomes of that which the tolerant reader would forgive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strictness {
    /// It is read, and a [`Warning`](crate::Warning) says so.
    #[default]
    Tolerant,
    /// The first warning is an error.
    Strict,
}

/// Whether a document type declaration may stand before the root.
///
/// An internal subset that declares anything is refused either way, and an external one is never fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doctype {
    /// Refused.
    #[default]
    Refused,
    /// A bare `<!DOCTYPE name SYSTEM "…">`, with no internal subset or an empty one, is skipped.
    Bare,
}

/// Whether elements must be in the namespaces that are declared for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Namespaces {
    /// They must.
    #[default]
    Checked,
    /// Local names decide, for protocols whose writers do not agree about namespaces. A prefix must still be bound, and
    /// attributes are still told apart.
    Ignored,
}

/// How a document is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// Bounds.
    pub limits: Limits,
    /// Warnings or errors.
    pub strictness: Strictness,
    /// The document type declaration.
    pub doctype: Doctype,
    /// The namespaces of elements.
    pub namespaces: Namespaces,
}

impl Reading {
    /// Within other bounds.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// With warnings as errors.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strictness = Strictness::Strict;
        self
    }

    /// With another rule for the document type declaration.
    #[must_use]
    pub fn doctype(mut self, doctype: Doctype) -> Self {
        self.doctype = doctype;
        self
    }

    /// With another rule for the namespaces of elements.
    #[must_use]
    pub fn namespaces(mut self, namespaces: Namespaces) -> Self {
        self.namespaces = namespaces;
        self
    }
}
