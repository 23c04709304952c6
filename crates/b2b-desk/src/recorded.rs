//! Answers that were recorded.

use westcon_orderstatus::RecordedError;

use crate::{DeskError, Orders, Protocol};

/// Reads the body of a recorded answer about orders. Its age and the request it belongs to are not looked at.
///
/// # Errors
///
/// [`DeskError`] if the document is a refusal or not an answer of that protocol.
pub fn decode_recorded(protocol: Protocol, document: &[u8]) -> Result<Orders, DeskError> {
    match protocol {
        Protocol::Westcon => {
            westcon_orderstatus::decode_recorded(document).map(Orders::from).map_err(|error| westcon_error(&error))
        }
    }
}

fn westcon_error(error: &RecordedError) -> DeskError {
    let message = error.message();
    match error {
        RecordedError::Fault(fault) => DeskError::RecordedRefusal {
            code: fault.subcodes.last().unwrap_or(&fault.code).local.to_string(),
            words: message,
        },
        _ => DeskError::NoRecording { message },
    }
}
