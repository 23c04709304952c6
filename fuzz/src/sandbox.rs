//! Every route of the sandbox, in process: nothing it is sent makes it fail, and nothing it shows is a secret.

use std::cell::RefCell;

use axum::body::Body;
use b2b_sandbox::{Clock, Fault, Fcb2b, InProcess, Options, Sandbox, Scheme, Supplier, Techdata, Westcon};
use b2b_xml::chrono::{DateTime, Utc};
use bytes::Bytes;
use fcb2b_signing::{SignableRequest, SigningKey, SigningProfile, Stamp, UrlEncoding, parse_query, sign};
use http::{Method, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Limited};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use tokio::runtime::Runtime;

use crate::soap;
use crate::xml::well_formed;

/// The host that the fixtures' requests are signed for.
const HOST: &str = "sandbox.example";

/// How many inputs one sandbox gets: what it remembers stays small, and a finding rarely needs more than itself.
const INPUTS: usize = 200;

/// How much of an answer is read.
const MOST: usize = 1 << 20;

/// Suppliers at a fixed time.
struct World {
    supplier: &'static str,
    sandbox: InProcess,
    runtime: Runtime,
    inputs: usize,
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

/// Both doors of Westcon, in either version of SOAP.
pub fn westcon(data: &[u8]) {
    with_sandbox(Westcon::default(), soap::now(), |sandbox| ask_westcon(sandbox, data));
}

fn ask_westcon(sandbox: &World, data: &[u8]) {
    for path in [Westcon::PATH, Westcon::DIGEST_PATH] {
        for content_type in ["application/soap+xml; charset=utf-8", "text/xml; charset=utf-8"] {
            let request = Request::post(path).header("content-type", content_type);
            let response = sandbox.ask(request, data);
            if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
                assert!(response.body().contains("Fault"), "{response:?}");
            }
            if !response.body().is_empty() {
                well_formed(response.body());
            }
        }
    }
}

/// Tech Data's servlet.
pub fn techdata(data: &[u8]) {
    with_sandbox(Techdata::default(), techdata_now(), |sandbox| ask_techdata(sandbox, data));
}

fn ask_techdata(sandbox: &World, data: &[u8]) {
    let request = Request::post(Techdata::PATH).header("content-type", "text/xml");
    let response = sandbox.ask(request, data);
    assert_eq!(response.status(), StatusCode::OK, "{response:?}");
    // Price lists are long, and their end may be missing here; one item is there for its answer that is no XML.
    if response.body().len() < MOST && !response.body().contains("SBX-RAW-AMPERSAND") {
        well_formed(response.body());
    }
}

/// The services of fcB2B: the query as it came, the same parameters with a signature that holds, and a body.
pub fn fcb2b(data: &[u8]) {
    // 2024-12-21T10:57:23Z, the moment of the fixtures.
    let now = moment(1_734_778_643);
    with_sandbox(Fcb2b::new(), now, |sandbox| ask_fcb2b(sandbox, data, now));
}

