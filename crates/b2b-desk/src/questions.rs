//! The questions, one file for each.

pub(crate) mod availability;
pub(crate) mod catalogs;
pub(crate) mod documents;
pub(crate) mod end_user;
pub(crate) mod invoices;
pub(crate) mod order_status;
pub(crate) mod price_list;
pub(crate) mod prices;
pub(crate) mod quotes;
pub(crate) mod recent_orders;
pub(crate) mod related;
pub(crate) mod reservations;
pub(crate) mod services;
pub(crate) mod ship_via;

use crate::{Article, Capability, NumberKind};

/// What it takes to be asked for articles by others' numbers.
fn by_other_numbers(articles: &[Article]) -> Option<Capability> {
    articles.iter().any(|article| article.kind != NumberKind::Supplier).then_some(Capability::OtherNumbers)
}
