//! What a producer offers: services and price catalogs.

use b2b_model::{Catalog, CatalogPart, CatalogPromise, ServiceOffer};

use super::value;
use crate::services::catalogs::{PriceCatalog, PriceCatalogType};
use crate::services::discovery::ServiceProfile;

impl From<&ServiceProfile> for ServiceOffer {
    /// The address is that of the newest version that has one for https, and the version is that one.
    fn from(profile: &ServiceProfile) -> Self {
        let address = profile.https_address();
        let version = profile.versions.iter().find(|version| version.https_path.as_deref() == address);
        Self {
            name: profile.name.clone(),
            description: profile.description.clone(),
            version: version.and_then(|version| version.number.clone().or_else(|| version.version_attribute.clone())),
            address: address.map(str::to_owned),
            anonymous: value(&profile.anonymous).copied(),
        }
    }
}

impl From<&PriceCatalogType> for Catalog {
    fn from(catalog: &PriceCatalogType) -> Self {
        let parts = catalog.parts.iter();
        Self {
            code: catalog.catalog.clone(),
            description: catalog.description.clone(),
            parts: parts
                .map(|part| CatalogPart { code: part.sub_catalog.clone(), description: part.description.clone() })
                .collect(),
        }
    }
}

impl From<&PriceCatalog> for CatalogPromise {
    fn from(catalog: &PriceCatalog) -> Self {
        Self {
            code: catalog.catalog.clone(),
            part: catalog.sub_catalog.clone(),
            available: value(&catalog.available).copied(),
            expected: value(&catalog.expected).copied(),
            words: catalog.status.clone(),
        }
    }
}
