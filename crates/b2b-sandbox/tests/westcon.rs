//! The real client against the sandbox's Westcon, over TLS.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::time::Duration;

use b2b_http::{
    Attempt, Client as HttpClient, Error, ErrorKind, Operation, ReqwestTransport, RetryPolicy, Transport,
    TransportLimits,
};
use b2b_sandbox::{Clock, Options, Sandbox, Westcon};
use b2b_xml::chrono::TimeDelta;
use westcon_orderstatus::response::{Order, RawContent};
use westcon_orderstatus::{
    Addressing, Answer, Client, Endpoint, GetOrderStatus, MemberOrder, OrderQuery, SerialNumbers, StatusCode,
    Timestamp, Wire,
};

async fn sandbox() -> Sandbox {
    Sandbox::builder().supplier(Westcon::default()).start().await.unwrap()
}

fn endpoint(sandbox: &Sandbox) -> Endpoint {
    Endpoint::at(format!("{}{}", sandbox.url(), Westcon::PATH), Westcon::ACCOUNT, Westcon::KEY)
}

fn transport(sandbox: &Sandbox) -> ReqwestTransport {
    ReqwestTransport::builder().extra_roots_pem(sandbox.ca_pem().as_bytes()).build().unwrap()
}

fn client(sandbox: &Sandbox, endpoint: Endpoint) -> Client {
    let http = HttpClient::builder(transport(sandbox)).retry(RetryPolicy::never()).build();
    Client::with(endpoint, http)
}

async fn ask(sandbox: &Sandbox, query: OrderQuery) -> Answer {
    client(sandbox, endpoint(sandbox)).get_order_status(query).await.unwrap()
}

async fn refused(sandbox: &Sandbox, endpoint: Endpoint) -> Error {
    client(sandbox, endpoint).get_order_status(OrderQuery::westcon(["704571"])).await.unwrap_err()
}

fn the_guides_order(answer: &Answer) -> &Order {
    let [order] = answer.value.orders() else { panic!("{answer:?}") };
    assert_eq!(order.erp_order_number.as_deref(), Some("0000543814"));
    assert_eq!(order.header_status_code.value(), Some(&StatusCode::SalesReview22));
    assert_eq!(order.lines()[0].erp_product_number.as_deref(), Some("MB100"));
    order
}

#[tokio::test]
async fn every_form_of_the_request_is_answered() {
    let sandbox = sandbox().await;
    let mut without_to = Wire::WCF;
    without_to.addressing = Addressing::WithoutTo;
    let mut bare = Wire::WCF;
    bare.addressing = Addressing::Omit;
    bare.timestamp = Timestamp::Omit;
    for wire in [Wire::WCF, Wire::GUIDE, Wire::LEAN, without_to, bare] {
        let client = client(&sandbox, endpoint(&sandbox).wire(wire));
        let answer = client.get_order_status(OrderQuery::westcon(["704571"])).await.unwrap();
        the_guides_order(&answer);
    }
    let client = client(&sandbox, endpoint(&sandbox));
    let answer = client.get_order_status(OrderQuery::customer(["897879"])).await.unwrap();
    the_guides_order(&answer);
}

#[tokio::test]
async fn the_seeded_orders_cover_what_the_guide_knows() {
    let sandbox = sandbox().await;
    let codes: Vec<String> = StatusCode::KNOWN.iter().map(|code| format!("7100{code}")).collect();
    let answer = ask(&sandbox, OrderQuery::westcon(codes)).await;
    let statuses: Vec<&StatusCode> =
        answer.value.orders().iter().filter_map(|order| order.header_status_code.value()).collect();
    assert_eq!(statuses, StatusCode::KNOWN.iter().collect::<Vec<_>>());

    let answer = ask(&sandbox, OrderQuery::customer(["PO-2001"]).serial_numbers(SerialNumbers::Include)).await;
    let [first, second] = answer.value.orders() else { panic!("{answer:?}") };
    assert_eq!(first.lines()[0].tracking_infos.value().unwrap().len(), 2);
    assert_eq!(second.lines()[0].serial_numbers_and_mac_addresses.value().unwrap().len(), 3);
    // They are told only to those who ask.
    let answer = ask(&sandbox, OrderQuery::westcon(["704573"])).await;
    assert!(answer.value.orders()[0].lines()[0].serial_numbers_and_mac_addresses.value().is_none());

    let answer = ask(&sandbox, OrderQuery::westcon(["0000704580"])).await;
    assert_eq!(answer.value.orders()[0].lines().len(), 5_000);
}

