//! JSON Schemas (draft 2020-12) of what is written: for programs in any language that read it.
//!
//! Decimals are strings, dates `YYYY-MM-DD`, and what a supplier does not say is `null` or an empty list.
//!
//! ```
//! let schemas = b2b_model::schema::all();
//! let (_, order) = schemas.iter().find(|(name, _)| *name == "order-status").ok_or("no such schema")?;
//! assert_eq!(order.get("title").and_then(|title| title.as_str()), Some("OrderStatus"));
//! # Ok::<(), &str>(())
//! ```

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};

use crate::{
    Availability, Catalog, CatalogPromise, Document, EndUserNeeds, Invoice, OrderAcknowledgement, OrderRequest,
    OrderStatus, Outcome, PriceQuote, Priced, Quote, Reservation, ServiceOffer, ShipVias, rows,
};

/// The schema of each document that stands for itself, by a name that suits a file. That of [`OrderRequest`] is of what is
/// read, the others of what is written.
#[must_use]
pub fn all() -> Vec<(&'static str, Schema)> {
    vec![
        ("order-request", read::<OrderRequest>()),
        ("order-acknowledgement", written::<OrderAcknowledgement>()),
        ("order-outcome", written::<Outcome<OrderAcknowledgement>>()),
        ("order-status", written::<OrderStatus>()),
        ("availability", written::<Availability>()),
        ("price-quote", written::<PriceQuote>()),
        ("priced", written::<Priced>()),
        ("reservation", written::<Reservation>()),
        ("invoice", written::<Invoice>()),
        ("quote", written::<Quote>()),
        ("document", written::<Document>()),
        ("catalog", written::<Catalog>()),
        ("catalog-promise", written::<CatalogPromise>()),
        ("ship-vias", written::<ShipVias>()),
        ("end-user-needs", written::<EndUserNeeds>()),
        ("service-offer", written::<ServiceOffer>()),
        ("order-row", written::<rows::OrderRow>()),
        ("stock-row", written::<rows::StockRow>()),
        ("price-row", written::<rows::PriceRow>()),
        ("reservation-row", written::<rows::ReservationRow>()),
        ("invoice-row", written::<rows::InvoiceRow>()),
        ("quote-row", written::<rows::QuoteRow>()),
        ("document-row", written::<rows::DocumentRow>()),
        ("catalog-row", written::<rows::CatalogRow>()),
        ("catalog-promise-row", written::<rows::CatalogPromiseRow>()),
        ("ship-via-row", written::<rows::ShipViaRow>()),
        ("end-user-row", written::<rows::EndUserRow>()),
        ("service-row", written::<rows::ServiceRow>()),
    ]
}

fn written<T: JsonSchema>() -> Schema {
    schema::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn read<T: JsonSchema>() -> Schema {
    schema::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

fn schema<T: JsonSchema>(settings: SchemaSettings) -> Schema {
    let settings = settings.with_transform(RecursiveTransform(describe));
    settings.into_generator().into_root_schema_for::<T>()
}

/// Descriptions are for readers in any language: without examples in this one, and without links into its documentation.
fn describe(schema: &mut Schema) {
    let Some(text) = schema.get("description").and_then(|text| text.as_str()) else { return };
    let prose = text.split("```").next().unwrap_or_default().trim();
    let mut plain = String::new();
    let mut rest = prose;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((name, after)) = link.split_once("`]") else { break };
        plain.push_str(&format!("{before}`{name}`"));
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(after, |(_, after)| after);
    }
    plain.push_str(rest);
    schema.insert("description".to_owned(), plain.into());
}
