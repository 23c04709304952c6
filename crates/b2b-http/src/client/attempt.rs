//! One attempt: from the operation's request to its output, or to an error that says what is known.

mod failing;

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{StatusCode, header};
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument, Span, field};

pub(super) use self::failing::Failing;
use super::Client;
use crate::exchange::{Exchange, Outcome, RecordedRequest, RecordedResponse};
use crate::policy::{Permit, PlainHttp, retry_after};
use crate::receipt::Receipt;
use crate::{
    Attempt, Error, ErrorKind, Operation, Phase, Progress, Received, Redactor, Rejected, RejectedKind, Transport,
    TransportError, TransportLimits,
};

impl<T: Transport> Client<T> {
    pub(super) async fn attempt<O: Operation>(
        &self,
        operation: &O,
        number: u32,
        deadline: Instant,
    ) -> Result<O::Output, Error> {
        let prepared = self.prepare(operation, number, deadline).await?;
        let Prepared { request, sent, failing, now, permit: _permit } = prepared;
        let span = span::<O>(&request, number);
        let recorded = self.shared.observer.is_some().then(|| RecordedRequest::of(&request, &failing.redactor));

        let begin = Instant::now();
        let carried = self.carry(request, deadline, &failing).instrument(span.clone()).await;
        let elapsed = begin.elapsed();

        let mut response = None;
        let result = match carried {
            Ok(answer) => {
                span.record("status", answer.status().as_u16());
                let (status, body) = (answer.status(), self.shared.clerk.is_some().then(|| answer.body().clone()));
                response = recorded.is_some().then(|| RecordedResponse::of(&answer, &failing.redactor));
                let result = span.in_scope(|| self.judge(operation, &sent, answer, &failing));
                if let (Some(clerk), Some(body)) = (&self.shared.clerk, body) {
                    let is_retryable = result.as_ref().is_err_and(Error::is_retryable);
                    clerk.received(
                        &Receipt { operation: O::NAME, attempt: number, status, elapsed, is_retryable },
                        &body,
                    );
                }
                result
            }
            Err(error) => Err(error),
        };

        let outcome = outcome_of(&result);
        trace(&span, elapsed, &outcome);
        if let Some(request) = recorded {
            let (operation, attempt, started) = (O::NAME, number, now);
            self.record(&Exchange { operation, attempt, started, elapsed, request, response, outcome });
        }
        result
    }

    /// Has the request of an attempt written, and everything at hand that sending it takes.
    pub(super) async fn prepare<O: Operation>(
        &self,
        operation: &O,
        number: u32,
        deadline: Instant,
    ) -> Result<Prepared<O::Sent>, Error> {
        let environment = &self.shared.environment;
        let failing = Failing::new::<O>(number, Redactor::default());
        let Ok(permit) = timeout_at(deadline, self.shared.policy.account.acquire()).await else {
            let message = "the account's rate or concurrency limit left no room before the total deadline";
            return Err(failing.not_sent(ErrorKind::RateLimited, message));
        };

        let now = environment.now();
        let random = environment.random().map_err(|error| {
            let source = Some(error.into());
            failing.not_sent_by(ErrorKind::Other, "no random bytes could be drawn", None, source)
        })?;
        let (mut request, sent) = operation
            .request(&Attempt::new(number, now, random))
            .map_err(|refused| failing.not_sent_by(ErrorKind::Build, &refused.message, refused.hint, refused.source))?;
        let failing = Failing::new::<O>(number, Redactor::for_request(&request));
        self.check_address(request.uri(), &failing)?;
        let user_agent = &self.shared.policy.user_agent;
        request.headers_mut().entry(header::USER_AGENT).or_insert_with(|| user_agent.clone());
        Ok(Prepared { request, sent, failing, now, permit })
    }

    pub(super) fn record(&self, exchange: &Exchange) {
        if let Some(observer) = &self.shared.observer {
            observer.exchanged(exchange);
        }
    }

    fn check_address(&self, uri: &http::Uri, failing: &Failing) -> Result<(), Error> {
        let host = uri.host().filter(|host| !host.is_empty());
        match (uri.scheme_str(), host) {
            (Some("https"), Some(_)) => Ok(()),
            (Some("http"), Some(host)) if self.shared.policy.plain_http.allows(host) => Ok(()),
            (Some("http"), Some(host)) => {
                let message = format!("plain http to {host} would show the credentials to everyone on the way");
                // To allow it is good advice for this machine alone.
                let hint = PlainHttp::LoopbackOnly
                    .allows(host)
                    .then(|| "Use the https address, or allow plain http to this machine.".into());
                Err(failing.not_sent_by(ErrorKind::PlainHttp, &message, hint, None))
            }
            _ => Err(failing.not_sent(ErrorKind::Build, "the request has no absolute https address")),
        }
    }

