//! One message in, one message out.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use b2b_xml::{Decoded, Presence, WarningKind};
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Method, StatusCode, Uri};
use secrecy::SecretString;
use tokio::sync::Mutex;
use westcon_orderstatus::request::{GetOrderStatusRequest, WestconOrderStatus};
use westcon_orderstatus::response::{
    Errors, GetOrderStatusResponse, GetOrderStatusResult, Metadata, Order, ServiceError,
};
use westcon_orderstatus::{ACTION, OrderNumberType, RESPONSE_ACTION};
use wsse_soap::{
    Addressing, Demand, Envelope, Fault, FaultStatus, Fragment, HeaderBlock, Headers, HttpAction, Message,
    PasswordTypes, Policy, Request, Security, SoapVersion, Timestamp, Verifier, ns,
};

use super::faults::{self, Refused};
use super::orders::{self, Found};
use super::{Westcon, wsdl};
use crate::notes::{Explanation, Notes};
use crate::supplier::Context;

/// How long an answer is valid: WCF's default.
const LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// How far the service's local time is behind UTC: the difference in the guide's sample.
const LOCAL_TIME: TimeDelta = TimeDelta::hours(-4);

/// Which of the two endpoints was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    Westcon,
    Digest,
}

impl Door {
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Westcon => Westcon::PATH,
            Self::Digest => Westcon::DIGEST_PATH,
        }
    }

    fn of(path: &str) -> Self {
        if path.eq_ignore_ascii_case(Westcon::DIGEST_PATH) { Self::Digest } else { Self::Westcon }
    }
}

/// The service with what it remembers of the messages it has seen.
#[derive(Clone)]
pub(super) struct Service {
    context: Context,
    westcon: Arc<Mutex<Verifier>>,
    digest: Arc<Mutex<Verifier>>,
}

impl Service {
    pub(super) fn new(context: Context) -> Self {
        // WCF itself reads neither; a sandbox that let a replay pass would teach nothing.
        let policy = Policy::wcf().nonce(Demand::Optional).created(Demand::Optional);
        let westcon = Verifier::new(policy.clone());
        let digest = Verifier::new(
            policy.password_types(PasswordTypes::Any).nonce(Demand::ForDigest).created(Demand::ForDigest),
        );
        Self { context, westcon: Arc::new(Mutex::new(westcon)), digest: Arc::new(Mutex::new(digest)) }
    }

    fn verifier(&self, door: Door) -> &Mutex<Verifier> {
        match door {
            Door::Westcon => &self.westcon,
            Door::Digest => &self.digest,
        }
    }
}

/// Answers whatever comes to one of the doors.
pub(super) async fn answer(
    State(service): State<Service>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let door = Door::of(uri.path());
    let notes = find_secrets(&headers, &body).into_iter().fold(Notes::new(), Notes::redact);
    match method {
        Method::GET | Method::HEAD => describe(&service, door, &uri, notes),
        Method::POST => post(&service, door, &uri, &headers, &body, notes).await,
        _ => {
            let explanation = Explanation::new("SOAP messages are sent with POST; GET answers ?wsdl.");
            (StatusCode::METHOD_NOT_ALLOWED, notes.refused(explanation), [(ALLOW, "GET, HEAD, POST")]).into_response()
        }
    }
}

fn describe(service: &Service, door: Door, uri: &Uri, notes: Notes) -> Response {
    let asks = |name: &str| uri.query().is_some_and(|query| query.to_ascii_lowercase().starts_with(name));
    if asks("wsdl") || asks("singlewsdl") {
        let document = wsdl::at(&format!("{}{}", service.context.url, door.path()));
        return (notes.operation("wsdl"), [(CONTENT_TYPE, "text/xml; charset=utf-8")], document).into_response();
    }
    (notes, "OrderStatus service. Its contract is at ?wsdl.\n").into_response()
}

