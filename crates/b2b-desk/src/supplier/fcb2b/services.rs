//! What a producer offers, and its price catalogs.

use b2b_http::Attempt;
use b2b_model::Catalog;
use fcb2b_client::{GetPriceCatalogTypes, OrRaw, PriceCatalog, PriceCatalogRequest, ServiceProfile, Services};

use super::{Fcb2b, read, told};
use crate::question::Told;
use crate::{CatalogPromise, CatalogRequest, CatalogsQuestion, DeskError, ServiceOffer, ServicesQuestion};

impl Fcb2b {
    pub(crate) async fn services(&self, _: &ServicesQuestion) -> Result<Told<Vec<ServiceOffer>>, DeskError> {
        let answer = self.client.services().await.map_err(|error| self.failed(error))?;
        Ok(told(answer).map(|profiles| profiles.iter().map(offer).collect()))
    }

    pub(crate) fn show_services(&self, _: &ServicesQuestion, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        self.show([Services::new()], attempt)
    }

    pub(crate) async fn catalogs(&self, _: &CatalogsQuestion) -> Result<Told<Vec<Catalog>>, DeskError> {
        Ok(self.told(GetPriceCatalogTypes::new()).await?.map(|types| read::catalogs(&types)))
    }

    pub(crate) fn show_catalogs(&self, _: &CatalogsQuestion, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        self.show([GetPriceCatalogTypes::new()], attempt)
    }

    pub(crate) async fn request_catalog(&self, asked: &CatalogRequest) -> Result<Told<CatalogPromise>, DeskError> {
        Ok(self.told(request(asked)).await?.map(|catalog| promise(&catalog)))
    }

    pub(crate) fn show_request_catalog(
        &self,
        asked: &CatalogRequest,
        attempt: &Attempt,
    ) -> Result<Vec<String>, DeskError> {
        self.show([request(asked)], attempt)
    }
}

pub(crate) fn offer(profile: &ServiceProfile) -> ServiceOffer {
    let address = profile.https_address();
    let version = profile.versions.iter().find(|version| version.https_path.as_deref() == address);
    ServiceOffer {
        name: profile.name.clone(),
        description: profile.description.clone(),
        version: version.and_then(|version| version.number.clone().or_else(|| version.version_attribute.clone())),
        address: address.map(str::to_owned),
        anonymous: profile.anonymous.as_ref().and_then(OrRaw::value).copied(),
    }
}

fn request(asked: &CatalogRequest) -> PriceCatalogRequest {
    let mut request = PriceCatalogRequest::new(asked.code.as_str());
    request.sub_catalog.clone_from(&asked.part);
    request
}

pub(crate) fn promise(catalog: &PriceCatalog) -> CatalogPromise {
    CatalogPromise {
        code: catalog.catalog.clone(),
        part: catalog.sub_catalog.clone(),
        available: catalog.available.as_ref().and_then(OrRaw::value).copied(),
        expected: catalog.expected.as_ref().and_then(OrRaw::value).copied(),
        words: catalog.status.clone(),
    }
}
