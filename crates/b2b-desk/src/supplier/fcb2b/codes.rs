//! What producers' codes come down to.

use fcb2b_client::ErrorCode;

use crate::Cause;

/// Three codes are known of real producers; the others are those of our sandbox, and may be anybody's.
pub(crate) fn read_code(code: &str) -> Option<Cause> {
    match ErrorCode::from(code) {
        ErrorCode::SkuNotFound => Some(Cause::NotFound),
        ErrorCode::InvalidAccessKeyId | ErrorCode::SignatureDoesNotMatch | ErrorCode::AccessDenied => {
            Some(Cause::Credentials)
        }
        ErrorCode::RequestTimeTooSkewed => Some(Cause::Clock),
        ErrorCode::Other(code) if code.ends_with("NotFound") => Some(Cause::NotFound),
        _ => None,
    }
}

/// What to do about a code, in the words of the configuration where it has a key for it.
pub(crate) fn hint(code: &str) -> Option<&'static str> {
    match ErrorCode::from(code) {
        ErrorCode::InvalidAccessKeyId => Some("Check api_key, and that it is of this producer."),
        ErrorCode::SignatureDoesNotMatch => {
            Some("Check secret and profile; b2b sign --explain shows each stage of what is signed.")
        }
        ErrorCode::AccessDenied => {
            Some("Have the producer permit this service for your api_key, and check client_identifier.")
        }
        ErrorCode::Other(code) if code.ends_with("NotFound") => {
            Some("Check the number or code that the message names.")
        }
        code => code.hint(),
    }
}
