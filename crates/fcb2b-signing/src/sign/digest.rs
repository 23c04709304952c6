//! From the string to sign to the text of the signature.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use hmac::Mac as _;
use sha2::{Digest as _, Sha256};

use crate::key::SigningKey;
use crate::profile::template::{Fill, QuerySource, StringToSign};
use crate::profile::{DigestEncoding, SignatureMethod, SigningProfile};

/// The signature of a profile that computes one.
pub(crate) fn signature_text(
    profile: &SigningProfile,
    key: &SigningKey,
    fill: &Fill<'_>,
    query: &QuerySource<'_>,
) -> Option<SignatureText> {
    let bytes = digest(profile.method(), profile.string_to_sign(), key, fill, query)?;
    Some(SignatureText::new(profile.digest_encoding(), &bytes))
}

/// The string to sign goes into the digest piece by piece and never exists as a whole. `None` if none is computed.
pub(crate) fn digest(
    method: SignatureMethod,
    template: &StringToSign,
    key: &SigningKey,
    fill: &Fill<'_>,
    query: &QuerySource<'_>,
) -> Option<[u8; 32]> {
    match method {
        SignatureMethod::HmacSha256 => {
            let mut mac = key.mac();
            template.write(&mut mac, fill, query);
            Some(mac.finalize().into_bytes().into())
        }
        SignatureMethod::Sha256 => {
            let mut sha = Sha256::new();
            template.write(&mut sha, fill, query);
            Some(sha.finalize().into())
        }
        SignatureMethod::SharedSecret | SignatureMethod::Unsigned => None,
    }
}

/// The text of a signature, on the stack.
pub(crate) struct SignatureText {
    bytes: [u8; Self::MAX],
    len: usize,
}

impl SignatureText {
    const MAX: usize = 64;
    /// The room that any signature takes in a query: 43 Base64 characters that may all need an escape, and the padding.
    pub(crate) const MAX_ENCODED: usize = 44 * "%2B".len();

    pub(crate) fn new(encoding: DigestEncoding, digest: &[u8; 32]) -> Self {
        let mut bytes = [0; Self::MAX];
        // Neither can fail: there is room for both.
        let len = match encoding {
            DigestEncoding::Hex => hex::encode_to_slice(digest, &mut bytes).map_or(0, |()| Self::MAX),
            DigestEncoding::Base64 => BASE64_STANDARD.encode_slice(digest, &mut bytes).unwrap_or(0),
        };
        Self { bytes, len }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_fit() {
        let digest = [0xFB; 32];
        let hex = SignatureText::new(DigestEncoding::Hex, &digest);
        assert_eq!(hex.as_str(), "fb".repeat(32));
        let base64 = SignatureText::new(DigestEncoding::Base64, &digest);
        assert_eq!(base64.as_str(), format!("{}+/s=", "+/v7".repeat(10)));
    }
}
