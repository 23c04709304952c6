//! Answers that are read while they come.

use std::fmt;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::Client;
use super::attempt::{Failing, Prepared, outcome_of, rejected_answer, span, too_late, trace};
use crate::exchange::{Exchange, RecordedRequest, RecordedResponse};
use crate::policy::{Permit, retry_after};
use crate::{Body, Error, Operation, Received, Rejected, StreamingTransport};

/// How much of the body of a failed answer is read.
const EXCERPT: usize = 64 * 1024;

/// An answer whose head has come, and whose body is read part by part.
///
/// It holds the account's permit until it is dropped; to drop it gives up the rest of the answer.
pub struct Answering<S, B> {
    sent: S,
    head: http::response::Parts,
    body: B,
    failing: Failing,
    _permit: Permit,
}

impl<T: StreamingTransport> Client<T> {
    /// Sends the operation once and hands over its answer while it comes, for answers that are larger than memory.
    ///
    /// The total deadline holds until the head of the answer is there, and the read deadline for each part of its body.
    /// The size cap does not hold: whoever reads the parts bounds what is kept of them. Nothing is repeated, because an
    /// answer that was read in part cannot be taken back. The exchange is recorded without the body.
    ///
    /// # Errors
    ///
    /// As for [`send`](Client::send). An answer whose status is no success is read by the operation as usual, up to its
    /// first 64 KiB, and always is an error.
    pub async fn open<O: Operation>(&self, operation: &O) -> Result<Answering<O::Sent, T::Body>, Error> {
        let deadline = Instant::now() + self.shared.policy.total_timeout;
        let Prepared { request, sent, failing, now, permit } = self.prepare(operation, 1, deadline).await?;
        let span = span::<O>(&request, 1);
        let recorded = self.shared.observer.is_some().then(|| RecordedRequest::of(&request, &failing.redactor));

        let limits = self.limits();
        let begin = Instant::now();
        let opened = timeout_at(deadline, self.shared.transport.open(request, &limits)).instrument(span.clone()).await;
        let opened = opened.unwrap_or_else(|_| Err(too_late(&limits))).map_err(|error| failing.in_transport(error));
        let elapsed = begin.elapsed();

        let mut response = None;
        let result = match opened {
            Ok(answer) => {
                let (head, body) = answer.into_parts();
                span.record("status", head.status.as_u16());
                let bare = http::Response::from_parts(head.clone(), Bytes::new());
                response = recorded.is_some().then(|| RecordedResponse::of(&bare, &failing.redactor));
                let answering = Answering { sent, head, body, failing, _permit: permit };
                self.look(operation, answering, deadline).await
            }
            Err(error) => Err(error),
        };
        let outcome = outcome_of(&result);
        trace(&span, elapsed, &outcome);
        if let Some(request) = recorded {
            self.record(&Exchange {
                operation: O::NAME,
                attempt: 1,
                started: now,
                elapsed,
                request,
                response,
                outcome,
            });
        }
        result
    }

    /// Reads an answer that is no success to its error.
    async fn look<O: Operation>(
        &self,
        operation: &O,
        mut answering: Answering<O::Sent, T::Body>,
        deadline: Instant,
    ) -> Result<Answering<O::Sent, T::Body>, Error> {
        let status = answering.head.status;
        if status.is_success() {
            return Ok(answering);
        }
        let mut excerpt = BytesMut::new();
        while excerpt.len() < EXCERPT
            && let Ok(Ok(Some(chunk))) = timeout_at(deadline, answering.body.chunk()).await
        {
            excerpt.extend_from_slice(chunk.get(..EXCERPT - excerpt.len()).unwrap_or(&chunk));
        }
        let body = excerpt.freeze();
        let now = self.shared.environment.now();
        let answer = http::Response::from_parts(answering.head, body.clone());
        if status.is_redirection() {
            return Err(answering.failing.redirected(&answer));
        }
        let wait = retry_after(&answer, now);
        let rejected = match operation.response(&answering.sent, Received::new(now, answer)) {
            Ok(_) => Rejected::unreadable(format!("the status is {}", status.as_u16())),
            Err(rejected) => rejected,
        };
        Err(rejected_answer(rejected, status, &body, wait, &answering.failing))
    }
}

impl<S, B: Body> Answering<S, B> {
    /// What the attempt left to judge its answer by.
    #[must_use]
    pub fn sent(&self) -> &S {
        &self.sent
    }

    /// The status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The next part of the body; `None` at its end.
    ///
    /// # Errors
    ///
    /// If the rest of the answer does not come.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.body.chunk().await.map_err(|error| self.failing.in_transport(error))
    }

    /// The error of an answer that is rejected for what has been read of it, with the excerpt that shows why.
    #[must_use]
    pub fn rejected(&self, rejected: Rejected, excerpt: &Bytes) -> Error {
        rejected_answer(rejected, self.head.status, excerpt, None, &self.failing)
    }
}

impl<S, B> fmt::Debug for Answering<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answering").field("status", &self.head.status).finish_non_exhaustive()
    }
}
