//! A transport over reqwest.

mod builder;
mod classify;
mod connect;
mod handshake;
mod upload;
mod verify;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::uri::PathAndQuery;

use self::connect::{CONNECTING, Connecting};
use self::upload::Upload;
use crate::client::too_large;
use crate::{Body, ErrorKind, StreamingTransport, Transport, TransportError, TransportLimits};

pub use self::builder::{Proxy, ReqwestTransportBuilder, SetupError};
pub use self::handshake::Handshake;

/// A [`Transport`] over reqwest: HTTP/1.1, pooled connections, TLS 1.2 and 1.3 by rustls with *ring*.
///
/// Certificates are verified as the platform does it, with extra roots where they are given. There is no option that turns
/// verification off. Redirections are not followed and requests are not repeated. No proxy is used unless one is set.
///
/// What the operation wrote is what goes on the wire; `Host`, `Content-Length` and, if there is none, `Accept: */*` are
/// added. An address that could not be sent unchanged is refused.
///
/// It must be used within a tokio runtime that has I/O and time enabled. Clones share their connections.
///
/// ```no_run
/// use b2b_http::{Client, ReqwestTransport};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = ReqwestTransport::builder().extra_roots_pem(std::fs::read("our-ca.pem")?).build()?;
/// let client = Client::new(transport);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
}

impl ReqwestTransport {
    /// A transport with the platform's certificates and without a proxy.
    ///
    /// # Errors
    ///
    /// [`SetupError`] when the platform's certificates cannot be loaded.
    pub fn new() -> Result<Self, SetupError> {
        Self::builder().build()
    }

    /// Starts a transport with options.
    #[must_use]
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }
}

impl Transport for ReqwestTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        limits: &TransportLimits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let (host, mut response) = self.head(request, limits).await?;
        let body =
            read_body(&mut response, &host, limits).await.map_err(|error| error.with_status(response.status()))?;
        Ok(answer(&mut response, body))
    }
}

impl StreamingTransport for ReqwestTransport {
    type Body = ReqwestBody;

    async fn open(
        &self,
        request: http::Request<Bytes>,
        limits: &TransportLimits,
    ) -> Result<http::Response<ReqwestBody>, TransportError> {
        let (host, mut response) = self.head(request, limits).await?;
        let head = answer(&mut response, ());
        Ok(head.map(|()| ReqwestBody { response, host, read_timeout: limits.read_timeout }))
    }
}

/// The body of an answer over reqwest, as it comes.
pub struct ReqwestBody {
    response: ::reqwest::Response,
    host: String,
    read_timeout: Duration,
}

impl Body for ReqwestBody {
    async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        let Self { response, host, read_timeout } = self;
        let chunk = next_chunk(response, host, *read_timeout).await;
        chunk.map_err(|error| error.with_status(response.status()))
    }
}

impl fmt::Debug for ReqwestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestBody").field("host", &self.host).finish_non_exhaustive()
    }
}

impl ReqwestTransport {
    /// Sends the request and waits for the head of its answer, which comes with the host's name.
    async fn head(
        &self,
        request: http::Request<Bytes>,
        limits: &TransportLimits,
    ) -> Result<(String, ::reqwest::Response), TransportError> {
        let (mut parts, body) = request.into_parts();
        // Redactions and the like are for the client, not for the wire.
        parts.extensions.clear();
        let host = parts.uri.host().unwrap_or_default().to_owned();
        let path = parts.uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
        let request = http::Request::from_parts(parts, Upload::of(body, &limits.progress));
        let request = ::reqwest::Request::try_from(request).map_err(|error| {
            TransportError::not_sent(ErrorKind::Build, "the address cannot be used")
                .with_hint("Check the address in the configuration.")
                .with_source(error.without_url())
        })?;
        // The URL parser within reqwest rewrites some characters, and a signed address must not change.
        if request.url().path() != path.path() || request.url().query() != path.query() {
            return Err(TransportError::not_sent(ErrorKind::Build, "the address would be changed on its way")
                .with_hint("Percent-encode everything in the address but letters, digits and -._~, and leave out dot segments."));
        }

        let connecting = Arc::new(Connecting::new(limits.connect_timeout));
        let headers = CONNECTING.scope(Arc::clone(&connecting), self.client.execute(request));
        let response = tokio::select! {
            biased;
            answer = headers => answer.map_err(|error| classify::before_headers(error, &host, limits))?,
            () = connecting.passed_since_ready(limits.read_timeout) => {
                let message = format!("{host} did not begin its answer within {:?}", limits.read_timeout);
                return Err(TransportError::unknown(ErrorKind::HeaderTimeout, message));
            }
        };
        Ok((host, response))
    }
}

/// The head of an answer, with another body.
fn answer<B>(response: &mut ::reqwest::Response, body: B) -> http::Response<B> {
    let mut answer = http::Response::new(body);
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    answer
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

async fn read_body(
    response: &mut ::reqwest::Response,
    host: &str,
    limits: &TransportLimits,
) -> Result<Bytes, TransportError> {
    let limit = limits.max_response_bytes;
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |announced| announced > limit) {
        return Err(too_large(limit));
    }
    let mut body = BytesMut::new();
    loop {
        let Some(chunk) = next_chunk(response, host, limits.read_timeout).await? else {
            return Ok(body.freeze());
        };
        if chunk.len() > limit - body.len() {
            return Err(too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
}

async fn next_chunk(
    response: &mut ::reqwest::Response,
    host: &str,
    read_timeout: Duration,
) -> Result<Option<Bytes>, TransportError> {
    let chunk = tokio::time::timeout(read_timeout, response.chunk()).await.map_err(|_| {
        let message = format!("{host} stopped in the middle of its answer for {read_timeout:?}");
        TransportError::unknown(ErrorKind::BodyTimeout, message)
    })?;
    chunk.map_err(|error| classify::in_body(error, host))
}
