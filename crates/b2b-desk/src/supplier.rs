//! The suppliers, by protocol.

pub(crate) mod fcb2b;
pub(crate) mod techdata;
pub(crate) mod westcon;

use std::io;
use std::ops::Range;
use std::path::Path;

use b2b_http::{
    AccountLimits, Attempt, Client, Operation, PlainHttp, Redactor, Refused, ReqwestTransport, ReqwestTransportBuilder,
    render_request,
};
use chrono::DateTime;
use futures_util::FutureExt as _;
use futures_util::future::{Either, ready};
use futures_util::stream::{self, StreamExt as _};
use http::HeaderValue;

use crate::asking::{Part, Parts};
use crate::config::{Connection, SupplierConfig, bounded, why_unreadable};
use crate::observer::Observers;
use crate::question::Capability;
use crate::{Cause, ConfigError, DeskError, Protocol};

/// A supplier that can be asked.
#[derive(Debug)]
pub(crate) enum Supplier {
    Westcon(Box<westcon::Westcon>),
    Fcb2b(Box<fcb2b::Fcb2b>),
    Techdata(Box<techdata::Techdata>),
}

impl Supplier {
    pub(crate) fn new(name: &str, config: &SupplierConfig, observers: &Observers) -> Result<Self, ConfigError> {
        Ok(match config {
            SupplierConfig::Westcon(config) => Self::Westcon(Box::new(westcon::Westcon::new(name, config, observers)?)),
            SupplierConfig::Fcb2b(config) => Self::Fcb2b(Box::new(fcb2b::Fcb2b::new(name, config, observers)?)),
            SupplierConfig::Techdata(config) => {
                Self::Techdata(Box::new(techdata::Techdata::new(name, config, observers)?))
            }
        })
    }

    /// Whether it can be asked that.
    pub(crate) fn supports(&self, capability: Capability) -> bool {
        use Capability as Can;
        match self {
            Self::Westcon(_) => matches!(capability, Can::OrdersBySupplierNumber | Can::OrdersByCustomerNumber),
            Self::Fcb2b(_) => matches!(
                capability,
                Can::Services
                    | Can::Availability
                    | Can::RelatedItems
                    | Can::Prices
                    | Can::Documents
                    | Can::Catalogs
                    | Can::Reservations
                    | Can::Reserve
                    | Can::RecentOrders
                    | Can::OrdersBySupplierNumber
                    | Can::Conditions
            ),
            Self::Techdata(_) => matches!(
                capability,
                Can::Availability
                    | Can::Prices
                    | Can::OrdersBySupplierNumber
                    | Can::OrdersByCustomerNumber
                    | Can::PlaceOrder
                    | Can::Invoices
                    | Can::ShipVias
                    | Can::Quotes
                    | Can::EndUserInfo
                    | Can::PriceLists
                    | Can::OrderLevels
                    | Can::OtherNumbers
            ),
        }
    }

    /// How many things one request asks about when it asks that.
    pub(crate) fn at_most(&self, capability: Capability) -> usize {
        use Capability as Can;
        match (self, capability) {
            (Self::Westcon(_), _) => westcon::NUMBERS_PER_REQUEST,
            (Self::Techdata(techdata), Can::Availability | Can::Prices | Can::ShipVias | Can::EndUserInfo) => {
                techdata.at_most()
            }
            _ => 1,
        }
    }

    /// The first of these that it cannot be asked.
    pub(crate) fn lacking(&self, capability: Capability, needs: &[Capability]) -> Option<Capability> {
        std::iter::once(capability).chain(needs.iter().copied()).find(|capability| !self.supports(*capability))
    }

    /// That it cannot be asked that.
    pub(crate) fn unsupported(&self, capability: Capability) -> DeskError {
        let (supplier, protocol) = match self {
            Self::Westcon(westcon) => (westcon.name(), Protocol::Westcon),
            Self::Fcb2b(producer) => (producer.name(), Protocol::Fcb2b),
            Self::Techdata(techdata) => (techdata.name(), Protocol::Techdata),
        };
        DeskError::Unsupported { supplier: supplier.to_owned(), protocol, capability }
    }
}

/// What a supplier's own code comes down to, where its protocol says so.
pub(crate) fn read_code(operation: &str, code: &str) -> Option<Cause> {
    match operation.split_once('.') {
        Some(("westcon", _)) => westcon::read_code(code),
        Some(("fcb2b", _)) => fcb2b::read_code(code),
        _ => None,
    }
}

/// The service that an operation asks, where the supplier has several.
pub(crate) fn service(operation: &'static str) -> Option<&'static str> {
    match operation.split_once('.') {
        Some(("fcb2b", "Services")) => Some("discovery"),
        Some(("fcb2b", service)) => Some(service),
        _ => None,
    }
}

/// What to do about a supplier's own code, where the configuration has a word for it.
pub(crate) fn hint(operation: &str, code: &str, words: &str) -> Option<&'static str> {
    match operation.split_once('.') {
        Some(("fcb2b", _)) => fcb2b::hint(operation, code, words),
        _ => None,
    }
}

/// That the file with the extra certificate cannot be read.
fn unreadable(path: &Path, place: &str, error: io::Error) -> ConfigError {
    let path = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        let hint = "Check the path; the file of a sandbox is there only while that sandbox runs, and another run writes a \
                    new configuration.";
        return ConfigError::at(place, format!("names the file {path}, which does not exist"), hint);
    }
    let hint = "Check that it is a file and that you may read it.";
    ConfigError::at(place, format!("names the file {path}, which {}", why_unreadable(&error)), hint).with_source(error)
}

