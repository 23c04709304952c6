//! One message in, one message out.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use http::header::{ALLOW, CONTENT_TYPE, HOST, WWW_AUTHENTICATE};
use http::uri::Authority;
use http::{HeaderMap, Method, StatusCode, Uri};
use secrecy::SecretString;
use tokio::sync::Mutex;
use westcon_orderstatus::request::GetOrderStatusRequest;
use westcon_orderstatus::response::{GetOrderStatusResponse, GetOrderStatusResult};
use westcon_orderstatus::{ACTION, RESPONSE_ACTION};
use wsse_soap::{
    Addressing, Demand, Envelope, FaultStatus, Fragment, HeaderBlock, Headers, HttpAction, Message, PasswordTypes,
    Policy, Request, RequestError, Security, SoapVersion, Timestamp, Verifier, ns,
};

use super::faults::{self, Refused};
use super::{Westcon, question, secrets, wsdl};
use crate::notes::{Explanation, Notes};
use crate::supplier::Context;

/// How long an answer is valid: WCF's default.
const LIFETIME: TimeDelta = TimeDelta::minutes(5);

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
    key: SecretString,
    westcon: Arc<Mutex<Verifier>>,
    digest: Arc<Mutex<Verifier>>,
}

impl Service {
    pub(super) fn new(context: Context, key: SecretString) -> Self {
        // WCF itself reads neither; a sandbox that let a replay pass would teach nothing.
        let policy = Policy::wcf().nonce(Demand::Optional).created(Demand::Optional);
        let westcon = Verifier::new(policy.clone());
        let digest = Verifier::new(
            policy.password_types(PasswordTypes::Any).nonce(Demand::ForDigest).created(Demand::ForDigest),
        );
        Self { context, key, westcon: Arc::new(Mutex::new(westcon)), digest: Arc::new(Mutex::new(digest)) }
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
    let notes = secrets::find(&headers, &body).into_iter().flatten().fold(Notes::new(), Notes::redact);
    if !secrets::basic_is_right(&headers, &service.key) {
        let explanation = Explanation::new("The HTTP Basic credentials are not the account and its key.");
        let challenge = [(WWW_AUTHENTICATE, "Basic realm=\"Westcon\"")];
        return (StatusCode::UNAUTHORIZED, notes.refused(explanation), challenge, "").into_response();
    }
    match method {
        Method::GET | Method::HEAD => describe(&service, door, &uri, &headers, notes),
        Method::POST => post(&service, door, &uri, &headers, &body, notes).await,
        _ => {
            let explanation = Explanation::new("SOAP messages are sent with POST; GET answers ?wsdl.");
            (StatusCode::METHOD_NOT_ALLOWED, notes.refused(explanation), [(ALLOW, "GET, HEAD, POST")]).into_response()
        }
    }
}

fn describe(service: &Service, door: Door, uri: &Uri, headers: &HeaderMap, notes: Notes) -> Response {
    let asks = |name: &str| uri.query().is_some_and(|query| query.to_ascii_lowercase().starts_with(name));
    if asks("wsdl") || asks("singlewsdl") {
        // The contract names the address by which the client found it.
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
        let address = match host {
            Some(host) => format!("https://{host}{}", door.path()),
            None => format!("{}{}", service.context.url, door.path()),
        };
        let document = wsdl::at(&address);
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
            let refused = faults::version(request.version, version);
            return refuse(version, &request.headers, refused, Vec::new(), now, notes);
        }
        Err(error @ RequestError::VersionMismatch(_)) => {
            let refused = Refused::new(error.fault(), "The envelope is in no version of SOAP that is known here.");
            return refuse(version, &Headers::default(), refused, Vec::new(), now, notes);
        }
        // WCF answers what it cannot parse with a bare 400.
        Err(error) => return (StatusCode::BAD_REQUEST, notes.refused(faults::unparsable(&error)), "").into_response(),
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
            respond(version, &request.headers, &GetOrderStatusResponse::new(result), now, notes)
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
        let credentials = |user: &str| (user == Westcon::ACCOUNT).then(|| service.key.clone());
        let mut verifier = service.verifier(door).lock().await;
        let verified = verifier.verify(&request.headers, &credentials, now);
        verified.map_err(|refusal| faults::security(&refusal, &request.headers, verifier.policy(), now))?.username
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
    let (question, dropped) = question::as_wcf_reads(&body);
    let result = question::answer(&service.context.store, &question, &user).await;
    let result = result.map_err(|error| faults::internal(&error))?;
    Ok((question::stamped(result, now), dropped))
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
    if let Some(addressing) = addressing(version, asked, refused.fault.action()) {
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
