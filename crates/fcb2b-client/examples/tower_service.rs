//! Asks for stock through a tower service, with whatever layers it has: here a timeout and a limit of concurrency.
//!
//! ```console
//! $ cargo run -p fcb2b-client --example tower_service -- ready.json
//! VV01701002: 81.00 BX
//! ```
//!
//! `ready.json` is the line that `b2b sandbox` prints.
#![allow(clippy::print_stdout, reason = "an example")]

use std::time::Duration;

use b2b_http::{BoxError, ErrorKind, Transport, TransportError, TransportLimits};
use bytes::Bytes;
use fcb2b_client::{AvailableQuantity, Client, Directory, OrRaw, Producer, SigningKey, SigningProfile, StockCheck};
use tower::{Service, ServiceBuilder, ServiceExt};

/// Carries requests by a tower service.
struct Tower<S>(S);

impl<S> Transport for Tower<S>
where
    S: Service<http::Request<Bytes>, Response = http::Response<Bytes>, Error = BoxError> + Clone + Send + Sync,
    S::Future: Send,
{
    async fn send(
        &self,
        request: http::Request<Bytes>,
        _: &TransportLimits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut service = self.0.clone();
        let ready = service.ready().await.map_err(|error| {
            TransportError::not_sent(ErrorKind::Other, "the service takes no requests").with_source(error)
        })?;
        // A service does not say how far it got, so the request may have arrived.
        ready
            .call(request)
            .await
            .map_err(|error| TransportError::unknown(ErrorKind::Other, "the service has no answer").with_source(error))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ready = std::env::args().nth(1).ok_or("usage: tower_service ready.json")?;
    let ready: serde_json::Value = serde_json::from_reader(std::fs::File::open(ready)?)?;
    let text = |pointer| ready.pointer(pointer).and_then(|value| value.as_str()).ok_or(pointer);

    let http = http_client(&std::fs::read(text("/ca")?)?)?;
    let service = ServiceBuilder::new().timeout(Duration::from_secs(30)).concurrency_limit(2).service_fn(
        move |request: http::Request<Bytes>| {
            let http = http.clone();
            async move {
                let mut answer = http.execute(request.try_into()?).await?;
                let mut response = http::Response::new(Bytes::new());
                *response.status_mut() = answer.status();
                *response.headers_mut() = std::mem::take(answer.headers_mut());
                *response.body_mut() = answer.bytes().await?;
                Ok::<_, BoxError>(response)
            }
        },
    );

    let key = SigningKey::new(text("/fcb2b/api_key")?, text("/fcb2b/secret")?.into())?;
    let profile = SigningProfile::named(text("/fcb2b/profile")?)?;
    let producer = Producer::new(profile, key).client_identifier(text("/fcb2b/client_identifier")?);
    let discovery = format!("{}{}", text("/url")?, text("/fcb2b/services")?);
    let directory = Directory::discovered(discovery.parse()?);
    let client = Client::with(producer, directory, b2b_http::Client::new(Tower(service)));

    let stock = client.stock_check(StockCheck::new("VV01701002")).await?.value;
    let Some(OrRaw::Value(AvailableQuantity::Amount(amount))) = stock.quantity else { return Err("no amount".into()) };
    let unit = stock.unit_of_measure.ok_or("no unit")?;
    println!("{}: {amount} {}", stock.sku.unwrap_or_default(), unit.as_str());
    Ok(())
}

/// Any HTTP client would do.
fn http_client(ca: &[u8]) -> Result<reqwest::Client, Box<dyn std::error::Error>> {
    // Only where reqwest is built without a provider of its own, as it is here.
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "there is a provider already")?;
    let ca = reqwest::Certificate::from_pem(ca)?;
    Ok(reqwest::Client::builder().tls_certs_only([ca]).redirect(reqwest::redirect::Policy::none()).build()?)
}