#[tokio::test]
async fn an_unknown_order_does_not_hide_a_known_one() {
    let sandbox = sandbox().await;
    let answer = ask(&sandbox, OrderQuery::westcon(["704571", "999999", "704575"])).await;
    let [good, unknown, failing] = answer.value.orders() else { panic!("{answer:?}") };
    assert!(good.errors().is_empty());
    assert_eq!(unknown.errors()[0].error_no.as_deref(), Some("6"));
    assert!(unknown.header_status_code.value().is_none());
    assert_eq!(failing.errors()[0].error_no.as_deref(), Some("17"));
    assert_eq!(failing.lines().len(), 1);
    let none: Option<&RawContent> = answer.value.exception.value();
    assert!(none.is_none());
}

#[tokio::test]
async fn a_system_error_is_a_refusal() {
    let sandbox = sandbox().await;
    let client = client(&sandbox, endpoint(&sandbox));
    let error = client.get_order_status(OrderQuery::westcon(["704599"])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.code(), Some("1"));
    assert_eq!(error.message(), "System Error. Please try again");
}

#[tokio::test]
async fn refusals_are_wcfs_and_explained_in_the_record() {
    #[track_caller]
    fn check(sandbox: &Sandbox, error: &Error, code: &str, sentence: &str) {
        assert!(matches!(error, Error::Answered(_)), "{error:?}");
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Refused, 500), "{error}");
        assert_eq!(error.code(), Some(code));
        let exchange = sandbox.exchanges().first().cloned().unwrap();
        let record = serde_json::to_string(&*exchange).unwrap();
        assert!(record.contains(sentence), "{sentence:?} in {record}");
        assert!(!record.contains("sandbox-westcon-key"), "{record}");
    }
    let sandbox = sandbox().await;
    let url = format!("{}{}", sandbox.url(), Westcon::PATH);

    let error = refused(&sandbox, Endpoint::at(&url, Westcon::ACCOUNT, "not-the-key")).await;
    check(&sandbox, &error, "FailedAuthentication", "The password is wrong");
    assert!(!serde_json::to_string(&*sandbox.exchanges()[0]).unwrap().contains("not-the-key"));

    let error = refused(&sandbox, Endpoint::at(&url, "1001066", Westcon::KEY)).await;
    check(&sandbox, &error, "FailedAuthentication", "The user is unknown");

    for hours in [-1, 1] {
        let error = refused(&sandbox, endpoint(&sandbox).clock_offset(TimeDelta::hours(hours))).await;
        check(&sandbox, &error, "InvalidSecurity", "compare the client's clock with sandbox_time");
        assert!(error.hint().contains("clock"), "{:?}", error.hint());
    }
}

/// However a password is written, the record does not show it.
#[tokio::test]
async fn the_record_shows_no_password() {
    const SECRET: &str = "correct-horse-battery";
    let sandbox = sandbox().await;
    let transport = transport(&sandbox);
    let wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    let envelope = |password: &str| {
        format!(
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header><o:Security xmlns:o=\"{wsse}\">\
             <o:UsernameToken><o:Username>1001065</o:Username>{password}</o:UsernameToken></o:Security></s:Header>\
             <s:Body><x/></s:Body></s:Envelope>"
        )
    };
    let (head, tail) = SECRET.split_at(7);
    let plain = envelope(&format!("<o:Password>{SECRET}</o:Password>"));
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for body in [
        plain.clone().into_bytes(),
        envelope(&format!("<o:Password> {SECRET} </o:Password>")).into_bytes(),
        envelope(&format!("<o:Password><![CDATA[{SECRET}]]></o:Password>")).into_bytes(),
        envelope(&format!("<o:Password>{head}<!-- -->{tail}</o:Password>")).into_bytes(),
        envelope(&format!("<o:Password>{head}&#45;{}</o:Password>", &tail[1..])).into_bytes(),
        envelope(&format!("<o:password>{SECRET}</o:password>")).into_bytes(),
        plain.replace("</s:Envelope>", "").into_bytes(),
        format!("<Password>{SECRET}<").into_bytes(),
        utf16,
    ] {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let request = http::Request::post(format!("{}{}", sandbox.url(), Westcon::PATH))
            .header("content-type", "application/soap+xml")
            .body(body.into())
            .unwrap();
        let response = transport.send(request, &TransportLimits::default()).await.unwrap();
        assert!(response.status().as_u16() >= 400, "{shown}");
        let record = serde_json::to_string(&*sandbox.exchanges()[0]).unwrap();
        for part in [SECRET, head, tail] {
            assert!(!record.contains(part), "{shown} is shown as {record}");
        }
    }
}

