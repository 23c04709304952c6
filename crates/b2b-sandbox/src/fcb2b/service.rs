//! One query in, one document out.

use std::fmt::Write as _;
use std::future::Future;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use b2b_xml::chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use fcb2b_client::{Service, ServiceName, encode_answer};
use http::header::{ALLOW, CONTENT_TYPE, HOST};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, StatusCode, Uri};
use hyper::body::Body as _;

use super::gate::{Admitted, Arrival, Gate};
use super::items::{Catalogue, Shelves};
use super::refused::Refused;
use super::{catalogs, discovery, orders, prices, related, reserves, secrets, solutions, stock};
use crate::notes::Notes;
use crate::supplier::Context;

const XML: &str = "text/xml; charset=utf-8";

/// The producer.
#[derive(Clone, Debug)]
pub(super) struct Producer {
    pub(super) context: Context,
    pub(super) shelves: Shelves,
    pub(super) gate: Arc<Gate>,
}

/// A request that was let in.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) context: Context,
    pub(super) catalogue: Arc<Catalogue>,
    /// Whole seconds.
    pub(super) now: DateTime<Utc>,
    /// Who asks.
    pub(super) client: String,
    /// `https://` and the host by which the client found the sandbox.
    pub(super) site: String,
}

impl Visit {
    /// `ClientIdentifier`, as answers repeat it.
    pub(super) fn client_identifier(&self) -> Option<String> {
        Some(self.client.clone()).filter(|client| !client.is_empty())
    }
}

/// Where a service is asked: its name in lower case, as in the guide.
pub(super) fn path(service: &ServiceName) -> String {
    format!("/{}", service.as_str().to_ascii_lowercase())
}

/// The service at a path, in whatever case.
fn service_at(asked: &str) -> Option<&'static ServiceName> {
    let asked = asked.strip_prefix('/')?;
    ServiceName::KNOWN.iter().find(|service| service.as_str().eq_ignore_ascii_case(asked))
}

/// Answers over HTTPS.
pub(super) async fn answer(State(producer): State<Producer>, request: Request) -> Response {
    let notes = redacting(&producer, &request);
    let (Parts { method, uri, headers, .. }, _) = request.into_parts();
    let Some(service) = service_at(uri.path()) else {
        return refuse(notes, Refused::new(StatusCode::NOT_FOUND, "NoSuchService", "there is no such service"));
    };
    let notes = notes.operation(service.as_str());
    let host = host(&producer, &uri, &headers);
    let arrival = Arrival { method: &method, host: &host, path: uri.path(), query: uri.query().unwrap_or_default() };
    let now = producer.context.clock.now();
    let answered = match producer.gate.admit(service, arrival, now).await {
        Ok(admitted) => {
            let now = now.duration_trunc(TimeDelta::seconds(1)).unwrap_or(now);
            let site = match host.parse::<Authority>() {
                Ok(host) => format!("https://{host}"),
                Err(_) => producer.context.url.to_string(),
            };
            let Admitted { client, parameters } = admitted;
            let Producer { context, shelves, .. } = producer;
            let visit = Visit { context, catalogue: shelves.catalogue(), now, client, site };
            dispatch(service, visit, &parameters).await
        }
        Err(refused) => Err(refused),
    };
    match answered {
        Ok(document) => (notes, [(CONTENT_TYPE, XML)], document).into_response(),
        Err(refused) => refuse(notes, refused),
    }
}

/// Answers over plain HTTP: the guide has the code, the status is our choice.
pub(super) async fn answer_plainly(State(producer): State<Producer>, request: Request) -> Response {
    let notes = redacting(&producer, &request);
    let notes = match service_at(request.uri().path()) {
        Some(service) => notes.operation(service.as_str()),
        None => notes,
    };
    let mut sentence = format!("fcB2B is asked over https, here at {}", producer.context.url);
    if request.uri().query().is_some() {
        let _ = write!(sentence, "; what was sent in the clear is no secret any more");
    }
    refuse(notes, Refused::new(StatusCode::FORBIDDEN, "InvalidTransport", sentence))
}

async fn dispatch(service: &ServiceName, visit: Visit, parameters: &[(String, String)]) -> Result<String, Refused> {
    match service {
        ServiceName::Services => discovery::services(visit, read(parameters)?).await,
        ServiceName::StockCheck => call(visit, parameters, stock::check).await,
        ServiceName::InventoryInquiry => call(visit, parameters, stock::inquiry).await,
        ServiceName::RelatedItems => call(visit, parameters, related::items).await,
        ServiceName::SolutionCheck => call(visit, parameters, solutions::check).await,
        ServiceName::SolutionInquiry => call(visit, parameters, solutions::inquiry).await,
        ServiceName::PriceInquiry => call(visit, parameters, prices::inquiry).await,
        ServiceName::DocumentService => call(visit, parameters, catalogs::documents).await,
        ServiceName::GetPriceCatalogTypes => call(visit, parameters, catalogs::types).await,
        ServiceName::PriceCatalogRequest => call(visit, parameters, catalogs::request).await,
        ServiceName::GetReserves => call(visit, parameters, reserves::list).await,
        ServiceName::CreateReserve => call(visit, parameters, reserves::create).await,
        ServiceName::Orders => call(visit, parameters, orders::recent).await,
        ServiceName::OrderStatus => call(visit, parameters, orders::status).await,
        ServiceName::OrderStatusDetail => call(visit, parameters, orders::detail).await,
        _ => Err(Refused::new(StatusCode::NOT_FOUND, "NoSuchService", "there is no such service")),
    }
}

/// Asks a service and writes what it says.
async fn call<S, F>(
    visit: Visit,
    parameters: &[(String, String)],
    ask: impl FnOnce(Visit, S) -> F,
) -> Result<String, Refused>
where
    S: Service,
    F: Future<Output = Result<S::Output, Refused>>,
{
    let output = ask(visit, read(parameters)?).await?;
    encode_answer::<S>(&output).map_err(|error| Refused::internal(&error))
}

/// Reads the parameters. Those that the service does not have are let pass: the guide's own examples send some.
fn read<S: Service>(parameters: &[(String, String)]) -> Result<S, Refused> {
    let parameters = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    S::from_parameters(parameters).map_err(|problems| Refused::parameters(&problems))
}

/// The secrets that the record has to leave out. Without a body `find_secrets` names them, once somebody looks at the record.
fn redacting(producer: &Producer, request: &Request) -> Notes {
    if request.body().is_end_stream() {
        return Notes::new();
    }
    let query = request.uri().query().unwrap_or_default();
    secrets::in_query(query, producer.gate.signature_name()).into_iter().fold(Notes::new(), Notes::redact)
}

/// The host as the client wrote it, or the sandbox's own if it did not.
fn host(producer: &Producer, uri: &Uri, headers: &HeaderMap) -> String {
    let sent = headers.get(HOST).map(|host| String::from_utf8_lossy(host.as_bytes()).into_owned());
    let own = || producer.context.url.trim_start_matches("https://").to_owned();
    sent.or_else(|| uri.authority().map(|authority| authority.to_string())).unwrap_or_else(own)
}

fn refuse(notes: Notes, refused: Refused) -> Response {
    let (status, document) = (refused.status, refused.document());
    let notes = notes.refused(refused.explanation());
    if status == StatusCode::METHOD_NOT_ALLOWED {
        return (status, notes, [(CONTENT_TYPE, XML), (ALLOW, "GET")], document).into_response();
    }
    (status, notes, [(CONTENT_TYPE, XML)], document).into_response()
}
