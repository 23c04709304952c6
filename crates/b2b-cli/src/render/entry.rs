//! Answers of several suppliers in one list.

use b2b_desk::{CatalogPromise, EndUserNeeds, Invoice, Priced, Quote, ServiceOffer, ShipVias};
use b2b_model::{Availability, Catalog, Document, OrderStatus, Problem, Reservation};
use serde::Serialize;

/// One answer, or what stands in its place, with who gave it and what it was asked about.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry<T> {
    /// The supplier's name in the configuration; `None` for a recorded answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) supplier: Option<String>,
    /// What was asked for, as it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asked: Option<String>,
    #[serde(flatten)]
    pub(crate) said: Said<T>,
}

/// What a supplier says.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Said<T> {
    /// What was asked for.
    Value(T),
    /// Why it is not there.
    Nothing { problems: Vec<Problem> },
}

impl<T> Entry<T> {
    /// A value of a recorded answer.
    pub(crate) fn recorded(value: T) -> Self {
        Self { supplier: None, asked: None, said: Said::Value(value) }
    }
}

/// A value that can say what is wrong with it.
pub(crate) trait Troubled {
    /// What is wrong.
    fn problems(&self) -> &[Problem] {
        &[]
    }

    /// How it is called.
    fn name(&self) -> Option<&str> {
        None
    }

    /// Whether it says something besides.
    fn has_more(&self) -> bool {
        true
    }
}

impl Troubled for Availability {
    fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn name(&self) -> Option<&str> {
        self.sku.as_ref().map(AsRef::as_ref)
    }

    fn has_more(&self) -> bool {
        !self.stock.is_empty() || !self.incoming.is_empty() || self.description.is_some()
    }
}

impl Troubled for Priced {
    fn problems(&self) -> &[Problem] {
        &self.quote.problems
    }

    fn name(&self) -> Option<&str> {
        self.quote.sku.as_ref().map(AsRef::as_ref)
    }

    fn has_more(&self) -> bool {
        !self.quote.prices.is_empty() || self.quote.description.is_some() || !self.stock.is_empty()
    }
}

impl Troubled for ShipVias {
    fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn name(&self) -> Option<&str> {
        self.sku.as_ref().map(AsRef::as_ref)
    }

    fn has_more(&self) -> bool {
        !self.ways.is_empty()
    }
}

impl Troubled for EndUserNeeds {
    fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn name(&self) -> Option<&str> {
        self.sku.as_ref().map(AsRef::as_ref)
    }

    fn has_more(&self) -> bool {
        !self.required.is_empty()
    }
}

impl Troubled for Quote {
    fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn name(&self) -> Option<&str> {
        self.number.as_deref()
    }

    fn has_more(&self) -> bool {
        !self.lines.is_empty()
    }
}

impl Troubled for Invoice {
    fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn name(&self) -> Option<&str> {
        self.customer_order.as_ref().map(AsRef::as_ref)
    }

    fn has_more(&self) -> bool {
        self.number.is_some() || self.supplier_order.is_some() || self.status.is_some() || !self.containers.is_empty()
    }
}

impl Troubled for OrderStatus {
    fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn name(&self) -> Option<&str> {
        self.supplier_order.as_ref().or(self.customer_order.as_ref()).map(AsRef::as_ref)
    }

    fn has_more(&self) -> bool {
        self.status.is_some() || !self.lines.is_empty()
    }
}

impl Troubled for Document {}
impl Troubled for Catalog {}
impl Troubled for CatalogPromise {}
impl Troubled for ServiceOffer {}
impl Troubled for Reservation {}
