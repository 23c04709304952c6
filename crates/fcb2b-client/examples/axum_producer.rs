//! The other side: a producer with one service, in axum, which checks every request's signature as it should.
//!
//! ```console
//! $ cargo run -p fcb2b-client --example axum_producer
//! signed: 200 OK
//! the same once more: 403 Forbidden
//! another quantity than was signed: 403 Forbidden
//! ```
//!
//! It asks itself, without a port. `axum::serve(listener, producer())` serves it, behind TLS: fcB2B forbids plain http.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example")]
#![allow(clippy::disallowed_methods, reason = "a server reads the clock")]

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::{Router, body::Body, routing::get};
use fcb2b_client::fcb2b_signing::{ReceivedRequest, ReplayCache, SignableRequest, Stamp, Verifier, sign};
use fcb2b_client::{
    AvailableQuantity, Request as _, SigningKey, SigningProfile, StockAnswer, StockCheck, encode_answer,
};
use http::{StatusCode, header};
use tower::ServiceExt as _;

/// Who may ask, and what was asked before.
struct Gate {
    verifier: Mutex<Verifier>,
    keys: Vec<SigningKey>,
}

async fn stock_check(State(gate): State<Arc<Gate>>, request: Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let uri = request.uri();
    let received = ReceivedRequest::new(request.method().as_str(), host, uri.path(), uri.query().unwrap_or_default());
    let verified = {
        let mut verifier = gate.verifier.lock().unwrap_or_else(PoisonError::into_inner);
        verifier.verify(&received, SystemTime::now(), &gate.keys)
    };
    let verified = match verified {
        Ok(verified) => verified,
        // The log may have the reason, which names no secret. A stranger learns that it was refused, and no more.
        Err(refusal) => {
            eprintln!("refused: {refusal}");
            return refused(StatusCode::FORBIDDEN, "SignatureDoesNotMatch");
        }
    };
    let parameters = verified.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let Ok(asked) = StockCheck::from_parameters(parameters) else {
        return refused(StatusCode::BAD_REQUEST, "InvalidArgument");
    };
    let mut answer = StockAnswer::default();
    answer.sku = Some(asked.sku);
    answer.unit_of_measure = Some(fcb2b_client::UnitOfMeasure::Box);
    answer.quantity = Some(AvailableQuantity::Amount(81.into()).into());
    match encode_answer::<StockCheck>(&answer) {
        Ok(document) => ([(header::CONTENT_TYPE, "text/xml")], document).into_response(),
        // The item, which was asked for, holds what XML cannot carry.
        Err(_) => refused(StatusCode::BAD_REQUEST, "InvalidArgument"),
    }
}

fn refused(status: StatusCode, code: &str) -> Response {
    let document = format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>");
    (status, [(header::CONTENT_TYPE, "text/xml")], document).into_response()
}

fn producer(profile: &SigningProfile, keys: Vec<SigningKey>) -> Router {
    let verifier = Verifier::new(profile.clone()).replay_cache(ReplayCache::new(100_000));
    let gate = Gate { verifier: Mutex::new(verifier), keys };
    Router::new().route("/stockcheck", get(stock_check)).with_state(Arc::new(gate))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let profile = SigningProfile::named("dancik")?;
    let key = || SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into());
    let producer = producer(&profile, vec![key()?]);

    let parameters = [("RequestedQuantity", "10"), ("SupplierItemSKU", "VV01701002")];
    let request = SignableRequest::new("b2b.example.com", "/stockcheck", &parameters);
    let stamp = Stamp::new(SystemTime::now()).global_identifier("123e4567-e89b-42d3-a456-426614174000");
    let signed = sign(&profile, &key()?, &request, &stamp)?;
    let changed = signed.query().replace("RequestedQuantity=10", "RequestedQuantity=99");
    let cases = [
        ("signed", signed.query()),
        ("the same once more", signed.query()),
        ("another quantity than was signed", changed.as_str()),
    ];
    for (case, query) in cases {
        let request = http::Request::get(format!("/stockcheck?{query}")).header(header::HOST, "b2b.example.com");
        let response = producer.clone().oneshot(request.body(Body::empty())?).await?;
        println!("{case}: {}", response.status());
    }
    Ok(())
}
