//! Answers in the words of no protocol in particular, one function for each kind.

use b2b_model::{Availability, Catalog, Document, OrderStatus, PriceQuote, Reservation};
use fcb2b_client::{InventoryAnswer, ItemDocument, Order, PriceCatalogType, RelatedAnswer, StockAnswer, model};

use crate::Priced;

pub(crate) fn stock(answer: &StockAnswer) -> Availability {
    answer.into()
}

pub(crate) fn inventory(answer: &InventoryAnswer) -> Availability {
    answer.into()
}

pub(crate) fn related(answer: &RelatedAnswer) -> Vec<Availability> {
    model::related(answer)
}

pub(crate) fn prices(answer: &InventoryAnswer) -> PriceQuote {
    answer.into()
}

pub(crate) fn priced(answer: &InventoryAnswer) -> Priced {
    prices(answer).into()
}

pub(crate) fn documents(answer: &[ItemDocument]) -> Vec<Document> {
    answer.iter().map(Document::from).collect()
}

pub(crate) fn catalogs(answer: &[PriceCatalogType]) -> Vec<Catalog> {
    answer.iter().map(Catalog::from).collect()
}

pub(crate) fn orders(answer: &[Order]) -> Vec<OrderStatus> {
    answer.iter().map(OrderStatus::from).collect()
}

pub(crate) fn order(answer: &Order) -> OrderStatus {
    answer.into()
}

pub(crate) fn reservations(answer: &[fcb2b_client::Reservation]) -> Vec<Reservation> {
    answer.iter().map(Reservation::from).collect()
}

pub(crate) fn reservation(answer: &fcb2b_client::Reservation) -> Reservation {
    answer.into()
}