/// How many requests of one question are under way at a time, unless `max_concurrent` says otherwise. Our choice.
pub(crate) const AT_ONCE: usize = 4;

/// The most that a file of certificates may hold. Our choice.
const MOST_KIB: u64 = 1024;

/// How one supplier is connected to: the certificates that are trusted.
pub(crate) fn transport(connection: &Connection) -> Result<ReqwestTransportBuilder, ConfigError> {
    let transport = ReqwestTransport::builder();
    let Some((path, place)) = &connection.ca else { return Ok(transport) };
    let (pem, _) = bounded(path, MOST_KIB).map_err(|error| unreadable(path, place, error))?;
    Ok(transport.extra_roots_pem(pem))
}

/// The client of one supplier.
fn client(name: &str, connection: &Connection, observers: &Observers) -> Result<Client<ReqwestTransport>, ConfigError> {
    client_over(PlainHttp::Never, name, connection, observers)
}

/// The client of one supplier that may speak plain http to some host.
fn client_over(
    plain_http: PlainHttp,
    name: &str,
    connection: &Connection,
    observers: &Observers,
) -> Result<Client<ReqwestTransport>, ConfigError> {
    let transport = transport(connection)?;
    let transport = transport.build().map_err(|error| match &connection.ca {
        Some((path, place)) => {
            let message = format!("names the file {}, which cannot be used", path.display());
            ConfigError::at(place, message, "Give a PEM file that begins with -----BEGIN CERTIFICATE-----.")
                .with_source(error)
        }
        None => ConfigError::new("TLS cannot be set up", "Install the system's root certificates, or set ca.")
            .with_source(error),
    })?;
    let mut builder = Client::builder(transport)
        .plain_http(plain_http)
        .user_agent(HeaderValue::from_static(concat!("b2b-desk/", env!("CARGO_PKG_VERSION"))));
    if let Some(timeout) = connection.connect_timeout {
        builder = builder.connect_timeout(timeout);
    }
    if let Some(timeout) = connection.read_timeout {
        builder = builder.read_timeout(timeout);
    }
    if let Some(timeout) = connection.total_timeout {
        builder = builder.total_timeout(timeout);
    }
    if let Some(bytes) = connection.max_response_bytes {
        builder = builder.max_response_bytes(bytes);
    }
    if let Some(retry) = &connection.retry {
        builder = builder.retry(retry.clone());
    }
    let mut limits = AccountLimits::unlimited();
    if let Some(rate) = connection.rate {
        limits = limits.with_rate(rate);
    }
    if let Some(requests) = connection.max_concurrent {
        limits = limits.with_concurrency(requests);
    }
    builder = builder.account_limits(limits);
    if let Some(observer) = observers.of(name) {
        builder = builder.observer(observer);
    }
    if let Some(clerk) = observers.clerk(name) {
        builder = builder.clerk(clerk);
    }
    Ok(builder.build())
}

/// Why an operation cannot be written, if it cannot.
fn refused(operation: &impl Operation) -> Option<Refused> {
    operation.request(&Attempt::new(1, DateTime::UNIX_EPOCH, [0; 32])).err()
}

/// The request of an operation as it would be sent, secrets replaced.
fn written(supplier: &str, operation: &impl Operation, attempt: &Attempt) -> Result<String, DeskError> {
    let (request, _) = operation.request(attempt).map_err(|refused| unwritable(supplier, refused))?;
    Ok(render_request(&request, &Redactor::for_request(&request)))
}

/// That a request to a supplier cannot be written.
fn unwritable(supplier: &str, refused: Refused) -> DeskError {
    DeskError::Unwritable { supplier: supplier.to_owned(), refused }
}

/// Asks for so many things with each request, and gives the answers as they come. A thing that cannot be written, such as a number
/// that is too long, is told in its place, and the others are asked for.
fn in_requests<'a, T: Clone + Sync, P: Send + 'a, F: Future<Output = Result<P, DeskError>> + Send + 'a>(
    asked: &'a [T],
    at_most: usize,
    at_once: usize,
    refused: impl Fn(&T) -> Option<DeskError> + Send + 'a,
    ask: impl Fn(Vec<T>) -> F + Send + 'a,
) -> Parts<'a, P> {
    let requests = parts_of(asked, at_most).flat_map(move |(places, things)| {
        let mut requests = Vec::new();
        let (mut good, mut good_places) = (Vec::new(), Vec::new());
        for (place, thing) in places.zip(things) {
            match refused(thing) {
                Some(error) => requests.push(Either::Left(ready(Part::at(place, Err(error))))),
                None => {
                    good.push(thing.clone());
                    good_places.push(place);
                }
            }
        }
        if !good.is_empty() {
            requests.push(Either::Right(ask(good).map(|answer| Part::about(good_places, answer))));
        }
        requests
    });
    stream::iter(requests).buffer_unordered(at_once).boxed()
}

/// What is asked about, so many at a time, each with its places in the question.
fn parts_of<T>(asked: &[T], at_most: usize) -> impl Iterator<Item = (Range<usize>, &[T])> {
    asked.chunks(at_most.max(1)).enumerate().map(move |(at, part)| {
        let begin = at * at_most.max(1);
        (begin..begin + part.len(), part)
    })
}
