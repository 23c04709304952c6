//! From an HTTP answer to an [`Answer`], or to what is wrong with it.

use std::borrow::Cow;

use b2b_http::Rejected;
use b2b_xml::{Cursor, DecodeError, DecodeErrorKind, FromXml, Record, decode_with};
use bytes::Bytes;
use http::{Response, StatusCode};

use crate::answer::{Answer, read_answer, reading};
use crate::call::Sent;
use crate::endpoint::Echo;
use crate::error_code::ErrorCode;
use crate::generic::{Any, AnyAnswer};
use crate::message::{Message, Severity, Survey, Wanted, cut, survey};
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
    answer::<S>(&Response::new(document.into()), &Sent { global_identifier: None, echo: Echo::Ignored })
}

/// Reads the answer to what was sent.
pub(crate) fn answer<S: Service>(response: &Response<Bytes>, sent: &Sent) -> Result<Answer<S::Output>, Rejected> {
    let survey = surveyed::<S>(response, sent)?;
    let receipt = S::RECEIPT.filter(|_| survey.has_receipt);
    if let Some(receipt) = receipt {
        if !response.status().is_success() {
            let text = format!("the document has a {} and the status of a refusal", receipt.element);
            return Err(Rejected::untrusted(text).with_hint(LOOK_INTO_IT));
        }
    } else {
        refuse(response, &survey)?;
    }
    let found = read_answer::<S>(response.body()).map_err(|error| unreadable(response, error))?;
    let Some(value) = found.value else { return Err(missing::<S>(response.body(), &survey.messages)) };
    if let Some(receipt) = S::RECEIPT
        && !(receipt.is_in)(&value)
    {
        let text = format!("the {} in the answer has no {}", S::SHAPE.element.local, receipt.element);
        return Err(Rejected::unreadable(text).with_hint(LOOK_INTO_IT));
    }
    let (messages, more_warnings) = (survey.messages, found.more_warnings);
    Ok(Answer { value, messages, warnings: found.warnings, more_warnings })
}

const LOOK_INTO_IT: &str = "It may have been done: ask the producer what it has before asking again.";

/// Reads any answer.
pub(crate) fn any(response: Response<Bytes>, sent: &Sent) -> Result<AnyAnswer, Rejected> {
    let survey = surveyed::<Any>(&response, sent)?;
    refuse(&response, &survey)?;
    let root = decode_with(response.body(), reading()).map_err(|error| unreadable(&response, error))?.value;
    Ok(AnyAnswer { status: response.status(), body: response.into_body(), root, messages: survey.messages })
}

/// What a document says beside its answer, unless it is no document or another request's.
fn surveyed<W: Wanted>(response: &Response<Bytes>, sent: &Sent) -> Result<Survey, Rejected> {
    let (status, body) = (response.status(), response.body());
    if is_html(body) {
        return Err(no_answer(status, "an HTML page came in place of an fcB2B document"));
    }
    let mut survey = survey::<W>(body).map_err(|error| unreadable(response, error))?;
    let Some(ours) = &sent.global_identifier else { return Ok(survey) };
    let what = match &survey.global_identifier {
        Some(found) if found.eq_ignore_ascii_case(ours) => return Ok(survey),
        Some(_) => "the answer is to another request: its GlobalIdentifier is not the one sent",
        None => "the answer does not repeat the GlobalIdentifier that was sent",
    };
    let is_refusal = !status.is_success() || survey.messages.iter().any(is_error);
    match (sent.echo, &survey.global_identifier) {
        (Echo::Required, None) if is_refusal => {}
        (Echo::Required, _) => {
            return Err(Rejected::untrusted(what)
                .with_hint("Look for a cache or a proxy between this machine and the producer."));
        }
        (Echo::Ignored, Some(_)) => survey.messages.push(Message::warning(what)),
        (Echo::Ignored, None) => {}
    }
    Ok(survey)
}

fn is_error(message: &Message) -> bool {
    message.severity == Severity::Error
}

/// That it is a refusal, if it is one by its errors or its status.
fn refuse(response: &Response<Bytes>, survey: &Survey) -> Result<(), Rejected> {
    let status = response.status();
    refuse_by_messages(status, &survey.messages)?;
    if status.is_success() {
        return Ok(());
    }
    // Not every document is looked into above.
    match root_name(response.body()) {
        Ok(_) => Err(no_answer(status, "the document has the status of a refusal and no error element")),
        Err(error) => Err(unreadable(response, error)),
    }
}

/// The errors among the messages, if there are any. One that says that the producer failed stands first: of the others it
/// cannot be said then that they are all there is.
fn refuse_by_messages(status: StatusCode, messages: &[Message]) -> Result<(), Rejected> {
    let code_of = |message: &Message| message.code.as_deref().map(ErrorCode::from);
    let is_first = |message: &&Message| is_error(message) && code_of(message).is_some_and(|code| code.is_doubtful());
    let Some(first) = messages.iter().find(is_first).or_else(|| messages.iter().find(|message| is_error(message)))
    else {
        return Ok(());
    };
    let mut text = first.text.clone().unwrap_or_else(|| "no reason is given".to_owned());
    for more in messages.iter().filter(|message| is_error(message) && !std::ptr::eq(*message, first)) {
        join(&mut text, more);
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

/// Adds a message to a text, as long as that is of a length that can be shown.
fn join(text: &mut String, message: &Message) {
    const LONGEST: usize = 8 << 10;
    if text.len() < LONGEST {
        text.push_str("; ");
        text.push_str(&message.to_string());
    }
}

/// Reads the name of the root, and the rest only so far as to see that it is well-formed.
struct Root(String);

impl FromXml for Root {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let name = cut(cursor.tag().local, 80);
        cursor.skip()?;
        Ok(Some(Self(name)))
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

fn root_name(document: &[u8]) -> Result<String, DecodeError> {
    Ok(decode_with::<Root>(document, reading())?.value.0)
}

/// Whether a body is a whole document and no web page.
#[cfg(feature = "client")]
pub(crate) fn is_document(body: &[u8]) -> bool {
    !is_html(body) && root_name(body).is_ok()
}

fn missing<S: Service>(body: &[u8], messages: &[Message]) -> Rejected {
    let mut text = format!("there is no {} in the answer", S::SHAPE.element.local);
    if let Ok(root) = root_name(body) {
        text.push_str(&format!(", whose root is {root}"));
    }
    for (at, message) in messages.iter().enumerate() {
        if at == 0 {
            text.push_str("; the producer says: ");
            text.push_str(&message.to_string());
        } else {
            join(&mut text, message);
        }
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