async fn post(service: &Service, door: Door, uri: &Uri, http: &HeaderMap, body: &[u8], notes: Notes) -> Response {
    let header = |name: &str| http.get(name).and_then(|value| value.to_str().ok());
    let content_type = header(CONTENT_TYPE.as_str());
    let Some(version) = content_type.and_then(SoapVersion::of_content_type) else {
        let expected = [SoapVersion::Soap12, SoapVersion::Soap11].map(SoapVersion::media_type).join("' or '");
        let sent = content_type.unwrap_or_default();
        let text = format!(
            "Cannot process the message because the content type '{sent}' was not the expected type '{expected}'."
        );
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, notes.refused(Explanation::new(text)), "").into_response();
    };
    let now = service.context.clock.now();
    let request = match Request::<Fragment>::decode(body) {
        Ok(request) if request.version == version => request,
        Ok(request) => {
            let refused = Refused::new(
                Fault::new(
                    wsse_soap::FaultCode::VersionMismatch,
                    "The envelope version does not match the content type.",
                ),
                format!("The envelope is in {} and the content type says {}.", request.version, version.media_type()),
            );
            return refuse(version, &request.headers, refused, Vec::new(), now, notes);
        }
        Err(error) => {
            let place = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            let sentence = format!("The request cannot be read: {error}; {place}");
            let refused = Refused::new(error.fault(), sentence.trim_end_matches("; ").to_owned());
            return refuse(version, &Headers::default(), refused, Vec::new(), now, notes);
        }
    };
    let notes = notes.operation("GetOrderStatus");
    if let Some((fault, blocks)) = request.must_understand_fault(&[]) {
        let refused = Refused::new(fault, "A header block with mustUnderstand is not known here.");
        return refuse(version, &request.headers, refused, blocks, now, notes);
    }
    let action = HttpAction::of(version, content_type, header("soapaction"));
    match handle(service, door, uri, &request, action, now).await {
        Ok((result, dropped)) => {
            let notes = match dropped {
                Some(explanation) => notes.refused(explanation),
                None => notes,
            };
            respond(version, &request.headers, &GetOrderStatusResponse { result }, now, notes)
        }
        Err(refused) => refuse(version, &request.headers, refused, Vec::new(), now, notes),
    }
}

/// Checks the message, then answers the question. The explanation is of members that WCF would not have read.
async fn handle(
    service: &Service,
    door: Door,
    uri: &Uri,
    request: &Request<Fragment>,
    action: HttpAction<'_>,
    now: DateTime<Utc>,
) -> Result<(GetOrderStatusResult, Option<Explanation>), Refused> {
    let user = {
        let credentials = |user: &str| (user == Westcon::ACCOUNT).then(|| SecretString::from(Westcon::KEY));
        let mut verifier = service.verifier(door).lock().await;
        let verified = verifier.verify(&request.headers, &credentials, now);
        verified.map_err(|refusal| faults::security(&refusal, &now.to_rfc3339()))?.username
    };
    let action = request
        .action(action)
        .map_err(|fault| Refused::new(*fault, "The HTTP action and the Action header differ."))?;
    if let Some(action) = action.filter(|action| *action != ACTION) {
        return Err(faults::action(action));
    }
    if let Some(to) = &request.headers.addressing.to {
        let path = to.parse::<Uri>().map(|to| to.path().to_owned()).unwrap_or_default();
        if *to != ns::ANONYMOUS && !path.eq_ignore_ascii_case(uri.path()) {
            return Err(faults::address(to));
        }
    }
    let body = request.body.decode::<GetOrderStatusRequest>().map_err(|error| faults::unreadable(&error))?;
    let (question, dropped) = as_wcf_reads(&body);
    let result = match check(&question, &user) {
        Err(error) => failure(error),
        Ok(kind) => ask(service, &question, &kind).await.map_err(|error| faults::internal(&error))?,
    };
    Ok((stamped(result, now), dropped))
}

