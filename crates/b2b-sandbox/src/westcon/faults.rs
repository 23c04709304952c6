//! Refusals in the words of WCF.

use b2b_xml::DecodeError;
use b2b_xml::chrono::{DateTime, Utc};
use wsse_soap::{Check, Fault, FaultCode, Headers, Policy, Refusal, RefusalStyle, RequestError, SoapVersion};

use crate::explain::security;
use crate::notes::Explanation;

/// A refusal: the fault that goes out, and what the exchange record says about it.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) fault: Fault,
    pub(super) explanation: Explanation,
}

impl Refused {
    pub(super) fn new(fault: Fault, sentence: impl Into<String>) -> Self {
        Self { fault, explanation: Explanation::new(sentence) }
    }
}

/// What WCF says to a message whose security it cannot verify; why goes into the record only.
pub(super) fn security(refusal: &Refusal, headers: &Headers, policy: &Policy, now: DateTime<Utc>) -> Refused {
    let sentence = format!("{}{}.", capitalized(&refusal.to_string()), advice(refusal.check()));
    let mut refused = Refused::new(refusal.fault(RefusalStyle::Wcf), sentence);
    refused.explanation = refused
        .explanation
        .with_detail(security::detail(refusal, headers, policy, now))
        .with_cause(security::cause(refusal, now));
    refused
}

/// What to do about a refusal, as the end of a sentence.
fn advice(check: &Check) -> &'static str {
    match check {
        Check::Expired { .. } => ": compare its Expires with sandbox_time",
        Check::Stale { .. } | Check::FromTheFuture { .. } => ": compare the client's clock with sandbox_time",
        Check::PasswordType(_) => ": WCF takes clear passwords only",
        Check::WrongPassword | Check::UnknownUser => ": the ready line has the account and the key",
        Check::Replayed => ": make a new nonce for every message",
        _ => "",
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// An action that the contract does not have.
pub(super) fn action(action: &str) -> Refused {
    let text = format!(
        "The message with Action '{action}' cannot be processed at the receiver, due to a ContractFilter mismatch at the \
         EndpointDispatcher."
    );
    Refused::new(
        Fault::new(FaultCode::ActionNotSupported, text),
        "The action is not the one of GetOrderStatus: compare it with the WSDL.",
    )
}

/// A message for another address.
pub(super) fn address(to: &str) -> Refused {
    let text = format!(
        "The message with To '{to}' cannot be processed at the receiver, due to an AddressFilter mismatch at the \
         EndpointDispatcher."
    );
    Refused::new(
        Fault::new(FaultCode::DestinationUnreachable, text),
        "The To header names another path than the one that was asked: leave it out or correct it.",
    )
}

/// An envelope of one version under the content type of the other.
pub(super) fn version(envelope: SoapVersion, content_type: SoapVersion) -> Refused {
    Refused::new(
        Fault::new(FaultCode::VersionMismatch, "The envelope version does not match the content type."),
        format!("The envelope is in {envelope} and the content type is {}.", content_type.media_type()),
    )
}

/// A request that is no SOAP message. Only the place is told: the text there may be part of a secret.
pub(super) fn unparsable(error: &RequestError) -> Explanation {
    Explanation::new(match error {
        RequestError::Decode(error) => {
            format!("The request is not well-formed, or no SOAP message: {}.", error.place())
        }
        _ => "The request is no SOAP message.".to_owned(),
    })
}

/// A body that is not the operation's.
pub(super) fn unreadable(error: &DecodeError) -> Refused {
    Refused::new(
        Fault::new(
            FaultCode::DeserializationFailed,
            "The formatter threw an exception while trying to deserialize the message.",
        ),
        format!("The body cannot be read: {error}."),
    )
}

/// Something of ours that failed.
pub(super) fn internal(error: &dyn std::error::Error) -> Refused {
    Refused::new(
        Fault::new(
            FaultCode::InternalServiceFault,
            "The server was unable to process the request due to an internal error.",
        ),
        format!("The sandbox failed: {error}."),
    )
}
