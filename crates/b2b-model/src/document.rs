//! Documents about articles, and price catalogs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Sku;

/// A document about an article: a specification sheet, an image, a manual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// The article.
    pub sku: Option<Sku>,
    /// What it is, in the supplier's words.
    pub kind: Option<String>,
    /// Its title or file name.
    pub title: Option<String>,
    /// Where it can be fetched.
    pub url: Option<String>,
    /// Its media type (RFC 6838), such as `application/pdf`.
    pub media_type: Option<String>,
}

/// A price catalog that can be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Catalog {
    /// The supplier's code for it, such as `FULL`.
    pub code: Option<String>,
    /// The supplier's words.
    pub description: Option<String>,
    /// The codes and words of its parts.
    pub parts: Vec<CatalogPart>,
}

/// A part of a price catalog that can be asked for alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CatalogPart {
    /// The supplier's code for it.
    pub code: Option<String>,
    /// The supplier's words.
    pub description: Option<String>,
}

/// What becomes of a request for a price catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CatalogPromise {
    /// The catalog's code.
    pub code: Option<String>,
    /// The code of the part.
    pub part: Option<String>,
    /// Whether the supplier can make it.
    pub available: Option<bool>,
    /// When it will be there.
    pub expected: Option<NaiveDate>,
    /// The supplier's words.
    pub words: Option<String>,
}
