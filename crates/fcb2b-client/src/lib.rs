//! fcB2B web services, the flooring industry's queries for stock, prices, orders and reserves: typed on both sides.
//!
//! ```
//! # #[cfg(feature = "client")] {
//! use fcb2b_client::{
//!     AvailableQuantity, Client, Decimal, Directory, OrRaw, Producer, SigningKey, SigningProfile, StockCheck, b2b_http,
//! };
//!
//! // A producer of one's own. In a program: `Client::new(producer, directory)?`, over reqwest.
//! let transport = b2b_http::transport_fn(|request| async move {
//!     let query = request.uri().query().unwrap_or_default();
//!     Ok(http::Response::new(bytes::Bytes::from_static(match request.uri().path() {
//!         "/services" => b"<ServiceProfiles><ServiceProfile>
//!             <Name xmlns='http://fcb2b.com/schemas/1.0/core'>StockCheck</Name>
//!             <Version><HTTPSRequestPath>https://b2b.example.com/B2B/stockcheck</HTTPSRequestPath></Version>
//!           </ServiceProfile></ServiceProfiles>",
//!         "/B2B/stockcheck" if query.contains("SupplierItemSKU=VV01701002&") => b"
//!           <InventoryInquiryResponse xmlns='http://fcb2b.com/schemas/2.0/InventoryServices'><StockCheck>
//!             <SupplierItemSKU>VV01701002</SupplierItemSKU>
//!             <AvailableUnitOfMeasure>BX</AvailableUnitOfMeasure>
//!             <AvailableQuantity>114.00</AvailableQuantity>
//!           </StockCheck></InventoryInquiryResponse>",
//!         _ => b"<x><error>SKUNotFound</error><Description>SKU not available or does not exist</Description></x>",
//!     })))
//! });
//!
//! let key = SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into())?;
//! let producer = Producer::new(SigningProfile::named("ethervision")?, key).client_identifier("100059");
//! let directory = Directory::discovered("https://b2b.example.com/services".parse()?);
//! let client = Client::with(producer, directory, b2b_http::Client::new(transport));
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
//! let stock = client.stock_check(StockCheck::new("VV01701002")).await?.value;
//! let boxes = AvailableQuantity::Amount(Decimal::new(114_00, 2));
//! assert_eq!(stock.quantity, Some(OrRaw::Value(boxes)));
//!
//! // An error is one whatever its status.
//! let error = client.stock_check(StockCheck::new("VV01701003")).await.unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "fcb2b.StockCheck was refused (SKUNotFound, status 200): SKU not available or does not exist",
//! );
//! # Ok::<(), b2b_http::Error>(()) })?;
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! * [`Client`], with the feature `client`: a method for each service, [`create_reserve`](Client::create_reserve),
//!   [`stock_checks`](Client::stock_checks) of many items, [`call`](Client::call) for services this crate does not know.
//! * [`Producer`] and [`Directory`]: as whom and where.
//! * [`Call`]: the operation, without I/O. [`Request`] and [`Service`] are what requests have in common; [`encode_answer`] and
//!   [`decode_answer`] write and read the other side's documents.
//! * `model`: the answers in the words of `b2b-model`, with the feature `model`.
//!
//! # Source and strength of what it speaks
//!
//! The specification and its schemas are for members of fcB2B only. What is spoken here is from:
//!
//! * the **guide** of Ethervision's test site: the fifteen services, their parameters, the elements of reserves and orders in
//!   words, three error codes;
//! * **recorded** answers of one producer (Buckwold, on Kerridge/Dancik) for discovery, stock check, inventory inquiry and
//!   related items;
//! * what clients of another producer (Engineered Floors) have **seen**: price inquiry, `NA`, `R` and `C`, errors with status
//!   200.
//!
//! What is in none of them is **our choice** and says so where it stands; [`Shape::source`] says it of each service's answer.
//! Reading is lenient throughout: namespaces and roots do not count, since the known ones disagree.
//!
//! | service | request | answer |
//! |---|---|---|
//! | [`Services`] | guide | recorded |
//! | [`StockCheck`], [`InventoryInquiry`], [`RelatedItems`] | guide | recorded; roll numbers and, in stock checks, FOB point and future dates are the guide's words |
//! | [`SolutionCheck`], [`SolutionInquiry`] | guide; the forms of dates and of roll or cut are our choice | the guide: as the above; the element around is our choice |
//! | [`PriceInquiry`] | guide; its optional parameters are our reading | seen; the element around is our choice |
//! | [`DocumentService`] | guide | our choice |
//! | [`GetPriceCatalogTypes`], [`PriceCatalogRequest`] | guide | our choice, but for the identifiers |
//! | [`GetReserves`], [`CreateReserve`] | guide | the guide's names; the elements around are our choice |
//! | [`Orders`], [`OrderStatus`], [`OrderStatusDetail`] | guide | the guide's names; the elements around and the parts of addresses are our choice |
//!
//! # Features
//!
//! `client` and `model`, both on by default. Without them the crate does no I/O and has no runtime and no TLS. `blocking` adds
//! `blocking::Client`, for programs without a runtime.
#![cfg_attr(not(feature = "client"), allow(rustdoc::broken_intra_doc_links))]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod answer;
mod call;
mod codes;
mod directory;
mod element;
mod endpoint;
mod error_code;
mod generic;
mod items;
mod message;
mod parameters;
mod reading;
mod reserve;
mod service;
mod services;

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "model")]
pub mod model;

pub use answer::{Answer, CORE_NS, INVENTORY_NS, MESSAGE_LIST_NS, Output, Shape, Source, encode_answer};
pub use call::{Call, Sent};
pub use codes::{AvailableQuantity, DateOrTime, RollOrCutFlag, ServiceName, UnitOfMeasure};
pub use directory::{AddressError, Directory};
pub use element::Element;
pub use endpoint::{Echo, Endpoints, Producer, ServiceUrl, ServiceUrlError, SkuCase};
pub use error_code::ErrorCode;
pub use generic::{Any, AnyAnswer};
pub use items::{Items, Texts};
pub use message::{Message, Severity};
pub use parameters::{InvalidParameter, Parameter, ParameterValue, Request, RollOrCut};
pub use reading::decode_answer;
pub use reserve::{Doubt, Mark, Reconciled, ReservePolicy, SidemarkMode, UnknownReserve};
pub use service::{Receipt, Service};
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

#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct Readme;
