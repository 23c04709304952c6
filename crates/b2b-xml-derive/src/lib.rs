//! The derive macros of `b2b-xml`: [`FromXml`](macro@FromXml) and [`ToXml`](macro@ToXml).
//!
//! Use them through `b2b-xml`, which re-exports them and has the traits they implement. Derived code names that crate
//! `::b2b_xml`, so it must be a dependency under this name, neither renamed nor only re-exported by another crate.
//!
//! # On the struct: `#[xml(…)]`
//!
//! | argument | meaning |
//! |---|---|
//! | `name = "Order"` | its element, as a root or a list item; the struct's name without it, `r#` aside |
//! | `ns = URI` | the namespace of that element and of all members; a string or a constant; `b2b_xml::Name::ANY` for any |
//! | `declare("b" = URI, …)` | prefixes the writer declares on the element; `""` is the default namespace |
//! | `check = function` | a `b2b_xml::Check` that the writer asks of each member's text, for the types of a manual |
//!
//! # On a member: `#[xml(…)]`
//!
//! Order is wire order. The type says what is told apart: `T` must be there, `Option<T>` merges absent, nil and empty,
//! `Presence<T>` tells them apart, `Vec<T>` repeats.
//!
//! | argument | meaning |
//! |---|---|
//! | `name = "OrderNumber"` | the element or attribute |
//! | `ns = URI` | another namespace than the struct's |
//! | `alias = "Order_Number"` | another local name that is read as the same; repeatable |
//! | `item = "Order"` | the list stands in a wrapper element, and these are its items |
//! | `item_ns = URI`, `item_alias = "…"` | their namespace if it differs, and other local names |
//! | `required` | content is required: refused on writing, warned of on reading |
//! | `max = 10` | the most characters |
//! | `ty = "string(10)"` | the manual's type, for the reference tables |
//! | `none = "nil"` | how an absent value is written: `omit` (default), `nil` or `empty` |
//! | `attribute` | an attribute; in no namespace unless it has a `ns` of its own |
//!
//! # What they do not do
//!
//! A declaration is static data that holds those of its members' types, so a struct cannot hold itself, not even in a
//! list or a `Box` (the compiler calls that a cycle, E0391). For such a document implement the traits by hand, with
//! `RECORD` as `None`, or read it with `b2b_xml::Cursor`.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod declaration;
mod expand;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `b2b_xml::FromXml`: the struct can be read.
#[proc_macro_derive(FromXml, attributes(xml))]
pub fn from_xml(input: TokenStream) -> TokenStream {
    derive(&parse_macro_input!(input as DeriveInput), expand::from_xml)
}

/// Implements `b2b_xml::ToXml`: the struct can be written.
#[proc_macro_derive(ToXml, attributes(xml))]
pub fn to_xml(input: TokenStream) -> TokenStream {
    derive(&parse_macro_input!(input as DeriveInput), expand::to_xml)
}

fn derive(input: &DeriveInput, expand: fn(&declaration::Document) -> proc_macro2::TokenStream) -> TokenStream {
    declaration::Document::parse(input)
        .map_or_else(|error| error.to_compile_error(), |document| expand(&document))
        .into()
}
