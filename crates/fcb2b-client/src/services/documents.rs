//! Document service: specification sheets, images and manuals.

use b2b_xml::{FromXml, ToXml};
use serde::{Deserialize, Serialize};

use crate::answer::{Item, Shape, Source};
use crate::codes::ServiceName;
use crate::parameters::request;
use crate::service::Service;

request! {
    /// Asks for the documents about an item: `/documentservice` of the guide, chapter Document Service.
    ///
    /// ```
    /// use fcb2b_client::{DocumentService, Request};
    ///
    /// let request = DocumentService::new("VV01701002");
    /// assert_eq!(request.parameters(), [("SupplierItemSKU", "VV01701002".into())]);
    /// ```
    pub struct DocumentService {
        required {
            /// The item, by the number of the producer's catalog.
            sku: String = "SupplierItemSKU",
        }
        optional {}
    }
}

/// A document about an item. **All its names are our choice**: no source describes them. What a producer sends besides is in
/// the warnings; the generic [`call`](crate::Client::call) has all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Document")]
#[serde(default)]
#[non_exhaustive]
pub struct ItemDocument {
    /// The item.
    #[xml(name = "SupplierItemSKU")]
    pub sku: Option<String>,
    /// What it is, such as `SpecificationSheet`, `Image`, `Manual`.
    #[xml(name = "DocumentType", alias = "Type", alias = "Category")]
    pub kind: Option<String>,
    /// Its title.
    #[xml(name = "TextDescription", alias = "Description", alias = "Title", alias = "Name")]
    pub description: Option<String>,
    /// Its file name.
    #[xml(name = "FileName", alias = "Filename")]
    pub file_name: Option<String>,
    /// Its media type.
    #[xml(name = "MimeType", alias = "ContentType", alias = "MediaType")]
    pub media_type: Option<String>,
    /// Where it can be fetched.
    #[xml(name = "URL", alias = "Url", alias = "DocumentURL", alias = "Link", alias = "Location")]
    pub url: Option<String>,
}

impl Service for DocumentService {
    const NAME: &'static str = "fcb2b.DocumentService";
    const SERVICE: ServiceName = ServiceName::DocumentService;
    const SHAPE: Shape = Shape::ours("DocumentServiceResponse", "Document", Source::Ours).in_list("Documents");
    type Output = Vec<ItemDocument>;
}

impl Item for ItemDocument {}
