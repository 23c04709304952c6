//! fcB2B web services, the flooring industry's queries for stock, prices, orders and reserves: typed on both sides.
#![forbid(unsafe_code)]

mod answer;
mod call;
mod codes;
mod directory;
mod element;
mod endpoint;
mod generic;
mod items;
mod message;
mod parameters;
mod reading;
mod reserve;
mod service;
mod services;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "model")]
pub mod model;

pub use answer::{Answer, CORE_NS, INVENTORY_NS, MESSAGE_LIST_NS, Output, Shape, Source, encode_answer};
pub use call::{Call, Sent};
pub use codes::{AvailableQuantity, DateOrTime, ErrorCode, RollOrCutFlag, ServiceName, UnitOfMeasure};
pub use directory::{AddressError, Directory};
pub use element::Element;
pub use endpoint::{Endpoints, Producer, ServiceUrl, ServiceUrlError, SkuCase};
pub use generic::{Any, AnyAnswer};
pub use items::Items;
pub use message::{Message, Severity};
pub use parameters::{InvalidParameter, Parameter, ParameterValue, Request, RollOrCut};
pub use reserve::{Doubt, Mark, Reconciled, ReservePolicy, SidemarkMode, UnknownReserve};
pub use service::Service;
pub use services::catalogs::{GetPriceCatalogTypes, PriceCatalog, PriceCatalogRequest, PriceCatalogType, SubCatalog};
pub use services::discovery::{ServiceProfile, ServiceVersion, Services};
pub use services::documents::{DocumentService, ItemDocument};
pub use services::inventory::{AvailableItem, AvailableItems, InventoryAnswer, StockAnswer};
pub use services::orders::{AddressPart, Order, OrderLine, OrderStatus, OrderStatusDetail, Orders, ShippingAddress};
pub use services::prices::PriceInquiry;
pub use services::related::{RelatedAnswer, RelatedData, RelatedItem, RelatedItems};
pub use services::reserves::{CreateReserve, GetReserves, Reservation, ReservationLine};
pub use services::solutions::{SolutionCheck, SolutionInquiry};
pub use services::stock::{InventoryInquiry, StockCheck};

#[cfg(feature = "client")]
pub use client::{Bulk, Circuit, CircuitEvent, CircuitOpen, Client, ReserveOutcome, StockFailure, StockResult};

/// For policies, transports and errors.
pub use b2b_http;
/// Times and exact numbers, as they stand in answers.
pub use b2b_xml::{Decimal, OrRaw, chrono};
/// How requests are signed.
pub use fcb2b_signing::{self, SigningKey, SigningProfile};
/// For the producer's secret.
pub use secrecy::SecretString;
