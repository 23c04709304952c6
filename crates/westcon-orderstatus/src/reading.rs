//! From an HTTP answer to an [`Answer`], or to what is wrong with it.

use b2b_http::Rejected;
use b2b_xml::chrono::{DateTime, Utc};
use b2b_xml::{Decoded, Presence};
use bytes::Bytes;
use http::Response;
use http::header::CONTENT_TYPE;
use wsse_soap::{
    Expect, Fault, HttpReply, Outcome, RelatesTo, Reply, ReplyError, ReplyErrorKind, ResponseTimestamp, SoapVersion,
};

use crate::get_order_status::{Answer, Sent};
use crate::response::{GetOrderStatusResponse, GetOrderStatusResult};

/// Reads the answer to what was sent.
pub(crate) fn answer(response: &Response<Bytes>, now: DateTime<Utc>, sent: &Sent) -> Result<Answer, Rejected> {
    let http = HttpReply::new(
        response.status().as_u16(),
        response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()),
        response.body(),
    );
    let mut expect = Expect::new(sent.version, now);
    if let Some(id) = sent.message_id() {
        expect = expect.message_id(id).relates_to(RelatesTo::Required);
    }
    match outcome(&http, expect).map_err(|error| rejected(&error))? {
        Outcome::Body(answer) => call_error(&answer.value).map_or(Ok(answer), Err),
        Outcome::Fault(fault) => Err(refusal(&fault)),
    }
}

/// Reads a recorded answer of the service, in SOAP 1.1 or 1.2. Its age and what it relates to are not looked at.
///
/// # Errors
///
/// If the document is a fault, or not an answer of this service.
pub fn decode_recorded(document: &[u8]) -> Result<Answer, RecordedError> {
    let http = HttpReply::new(200, None, document);
    let expect = Expect::new(SoapVersion::Soap12, DateTime::UNIX_EPOCH).timestamp(ResponseTimestamp::Ignored);
    match outcome(&http, expect)? {
        Outcome::Body(answer) => Ok(answer),
        Outcome::Fault(fault) => Err(RecordedError::Fault(Box::new(fault))),
    }
}

/// A recorded document that is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordedError {
    /// The service refused.
    ///
    /// What to do: see [`Fault::hint`].
    #[error("the service refused: {} ({})", .0.reason(), code(.0))]
    Fault(Box<Fault>),
    /// It is not an answer of this service.
    ///
    /// What to do: see the source for the place; perhaps only a part of the exchange was recorded.
    #[error("not an answer to GetOrderStatus")]
    Unreadable(#[from] ReplyError),
}

impl RecordedError {
    /// What is wrong in one sentence: the service's words, or the place in the document and what is wrong there.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Fault(fault) => fault.reason().trim_end_matches('.').to_owned(),
            Self::Unreadable(error) => message(error),
        }
    }
}

/// The body or the fault. The service's guide prints a SOAP 1.1 request beside a SOAP 1.2 answer, so either is read.
fn outcome(http: &HttpReply<'_>, mut expect: Expect) -> Result<Outcome<Answer>, ReplyError> {
    let mut reply = Reply::<GetOrderStatusResponse>::read(http, &expect);
    if let Err(error) = &reply
        && let ReplyErrorKind::Version { found, .. } = error.kind()
    {
        expect.version = *found;
        reply = Reply::read(http, &expect);
    }
    let Reply { outcome, warnings, more_warnings, .. } = reply?;
    Ok(match outcome {
        Outcome::Body(body) => Outcome::Body(Decoded::with_warnings(body.result, warnings, more_warnings)),
        Outcome::Fault(fault) => Outcome::Fault(fault),
    })
}

/// The refusal in an answer that has no orders but the service's errors or an exception.
fn call_error(result: &GetOrderStatusResult) -> Option<Rejected> {
    if !result.orders().is_empty() {
        return None;
    }
    if let Some(error) = result.errors().first() {
        let words = error.error_detail.as_deref().unwrap_or("the service gives no reason");
        let rejected =
            Rejected::refused(words).with_hint("A system error of the service: ask again later.").transient();
        return Some(match error.error_no.as_deref() {
            Some(code) => rejected.with_code(code),
            None => rejected,
        });
    }
    match &result.exception {
        Presence::Value(exception) => Some(
            Rejected::refused(format!("an exception: {}", exception.as_xml()))
                .with_code("Exception")
                .with_hint("Show the answer to Westcon's integration team."),
        ),
        _ => None,
    }
}

fn refusal(fault: &Fault) -> Rejected {
    let mut rejected = Rejected::refused(fault.reason().trim_end_matches('.')).with_code(code(fault));
    if fault.kind().is_transient() {
        rejected = rejected.transient();
    }
    let hint = match code(fault) {
        "FailedAuthentication" => Some("Check the account number and the authentication key of 36 characters."),
        _ => fault.hint(),
    };
    match hint {
        Some(hint) => rejected.with_hint(hint),
        None => rejected,
    }
}

/// What is wrong with an answer, with its place in the document.
fn message(error: &ReplyError) -> String {
    match error.kind() {
        ReplyErrorKind::Decode(place) => place.to_string(),
        kind => kind.to_string(),
    }
}

/// The innermost code, without its namespace.
fn code(fault: &Fault) -> &str {
    &fault.subcodes.last().unwrap_or(&fault.code).local
}

fn rejected(error: &ReplyError) -> Rejected {
    let message = message(error);
    let rejected = match error.kind() {
        ReplyErrorKind::RelatesTo { .. }
        | ReplyErrorKind::Expired { .. }
        | ReplyErrorKind::NotYetCreated { .. }
        | ReplyErrorKind::IllFormedTimestamp(_)
        | ReplyErrorKind::NotUnderstood(_) => Rejected::untrusted(message),
        _ => Rejected::unreadable(message),
    };
    rejected.with_hint(hint(error))
}

/// What to do about an answer that cannot be used. A question changes nothing, so that it may always be asked again.
fn hint(error: &ReplyError) -> &'static str {
    match (error.kind(), error.status()) {
        (ReplyErrorKind::NotSoap { .. } | ReplyErrorKind::Unexplained { .. }, 429 | 503) => {
            "The service takes no requests now: ask again later."
        }
        (ReplyErrorKind::Unexplained { .. }, 401 | 403 | 404 | 407) => error.hint(),
        (ReplyErrorKind::Unexplained { excerpt, .. }, _) if excerpt.is_empty() => {
            "Ask again later; the service's log has the reason."
        }
        (ReplyErrorKind::Unexplained { .. }, _) => "Look at the body, and ask again later.",
        (ReplyErrorKind::Empty, _) => "The answer was lost: ask again.",
        _ => error.hint(),
    }
}