/// The question as a `DataContractSerializer` reads it: a member that stands out of its order is skipped without a word.
fn as_wcf_reads(body: &Decoded<GetOrderStatusRequest>) -> (WestconOrderStatus, Option<Explanation>) {
    let mut question = body.value.request.order_status.clone();
    let mut skipped = Vec::new();
    for warning in body.warnings.iter().filter(|warning| warning.kind == WarningKind::OutOfOrder) {
        let Some((parent, member)) = warning.place.path.rsplit_once('/') else { continue };
        if !parent.ends_with("/WestconOrderStatus") {
            continue;
        }
        match member {
            "CustomerAccountNumber" => question.customer_account_number.clear(),
            "OrderNumberType" => question.order_number_type = None,
            "Orders" => question.orders.clear(),
            "ReturnSerialNumberAndMACAddress" => question.return_serial_number_and_mac_address = None,
            _ => continue,
        }
        skipped.push(member.to_owned());
    }
    let explanation = (!skipped.is_empty()).then(|| {
        Explanation::new(format!(
            "Out of the order in which a DataContractSerializer reads, so skipped without a word: {}.",
            skipped.join(", ")
        ))
    });
    (question, explanation)
}

/// The rules of table 3.1 and chapter 4 of the guide.
fn check(question: &WestconOrderStatus, user: &str) -> Result<OrderNumberType, ServiceError> {
    if question.customer_account_number != user {
        return Err(service_error("2", "CustomerAccountNumber does not match the user name."));
    }
    let kind = question.order_number_type.clone().unwrap_or(OrderNumberType::Westcon);
    if let OrderNumberType::Other(_) = kind {
        return Err(service_error("3", "OrderNumberType is neither C nor W."));
    }
    if question.orders.is_empty() {
        return Err(service_error("4", "No order number was given."));
    }
    if question.orders.iter().any(|order| order.order_number.is_empty() || order.order_number.chars().count() > 35) {
        return Err(service_error("5", "An OrderNumber is empty or longer than 35 characters."));
    }
    Ok(kind)
}

async fn ask(
    service: &Service,
    question: &WestconOrderStatus,
    kind: &OrderNumberType,
) -> Result<GetOrderStatusResult, crate::store::StoreError> {
    let with_serials = question.return_serial_number_and_mac_address == Some(true);
    let mut found = Vec::new();
    for order in &question.orders {
        match orders::find(&service.context.store, kind, &order.order_number).await? {
            Found::SystemError(error) => return Ok(failure(error)),
            Found::Orders(orders) => found.extend(orders),
            Found::Nothing => found.push(unknown(kind, &order.order_number)),
        }
    }
    if !with_serials {
        let lines = found.iter_mut().filter_map(|order| match &mut order.order_lines {
            Presence::Value(lines) => Some(lines),
            _ => None,
        });
        for line in lines.flatten().filter(|line| line.serial_numbers_and_mac_addresses.value().is_some()) {
            line.serial_numbers_and_mac_addresses = Presence::Empty;
        }
    }
    Ok(GetOrderStatusResult {
        orders: Presence::Value(found),
        exception: Presence::Nil,
        errors: Presence::Nil,
        ..GetOrderStatusResult::default()
    })
}

/// What is said of an order that is not there: its number, an error, and nil for the rest.
fn unknown(kind: &OrderNumberType, number: &str) -> Order {
    let number = Presence::Value(number.to_owned());
    let by_customer = *kind == OrderNumberType::Customer;
    let (customer_order_number, erp_order_number) =
        if by_customer { (number, Presence::Nil) } else { (Presence::Nil, number) };
    Order {
        customer_number: Presence::Nil,
        customer_order_number,
        // The member holds ten characters, which is fewer than may be asked for.
        erp_order_number: match erp_order_number {
            Presence::Value(number) if number.chars().count() > 10 => Presence::Nil,
            number => number,
        },
        errors: Presence::Value(Errors(vec![service_error("6", "The order is not known for this account.")])),
        header_status_code: Presence::Nil,
        header_status_description: Presence::Nil,
        order_lines: Presence::Nil,
        order_type: Presence::Nil,
    }
}

