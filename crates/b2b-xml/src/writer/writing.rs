//! How a document is laid out.

/// How the text is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// No white space between elements.
    #[default]
    Compact,
    /// Each element on a line of its own, two spaces a level.
    Indented,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Writing {
    /// Begin with `<?xml version="1.0" encoding="utf-8"?>`.
    pub declaration: bool,
    /// The layout.
    pub layout: Layout,
}

impl Writing {
    /// With an XML declaration.
    #[must_use]
    pub fn declaration(mut self) -> Self {
        self.declaration = true;
        self
    }

    /// With each element on a line of its own.
    #[must_use]
    pub fn indented(mut self) -> Self {
        self.layout = Layout::Indented;
        self
    }
}
