//! What a producer offers, and its price catalogs.

use b2b_http::Attempt;
use b2b_model::Catalog;
use fcb2b_client::{GetPriceCatalogTypes, PriceCatalogRequest, Services};

use super::{Fcb2b, all, told};
use crate::question::Told;
use crate::{CatalogPromise, CatalogRequest, CatalogsQuestion, DeskError, ServiceOffer, ServicesQuestion};

impl Fcb2b {
    pub(crate) async fn services(&self, _: &ServicesQuestion) -> Result<Told<Vec<ServiceOffer>>, DeskError> {
        let answer = self.client.services().await.map_err(|error| self.failed(error))?;
        Ok(told(answer).map(|profiles| all(&profiles)))
    }

    pub(crate) fn show_services(&self, _: &ServicesQuestion, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        self.show([Services::new()], attempt)
    }

    pub(crate) async fn catalogs(&self, _: &CatalogsQuestion) -> Result<Told<Vec<Catalog>>, DeskError> {
        Ok(self.told(GetPriceCatalogTypes::new()).await?.map(|types| all(&types)))
    }

    pub(crate) fn show_catalogs(&self, _: &CatalogsQuestion, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        self.show([GetPriceCatalogTypes::new()], attempt)
    }

    pub(crate) async fn request_catalog(&self, asked: &CatalogRequest) -> Result<Told<CatalogPromise>, DeskError> {
        Ok(self.told(request(asked)).await?.map(|catalog| CatalogPromise::from(&catalog)))
    }

    pub(crate) fn show_request_catalog(
        &self,
        asked: &CatalogRequest,
        attempt: &Attempt,
    ) -> Result<Vec<String>, DeskError> {
        self.show([request(asked)], attempt)
    }
}

fn request(asked: &CatalogRequest) -> PriceCatalogRequest {
    let mut request = PriceCatalogRequest::new(asked.code.as_str());
    request.sub_catalog.clone_from(&asked.part);
    request
}
