//! The password digest.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

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

/// The hash that some servers keep in a password's place, and which is as good as the password there.
pub(crate) fn hash_of(password: &[u8]) -> Zeroizing<[u8; 20]> {
    Zeroizing::new(Sha1::digest(password).into())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Base64 as XML Schema has it: white space is allowed anywhere (Part 2, section 3.2.16).
fn decode(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        return STANDARD.decode(packed).ok();
    }
    STANDARD.decode(text).ok()
}
