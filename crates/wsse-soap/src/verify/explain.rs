//! What went into a digest, for developers who look for the byte that differs.

use std::fmt;

use crate::security::digest::{DigestInput, PasswordDigest, hex};
use crate::security::nonce::Nonce;

/// The input of a digest that did not match, with the secret shown as `‹secret›`.
///
/// It is meant for sandboxes and support, not for logs: its `Display` shows nonce and creation time. `Debug` does not.
#[derive(Clone)]
pub struct DigestExplanation {
    pub(super) nonce: Option<Nonce>,
    pub(super) created: Option<String>,
    pub(super) input: DigestInput,
    pub(super) expected: PasswordDigest,
    pub(super) mistake: Option<DigestMistake>,
}

impl DigestExplanation {
    /// The digest that would have matched. For sandboxes only: in the open it lets anyone in with this nonce.
    #[must_use]
    pub fn expected(&self) -> &PasswordDigest {
        &self.expected
    }

    /// The common mistake that gives the digest which was sent, if it is one.
    #[must_use]
    pub fn mistake(&self) -> Option<DigestMistake> {
        self.mistake
    }
}

impl fmt::Display for DigestExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Base64(SHA-1(")?;
        if let Some(nonce) = &self.nonce {
            write!(f, "nonce [{} bytes: {}] + ", nonce.as_bytes().len(), hex(nonce.as_bytes()))?;
        }
        if let Some(created) = &self.created {
            write!(f, "created [{} bytes: {created:?}] + ", created.len())?;
        }
        f.write_str(match self.input {
            DigestInput::Password => "password [‹secret›]))",
            DigestInput::Sha1OfPassword => "SHA-1(password) [‹secret›]))",
        })?;
        match self.mistake {
            Some(mistake) => write!(f, "; the digest sent comes from a common mistake: {mistake}"),
            None => f.write_str("; the digest sent comes from none of the common mistakes, so the password differs"),
        }
    }
}

impl fmt::Debug for DigestExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DigestExplanation").field("mistake", &self.mistake).finish_non_exhaustive()
    }
}

/// A common mistake in computing a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestMistake {
    /// The nonce's Base64 text was hashed instead of its bytes.
    NonceNotDecoded,
    /// The nonce was not hashed.
    NonceLeftOut,
    /// The creation time was not hashed.
    CreatedLeftOut,
    /// The creation time was hashed before the nonce.
    CreatedFirst,
    /// The password was hashed first.
    PasswordFirst,
    /// The password was hashed by itself where it should not be, or not where it should be.
    OtherPasswordInput,
    /// The digest is in hexadecimal instead of Base64.
    Hexadecimal,
    /// The password itself was sent as a digest.
    ClearPassword,
}

impl fmt::Display for DigestMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NonceNotDecoded => "the nonce's Base64 text was hashed instead of its bytes",
            Self::NonceLeftOut => "the nonce was not hashed",
            Self::CreatedLeftOut => "the creation time was not hashed",
            Self::CreatedFirst => "the creation time was hashed before the nonce",
            Self::PasswordFirst => "the password was hashed first",
            Self::OtherPasswordInput => "the password was hashed by itself where it should not be, or the reverse",
            Self::Hexadecimal => "the digest is in hexadecimal instead of Base64",
            Self::ClearPassword => "the password itself was sent as a digest",
        })
    }
}
