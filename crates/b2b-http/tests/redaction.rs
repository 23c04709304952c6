//! Nothing marked secret is shown: everything that can be formatted is, and searched.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

#[path = "support/operation.rs"]
mod operation;
#[path = "support/server.rs"]
mod server;

use std::error::Error as _;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};

use b2b_http::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use operation::{Order, Query};
use secrecy::SecretString;
use server::{Reply, Server, answer};

const PASSWORD: &str = "pa&ss<w0rd>+/\"Ü";
const ENCODED: &str = "pa%26ss%3Cw0rd%3E%2B%2F%22%C3%9C";
const API_KEY: &str = "key-in-a-header-4711";
const SIGNATURE: &str = "c2lnbmF0dXJl%2BAbC%3D";

/// The secrets in every form that the test sends or has sent back.
fn forms() -> Vec<String> {
    [
        PASSWORD,
        "pa&amp;ss&lt;w0rd&gt;+/&quot;Ü",
        ENCODED,
        "pa&ss<w0rd>+/\\\"Ü",
        &STANDARD.encode(PASSWORD),
        &STANDARD.encode(format!("user:{PASSWORD}")),
        API_KEY,
        SIGNATURE,
        "c2lnbmF0dXJl+AbC=",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[track_caller]
fn check(shown: &str, what: &str) {
    for form in forms() {
        assert!(!shown.contains(&form), "{what} shows {form}: {shown}");
    }
}

/// An operation whose secrets are everywhere, and whose answer repeats all of them.
fn secretive<const REPEATABLE: bool>(server: &Server) -> operation::Echo<REPEATABLE> {
    let url = server.http(&format!("/in?user=me&Signature={SIGNATURE}&pw={ENCODED}"));
    operation::Echo {
        redactions: Redactions::new().secret(PASSWORD.into()).query_parameter("signature"),
        key: Some(SecretString::from(API_KEY)),
        ..operation::Echo::post(url, forms().join("\n"))
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {} {}", error.message(), error.hint());
    let mut source = error.source();
    while let Some(next) = source {
        write!(text, " {next} {next:?}").unwrap();
        source = next.source();
    }
    write!(text, "{:?} {}", error.code(), String::from_utf8_lossy(error.body().unwrap_or_default())).unwrap();
    text
}

// One test, since it sets the subscriber of the whole process.
#[tokio::test]
async fn no_secret_is_shown_anywhere() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    let records = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&records);
    let client = Client::builder(ReqwestTransport::new().unwrap())
        .plain_http(PlainHttp::LoopbackOnly)
        .retry(RetryPolicy::never())
        .observer(move |exchange: &Exchange| kept.lock().unwrap().push(exchange.clone()))
        .build();
    check(&format!("{client:?}"), "Debug of the client");

    let echo = forms().join("\n");
    let header = format!("x-echo: {API_KEY}\r\nset-cookie: session={API_KEY}\r\nx-code: {API_KEY}\r\n");
    let location = format!("location: /login?Signature={SIGNATURE}\r\n");
    let script = [
        answer("200 OK", "", &echo),
        answer("500 Internal Server Error", &header, &echo),
        answer("404 Not Found", "", &echo),
        answer("302 Found", &location, &echo),
        format!("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{echo}"),
        format!("HTTP/1.1 2{SIGNATURE}\r\n\r\n"),
    ];
    let server = Server::plain(script.map(Reply::AnswerAndClose)).await;
    let query: Query = secretive(&server);
    let order: Order = secretive(&server);
    check(&format!("{:?} {:?}", query.redactions, query.key), "Debug of the redactions");

    // The caller's own output is not touched.
    assert_eq!(client.send(&query).await.unwrap(), echo);
    for expected in ["was refused", "no usable answer", "redirects to another address", "ended before", "may have been"]
    {
        let error = client.send(&order).await.unwrap_err();
        let text = shown(&error);
        assert!(text.contains(expected), "{text}");
        check(&text, "the error");
    }

    let request = query.request(&Attempt::new(1, chrono::DateTime::UNIX_EPOCH, [7; 32])).unwrap().0;
    let redactor = Redactor::for_request(&request);
    let text = render_request(&request, &redactor);
    assert!(text.contains("user=me") && text.contains("x-key: ‹redacted›"), "{text}");
    check(&text, "the rendered request");
    check(&format!("{redactor:?}"), "Debug of the redactor");

    let records = records.lock().unwrap();
    assert_eq!(records.len(), 6);
    for record in records.iter() {
        check(&format!("{record:?} {}", record.outcome), "the record");
        check(&record.request.body.text(), "the recorded request");
        assert!(record.request.uri.contains("user=me&Signature=‹redacted›&pw=‹redacted›"));
        check(&record.response.as_ref().map(|response| response.body.text()).unwrap_or_default(), "the response");
    }

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    // Including what the libraries below log.
    assert!(log.contains("starting new connection"), "{log}");
    assert!(log.contains("operation=\"test.Order\"") && log.contains("status=500"), "{log}");
    check(&log, "the log");
    assert!(!log.contains("user=me"), "the log shows a query: {log}");
}

#[test]
fn the_options_of_a_transport_show_neither_key_nor_proxy() {
    let key = "-----BEGIN PRIVATE KEY-----m4rker";
    for proxy in [Proxy::Url("http://me:m4rker@proxy.example".to_owned()), Proxy::System, Proxy::None] {
        let builder = ReqwestTransport::builder().client_certificate_pem("m4rker", key.into()).proxy(proxy.clone());
        let shown = format!("{builder:?} {builder:#?} {proxy:?}");
        assert!(!shown.contains("m4rker") && !shown.contains("PRIVATE"), "{shown}");
    }
}
