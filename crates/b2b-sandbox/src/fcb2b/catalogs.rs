//! Documents and price catalogs.

use chrono::Days;
use fcb2b_client::{
    DocumentService, GetPriceCatalogTypes, ItemDocument, PriceCatalog, PriceCatalogRequest, PriceCatalogType,
};
use http::StatusCode;

use super::items;
use super::refused::Refused;
use super::service::Visit;

pub(super) async fn documents(visit: Visit, request: DocumentService) -> Result<Vec<ItemDocument>, Refused> {
    let item = &items::sellable(&visit, &request.sku)?.item;
    let of_item = |mut document: ItemDocument| {
        document.sku = Some(item.sku.clone());
        document
    };
    Ok(item.documents.iter().cloned().map(of_item).collect())
}

pub(super) async fn types(visit: Visit, _: GetPriceCatalogTypes) -> Result<Vec<PriceCatalogType>, Refused> {
    let documents = visit.context.store.read(|connection| {
        let mut statement = connection.prepare_cached("SELECT document FROM fcb2b_catalog ORDER BY position")?;
        let documents = statement.query_map([], |row| row.get::<_, String>(0))?;
        documents.collect::<crate::rusqlite::Result<Vec<_>>>()
    });
    let documents = documents.await.map_err(|error| Refused::internal(&error))?;
    Ok(documents.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

/// Says that the catalog will come. It never does: it comes outside of the web services.
pub(super) async fn request(visit: Visit, request: PriceCatalogRequest) -> Result<PriceCatalog, Refused> {
    let today = visit.now.date_naive();
    let types = types(visit, GetPriceCatalogTypes::new()).await?;
    let wanted = Some(request.catalog.as_str());
    let Some(kind) = types.into_iter().find(|kind| kind.catalog.as_deref() == wanted) else {
        let sentence = format!("there is no catalog {:?}: ask for the types first", request.catalog);
        return Err(Refused::new(StatusCode::NOT_FOUND, "CatalogNotFound", sentence));
    };
    let part = request.sub_catalog;
    if let Some(part) = &part
        && !kind.parts.iter().any(|known| known.sub_catalog.as_ref() == Some(part))
    {
        let sentence = match kind.parts.is_empty() {
            true => format!("the catalog {} has no subcatalogs", request.catalog),
            false => format!("the catalog {} has no subcatalog {part:?}", request.catalog),
        };
        return Err(Refused::new(StatusCode::NOT_FOUND, "CatalogNotFound", sentence));
    }
    let mut catalog = PriceCatalog::default();
    catalog.catalog = kind.catalog;
    catalog.sub_catalog = part;
    catalog.available = Some(true.into());
    catalog.expected = today.checked_add_days(Days::new(1)).map(Into::into);
    catalog.status = Some("The catalog will be made and sent".to_owned());
    Ok(catalog)
}
