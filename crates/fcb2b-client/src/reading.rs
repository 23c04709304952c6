//! From an HTTP answer to an [`Answer`], or to what is wrong with it.

use b2b_http::Rejected;
use b2b_xml::decode_with;
use bytes::Bytes;
use http::Response;

use crate::answer::{Answer, read_answer};
use crate::call::Sent;
use crate::generic::AnyAnswer;
use crate::message::{Message, Severity, messages};
use crate::service::Service;

/// Reads the answer to what was sent.
pub(crate) fn answer<S: Service>(response: &Response<Bytes>, _sent: &Sent) -> Result<Answer<S::Output>, Rejected> {
    let body = response.body();
    let messages = messages(body).map_err(|error| unreadable(&error))?;
    refuse(&messages)?;
    let found = read_answer::<S>(body).map_err(|error| unreadable(&error))?;
    match found.value {
        Some(value) if response.status().is_success() => {
            Ok(Answer { value, messages, warnings: found.warnings, more_warnings: found.more_warnings })
        }
        Some(_) => Err(Rejected::unreadable("an answer with the status of a refusal")),
        None => Err(Rejected::unreadable(format!("there is no {} in the answer", S::SHAPE.element.local))),
    }
}

/// Reads any answer.
pub(crate) fn any(response: Response<Bytes>, _sent: &Sent) -> Result<AnyAnswer, Rejected> {
    let messages = messages(response.body()).map_err(|error| unreadable(&error))?;
    refuse(&messages)?;
    let root = decode_with(response.body(), crate::answer::reading()).map_err(|error| unreadable(&error))?.value;
    Ok(AnyAnswer { status: response.status(), body: response.into_body(), root })
}

fn refuse(messages: &[Message]) -> Result<(), Rejected> {
    let Some(error) = messages.iter().find(|message| message.severity == Severity::Error) else { return Ok(()) };
    let rejected = Rejected::refused(error.text.as_deref().unwrap_or("no reason is given"));
    Err(match &error.code {
        Some(code) => rejected.with_code(code),
        None => rejected,
    })
}

fn unreadable(error: &b2b_xml::DecodeError) -> Rejected {
    Rejected::unreadable(error.to_string())
}