#[tokio::test]
async fn basic_credentials_are_checked_where_there_are_any() {
    let sandbox = sandbox().await;
    let transport = transport(&sandbox);
    let operation = GetOrderStatus::new(endpoint(&sandbox).wire(Wire::GUIDE), OrderQuery::westcon(["704571"]));
    let now = Clock::System.now();
    let (mut request, _) = operation.request(&Attempt::new(1, now, [6; 32])).unwrap();
    // somebody:wrong-password
    request.headers_mut().insert("authorization", "Basic c29tZWJvZHk6d3JvbmctcGFzc3dvcmQ=".parse().unwrap());
    let response = transport.send(request, &TransportLimits::default()).await.unwrap();
    assert_eq!(response.status().as_u16(), 401);
    let record = serde_json::to_string(&*sandbox.exchanges()[0]).unwrap();
    assert!(record.contains("HTTP Basic"), "{record}");
    assert!(!record.contains("wrong-password") && !record.contains("c29tZWJvZHk6"), "{record}");
}

#[tokio::test]
async fn a_token_works_once() {
    let now = "2026-05-18T00:17:56Z".parse().unwrap();
    let options = Options { clock: Clock::Fixed(now), ..Options::default() };
    let sandbox = Sandbox::builder().options(options).supplier(Westcon::default()).start().await.unwrap();
    let transport = transport(&sandbox);
    let operation = GetOrderStatus::new(endpoint(&sandbox).wire(Wire::LEAN), OrderQuery::westcon(["704571"]));
    let (request, _) = operation.request(&Attempt::new(1, now, [5; 32])).unwrap();
    let send = async |request: http::Request<bytes::Bytes>| {
        transport.send(request, &TransportLimits::default()).await.unwrap().status().as_u16()
    };
    assert_eq!(send(request.clone()).await, 200);
    assert_eq!(send(request).await, 500);
    let record = serde_json::to_string(&*sandbox.exchanges()[0]).unwrap();
    assert!(record.contains("The token was used before"), "{record}");
}

/// A member out of its order is skipped without a word by WCF, and so here; the record tells.
#[tokio::test]
async fn members_out_of_order_are_skipped_as_wcf_does() {
    let sandbox = sandbox().await;
    let mut wire = Wire::WCF;
    wire.members = MemberOrder::GuideTable;
    let error = refused(&sandbox, endpoint(&sandbox).wire(wire)).await;
    assert_eq!(error.message(), "No order number was given.");
    let record = serde_json::to_string(&*sandbox.exchanges()[0]).unwrap();
    assert!(record.contains("skipped without a word: Orders"), "{record}");
}

/// A sandbox whose clock is behind answers with a timestamp that has expired.
#[tokio::test]
async fn an_expired_answer_is_not_trusted() {
    let behind = TimeDelta::hours(-2);
    let options = Options { clock: Clock::Offset(behind), ..Options::default() };
    let sandbox = Sandbox::builder().options(options).supplier(Westcon::default()).start().await.unwrap();
    let mut wire = Wire::WCF;
    wire.timestamp = Timestamp::Omit;
    let error = refused(&sandbox, endpoint(&sandbox).wire(wire)).await;
    assert_eq!(error.kind(), ErrorKind::Untrusted, "{error}");
    assert!(error.to_string().contains("expired"), "{error}");
}

