//! The question which price catalogs there are, and the request for one.

use b2b_model::{Catalog, CatalogPromise};

use crate::asking::asked;
use crate::question::Told;

/// Which price catalogs are there?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CatalogsQuestion;

impl CatalogsQuestion {
    /// The question.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

/// Make this price catalog. It comes outside of the protocol; the answer only says whether it will.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CatalogRequest {
    /// The supplier's code, such as `FULL`.
    pub code: String,
    /// The code of a part of it.
    pub part: Option<String>,
}

impl CatalogRequest {
    /// A request for all of a catalog.
    pub fn of(code: impl Into<String>) -> Self {
        Self { code: code.into(), part: None }
    }

    /// Only this part of it.
    #[must_use]
    pub fn part(mut self, part: impl Into<Option<String>>) -> Self {
        self.part = part.into();
        self
    }
}

asked!(CatalogsQuestion, Catalogs => Told<Vec<Catalog>> { Fcb2b(catalogs, show_catalogs) });
asked!(CatalogRequest, Catalogs => once Told<CatalogPromise> { Fcb2b(request_catalog, show_request_catalog) });
