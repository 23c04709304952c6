//! Asks how an order stands with the crate's core alone: ureq carries the bytes, and nothing is async.
//!
//! ```console
//! $ cargo run -p westcon-orderstatus --no-default-features --example ureq -- ready.json
//! 0000543814: Sales Review
//! ```
//!
//! `ready.json` is the line that `b2b sandbox` prints. What `b2b_http::Client` does besides (deadlines, repetition of what may be
//! repeated, redaction) is up to you here.
#![allow(clippy::print_stdout, reason = "an example")]
#![allow(clippy::disallowed_methods, reason = "this is the edge: the core reads no clock and draws no random numbers")]

use std::time::SystemTime;

use b2b_http::{Attempt, Operation, Received};
use bytes::Bytes;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use westcon_orderstatus::{Endpoint, GetOrderStatus, OrderQuery};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ready = std::env::args().nth(1).ok_or("usage: ureq ready.json")?;
    let ready: serde_json::Value = serde_json::from_reader(std::fs::File::open(ready)?)?;
    let text = |pointer| ready.pointer(pointer).and_then(|value| value.as_str()).ok_or(pointer);

    let mut roots = Vec::new();
    for item in parse_pem(&std::fs::read(text("/ca")?)?) {
        if let PemItem::Certificate(certificate) = item? {
            roots.push(certificate);
        }
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&roots)).build())
        // Suppliers refuse with other statuses than 200 and say why in the body; a redirection would carry the key elsewhere.
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build()
        .into();

    let url = format!("{}{}", text("/url")?, text("/westcon/path")?);
    let endpoint = Endpoint::at(url, text("/westcon/account")?, text("/westcon/key")?);
    let operation = GetOrderStatus::new(endpoint, OrderQuery::westcon(["704571"]));

    let mut random = [0; 32];
    getrandom::fill(&mut random)?;
    let (request, sent) = operation.request(&Attempt::new(1, SystemTime::now().into(), random))?;
    let (head, mut body) = agent.run(request.map(|body| body.to_vec()))?.into_parts();
    let body = body.with_config().limit(16 << 20).read_to_vec()?;
    let response = http::Response::from_parts(head, Bytes::from(body));

    let answer = operation.response(&sent, Received::new(SystemTime::now().into(), response))?;
    for order in answer.value.orders() {
        let number = order.erp_order_number.as_deref().unwrap_or("?");
        println!("{number}: {}", order.header_status_description.as_deref().unwrap_or("?"));
    }
    Ok(())
}
