//! The system's keyring, or another store of secrets in its place.

use std::fmt;
use std::sync::Arc;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};

/// Where `keyring:SERVICE/USER` looks: the keyring of the system, unless another store is given.
///
/// The system's is the Keychain of macOS, the Credential Manager of Windows and else the Secret Service, which is asked over
/// D-Bus.
#[derive(Clone, Default)]
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
            Ok(secret) => Ok(Some(Zeroizing::new(secret).as_str().into())),
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

impl fmt::Debug for Keyring {
    /// Without what another store would say of itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let store = if self.store.is_some() { "another" } else { "system" };
        f.debug_struct("Keyring").field("store", &store).finish()
    }
}

/// The keyring cannot be used.
///
/// What to do: unlock or start it, or keep the secret elsewhere. A server often has none.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the keyring cannot be used: {reason}")]
pub struct KeyringError {
    reason: &'static str,
}

impl KeyringError {
    /// Only its kind: its own words may show what was found.
    fn of(error: &Error) -> Self {
        let reason = match error {
            Error::PlatformFailure(_) => "the system's own has failed",
            Error::NoStorageAccess(_) => "it gives no access and may be locked",
            Error::NoEntry => "it has no such entry",
            Error::BadEncoding(_) => "the entry is not UTF-8",
            Error::BadDataFormat(..) => "the entry is not in its format",
            Error::BadStoreFormat(_) => "it is not in its format",
            Error::TooLong(..) => "the service, the user or the secret is too long for it",
            Error::Invalid(..) => "the service or the user is not one that it takes",
            Error::Ambiguous(_) => "several entries are of this service and user",
            Error::NoDefaultStore => "there is none",
            Error::NotSupportedByStore(_) => "it cannot do that",
            _ => "it fails in a way that this version does not know",
        };
        Self { reason }
    }
}
