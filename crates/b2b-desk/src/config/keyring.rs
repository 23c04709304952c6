//! The system's keyring, or another store of secrets in its place.

use std::sync::Arc;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use secrecy::{ExposeSecret as _, SecretString};

/// Where `keyring:SERVICE/USER` looks: the keyring of the system, unless another store is given.
///
/// The system's is the Keychain of macOS, the Credential Manager of Windows and else the Secret Service, which is asked over
/// D-Bus.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    store: Option<Arc<CredentialStore>>,
}

impl Keyring {
    /// The system's keyring. It is opened when it is first needed.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// Another store.
    #[must_use]
    pub fn over(store: Arc<CredentialStore>) -> Self {
        Self { store: Some(store) }
    }

    /// Keeps a secret under this service and user, in place of one that is there.
    ///
    /// # Errors
    ///
    /// [`KeyringError`] if it cannot be kept.
    pub fn keep(&self, service: &str, user: &str, secret: &SecretString) -> Result<(), KeyringError> {
        self.entry(service, user)?.set_password(secret.expose_secret()).map_err(|error| KeyringError::of(&error))
    }

    /// The secret; `None` if there is no entry.
    pub(super) fn find(&self, service: &str, user: &str) -> Result<Option<SecretString>, KeyringError> {
        match self.entry(service, user)?.get_password() {
            Ok(secret) => Ok(Some(secret.into())),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(KeyringError::of(&error)),
        }
    }

    fn entry(&self, service: &str, user: &str) -> Result<Entry, KeyringError> {
        if let Some(store) = &self.store {
            return store.build(service, user, None).map_err(|error| KeyringError::of(&error));
        }
        match (::keyring::Entry::new(service, user), ::keyring::Entry::store_status()) {
            (Ok(entry), _) => Ok(entry.inner),
            (Err(_), Err(error)) => Err(KeyringError::of(error)),
            (Err(error), Ok(())) => Err(KeyringError::of(&error)),
        }
    }
}

/// The keyring cannot be used.
///
/// What to do: unlock or start it, or keep the secret elsewhere. A server often has none.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the keyring cannot be used: {reason}")]
pub struct KeyringError {
    reason: String,
}

impl KeyringError {
    /// Only its words: some of the errors hold what was found.
    fn of(error: &Error) -> Self {
        let words = error.to_string();
        Self { reason: words.split_whitespace().collect::<Vec<_>>().join(" ") }
    }
}
