//! A sandbox with a Tech Data, and clients for it.

use b2b_http::{Client as HttpClient, PlainHttp, ReqwestTransport, RetryPolicy, Transport, TransportLimits};
use b2b_sandbox::{Clock, Options, Sandbox, Techdata};
use b2b_xml::chrono::{DateTime, Utc};
use techdata_xml::order::{Line, RefNbr};
use techdata_xml::{Client, Endpoint, Item, OrderSubmit, OrderType, TechDataError};

/// When all of it happens.
pub(crate) fn now() -> DateTime<Utc> {
    "2012-07-20T10:00:00Z".parse().unwrap()
}

pub(crate) async fn sandbox() -> Sandbox {
    let options = Options { clock: Clock::Fixed(now()), ..Options::default() };
    Sandbox::builder().options(options).supplier(Techdata::default()).start().await.unwrap()
}

pub(crate) fn url(sandbox: &Sandbox) -> String {
    format!("{}{}", sandbox.url(), Techdata::PATH)
}

pub(crate) fn endpoint(sandbox: &Sandbox) -> Endpoint {
    Endpoint::at(url(sandbox), Techdata::USERNAME, Techdata::PASSWORD)
}

pub(crate) fn transport(sandbox: &Sandbox) -> ReqwestTransport {
    ReqwestTransport::builder().extra_roots_pem(sandbox.ca_pem().as_bytes()).build().unwrap()
}

pub(crate) fn client(sandbox: &Sandbox) -> Client {
    client_at(sandbox, endpoint(sandbox))
}

pub(crate) fn client_at(sandbox: &Sandbox, endpoint: Endpoint) -> Client {
    let http =
        HttpClient::builder(transport(sandbox)).retry(RetryPolicy::never()).plain_http(PlainHttp::LoopbackOnly).build();
    Client::with(endpoint, http)
}

/// An order with everything that must be said.
pub(crate) fn order(purchase_order: &str, lines: &[(&str, u32)]) -> OrderSubmit {
    let mut order = OrderSubmit::new(purchase_order, OrderType::Bs).with_confirmation();
    order.header.name = Some("SAMPLE & SONS".into());
    order.header.addresses = vec!["100 SAMPLE DR".into(), "SUITE 4".into()];
    order.header.city_name = Some("CLEARWATER".into());
    order.header.state_province_code = Some("FL".into());
    order.header.postal_code = Some("33760".into());
    order.header.contact_name = Some("J DOE".into());
    order.header.ref_nbrs = vec![RefNbr::end_user("EU-1")];
    lines.iter().fold(order, |order, (number, quantity)| order.line(Line::new(Item::tech_data(*number), *quantity)))
}

/// What a POST of something is answered with: the status and the document.
pub(crate) async fn post(sandbox: &Sandbox, body: impl Into<Vec<u8>>) -> (u16, String) {
    let request =
        http::Request::post(url(sandbox)).header("content-type", "text/xml").body(body.into().into()).unwrap();
    let response = transport(sandbox).send(request, &TransportLimits::default()).await.unwrap();
    (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
}

/// A header with the right credentials, and more.
pub(crate) fn header(more: &str) -> String {
    format!(
        "<Header><UserName>{}</UserName><Password>{}</Password>{more}</Header>",
        Techdata::USERNAME,
        Techdata::PASSWORD
    )
}

pub(crate) fn texts(errors: &[TechDataError]) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

/// The newest exchange as JSON.
pub(crate) fn record(sandbox: &Sandbox) -> String {
    serde_json::to_string(&*sandbox.exchanges()[0]).unwrap()
}
