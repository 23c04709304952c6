//! The table of a supplier that speaks Westcon's protocol.

use chrono::TimeDelta;
use secrecy::SecretString;
use westcon_orderstatus::{Environment, Wire};

use super::ConfigError;
use super::connection::Connection;
use super::key::{Form, Key, words};
use super::secret::Vault;
use super::table::{Found, Table};

const ENVIRONMENTS: &[(&str, Environment)] = &[("qa", Environment::Qa), ("production", Environment::Production)];
const WIRES: &[(&str, Wire)] = &[("wcf", Wire::WCF), ("guide", Wire::GUIDE), ("lean", Wire::LEAN)];

pub(super) const KEYS: &[Key] = &[
    Key::new("environment", Form::Choice(|| words(ENVIRONMENTS)), "which of Westcon's own addresses"),
    Key::new("url", Form::Address, "an https address, instead of `environment`"),
    Key::new("account", Form::Text, "the customer's account number"),
    Key::new("key", Form::Secret, "the authentication key"),
    Key::new("wire", Form::Choice(|| words(WIRES)), "how requests are written: see `westcon_orderstatus::Wire`")
        .or("wcf"),
    Key::new("clock_offset", Form::Offset, "added to the local clock").or("0s"),
];

/// Where and as whom a Westcon service is asked.
#[derive(Clone, Debug)]
pub(crate) struct WestconConfig {
    pub(crate) url: String,
    pub(crate) account: String,
    pub(crate) key: SecretString,
    pub(crate) wire: Wire,
    pub(crate) clock_offset: TimeDelta,
    pub(crate) connection: Connection,
}

impl WestconConfig {
    pub(super) fn read(table: &Table<'_>, vault: &Vault<'_>) -> Result<Self, ConfigError> {
        Ok(Self {
            url: url(table)?,
            account: table.required("account", table.text("account")?)?.value,
            wire: table.choice("wire", WIRES)?.map_or(Wire::WCF, |found| found.value),
            clock_offset: table.offset("clock_offset")?.map_or_else(TimeDelta::zero, |found| found.value),
            connection: Connection::read(table)?,
            key: vault.secret(table, "key")?,
        })
    }
}

/// The address that is given, or that of the environment that is named: whichever has the stronger origin.
fn url(table: &Table<'_>) -> Result<String, ConfigError> {
    let environment = table.choice("environment", ENVIRONMENTS)?;
    match (table.text("url")?, environment) {
        (None, None) => Err(table.missing("environment and no url", "environment")),
        (Some(url), Some(environment)) if url.origin == environment.origin => {
            let message = "and environment both say where to ask";
            Err(ConfigError::at(url.place(table, "url"), message, "Leave one of them out."))
        }
        (Some(url), Some(environment)) if url.origin < environment.origin => Ok(environment.value.url().to_owned()),
        (Some(url), _) => checked(&url, table),
        (None, Some(environment)) => Ok(environment.value.url().to_owned()),
    }
}

fn checked(url: &Found<String>, table: &Table<'_>) -> Result<String, ConfigError> {
    let parsed = url.value.parse::<http::Uri>().ok();
    let has_host = |uri: &http::Uri| uri.host().is_some_and(|host| !host.is_empty());
    match parsed.filter(|uri| uri.scheme_str() == Some("https") && has_host(uri)) {
        Some(_) => Ok(url.value.clone()),
        None => {
            let hint = "Give the whole address, beginning with https://.";
            Err(ConfigError::at(url.place(table, "url"), "is no https address", hint))
        }
    }
}