    async fn carry(
        &self,
        request: http::Request<Bytes>,
        deadline: Instant,
        failing: &Failing,
    ) -> Result<http::Response<Bytes>, Error> {
        let limits = self.limits();
        let carried = timeout_at(deadline, self.shared.transport.send(request, &limits)).await;
        let carried = carried.unwrap_or_else(|_| Err(too_late(&limits)));
        let response = carried.map_err(|error| failing.in_transport(error))?;
        let limit = limits.max_response_bytes;
        if response.body().len() > limit {
            return Err(failing.in_transport(too_large(limit).with_status(response.status())));
        }
        Ok(response)
    }

    pub(super) fn limits(&self) -> TransportLimits {
        let policy = &self.shared.policy;
        TransportLimits {
            connect_timeout: policy.connect_timeout,
            read_timeout: policy.read_timeout,
            max_response_bytes: policy.max_response_bytes,
            progress: Progress::default(),
        }
    }

    fn judge<O: Operation>(
        &self,
        operation: &O,
        sent: &O::Sent,
        answer: http::Response<Bytes>,
        failing: &Failing,
    ) -> Result<O::Output, Error> {
        let now = self.shared.environment.now();
        let (status, body) = (answer.status(), answer.body().clone());
        let wait = retry_after(&answer, now);
        if status.is_redirection() {
            return Err(failing.redirected(&answer));
        }
        operation
            .response(sent, Received::new(now, answer))
            .map_err(|rejected| rejected_answer(rejected, status, &body, wait, failing))
    }
}

/// The request of an attempt, and what its answer is judged by.
pub(super) struct Prepared<S> {
    pub(super) request: http::Request<Bytes>,
    pub(super) sent: S,
    pub(super) failing: Failing,
    pub(super) now: DateTime<Utc>,
    pub(super) permit: Permit,
}

pub(super) fn span<O: Operation>(request: &http::Request<Bytes>, number: u32) -> Span {
    tracing::debug_span!(
        "exchange",
        operation = O::NAME,
        attempt = number,
        method = %request.method(),
        host = request.uri().host(),
        status = field::Empty,
        duration_ms = field::Empty,
        outcome = field::Empty,
    )
}

/// The error of an answer that the operation rejects.
pub(super) fn rejected_answer(
    rejected: Rejected,
    status: StatusCode,
    body: &Bytes,
    wait: Option<Duration>,
    failing: &Failing,
) -> Error {
    let kind = match rejected.kind {
        RejectedKind::Refused => ErrorKind::Refused,
        RejectedKind::Untrusted => ErrorKind::Untrusted,
        RejectedKind::Unreadable if status.is_success() => ErrorKind::Unreadable,
        RejectedKind::Unreadable => ErrorKind::Status,
    };
    let retryable = may_answer_later(kind, status, &rejected, failing.repeatable);
    failing.answered(kind, rejected, status, body, wait, retryable)
}

/// That the total timeout has passed.
pub(super) fn too_late(limits: &TransportLimits) -> TransportError {
    let message = "the call took longer than its total timeout";
    if limits.progress.is_unsent() {
        TransportError::not_sent(ErrorKind::TotalTimeout, message)
            .with_hint("Try again; if it persists, check the firewall or raise the total timeout.")
    } else {
        TransportError::unknown(ErrorKind::TotalTimeout, message)
    }
}

/// That an answer is larger than allowed.
pub(crate) fn too_large(limit: usize) -> TransportError {
    TransportError::unknown(ErrorKind::TooLarge { limit }, format!("the answer is larger than {limit} bytes"))
}

/// Whether the operation may be sent again after this answer, and may well succeed then.
fn may_answer_later(kind: ErrorKind, status: StatusCode, rejected: &Rejected, repeatable: bool) -> bool {
    // No status says for certain that nothing was done: a proxy may have answered for a host that did it.
    repeatable
        && match status {
            StatusCode::TOO_MANY_REQUESTS => kind != ErrorKind::Untrusted,
            StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => true,
            _ => rejected.transient,
        }
}

pub(super) fn outcome_of<R>(result: &Result<R, Error>) -> Outcome {
    match result {
        Ok(_) => Outcome::Done,
        Err(error @ Error::NotSent(_)) => Outcome::NotSent(error.to_string()),
        Err(error @ Error::OutcomeUnknown(_)) => Outcome::Unknown(error.to_string()),
        Err(error @ Error::Answered(_)) => Outcome::Answered(error.to_string()),
    }
}

/// Closes the span. The supplier's words stay out of it: they are in the error.
pub(super) fn trace(span: &Span, elapsed: Duration, outcome: &Outcome) {
    let name = match outcome {
        Outcome::Done => "done",
        Outcome::NotSent(_) => "not sent",
        Outcome::Unknown(_) => "outcome unknown",
        Outcome::Answered(_) => "answered",
    };
    span.record("duration_ms", u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX));
    span.record("outcome", name);
    span.in_scope(|| tracing::debug!("exchange ended"));
}

/// Whether a failure in this phase may be repeated.
pub(super) fn may_be_sent_again(phase: Phase, kind: ErrorKind, repeatable: bool) -> bool {
    kind.is_transient() && (phase == Phase::NotSent || repeatable)
}
