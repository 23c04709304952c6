//! What suppliers offer: documents, catalogs, ways to send, services; and what they want to know.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Rows, each, joined, problems};
use crate::{
    Catalog, CatalogPart, CatalogPromise, Document, EndUserNeeds, LocationCode, ServiceOffer, ShipVia, ShipVias, Sku,
};

/// A document about an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentRow {
    /// The article.
    pub sku: Option<Sku>,
    /// What it is, in the supplier's words.
    pub kind: Option<String>,
    /// Its title or file name.
    pub title: Option<String>,
    /// Where it can be fetched.
    pub url: Option<String>,
    /// Its media type.
    pub media_type: Option<String>,
}

/// A part of a price catalog, or a catalog without parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CatalogRow {
    /// The supplier's code of the catalog.
    pub code: Option<String>,
    /// The supplier's words for it.
    pub description: Option<String>,
    /// The supplier's code of the part.
    pub part: Option<String>,
    /// The supplier's words for the part.
    pub part_description: Option<String>,
}

/// What becomes of a request for a price catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CatalogPromiseRow {
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

/// One way to send an article, or an article for which none is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShipViaRow {
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// What the article is.
    pub description: Option<String>,
    /// From where.
    pub location: Option<LocationCode>,
    /// What the supplier calls that place.
    pub location_name: Option<String>,
    /// The code that an order names the way by.
    pub code: Option<String>,
    /// The supplier's words for it.
    pub words: Option<String>,
    /// The kind of way.
    pub kind: Option<String>,
    /// What could not be answered, joined.
    pub problems: Option<String>,
}

/// What must be told of the end user of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndUserRow {
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// The supplier's names of what must be told, joined.
    pub required: Option<String>,
    /// What could not be answered, joined.
    pub problems: Option<String>,
}

/// A service that a supplier offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceRow {
    /// Its name.
    pub name: Option<String>,
    /// What it does, in the supplier's words.
    pub description: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Where it is asked.
    pub address: Option<String>,
    /// Whether it can be asked without an account.
    pub anonymous: Option<bool>,
}

impl Rows for Document {
    type Row = DocumentRow;

    fn rows(&self) -> Vec<DocumentRow> {
        let Self { sku, kind, title, url, media_type } = self.clone();
        vec![DocumentRow { sku, kind, title, url, media_type }]
    }
}

impl Rows for Catalog {
    type Row = CatalogRow;

    fn rows(&self) -> Vec<CatalogRow> {
        let whole =
            CatalogRow { code: self.code.clone(), description: self.description.clone(), ..CatalogRow::default() };
        let row = |part: &CatalogPart| CatalogRow {
            part: part.code.clone(),
            part_description: part.description.clone(),
            ..whole.clone()
        };
        each(&self.parts, whole.clone(), row)
    }
}

impl Rows for CatalogPromise {
    type Row = CatalogPromiseRow;

    fn rows(&self) -> Vec<CatalogPromiseRow> {
        let Self { code, part, available, expected, words } = self.clone();
        vec![CatalogPromiseRow { code, part, available, expected, words }]
    }
}

impl Rows for ShipVias {
    type Row = ShipViaRow;

    fn rows(&self) -> Vec<ShipViaRow> {
        let whole = ShipViaRow {
            sku: self.sku.clone(),
            description: self.description.clone(),
            problems: problems(&self.problems),
            ..ShipViaRow::default()
        };
        let row = |way: &ShipVia| {
            let ShipVia { location, location_name, code, words, kind } = way.clone();
            ShipViaRow { location, location_name, code, words, kind, ..whole.clone() }
        };
        each(&self.ways, whole.clone(), row)
    }
}

impl Rows for EndUserNeeds {
    type Row = EndUserRow;

    fn rows(&self) -> Vec<EndUserRow> {
        let (required, problems) = (joined(&self.required), problems(&self.problems));
        vec![EndUserRow { sku: self.sku.clone(), required, problems }]
    }
}

impl Rows for ServiceOffer {
    type Row = ServiceRow;

    fn rows(&self) -> Vec<ServiceRow> {
        let Self { name, description, version, address, anonymous } = self.clone();
        vec![ServiceRow { name, description, version, address, anonymous }]
    }
}
