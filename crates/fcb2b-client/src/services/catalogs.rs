//! Price catalogs: which there are, and the request for one. The catalog itself comes outside of the web services.

use b2b_http::Repeatable;
use b2b_xml::chrono::NaiveDate;
use b2b_xml::{FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::answer::{Item, Shape, Source, single};
use crate::codes::ServiceName;
use crate::parameters::request;
use crate::service::Service;

request! {
    /// Asks which price catalogs there are: `/getpricecatalogtypes` of the guide, chapter Price Catalog Services.
    ///
    /// ```
    /// use fcb2b_client::{GetPriceCatalogTypes, Request};
    ///
    /// let request = GetPriceCatalogTypes::new();
    /// assert!(request.parameters().is_empty());
    /// ```
    pub struct GetPriceCatalogTypes {
        required {}
        optional {}
    }
}

/// A kind of price catalog. The two identifiers are named like the parameters; the rest is our choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "PriceCatalogType")]
#[serde(default)]
#[non_exhaustive]
pub struct PriceCatalogType {
    /// Its code. Every producer has `FULL`.
    #[xml(name = "CatalogIdentifier", required, none = "empty")]
    pub catalog: Option<String>,
    /// What it is.
    #[xml(name = "TextDescription", alias = "Description")]
    pub description: Option<String>,
    /// Its parts, if it can be asked for in parts.
    #[xml(name = "SubCatalogs", item = "SubCatalog")]
    pub parts: Vec<SubCatalog>,
}

/// A part of a price catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "SubCatalog")]
#[serde(default)]
#[non_exhaustive]
pub struct SubCatalog {
    /// Its code.
    #[xml(name = "SubCatalogIdentifier", required, none = "empty")]
    pub sub_catalog: Option<String>,
    /// What it is.
    #[xml(name = "TextDescription", alias = "Description")]
    pub description: Option<String>,
}

request! {
    /// Asks the producer to make a price catalog: `/pricecatalogrequest` of the guide, chapter Price Catalog Services. Ask for
    /// the types first.
    ///
    /// It is not repeated by the client: two requests may make two catalogs.
    ///
    /// ```
    /// use fcb2b_client::{PriceCatalogRequest, Request};
    ///
    /// let request = PriceCatalogRequest::new("FULL").sub_catalog("TILE");
    /// assert_eq!(request.parameters()[1], ("SubCatalogIdentifier", "TILE".into()));
    /// ```
    pub struct PriceCatalogRequest {
        required {
            /// The code of the catalog, such as `FULL`.
            catalog: String = "CatalogIdentifier",
        }
        optional {
            /// The code of a part of it.
            sub_catalog: String = "SubCatalogIdentifier",
        }
    }
}

/// What becomes of the request for a price catalog. The two identifiers are named like the parameters; the rest is our
/// choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "PriceCatalog")]
#[serde(default)]
#[non_exhaustive]
pub struct PriceCatalog {
    /// Its code.
    #[xml(name = "CatalogIdentifier", none = "empty")]
    pub catalog: Option<String>,
    /// The code of the part.
    #[xml(name = "SubCatalogIdentifier")]
    pub sub_catalog: Option<String>,
    /// Whether the producer can make it.
    #[xml(name = "CatalogAvailable", ty = "boolean", none = "empty")]
    pub available: Option<OrRaw<bool>>,
    /// When it will be there.
    #[xml(name = "ExpectedDate", ty = "date")]
    pub expected: Option<OrRaw<NaiveDate>>,
    /// The producer's words.
    #[xml(name = "StatusDescription", alias = "Description")]
    pub status: Option<String>,
}

impl Service for GetPriceCatalogTypes {
    const NAME: &'static str = "fcb2b.GetPriceCatalogTypes";
    const SERVICE: ServiceName = ServiceName::GetPriceCatalogTypes;
    const SHAPE: Shape =
        Shape::ours("GetPriceCatalogTypesResponse", "PriceCatalogType", Source::Ours).in_list("PriceCatalogTypes");
    type Output = Vec<PriceCatalogType>;
}

impl Service for PriceCatalogRequest {
    const NAME: &'static str = "fcb2b.PriceCatalogRequest";
    const SERVICE: ServiceName = ServiceName::PriceCatalogRequest;
    const REPEATABLE: Repeatable = Repeatable::No;
    const SHAPE: Shape = Shape::ours("PriceCatalogRequestResponse", "PriceCatalog", Source::Ours);
    type Output = PriceCatalog;
}

impl Item for PriceCatalogType {}
single!(PriceCatalog: |catalog| catalog.catalog.is_some() || catalog.available.is_some());
