//! From an HTTP answer to an [`Answer`], or to what is wrong with it.

use std::borrow::Cow;

use b2b_http::Rejected;
use b2b_xml::{DecodeError, DecodeErrorKind, decode_with};
use bytes::Bytes;
use http::{Response, StatusCode};

use crate::answer::{Answer, read_answer, reading};
use crate::call::Sent;
use crate::element::Element;
use crate::error_code::ErrorCode;
use crate::generic::AnyAnswer;
use crate::message::{Message, Severity, survey};
use crate::service::Service;

/// Reads an answer that was kept, as that of a service, as if it had just come with status 200.
///
/// ```
/// use fcb2b_client::{StockCheck, decode_answer};
///
/// let answer = decode_answer::<StockCheck>("<StockCheck><SupplierItemSKU>A1</SupplierItemSKU></StockCheck>")?;
/// assert_eq!(answer.value.sku.as_deref(), Some("A1"));
///
/// let refused = decode_answer::<StockCheck>("<Error><Code>SKUNotFound</Code></Error>").unwrap_err();
/// assert_eq!(refused.code(), Some("SKUNotFound"));
/// # Ok::<(), b2b_http::Rejected>(())
/// ```
///
/// # Errors
///
/// If it is a refusal, or cannot be read.
pub fn decode_answer<S: Service>(document: impl Into<Bytes>) -> Result<Answer<S::Output>, Rejected> {
    answer::<S>(&Response::new(document.into()), &Sent { global_identifier: None })
}

/// Reads the answer to what was sent.
pub(crate) fn answer<S: Service>(response: &Response<Bytes>, sent: &Sent) -> Result<Answer<S::Output>, Rejected> {
    let messages = judge(response, sent)?;
    let found = read_answer::<S>(response.body()).map_err(|error| unreadable(response, error))?;
    match found.value {
        Some(value) => Ok(Answer { value, messages, warnings: found.warnings, more_warnings: found.more_warnings }),
        None => Err(missing::<S>(response.body(), &messages)),
    }
}

/// Reads any answer.
pub(crate) fn any(response: Response<Bytes>, sent: &Sent) -> Result<AnyAnswer, Rejected> {
    let messages = judge(&response, sent)?;
    let root = decode_with(response.body(), reading()).map_err(|error| unreadable(&response, error))?.value;
    Ok(AnyAnswer { status: response.status(), body: response.into_body(), root, messages })
}

/// What every answer can be besides an answer: no document, another request's, a refusal.
fn judge(response: &Response<Bytes>, sent: &Sent) -> Result<Vec<Message>, Rejected> {
    let (status, body) = (response.status(), response.body());
    if is_html(body) {
        return Err(no_answer(status, "an HTML page came in place of an fcB2B document"));
    }
    let survey = survey(body).map_err(|error| unreadable(response, error))?;
    if let (Some(sent), Some(found)) = (&sent.global_identifier, &survey.global_identifier)
        && !found.eq_ignore_ascii_case(sent)
    {
        return Err(Rejected::untrusted("the answer is to another request: its GlobalIdentifier is not the one sent")
            .with_hint("Look for a cache or a proxy between this machine and the producer."));
    }
    refuse(status, &survey.messages)?;
    if status.is_success() {
        return Ok(survey.messages);
    }
    // Not every document is looked into above.
    match decode_with::<Element>(body, reading()) {
        Ok(_) => Err(no_answer(status, "the document has the status of a refusal and no error element")),
        Err(error) => Err(unreadable(response, error)),
    }
}

/// The errors among the messages, if there are any.
fn refuse(status: StatusCode, messages: &[Message]) -> Result<(), Rejected> {
    let mut errors = messages.iter().filter(|message| message.severity == Severity::Error);
    let Some(first) = errors.next() else { return Ok(()) };
    let mut text = first.text.clone().unwrap_or_else(|| "no reason is given".to_owned());
    for more in errors {
        text.push_str("; ");
        text.push_str(&more.to_string());
    }
    let mut rejected = Rejected::refused(text);
    let mut hint = by_status(status);
    if let Some(code) = &first.code {
        rejected = rejected.with_code(code);
        let code = ErrorCode::from(code.as_str());
        if code.is_breakdown() {
            rejected = rejected.transient();
        }
        hint = code.hint().or(hint);
    }
    Err(match hint {
        Some(hint) => rejected.with_hint(hint),
        None => rejected,
    })
}

fn missing<S: Service>(body: &[u8], messages: &[Message]) -> Rejected {
    let mut text = format!("there is no {} in the answer", S::SHAPE.element.local);
    if let Ok(root) = decode_with::<Element>(body, reading()) {
        text.push_str(&format!(", whose root is {}", root.value.name));
    }
    for message in messages {
        text.push_str(&format!("; the producer says: {message}"));
    }
    Rejected::unreadable(text)
        .with_hint("Look at the body: if it is an answer in a shape of this producer's own, the generic call reads it.")
}

/// A body that is no document, as far as that can be told.
fn unreadable(response: &Response<Bytes>, error: DecodeError) -> Rejected {
    let body = response.body();
    let what: Cow<'static, str> = if body.iter().all(u8::is_ascii_whitespace) {
        "the body is empty".into()
    } else {
        match error.kind() {
            DecodeErrorKind::Truncated => format!("the document is cut off: {error}").into(),
            _ if !is_markup(body) => "the body is not XML".into(),
            _ => error.to_string().into(),
        }
    };
    no_answer(response.status(), what).with_source(error)
}

/// What is said of a status that comes without an error of fcB2B's own.
fn no_answer(status: StatusCode, what: impl Into<String>) -> Rejected {
    let rejected = Rejected::unreadable(what);
    match by_status(status) {
        Some(hint) => rejected.with_hint(hint),
        None => rejected,
    }
}

fn by_status(status: StatusCode) -> Option<&'static str> {
    Some(match status.as_u16() {
        401 => "Check the key, its secret and the signing profile.",
        403 => "Check the key and the signing profile; a valid key can still lack this service.",
        404 | 410 => "Check the service's address: ask discovery for it, or the producer.",
        405 => "Check the service's address: something there does not answer GET.",
        407 => "Give the proxy its credentials.",
        408 => "Try again; if it persists, check what stands between this machine and the producer.",
        409 => "Ask what is available and reserve less, or from another lot or place.",
        414 => "Send shorter parameters.",
        429 => "Wait, and lower the rate limit of the account.",
        500..=599 => "The producer cannot answer: try again later, and tell it if that persists.",
        _ => return None,
    })
}

fn is_html(body: &[u8]) -> bool {
    let start = without_mark(body).trim_ascii_start();
    let begins = |with: &[u8]| start.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    begins(b"<!doctype html") || begins(b"<html")
}

/// Whether it begins like a document, in UTF-16 too.
fn is_markup(body: &[u8]) -> bool {
    without_mark(body).iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0) == Some(&b'<')
}

fn without_mark(body: &[u8]) -> &[u8] {
    let marks: [&[u8]; 3] = [&[0xEF, 0xBB, 0xBF], &[0xFE, 0xFF], &[0xFF, 0xFE]];
    marks.into_iter().find_map(|mark| body.strip_prefix(mark)).unwrap_or(body)
}
