//! The password digest.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

use super::nonce::{Nonce, decode};

/// What goes into the digest in the password's place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DigestInput {
    /// The password's UTF-8 bytes (UsernameToken Profile 1.1, section 3.1).
    #[default]
    Password,
    /// The 20 raw bytes of the password's SHA-1, for servers that store no clear passwords. Both sides must have agreed
    /// on it: the wire does not show it.
    Sha1OfPassword,
}

/// A password digest: SHA-1 over nonce, creation time and password (UsernameToken Profile 1.1, section 3.1).
///
/// Comparison takes the same time wherever the difference is.
#[derive(Clone, Copy)]
pub struct PasswordDigest([u8; 20]);

impl PasswordDigest {
    /// Computes the digest of the nonce's octets, the text of `Created` exactly as sent, and the password.
    ///
    /// An absent nonce or creation time just drops out.
    ///
    /// ```
    /// use wsse_soap::{DigestInput, Nonce, PasswordDigest};
    ///
    /// // ONVIF Application Programmer's Guide, section 6.1.1.3.
    /// let nonce = Nonce::from_base64("LKqI6G/AikKCQrN0zqZFlg==").unwrap();
    /// let password = "userpassword".into();
    /// let digest = PasswordDigest::new(Some(&nonce), Some("2010-09-16T07:50:45Z"), &password, DigestInput::Password);
    /// assert_eq!(digest.to_base64(), "tuOSpGlFlIXsozq4HFNeeGeFLEI=");
    /// ```
    #[must_use]
    pub fn new(nonce: Option<&Nonce>, created: Option<&str>, password: &SecretString, input: DigestInput) -> Self {
        let nonce = nonce.map_or(&[][..], Nonce::as_bytes);
        let created = created.unwrap_or_default().as_bytes();
        match input {
            DigestInput::Password => Self::of(&[nonce, created, password.expose_secret().as_bytes()]),
            DigestInput::Sha1OfPassword => Self::of(&[nonce, created, &*hash_of(password.expose_secret().as_bytes())]),
        }
    }

    /// The text of `Password`.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// The digest that a `Password` element holds; `None` if it is not 20 bytes in Base64.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        decode(text)?.try_into().ok().map(Self)
    }

    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha1::new();
        parts.iter().for_each(|part| hash.update(part));
        Self(hash.finalize().into())
    }

    pub(crate) fn to_hex(self) -> String {
        hex(&self.0)
    }
}

impl PartialEq for PasswordDigest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for PasswordDigest {}

impl fmt::Debug for PasswordDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordDigest(‹secret›)")
    }
}

/// The hash that some servers keep in a password's place, and which is as good as the password there.
pub(crate) fn hash_of(password: &[u8]) -> Zeroizing<[u8; 20]> {
    Zeroizing::new(Sha1::digest(password).into())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
