//! Secrets: where they are kept, and fetching them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use secrecy::SecretString;

use super::ConfigError;
#[cfg(feature = "keyring")]
use super::Keyring;
use super::file::{Readers, is_open_to_all};
use super::layer::Origin;
use super::table::{Found, Table, beside};

/// The forms of a reference, for hints.
pub(super) const REFERENCES: &str = "env:NAME, file:PATH or keyring:SERVICE/USER";

/// What fetching a supplier's secrets needs to know.
pub(super) struct Vault<'a> {
    pub(super) variables: &'a BTreeMap<String, String>,
    /// Who may read the configuration file.
    pub(super) readers: Readers,
    #[cfg(feature = "keyring")]
    pub(super) keyring: &'a Keyring,
    /// What is not as it should be and yet can be used.
    pub(super) warnings: RefCell<Vec<String>>,
}

/// Where a secret is.
enum Reference<'a> {
    Variable(&'a str),
    File(&'a str),
    Keyring {
        service: &'a str,
        user: &'a str,
    },
    /// Here.
    Inline,
}

impl<'a> Reference<'a> {
    /// What is wrong with one that says no place, and what to write, as the error.
    fn read(text: &'a str) -> Result<Self, (&'static str, &'static str)> {
        let is_said = |text: &str| !text.trim().is_empty();
        match text.split_once(':') {
            Some(("env", name)) if is_said(name) => Ok(Self::Variable(name)),
            Some(("env", _)) => Err(("refers to the environment without naming a variable", "Write it as env:NAME.")),
            Some(("file", path)) if is_said(path) => Ok(Self::File(path)),
            Some(("file", _)) => Err(("refers to a file without naming it", "Write it as file:PATH.")),
            Some(("keyring", entry)) => match entry.split_once('/') {
                Some((service, user)) if is_said(service) && is_said(user) => Ok(Self::Keyring { service, user }),
                _ => Err(("refers to the keyring without saying where in it", "Write it as keyring:SERVICE/USER.")),
            },
            _ => Ok(Self::Inline),
        }
    }
}

impl Vault<'_> {
    /// The secret that the key of the table holds or refers to.
    pub(super) fn secret(&self, table: &Table<'_>, key: &str) -> Result<SecretString, ConfigError> {
        let found = table.required(key, table.text(key)?)?;
        if found.origin == Origin::Environment {
            return Ok(found.value.into());
        }
        let place = found.place(table, key);
        let reference =
            Reference::read(&found.value).map_err(|(message, hint)| ConfigError::at(place.as_str(), message, hint))?;
        let secret = match reference {
            Reference::Variable(name) => self.in_variable(name, &place),
            Reference::File(path) => self.in_file(&beside(&found.origin, path), &place),
            Reference::Keyring { service, user } => self.kept(service, user, &place),
            Reference::Inline => match self.check_inline(table, key, &found) {
                Ok(()) => Ok(found.value.into()),
                Err(error) => Err(error),
            },
        };
        secret.map_err(ConfigError::of_secret)
    }

    fn in_variable(&self, variable: &str, place: &str) -> Result<SecretString, ConfigError> {
        match self.variables.get(variable) {
            Some(secret) if !secret.is_empty() => Ok(secret.as_str().into()),
            _ => {
                let message = format!("refers to the environment variable {variable}, which is not set");
                Err(ConfigError::at(place, message, format!("Set {variable} to the secret.")))
            }
        }
    }

    /// The file's text without the line break at its end. One that everybody may read is told of and yet used: containers
    /// mount secrets like that, where nobody else is.
    fn in_file(&self, path: &Path, place: &str) -> Result<SecretString, ConfigError> {
        let shown = path.display();
        let mut text = String::new();
        let is_open = File::open(path)
            .and_then(|mut file| {
                file.read_to_string(&mut text)?;
                is_open_to_all(&file)
            })
            .map_err(|error| {
                let message = format!("refers to the file {shown}, which cannot be read");
                ConfigError::at(place, message, "Check the path and that you may read the file.").with_source(error)
            })?;
        if is_open {
            let warning = format!(
                "{place} refers to the file {shown}, which everybody on this machine may read: chmod 600 {shown}"
            );
            self.warnings.borrow_mut().push(warning);
        }
        let secret = text.trim_end_matches(['\r', '\n']);
        if secret.is_empty() {
            let message = format!("refers to the file {shown}, which is empty");
            return Err(ConfigError::at(place, message, "Write the secret into the file, and nothing else."));
        }
        Ok(secret.into())
    }

    #[cfg(feature = "keyring")]
    fn kept(&self, service: &str, user: &str, place: &str) -> Result<SecretString, ConfigError> {
        match self.keyring.find(service, user) {
            Ok(Some(secret)) => Ok(secret),
            Ok(None) => {
                let message = format!("refers to the keyring, which has nothing of {service} for {user}");
                let hint = format!("Keep the secret in the keyring, with the service {service} and the user {user}.");
                Err(ConfigError::at(place, message, hint))
            }
            Err(error) => {
                let hint =
                    "Unlock or start the keyring, or refer to env:NAME or file:PATH: a server often has no keyring.";
                Err(ConfigError::at(place, format!("refers to the keyring, and {error}"), hint))
            }
        }
    }

    #[cfg(not(feature = "keyring"))]
    fn kept(&self, _: &str, _: &str, place: &str) -> Result<SecretString, ConfigError> {
        let message = "refers to the keyring, which this program was built without";
        Err(ConfigError::at(place, message, "Refer to env:NAME or file:PATH, or build it with the feature keyring."))
    }

    fn check_inline(&self, table: &Table<'_>, key: &str, found: &Found<String>) -> Result<(), ConfigError> {
        let place = found.place(table, key);
        let Origin::File(path) = &found.origin else {
            let hint = format!("Give {REFERENCES}: a command line is seen by others.");
            return Err(ConfigError::at(place, "holds the secret itself", hint));
        };
        if !table.flag("insecure_inline")?.is_some_and(|allowed| allowed.value) {
            let hint = format!(
                "Write {key} = \"env:NAME\", \"file:PATH\" or \"keyring:SERVICE/USER\" instead, or set insecure_inline = true beside it."
            );
            return Err(ConfigError::at(place, "holds the secret itself", hint));
        }
        if self.readers == Readers::Others {
            let message = "holds a secret, and others than the file's owner have access to the file";
            return Err(ConfigError::at(place, message, format!("Run: chmod 600 {}", path.display())));
        }
        Ok(())
    }
}
