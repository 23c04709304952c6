//! The nonce.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A nonce: random octets that no two messages share. 16 bytes is what everybody accepts; some devices refuse longer
/// ones.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nonce(Vec<u8>);

impl Nonce {
    /// A nonce of these octets, which should come from a good random source.
    #[must_use]
    pub fn new(octets: impl Into<Vec<u8>>) -> Self {
        Self(octets.into())
    }

    /// The nonce that a `Nonce` element holds; `None` if that is not Base64.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        decode(text).map(Self)
    }

    /// The text of `Nonce`.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.0)
    }

    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<[u8; 16]> for Nonce {
    fn from(octets: [u8; 16]) -> Self {
        Self::new(octets)
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonce(‹{} bytes›)", self.0.len())
    }
}

/// Base64 as XML Schema has it: white space is allowed anywhere (Part 2, section 3.2.16).
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        return STANDARD.decode(packed).ok();
    }
    STANDARD.decode(text).ok()
}
