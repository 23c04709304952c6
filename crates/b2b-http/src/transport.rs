//! Carrying one request to the supplier and its answer back.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;

use crate::{BoxError, ErrorKind};

/// Carries one request and brings back its answer, whatever its status.
///
/// A transport never repeats a request, never follows a redirection and adds no credentials. The policy (deadlines,
/// repetition, limits) belongs to the client. [`transport_fn`] makes one from a closure.
pub trait Transport: Send + Sync {
    /// Sends the request and reads the answer to its end.
    ///
    /// The transport keeps to the limits as far as it can. Dropping the future gives up the exchange.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when there is no complete answer; it says whether the request may have arrived.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: &TransportLimits,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send;
}

/// A transport that can hand over an answer while it is still coming, for answers that are larger than memory.
pub trait StreamingTransport: Transport {
    /// The body of an answer, as it comes.
    type Body: Body;

    /// Sends the request and waits for the head of the answer.
    ///
    /// [`TransportLimits::max_response_bytes`] does not bound the body; whoever reads it must bound what it keeps.
    ///
    /// # Errors
    ///
    /// As for [`Transport::send`].
    fn open(
        &self,
        request: http::Request<Bytes>,
        limits: &TransportLimits,
    ) -> impl Future<Output = Result<http::Response<Self::Body>, TransportError>> + Send;
}

/// The body of an answer that is still coming.
pub trait Body: Send {
    /// The next part; `None` at the end. The read timeout that the answer was opened with holds for each part.
    ///
    /// Dropping the future loses nothing of the body.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when the rest of the answer does not come.
    fn chunk(&mut self) -> impl Future<Output = Result<Option<Bytes>, TransportError>> + Send;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: &TransportLimits,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        (**self).send(request, limits)
    }
}

/// What a transport must keep to during one exchange.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TransportLimits {
    /// How long resolving the name, connecting and the TLS handshake may take together.
    pub connect_timeout: Duration,
    /// How long the wait for the answer's headers, and for each next part of its body, may take.
    pub read_timeout: Duration,
    /// How many bytes the body of the answer may have.
    pub max_response_bytes: usize,
    /// Where the transport reports how far the request has come.
    pub progress: Progress,
}

impl Default for TransportLimits {
    /// Ten seconds to connect, sixty between reads, 16 MiB.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(60),
            max_response_bytes: 16 * 1024 * 1024,
            progress: Progress::default(),
        }
    }
}

/// How far a request has come, told by the transport while it works.
///
/// The client asks when the total deadline ends an exchange half-way. A transport that reports nothing is taken to have
/// sent the request.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    unsent: Arc<AtomicBool>,
}

impl Progress {
    /// Reports that no byte of the request has been written yet. To be called only by a transport that also calls
    /// [`may_be_sent`](Self::may_be_sent).
    pub fn not_sent_yet(&self) {
        self.unsent.store(true, Ordering::SeqCst);
    }

    /// Reports that the request is being written. To be called before the first byte is.
    pub fn may_be_sent(&self) {
        self.unsent.store(false, Ordering::SeqCst);
    }

    /// Whether it is known that no byte of the request was written.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        self.unsent.load(Ordering::SeqCst)
    }
}

/// There is no complete answer.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    pub(crate) phase: Phase,
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) hint: Option<Cow<'static, str>>,
    #[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client reads it"))]
    pub(crate) status: Option<http::StatusCode>,
    pub(crate) source: Option<BoxError>,
}

impl TransportError {
    /// The request never left: the supplier cannot have seen it.
    #[must_use]
    pub fn not_sent(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::new(Phase::NotSent, kind, message)
    }

    /// The request may have arrived.
    #[must_use]
    pub fn unknown(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::new(Phase::Unknown, kind, message)
    }

    /// Adds what to do about it: one sentence. Without one, the hint of the kind is shown.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the status of an answer whose body did not arrive whole.
    #[must_use]
    pub fn with_status(mut self, status: http::StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds the error behind it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whether the request may have arrived.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &str {
        self.hint.as_deref().unwrap_or_else(|| self.kind.hint())
    }

    fn new(phase: Phase, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { phase, kind, message: message.into(), hint: None, status: None, source: None }
    }
}

/// Whether a request without an answer may have arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// No byte of it was written.
    NotSent,
    /// It may have arrived and may have been processed.
    Unknown,
}

/// A transport made from a closure: for tests, and for carrying requests by other means.
///
/// The limits are not passed to the closure; the client still enforces the total deadline and the size of the answer.
///
/// ```
/// let transport = b2b_http::transport_fn(|_request| async { Ok(http::Response::new("pong".into())) });
/// ```
pub fn transport_fn<F, R>(send: F) -> TransportFn<F>
where
    F: Fn(http::Request<Bytes>) -> R + Send + Sync,
    R: Future<Output = Result<http::Response<Bytes>, TransportError>> + Send,
{
    TransportFn { send }
}

/// What [`transport_fn`] returns.
#[derive(Clone)]
pub struct TransportFn<F> {
    send: F,
}

impl<F, R> Transport for TransportFn<F>
where
    F: Fn(http::Request<Bytes>) -> R + Send + Sync,
    R: Future<Output = Result<http::Response<Bytes>, TransportError>> + Send,
{
    fn send(
        &self,
        request: http::Request<Bytes>,
        _limits: &TransportLimits,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        (self.send)(request)
    }
}

impl<F> fmt::Debug for TransportFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportFn").finish_non_exhaustive()
    }
}
