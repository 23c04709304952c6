//! Secrets: where they are kept, and fetching them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use secrecy::SecretString;

use super::ConfigError;
use super::file::Readers;
use super::layer::Origin;
use super::table::{Found, Table, beside};

/// What fetching a secret needs to know.
pub(super) struct Vault<'a> {
    pub(super) variables: &'a BTreeMap<String, String>,
    /// Who may read the configuration file.
    pub(super) readers: Readers,
}

impl Vault<'_> {
    /// The secret that the key of the table holds or refers to.
    pub(super) fn secret(&self, table: &Table<'_>, key: &str) -> Result<SecretString, ConfigError> {
        let found = table.required(key, table.text(key)?)?;
        if found.origin == Origin::Environment {
            return Ok(found.value.into());
        }
        if let Some(variable) = found.value.strip_prefix("env:") {
            return self.in_variable(variable, table, key, &found);
        }
        if let Some(path) = found.value.strip_prefix("file:") {
            return in_file(&beside(&found.origin, path), &found.place(table, key));
        }
        self.check_inline(table, key, &found)?;
        Ok(found.value.into())
    }

    fn in_variable(
        &self,
        variable: &str,
        table: &Table<'_>,
        key: &str,
        found: &Found<String>,
    ) -> Result<SecretString, ConfigError> {
        match self.variables.get(variable) {
            Some(secret) if !secret.is_empty() => Ok(secret.as_str().into()),
            _ => {
                let message = format!("refers to the environment variable {variable}, which is not set");
                Err(ConfigError::at(found.place(table, key), message, format!("Set {variable} to the secret.")))
            }
        }
    }

    fn check_inline(&self, table: &Table<'_>, key: &str, found: &Found<String>) -> Result<(), ConfigError> {
        let place = found.place(table, key);
        let Origin::File(path) = &found.origin else {
            let hint = "Give env:NAME or file:PATH: a command line is seen by others.";
            return Err(ConfigError::at(place, "holds the secret itself", hint));
        };
        if !table.flag("insecure_inline")?.is_some_and(|allowed| allowed.value) {
            let hint = format!(
                "Write {key} = \"env:NAME\" or \"file:PATH\" instead, or set insecure_inline = true beside it."
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

/// The file's text without the line break at its end.
fn in_file(path: &Path, place: &str) -> Result<SecretString, ConfigError> {
    let text = fs::read_to_string(path).map_err(|error| {
        let message = format!("refers to the file {}, which cannot be read", path.display());
        ConfigError::at(place, message, "Check the path and that you may read the file.").with_source(error)
    })?;
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        let message = format!("refers to the file {}, which is empty", path.display());
        return Err(ConfigError::at(place, message, "Write the secret into the file, and nothing else."));
    }
    Ok(secret.into())
}