#[tokio::test]
async fn faults_end_in_the_right_kind_of_error() {
    let sandbox = sandbox().await;
    let with_timeout = |timeout| {
        let http = HttpClient::builder(transport(&sandbox))
            .retry(RetryPolicy::never())
            .read_timeout(timeout)
            .max_response_bytes(1 << 20)
            .build();
        Client::with(endpoint(&sandbox), http)
    };
    // Only what never comes is waited for briefly.
    let (patient, hasty) = (with_timeout(Duration::from_secs(60)), with_timeout(Duration::from_secs(2)));
    for (fault, kind) in [
        ("html", ErrorKind::Unreadable),
        ("html;status=503", ErrorKind::Status),
        ("status=415", ErrorKind::Status),
        ("garbage", ErrorKind::Unreadable),
        ("oversize=2MB", ErrorKind::TooLarge { limit: 1 << 20 }),
        ("truncate=200", ErrorKind::Truncated),
        ("reset", ErrorKind::Reset),
        ("delay=10m", ErrorKind::HeaderTimeout),
        ("slow-body=10m", ErrorKind::BodyTimeout),
    ] {
        sandbox.put_fault(fault.parse().unwrap());
        let client = if fault.ends_with("10m") { &hasty } else { &patient };
        let error = client.get_order_status(OrderQuery::westcon(["704571"])).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault}: {error}");
    }
    sandbox.clear_fault();
    the_guides_order(&patient.get_order_status(OrderQuery::westcon(["704571"])).await.unwrap());
}

#[tokio::test]
async fn what_may_be_repeated_is_until_it_works() {
    let sandbox = sandbox().await;
    let retry = RetryPolicy::default().max_attempts(3).delays(Duration::from_millis(1), Duration::from_millis(2));
    let client = Client::with(endpoint(&sandbox), HttpClient::builder(transport(&sandbox)).retry(retry).build());
    sandbox.put_fault("status=503;times=2".parse().unwrap());
    the_guides_order(&client.get_order_status(OrderQuery::westcon(["704571"])).await.unwrap());
    assert_eq!(sandbox.exchanges().len(), 3);
}

#[tokio::test]
async fn the_contract_names_the_address_that_was_asked() {
    let sandbox = sandbox().await;
    let transport = transport(&sandbox);
    for path in [Westcon::PATH, Westcon::DIGEST_PATH] {
        let address = format!("{}{path}", sandbox.url());
        let request = http::Request::get(format!("{address}?wsdl")).body(bytes::Bytes::new()).unwrap();
        let response = transport.send(request, &TransportLimits::default()).await.unwrap();
        let document = std::str::from_utf8(response.body()).unwrap();
        assert!(document.contains(&format!("location=\"{address}\"")), "{document}");
        assert!(!document.contains("{{"), "{document}");
    }
}

#[tokio::test]
async fn requests_that_are_none_are_refused_in_wcfs_way() {
    let sandbox = sandbox().await;
    let transport = transport(&sandbox);
    let soap = "application/soap+xml; charset=utf-8";
    let envelope =
        |inner: &str| format!("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">{inner}</s:Envelope>");
    for (content_type, body, status) in [
        ("application/json", "{}".to_owned(), 415),
        (soap, "no xml".to_owned(), 400),
        (soap, envelope(""), 400),
        (soap, envelope("<s:Body/>"), 400),
        ("text/xml", envelope("<s:Body><Other/></s:Body>"), 500),
        (soap, envelope("<s:Body><Other/></s:Body>"), 500),
        (soap, format!("<!DOCTYPE s [<!ENTITY x \"y\">]>{}", envelope("<s:Body/>")), 400),
    ] {
        let request = http::Request::post(format!("{}{}", sandbox.url(), Westcon::PATH))
            .header("content-type", content_type)
            .body(body.clone().into())
            .unwrap();
        let response = transport.send(request, &TransportLimits::default()).await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{body}");
        let exchange = sandbox.exchanges()[0].clone();
        assert!(serde_json::to_string(&*exchange).unwrap().contains("sentence"), "{body} is explained");
    }
}
