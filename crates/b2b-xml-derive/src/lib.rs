//! Derive macros of b2b-xml: one declaration per document.
