//! A sandbox with the producer, and signed requests to it.

use std::sync::Arc;

use b2b_http::{Attempt, Operation as _};
use b2b_sandbox::{Clock, Fcb2b, Options, Sandbox};
use bytes::Bytes;
use fcb2b_client::{Call, Producer, Service, ServiceUrl, SigningKey, SigningProfile};
use http::Request;

use crate::Runtimes;

/// The item that is asked for.
pub(crate) const SKU: &str = "VV01701002";

pub(crate) fn sandbox(runtimes: &Runtimes, options: Options) -> Sandbox {
    let starting = async { Sandbox::builder().options(options).supplier(Fcb2b::new()).start().await };
    runtimes.servers.block_on(starting).unwrap()
}

/// As whom the sandbox is asked.
pub(crate) fn producer() -> Producer {
    let profile = SigningProfile::named(Fcb2b::DEFAULT_PROFILE).unwrap();
    let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).unwrap();
    Producer::new(profile, key).client_identifier(Fcb2b::CLIENT_IDENTIFIER)
}

/// The address of a service at the server with this base address.
pub(crate) fn url<S: Service>(base: &str) -> ServiceUrl {
    format!("{base}/{}", S::SERVICE.as_str().to_ascii_lowercase()).parse().unwrap()
}

pub(crate) fn signed<S: Service + Send + Sync>(base: &str, request: S) -> Request<Bytes>
where
    S::Output: Send,
{
    let call = Call::new(Arc::new(producer()), url::<S>(base), request);
    call.request(&Attempt::new(1, Clock::System.now(), [6; 32])).unwrap().0
}

/// The request as it goes over a connection that is kept.
pub(crate) fn wire(request: &Request<Bytes>) -> Vec<u8> {
    let uri = request.uri();
    let (target, host) = (uri.path_and_query().unwrap(), uri.authority().unwrap());
    format!("GET {target} HTTP/1.1\r\nhost: {host}\r\naccept: */*\r\n\r\n").into_bytes()
}
