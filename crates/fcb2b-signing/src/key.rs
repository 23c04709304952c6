//! Keys: prepared once, never shown.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::BuildHasher;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// An API key with its secret, as a keyed HMAC-SHA256.
///
/// Preparing it costs two blocks of SHA-256, which no signature has to pay again. The secret and the state of the MAC are
/// overwritten when they are dropped; copies that the compiler makes on the stack are out of reach. `Debug` shows the
/// identifier only.
pub struct SigningKey {
    id: String,
    secret: SecretString,
    mac: Hmac<Sha256>,
}

impl SigningKey {
    /// A key: the identifier goes into the query as `apiKey`, the secret never leaves, except in profiles that send it
    /// ([`SignatureMethod::SharedSecret`](crate::SignatureMethod::SharedSecret)).
    ///
    /// Anonymous access is a key too: `anonymous`, with the secret that the producer names.
    ///
    /// # Errors
    ///
    /// [`KeyError`] if the identifier or the secret is empty.
    pub fn new(id: impl Into<String>, secret: SecretString) -> Result<Self, KeyError> {
        let id = id.into();
        if id.is_empty() {
            return Err(KeyError::EmptyId);
        }
        if secret.expose_secret().is_empty() {
            return Err(KeyError::EmptySecret);
        }
        let mac = Hmac::new_from_slice(secret.expose_secret().as_bytes()).map_err(|_| KeyError::EmptySecret)?;
        Ok(Self { id, secret, mac })
    }

    /// The identifier.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What a caller with an unknown key is compared with, so that it takes as long as with a known one.
    pub(crate) fn nobody() -> Self {
        Self { id: String::new(), secret: SecretString::default(), mac: Hmac::new(&Default::default()) }
    }

    pub(crate) fn mac(&self) -> Hmac<Sha256> {
        self.mac.clone()
    }

    pub(crate) fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Whether `text` is the secret. Takes as long for a wrong secret of another length.
    pub(crate) fn secret_is(&self, text: &str) -> bool {
        let tag = |text: &str| self.mac().chain_update(text).finalize().into_bytes();
        tag(text).as_slice().ct_eq(tag(self.secret()).as_slice()).into()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("id", &self.id).field("secret", &"[REDACTED]").finish()
    }
}

/// Where a producer finds its keys: one key, a slice, a map, or your own store.
pub trait Keys {
    /// The key with this identifier, if there is one.
    fn key(&self, id: &str) -> Option<&SigningKey>;
}

impl Keys for SigningKey {
    fn key(&self, id: &str) -> Option<&SigningKey> {
        (self.id == id).then_some(self)
    }
}

impl Keys for [SigningKey] {
    fn key(&self, id: &str) -> Option<&SigningKey> {
        self.iter().find(|key| key.id == id)
    }
}

impl Keys for Vec<SigningKey> {
    fn key(&self, id: &str) -> Option<&SigningKey> {
        self.as_slice().key(id)
    }
}

impl<S: BuildHasher> Keys for HashMap<String, SigningKey, S> {
    fn key(&self, id: &str) -> Option<&SigningKey> {
        self.get(id)
    }
}

impl Keys for BTreeMap<String, SigningKey> {
    fn key(&self, id: &str) -> Option<&SigningKey> {
        self.get(id)
    }
}

/// A key that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The identifier is empty.
    ///
    /// What to do: give the `apiKey` that the producer issued.
    EmptyId,
    /// The secret is empty.
    ///
    /// What to do: give the secret that the producer issued; for requests without a signature use the profile `unsigned`.
    EmptySecret,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyId => "the identifier of the key is empty",
            Self::EmptySecret => "the secret of the key is empty",
        })
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_prepared_and_stays_closed() {
        let key = SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into()).unwrap();
        assert_eq!(format!("{key:?}"), r#"SigningKey { id: "EXAMPLEKEY1", secret: "[REDACTED]" }"#);
        assert!(key.secret_is("fcb2b-example-secret-0001"));
        assert!(!key.secret_is("fcb2b-example-secret-0002"));
        assert!(!key.secret_is("fcb2b"));
        assert!(key.key("EXAMPLEKEY1").is_some() && key.key("examplekey1").is_none());
        let keys = vec![key];
        assert!(keys.key("EXAMPLEKEY1").is_some() && keys.key("").is_none());
    }

    #[test]
    fn nothing_is_no_key() {
        assert_eq!(SigningKey::new("", "s".into()).unwrap_err(), KeyError::EmptyId);
        assert_eq!(SigningKey::new("k", "".into()).unwrap_err(), KeyError::EmptySecret);
    }
}
