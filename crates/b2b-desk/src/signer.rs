//! A producer's way to sign, by itself.

use fcb2b_signing::{SigningKey, SigningProfile};

use crate::config::SupplierConfig;
use crate::supplier::fcb2b::signing_key;
use crate::{Config, DeskError};

/// How the requests to a supplier are signed, and with which key.
#[derive(Debug)]
#[non_exhaustive]
pub struct Signer {
    /// The profile.
    pub profile: SigningProfile,
    /// The key; `None` for a profile that has none.
    pub key: Option<SigningKey>,
}

impl Config {
    /// How requests to the supplier of this name are signed, or to the only one whose requests are.
    ///
    /// # Errors
    ///
    /// [`DeskError`] if there is no such supplier, more than one, or if its key cannot be used.
    pub fn signer(&self, name: Option<&str>) -> Result<Signer, DeskError> {
        let signing: Vec<_> = self
            .suppliers
            .iter()
            .filter_map(|(own, supplier)| match supplier {
                SupplierConfig::Fcb2b(config) if name.is_none_or(|name| name == own) => Some((own, config)),
                _ => None,
            })
            .collect();
        match (signing.as_slice(), name) {
            ([(name, config)], _) => Ok(Signer { profile: config.profile.clone(), key: signing_key(name, config)? }),
            ([], Some(name)) => Err(DeskError::NoSigner { name: Some(name.to_owned()) }),
            ([], None) => Err(DeskError::NoSigner { name: None }),
            (several, _) => {
                Err(DeskError::SeveralSigners { names: several.iter().map(|(name, _)| (*name).clone()).collect() })
            }
        }
    }
}
