//! Clients of a producer that is a closure.

use std::sync::{Arc, Mutex};

use b2b_http::{FixedEnvironment, RetryPolicy, Transport, TransportError, transport_fn};
use bytes::Bytes;
use fcb2b_client::{Client, Directory, Endpoints, ServiceName};
use http::{Request, Response};

use super::{now, producer, url};

/// Every service at an address of its own.
pub(crate) fn directory() -> Directory {
    let endpoints = ServiceName::KNOWN.iter().fold(Endpoints::new(), |endpoints, service| {
        let path = service.as_str().to_lowercase();
        endpoints.with(service, url(&format!("https://sandbox.example.com/{path}")))
    });
    Directory::configured(endpoints)
}

pub(crate) type Answering = Result<Response<Bytes>, TransportError>;

/// What the producer was asked: the paths, in order.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    pub(crate) fn urls(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        let uris = self.urls().into_iter().map(|url| url.parse::<http::Uri>().unwrap());
        uris.map(|uri| format!("{}{}", uri.host().unwrap(), uri.path())).collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

pub(crate) fn answer(status: u16, body: &str) -> Answering {
    Ok(Response::builder().status(status).body(Bytes::from(body.to_owned())).unwrap())
}

/// A transport that notes what it is asked.
pub(crate) fn transport<F, R>(asked: &Asked, answering: F) -> impl Transport + use<F, R>
where
    F: Fn(Request<Bytes>) -> R + Send + Sync,
    R: Future<Output = Answering> + Send,
{
    let asked = asked.clone();
    transport_fn(move |request| {
        asked.0.lock().unwrap().push(request.uri().to_string());
        answering(request)
    })
}

/// A client that repeats nothing, at a fixed time.
pub(crate) fn client<T: Transport>(profile: &str, directory: Directory, transport: T) -> Client<T> {
    let http = b2b_http::Client::builder(transport)
        .retry(RetryPolicy::never())
        .environment(FixedEnvironment::new(now()))
        .build();
    Client::with(producer(profile), directory, http)
}
