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
        ErrorCode::Other(code) if code == "InvalidClientIdentifier" => Some(Cause::Credentials),
        ErrorCode::Other(code) if code.ends_with("NotFound") => Some(Cause::NotFound),
        _ => None,
    }
}

/// What to do about a code, in the words of the configuration where it has a key for it.
pub(crate) fn hint(operation: &str, code: &str, words: &str) -> Option<&'static str> {
    match ErrorCode::from(code) {
        ErrorCode::SkuNotFound if matches!(operation, "fcb2b.SolutionCheck" | "fcb2b.SolutionInquiry") => {
            Some("Ease the conditions, or ask without them what there is; else check the number of the article.")
        }
        ErrorCode::Other(code) if code == "PriceMismatch" => {
            Some("Ask b2b price, and give the price per unit that it says, or leave it out.")
        }
        ErrorCode::Other(code) if code == "InvalidClientIdentifier" => Some("Check client_identifier."),
        ErrorCode::Other(code) if code == "MissingParameter" && is_of_signing(words) => {
            Some("Check profile: the producer wants its requests signed otherwise.")
        }
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

/// Whether the words name a parameter that signing adds, in any profile's spelling.
fn is_of_signing(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["apikey", "signature", "timestamp", "globalidentifier"].iter().any(|name| words.contains(name))
}
