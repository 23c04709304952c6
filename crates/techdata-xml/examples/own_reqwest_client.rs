//! Asks for prices with a reqwest client of one's own, which goes through a proxy and shows a client certificate.
//!
//! ```console
//! $ cargo run -p techdata-xml --example own_reqwest_client -- gateway.json
//! DOCKING STATION 2 & POWER CORD: 217.54
//! ```
//!
//! `gateway.json` says how to get to the service: `{"url": "https://…", "ca": FILE, "certificate": FILE, "key": FILE, "proxy":
//! "http://…", "username": …, "password": …}`. For a proxy and a certificate alone no client of one's own is needed:
//! `ReqwestTransport::builder()` has `proxy` and `client_certificate_pem`.
#![allow(clippy::print_stdout, reason = "an example")]

use std::time::Duration;

use b2b_http::{ErrorKind, Transport, TransportError, TransportLimits};
use bytes::Bytes;
use reqwest::{Certificate, Identity, Proxy, redirect, retry};
use techdata_xml::{Client, Endpoint, Item};

/// Carries requests by a reqwest client, set up as you like.
struct OwnClient(reqwest::Client);

impl Transport for OwnClient {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        _: &TransportLimits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        // Without a connection nothing was sent. Whatever goes wrong later may go wrong after the supplier has read it all.
        let failed = |error: reqwest::Error| {
            if error.is_builder() {
                TransportError::not_sent(ErrorKind::Build, "the request cannot be written")
            } else if error.is_connect() {
                TransportError::not_sent(ErrorKind::Connect, "there is no connection")
            } else {
                TransportError::unknown(ErrorKind::Other, "the exchange broke off")
            }
            .with_source(error.without_url())
        };
        let mut answer = self.0.execute(request.try_into().map_err(failed)?).await.map_err(failed)?;
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        *response.body_mut() = answer.bytes().await.map_err(failed)?;
        Ok(response)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gateway = std::env::args().nth(1).ok_or("usage: own_reqwest_client gateway.json")?;
    let gateway: serde_json::Value = serde_json::from_reader(std::fs::File::open(gateway)?)?;
    let text = |name: &'static str| gateway.get(name).and_then(|value| value.as_str()).ok_or(name);

    // Only where reqwest is built without a provider of its own, as it is here.
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "there is a provider already")?;
    let identity = [std::fs::read(text("certificate")?)?, std::fs::read(text("key")?)?].concat();
    let http = reqwest::Client::builder()
        .proxy(Proxy::all(text("proxy")?)?)
        .identity(Identity::from_pem(&identity)?)
        .tls_certs_only([Certificate::from_pem(&std::fs::read(text("ca")?)?)?])
        // These two are the client's part: it repeats what may be repeated, and a redirection would carry the password away.
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .connect_timeout(Duration::from_secs(10))
        .build()?;

    let endpoint = Endpoint::at(text("url")?, text("username")?, text("password")?);
    let client = Client::with(endpoint, b2b_http::Client::new(OwnClient(http)));
    let answer = client.price_availability([Item::tech_data("10226038")]).await?;
    for line in answer.value.lines {
        let line = line.result?;
        let price = line.unit_price1.as_ref().and_then(|price| price.value());
        println!("{}: {}", line.product_desc.as_deref().unwrap_or("?"), price.ok_or("no price")?);
    }
    Ok(())
}
