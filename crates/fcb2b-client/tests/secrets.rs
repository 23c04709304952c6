//! No secret is shown, whatever goes wrong.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/mod.rs"]
mod support;

use std::fmt::Debug;
use std::io::Write;
use std::sync::{Arc, Mutex};

use b2b_http::{Attempt, Error, ErrorKind, Exchange, Operation, RetryPolicy, TransportError};
use bytes::Bytes;
use fcb2b_client::{
    Bulk, Client, CreateReserve, Directory, Producer, ReserveOutcome, SigningKey, SigningProfile, StockCheck,
    UnitOfMeasure,
};
use futures_util::{StreamExt as _, stream};
use http::Request;
use support::{Asked, answer, now, transport, url};
use tracing_subscriber::fmt::MakeWriter;

/// A secret that looks otherwise in a form, in a URL and in XML.
const SECRET: &str = "s3cret + \"more\" & ~é";

#[derive(Clone, Default)]
struct Shown {
    text: Arc<Mutex<String>>,
    signatures: Arc<Mutex<Vec<String>>>,
}

impl Shown {
    fn show(&self, what: &impl Debug) {
        let mut shown = self.text.lock().unwrap();
        shown.push_str(&format!("{what:?}\n{what:#?}\n"));
    }

    fn error(&self, error: &Error) {
        self.show(error);
        let mut text = format!("{error}\n{}\n{}\n", error.hint(), error.message());
        text.push_str(&String::from_utf8_lossy(error.body().unwrap_or_default()));
        let mut source = std::error::Error::source(error);
        while let Some(inner) = source {
            text.push_str(&format!("{inner}\n{inner:?}\n"));
            source = inner.source();
        }
        self.text.lock().unwrap().push_str(&text);
    }
}

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.text.lock().unwrap().push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Shown {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

fn producer(profile: &str) -> Producer {
    let key = SigningKey::new("EXAMPLEKEY1", SECRET.into()).unwrap();
    Producer::new(SigningProfile::named(profile).unwrap(), key).client_identifier("100059")
}

/// What a careless producer repeats: the whole query, and the secret in other forms if it came with it.
fn careless(request: &Request<Bytes>) -> String {
    let query = request.uri().query().unwrap_or_default();
    if !query.contains("s3cret") {
        return format!("<Error><Code>Bad</Code><Message><![CDATA[{query}]]></Message></Error>");
    }
    let decoded = SECRET.replace('&', "&amp;").replace('"', "&quot;");
    format!("<Error><Code>{decoded}</Code><Message>bad signature in <![CDATA[{query}]]> {decoded}</Message></Error>")
}

async fn provoke(profile: &str, shown: &Shown) {
    let asked = Asked::default();
    let observer = shown.clone();
    let transport = transport(&asked, |request: Request<Bytes>| async move {
        match request.uri().path() {
            "/services" => answer(403, &careless(&request)),
            "/createreserve" => Err(TransportError::unknown(ErrorKind::Reset, format!("reset at {}", request.uri()))),
            "/orders" => answer(200, &format!("<html>{}</html>", careless(&request))),
            _ => answer(200, &careless(&request)),
        }
    });
    let http = b2b_http::Client::builder(transport)
        .retry(RetryPolicy::never())
        .observer(move |exchange: &Exchange| {
            observer.show(exchange);
            observer.show(&exchange.request.body.text());
            observer.show(&exchange.response.as_ref().map(|response| response.body.text()));
        })
        .build();
    let client = Client::with(producer(profile), support::directory(), http.clone());
    shown.show(&client);
    shown.error(&client.stock_check(StockCheck::new("A")).await.unwrap_err());
    shown.error(&client.orders(fcb2b_client::Orders::new(1u32)).await.unwrap_err());
    let reserve = CreateReserve::new("A", 1, UnitOfMeasure::Box);
    let ReserveOutcome::Unknown(unknown) = client.create_reserve(reserve).await.unwrap() else { panic!() };
    shown.show(&unknown);
    shown.show(&serde_json::to_string(&unknown).unwrap());
    let results: Vec<_> = client.stock_checks(stream::iter(["A".to_owned()]), Bulk::new()).collect().await;
    shown.show(&results);

    let discovering =
        Client::with(producer(profile), Directory::discovered(url("https://b2b.example.com/services")), http);
    shown.error(&discovering.stock_check(StockCheck::new("A")).await.unwrap_err());

    let call = client.offline_request(url("https://sandbox.example.com/stockcheck"), StockCheck::new("A"));
    shown.show(&call);
    let (request, sent) = call.request(&Attempt::new(1, now(), [7; 32])).unwrap();
    shown.show(&sent);
    let redactor = b2b_http::Redactor::for_request(&request);
    shown.show(&b2b_http::render_request(&request, &redactor));
    for signature in
        asked.urls().iter().filter_map(|url| url.split('&').find(|pair| pair.to_lowercase().starts_with("signature=")))
    {
        shown.signatures.lock().unwrap().push(signature.split_once('=').unwrap().1.to_owned());
    }
    // What was really sent has it.
    if profile == "shared-secret" {
        assert!(asked.urls().iter().all(|url| url.contains("Signature=s3cret")));
    }
}

#[test]
fn no_secret_is_shown() {
    let shown = Shown::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(shown.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            for profile in ["shared-secret", "ethervision", "dancik"] {
                provoke(profile, &shown).await;
            }
        });
    });
    let signatures = shown.signatures.lock().unwrap();
    let shown = shown.text.lock().unwrap();
    assert!(shown.contains("‹redacted›") && shown.contains("was refused") && shown.contains("exchange ended"));
    let found =
        shown.lines().find(|line| line.contains("s3cret") || line.contains("\"more\\\"") && line.contains("~é"));
    assert_eq!(found, None);
    assert!(signatures.len() > 10);
    assert_eq!(signatures.iter().find(|signature| shown.contains(signature.as_str())), None);
}