fn failure(error: ServiceError) -> GetOrderStatusResult {
    GetOrderStatusResult {
        orders: Presence::Nil,
        exception: Presence::Nil,
        errors: Presence::Value(Errors(vec![error])),
        ..GetOrderStatusResult::default()
    }
}

fn service_error(number: &str, detail: &str) -> ServiceError {
    ServiceError { error_detail: detail.into(), error_no: number.into() }
}

/// With the metadata of the guide's sample.
fn stamped(result: GetOrderStatusResult, now: DateTime<Utc>) -> GetOrderStatusResult {
    let local = (now + LOCAL_TIME - TimeDelta::nanoseconds(i64::from(now.timestamp_subsec_nanos()))).naive_utc();
    let metadata = Metadata {
        culture: "2000".into(),
        operation_type: "OrderStatus".into(),
        source_system: "B2BWEB".into(),
        time_stamp: Presence::Value(local.into()),
        transaction_id: "SI_WestconOrderStatus_Out".into(),
    };
    GetOrderStatusResult { metadata: Presence::Value(metadata), ..result }
}

fn respond(
    version: SoapVersion,
    asked: &Headers,
    body: &GetOrderStatusResponse,
    now: DateTime<Utc>,
    notes: Notes,
) -> Response {
    let mut envelope = Envelope::new(version, body).security(Security::new().timestamp(Timestamp::new(now, LIFETIME)));
    if let Some(addressing) = addressing(version, asked, RESPONSE_ACTION) {
        envelope = envelope.addressing(addressing);
    }
    match envelope.message_for(None) {
        Ok(message) => send(StatusCode::OK, message, notes),
        Err(error) => refuse(version, asked, faults::internal(&error), Vec::new(), now, notes),
    }
}

fn refuse(
    version: SoapVersion,
    asked: &Headers,
    refused: Refused,
    blocks: Vec<HeaderBlock>,
    now: DateTime<Utc>,
    notes: Notes,
) -> Response {
    let status = refused.fault.http_status(version, FaultStatus::Always500);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut envelope = Envelope::new(version, &refused.fault).prefixes(&[("o", ns::WSSE)]);
    if let Some(addressing) = addressing(version, asked, ns::SOAP_FAULT) {
        let security = Security::new().timestamp(Timestamp::new(now, LIFETIME));
        envelope = envelope.addressing(addressing).security(security);
    }
    envelope = blocks.into_iter().fold(envelope, Envelope::block);
    let notes = notes.refused(refused.explanation);
    match envelope.message_for(None) {
        Ok(message) => send(status, message, notes),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, notes, error.to_string()).into_response(),
    }
}

/// A `wsHttpBinding` addresses all its answers; with SOAP 1.1 those are addressed whose question was.
fn addressing(version: SoapVersion, asked: &Headers, action: &str) -> Option<Addressing> {
    let asked = &asked.addressing;
    let addressed = asked.action.is_some() || asked.message_id.is_some();
    (version == SoapVersion::Soap12 || addressed).then(|| Addressing::reply(action, asked.message_id.as_deref()))
}

fn send(status: StatusCode, message: Message, notes: Notes) -> Response {
    (status, notes, [(CONTENT_TYPE, message.content_type)], message.body).into_response()
}

/// The passwords in a request, however broken it is: what stands in `Password` elements and in HTTP Basic credentials.
pub(super) fn find_secrets(headers: &HeaderMap, body: &[u8]) -> Vec<SecretString> {
    let mut secrets = Vec::new();
    if let Some(value) = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()) {
        secrets.extend(value.split_whitespace().map(SecretString::from));
    }
    let text = String::from_utf8_lossy(body);
    for element in text.split('<').filter(|tag| !tag.starts_with('/')) {
        let Some((tag, content)) = element.split_once('>') else { continue };
        let name = tag.split_whitespace().next().unwrap_or_default();
        if name.rsplit(':').next() == Some("Password") && !content.trim().is_empty() {
            secrets.push(SecretString::from(content.trim()));
        }
    }
    secrets
}
