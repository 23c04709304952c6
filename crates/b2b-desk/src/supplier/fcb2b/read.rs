//! Answers in the words of no protocol in particular.

use b2b_model::{Availability, Catalog, Document, OrderStatus, PriceQuote, Reservation};
use fcb2b_client::{InventoryAnswer, ItemDocument, Order, PriceCatalogType, RelatedAnswer, StockAnswer};

pub(crate) fn stock(_: &StockAnswer) -> Availability {
    Availability::default()
}

pub(crate) fn inventory(_: &InventoryAnswer) -> Availability {
    Availability::default()
}

pub(crate) fn related(_: &RelatedAnswer) -> Vec<Availability> {
    Vec::new()
}

pub(crate) fn prices(_: &InventoryAnswer) -> PriceQuote {
    PriceQuote::default()
}

pub(crate) fn documents(_: &Vec<ItemDocument>) -> Vec<Document> {
    Vec::new()
}

pub(crate) fn catalogs(_: &[PriceCatalogType]) -> Vec<Catalog> {
    Vec::new()
}

pub(crate) fn orders(_: &[Order]) -> Vec<OrderStatus> {
    Vec::new()
}

pub(crate) fn order(_: &Order) -> OrderStatus {
    OrderStatus::default()
}

pub(crate) fn reservations(_: &Vec<fcb2b_client::Reservation>) -> Vec<Reservation> {
    Vec::new()
}

pub(crate) fn reservation(_: &fcb2b_client::Reservation) -> Reservation {
    Reservation::default()
}
