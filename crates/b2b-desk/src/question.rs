//! What a question is, whom it goes to, and what comes back.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::DeskError;
use crate::asking::Ask;

/// A question that suppliers can be asked. The questions are types of this crate.
///
/// One about no article or no number is answered by nothing, and nothing is sent.
#[allow(private_bounds, reason = "which suppliers there are is this crate's to know")]
pub trait Question: Ask<<Self as Question>::Part, <Self as Question>::Answer> {
    /// What one supplier answers to all of it.
    type Answer: Send;

    /// What a supplier answers at a time: to one article, some orders, or, where nothing can be told apart, all of it.
    type Part: Send + 'static;

    /// What a supplier has to be able to do.
    fn capability(&self) -> Capability;

    /// What else it has to be able to do, for a question that says more than usual.
    fn needs(&self) -> Vec<Capability> {
        Vec::new()
    }

    /// Whether to ask it again changes nothing. A [`CatalogRequest`](crate::CatalogRequest) has a catalog made.
    fn is_repeatable(&self) -> bool {
        true
    }
}

/// Whom a question goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Whom {
    /// Every supplier that can answer it.
    #[default]
    Able,
    /// The suppliers of these names, of which there is at least one.
    Named(Vec<String>),
}

impl Whom {
    /// The supplier of this name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self::Named(vec![name.into()])
    }
}

/// What a supplier can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// Which services it offers.
    Services,
    /// What it has of an article.
    Availability,
    /// Which articles go with an article.
    RelatedItems,
    /// What an article costs.
    Prices,
    /// Documents about an article.
    Documents,
    /// Which price catalogs there are, and for one of them.
    Catalogs,
    /// Which goods it holds back.
    Reservations,
    /// To hold goods back.
    Reserve,
    /// The most recent orders.
    RecentOrders,
    /// Orders by its own numbers.
    OrdersBySupplierNumber,
    /// Orders by the customer's purchase order numbers.
    OrdersByCustomerNumber,
    /// To take an order.
    PlaceOrder,
    /// The invoices of purchase orders.
    Invoices,
    /// By which ways goods can be sent.
    ShipVias,
    /// What quotes say.
    Quotes,
    /// What must be told of the end user.
    EndUserInfo,
    /// Long price lists.
    PriceLists,
    /// Stock and prices under conditions of quantity, lot or day.
    Conditions,
    /// Prices for orders of a level, such as the government's.
    OrderLevels,
    /// Articles by other numbers than the supplier's own.
    OtherNumbers,
}

impl fmt::Display for Capability {
    /// As the end of a sentence: `cannot be asked for prices`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Services => "for its services",
            Self::Availability => "for stock",
            Self::RelatedItems => "for related items",
            Self::Prices => "for prices",
            Self::Documents => "for documents",
            Self::Catalogs => "for price catalogs",
            Self::Reservations => "for reservations",
            Self::Reserve => "to reserve goods",
            Self::RecentOrders => "for recent orders",
            Self::OrdersBySupplierNumber => "for orders by its own numbers",
            Self::OrdersByCustomerNumber => "for orders by your purchase order numbers",
            Self::PlaceOrder => "to take an order",
            Self::Invoices => "for invoices",
            Self::ShipVias => "for ways to send goods",
            Self::Quotes => "for quotes",
            Self::EndUserInfo => "for what must be told of end users",
            Self::PriceLists => "for a price list",
            Self::Conditions => "under conditions of unit, lot or day",
            Self::OrderLevels => "for the prices of an order level",
            Self::OtherNumbers => "by other article numbers than its own",
        })
    }
}

/// A value, and what came with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Told<T> {
    /// What was asked for.
    pub value: T,
    /// What the supplier says beside it: information and warnings.
    pub messages: Vec<String>,
    /// What the reader forgave the answer, with the place of each.
    pub warnings: Vec<String>,
}

impl<T> Told<T> {
    /// A value with nothing beside it.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { value, messages: Vec::new(), warnings: Vec::new() }
    }

    /// With what the reader forgave.
    #[must_use]
    pub fn warnings(mut self, warnings: Vec<String>) -> Self {
        self.warnings = warnings;
        self
    }

    /// Another value with the same beside it.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Told<U> {
        Told { value: read(self.value), messages: self.messages, warnings: self.warnings }
    }
}

/// The answer for one of several articles. One that fails hides none of the others. What a supplier refuses of one article
/// alone stands in the value's own problems, beside whatever else is said of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Answered<T> {
    /// The article, as it was asked for.
    pub about: String,
    /// What was said of it, or why nothing was.
    pub result: Result<Told<T>, DeskError>,
}

impl<T> Answered<T> {
    /// The same article's answer, read otherwise.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Answered<U> {
        Answered { about: self.about, result: self.result.map(|told| told.map(read)) }
    }
}
