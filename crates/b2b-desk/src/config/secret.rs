//! Secrets: where they are kept, and fetching them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

#[cfg(feature = "keyring")]
use super::Keyring;
use super::bounded::{bounded_text, why_unreadable};
use super::file::{Readers, is_open_to_all};
use super::key::{Form, Key};
use super::layer::Origin;
use super::table::{Found, Table, beside};
use super::{ConfigError, Protocol};

/// The forms of a reference, for hints.
pub(super) const REFERENCES: &str = "env:NAME, file:PATH or keyring:SERVICE/USER";

/// The most that a secret's file may hold. Our choice.
const MOST_KIB: u64 = 64;

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
            return Ok(Zeroizing::new(found.value).as_str().into());
        }
        let place = found.place(table, key);
        let reference =
            Reference::read(&found.value).map_err(|(message, hint)| ConfigError::at(place.as_str(), message, hint))?;
        let secret = match reference {
            Reference::Variable(name) => self.in_variable(name, &place),
            Reference::File(path) => self.in_file(&beside(&found.origin, path), &place),
            Reference::Keyring { service, user } => self.kept(service, user, &place),
            // What stands in the file has been checked.
            Reference::Inline if matches!(found.origin, Origin::File(_)) => Ok(found.value.into()),
            Reference::Inline => Err(set_itself(&found.value, &place)),
        };
        secret.map_err(ConfigError::of_secret)
    }

    /// Checks what the file itself says of secrets, whether it is used or overridden.
    pub(super) fn check_file(&self, table: &Table<'_>, protocol: Protocol) -> Result<(), ConfigError> {
        for key in Key::of(protocol).iter().filter(|key| matches!(key.form, Form::Secret)) {
            let Some(found) = table.text(key.name)? else { continue };
            if matches!(Reference::read(&found.value), Ok(Reference::Inline)) {
                self.check_inline(table, key.name, &found).map_err(ConfigError::of_secret)?;
            }
        }
        Ok(())
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
        let read =
            bounded_text(path, MOST_KIB).and_then(|(text, file)| Ok((Zeroizing::new(text), is_open_to_all(&file)?)));
        let (text, is_open) = read.map_err(|error| {
            let message = format!("refers to the file {shown}, which {}", why_unreadable(&error));
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
        if let Some(error) = mistyped(&found.value, &place) {
            return Err(error);
        }
        if !table.flag("insecure_inline")?.is_some_and(|allowed| allowed.value) {
            let hint = format!(
                "Write {key} = \"env:NAME\", \"file:PATH\" or \"keyring:SERVICE/USER\" instead, or set insecure_inline = true beside it."
            );
            return Err(ConfigError::at(place, "holds the secret itself", hint));
        }
        if self.readers == Readers::Others {
            let message = "holds a secret, and others than the file's owner have access to the file";
            return Err(ConfigError::at(place, message, format!("Run: chmod 600 {}", table.file.display())));
        }
        Ok(())
    }
}

/// That a setting is a secret.
fn set_itself(value: &str, place: &str) -> ConfigError {
    mistyped(value, place).unwrap_or_else(|| {
        let hint = format!("Give {REFERENCES}: a command line is seen by others.");
        ConfigError::at(place, "holds the secret itself", hint)
    })
}

/// That a value is more like a reference with a slip in it than like a secret: it is not to be sent as one.
fn mistyped(value: &str, place: &str) -> Option<ConfigError> {
    let word = value.split_once(':')?.0.trim().to_ascii_lowercase();
    let is_near = |scheme: &&str| strsim::osa_distance(&word, scheme) <= scheme.len() / 3;
    let near = ["env", "file", "keyring"].into_iter().find(is_near);
    let scheme = near.or_else(|| ["keychain", "keystore"].contains(&word.as_str()).then_some("keyring"))?;
    let hint = format!(
        "Did you mean {scheme}:? References are {REFERENCES}; a secret that begins like that can stand in a variable or a file."
    );
    Some(ConfigError::at(place, "looks like a reference, and is none", hint))
}