fn ask_fcb2b(sandbox: &World, data: &[u8], now: DateTime<Utc>) {
    let check = |target: &str, method: Method, body: &[u8]| {
        let Ok(uri) = target.parse::<Uri>() else { return };
        let request = Request::builder().method(method).uri(uri).header("host", HOST);
        let response = sandbox.ask(request, body);
        assert!(!response.status().is_server_error(), "{response:?}");
        if response.headers().get("content-type").is_some_and(|value| value == "text/xml; charset=utf-8") {
            well_formed(response.body());
        }
    };
    check("/stockcheck?SupplierItemSKU=VV01701002", Method::POST, data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = text.trim_end();
    let target = text.strip_prefix("https://sandbox.example").unwrap_or(text);
    check(target, Method::GET, b"");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if let Some(query) = signed(path, query, now) {
        check(&format!("{path}?{query}"), Method::GET, b"");
    }
}

/// The sandbox's own pages: filters, forms, and fault switches that strike the next exchange.
pub fn console(data: &[u8]) {
    with_sandbox(Techdata::default(), techdata_now(), |sandbox| ask_console(sandbox, data));
}

fn ask_console(sandbox: &World, data: &[u8]) {
    let local =
        |method: Method, target: &str| Request::builder().method(method).uri(target).header("host", "localhost");
    let put = sandbox.ask(local(Method::PUT, "/_sandbox/fault"), data);
    assert!(matches!(put.status().as_u16(), 204 | 400 | 413 | 415), "{put:?}");
    if put.status() == StatusCode::NO_CONTENT {
        let shown = sandbox.ask(local(Method::GET, "/_sandbox/fault"), b"");
        let again: Result<Fault, _> = shown.body().trim_end().parse();
        assert_eq!(again.map(|fault| fault.to_string()), Ok(shown.body().trim_end().to_owned()));
        let struck = Request::post(Techdata::PATH).header("content-type", "text/xml");
        let _ = sandbox.ask(struck, b"<XML_Availability_Submit/>");
        let _ = sandbox.ask(local(Method::DELETE, "/_sandbox/fault"), b"");
    }
    for page in ["exchanges", "", "rows", "state"] {
        let Ok(uri) = format!("/_sandbox/{page}?{}", String::from_utf8_lossy(data)).parse::<Uri>() else { continue };
        let shown = sandbox.ask(local(Method::GET, &uri.to_string()), b"");
        assert!(matches!(shown.status().as_u16(), 200 | 400), "{uri}: {shown:?}");
    }
    ask_forms(sandbox, data);
}

/// What the inspector's forms do, without their token and with it, and the page of the last exchange.
fn ask_forms(sandbox: &World, data: &[u8]) {
    let local = |request: http::request::Builder| request.header("host", "localhost");
    // The secret is where a client can put it.
    let switch = format!("content-type=text/plain;id={}", Techdata::PASSWORD);
    let told = [data, format!("<Password>{}</Password>", Techdata::PASSWORD).as_bytes()].concat();
    let request = Request::post(Techdata::PATH).header("content-type", "text/xml").header("x-sandbox-fault", switch);
    let _ = sandbox.ask_unseen(request, &told);
    no_secret(sandbox.ask_unseen(local(Request::get("/_sandbox/rows")), b"").body());
    let page = sandbox.ask(local(Request::get("/_sandbox/")), b"").into_body();
    no_secret(&page);
    let token = page.split_once("name=\"token\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
    let Some((token, _)) = token else { panic!("no token: {page}") };
    let with_token = [format!("token={token}&").as_bytes(), data].concat();
    let switch = percent_encode(data, NON_ALPHANUMERIC);
    let with_switch = format!("token={token}&switch={switch}").into_bytes();
    let last = || sandbox.sandbox.exchanges().first().map_or(0, |exchange| exchange.id);
    let again = format!("/_sandbox/exchanges/{}/again", last());
    // A fault is cleared before anything else is asked, and what is forgotten is forgotten last.
    for path in [&again, "/_sandbox/state/reset", "/_sandbox/faults", "/_sandbox/faults/clear", "/_sandbox/forget"] {
        let post = |form: &[u8]| {
            let form_type = "application/x-www-form-urlencoded";
            sandbox.ask(local(Request::post(path)).header("content-type", form_type), form)
        };
        let refused = post(data);
        assert!(matches!(refused.status().as_u16(), 403 | 413 | 422), "{path}: {refused:?}");
        for form in [&with_token, &with_switch] {
            let done = post(form);
            assert!(matches!(done.status().as_u16(), 303 | 400 | 404 | 409 | 413 | 422), "{path}: {done:?}");
            let shown = sandbox.ask(local(Request::get(format!("/_sandbox/exchanges/{}", last()))), b"");
            assert!(matches!(shown.status().as_u16(), 200 | 404), "{path}: {shown:?}");
            no_secret(shown.body());
        }
    }
}

#[track_caller]
fn no_secret(shown: &str) {
    for secret in [Westcon::KEY, Techdata::PASSWORD, Fcb2b::SECRET] {
        assert!(!shown.contains(secret), "shown: {shown}");
    }
}

/// 2012-07-20T10:00:00Z, the moment of the fixtures.
fn techdata_now() -> DateTime<Utc> {
    moment(1_342_778_400)
}

fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// The parameters of a query, signed anew.
fn signed(path: &str, query: &str, now: DateTime<Utc>) -> Option<String> {
    let parameters = parse_query(query, UrlEncoding::Minimal).ok()?;
    let own = ["TimeStamp", "apiKey", "signature"];
    let parameters: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_ref()))
        .filter(|(name, _)| !own.iter().any(|own| own.eq_ignore_ascii_case(name)))
        .collect();
    let profile = SigningProfile::named(Fcb2b::DEFAULT_PROFILE).ok()?;
    let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).ok()?;
    let signed = sign(&profile, &key, &SignableRequest::new(HOST, path, &parameters), &Stamp::new(now)).ok()?;
    Some(signed.into_query())
}

/// Uses the sandbox with this supplier, which is made if there is none yet.
fn with_sandbox(supplier: impl Supplier, now: DateTime<Utc>, use_it: impl FnOnce(&World)) {
    WORLD.with_borrow_mut(|world| {
        let fits = |world: &World| world.supplier == supplier.name() && world.inputs < INPUTS;
        if !world.as_ref().is_some_and(fits) {
            *world = None;
        }
        let world = world.get_or_insert_with(|| World::new(supplier, now));
        world.inputs += 1;
        use_it(world);
    });
}

impl World {
    fn new(supplier: impl Supplier, now: DateTime<Utc>) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
        let name = supplier.name();
        let options = Options { clock: Clock::Fixed(now), seed: Some(1), max_exchanges: 1, ..Options::default() };
        let sandbox = runtime.block_on(Sandbox::builder().options(options).supplier(supplier).in_process());
        let sandbox = sandbox.unwrap_or_else(|error| panic!("no sandbox: {error}"));
        Self { supplier: name, sandbox, runtime, inputs: 0 }
    }

    fn ask(&self, request: http::request::Builder, body: &[u8]) -> Response<String> {
        let answer = self.ask_unseen(request, body);
        for exchange in self.sandbox.exchanges() {
            no_secret(&serde_json::to_string(exchange.as_ref()).unwrap_or_default());
        }
        answer
    }

    /// Looks at no exchange, which the inspector shows otherwise before somebody has.
    fn ask_unseen(&self, request: http::request::Builder, body: &[u8]) -> Response<String> {
        let request = match request.body(Bytes::copy_from_slice(body)) {
            Ok(request) => request,
            Err(error) => panic!("not a request: {error}"),
        };
        let answered = self.runtime.block_on(async {
            let response = self.sandbox.answer(request, Scheme::Https).await?;
            let (head, body) = response.into_parts();
            Some(Response::from_parts(head, text(body).await))
        });
        // A fault switch may have reset the connection.
        answered.unwrap_or_default()
    }
}

/// The beginning of an answer's body, up to where a fault cuts it off.
async fn text(body: Body) -> String {
    let mut body = Limited::new(body, MOST);
    let mut text = Vec::new();
    while let Some(Ok(frame)) = body.frame().await {
        text.extend(frame.into_data().unwrap_or_default());
    }
    String::from_utf8_lossy(&text).into_owned()
}
