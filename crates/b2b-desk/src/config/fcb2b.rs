//! The table of a producer that speaks fcB2B.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use fcb2b_client::{Endpoints, ServiceName, ServiceUrl, SigningProfile, SkuCase};
use secrecy::SecretString;

use super::ConfigError;
use super::connection::Connection;
use super::error::suggestion;
use super::key::{Form, Key, words};
use super::secret::Vault;
use super::table::{Found, Table};

const SKU_CASES: &[(&str, SkuCase)] = &[("as-given", SkuCase::AsGiven), ("upper", SkuCase::Upper)];

pub(super) const KEYS: &[Key] = &[
    Key::new("services", Form::Address, "service discovery, from which the other addresses come"),
    Key::new(
        "addresses",
        Form::Addresses,
        "addresses by service, as `addresses.StockCheck`; they go before discovered ones, or instead of discovery",
    ),
    Key::new("profile", Form::Profile, "how requests are signed: see `fcb2b_signing::SigningProfile`"),
    Key::new("api_key", Form::Text, "the key, unless the profile has none"),
    Key::new("secret", Form::Secret, "its secret"),
    Key::new("client_identifier", Form::Text, "the code that the producer issued; none is sent if left out"),
    Key::new("sku_case", Form::Choice(|| words(SKU_CASES)), "how articles are written").or("as-given"),
    Key::new("trust_hosts", Form::List, "hosts that discovery may lead to, besides its own"),
    Key::new("discovery_lifetime", Form::Duration, "how long discovered addresses are used").or("1h"),
    Key::new("clock_offset", Form::Offset, "added to the local clock").or("0s"),
];

/// Where, how and as whom a producer is asked.
#[derive(Clone, Debug)]
pub(crate) struct Fcb2bConfig {
    pub(crate) services: Option<ServiceUrl>,
    pub(crate) addresses: Endpoints,
    pub(crate) trust_hosts: Vec<String>,
    pub(crate) lifetime: Option<Duration>,
    pub(crate) profile: SigningProfile,
    pub(crate) key: Option<ApiKey>,
    pub(crate) client_identifier: Option<String>,
    pub(crate) sku_case: SkuCase,
    pub(crate) clock_offset: TimeDelta,
    pub(crate) connection: Connection,
}

/// A key, not prepared yet.
#[derive(Clone, Debug)]
pub(crate) struct ApiKey {
    pub(crate) id: String,
    pub(crate) secret: SecretString,
}

impl Fcb2bConfig {
    pub(super) fn read(table: &Table<'_>, vault: &Vault<'_>) -> Result<Self, ConfigError> {
        let services = table.text("services")?.map(|found| address(&found, table, "services")).transpose()?;
        let addresses = addresses(table)?;
        if services.is_none() && addresses.is_empty() {
            return Err(table.missing("services and no addresses", "services"));
        }
        let profile = profile(table)?;
        let id = match profile.key_name() {
            Some(_) => Some(table.required("api_key", table.text("api_key")?)?.value),
            None => {
                refuse_key(table)?;
                None
            }
        };
        Ok(Self {
            services,
            addresses,
            trust_hosts: table.list("trust_hosts")?.map(|found| found.value).unwrap_or_default(),
            lifetime: table.duration("discovery_lifetime")?.map(|found| found.value),
            profile,
            client_identifier: table.text("client_identifier")?.map(|found| found.value),
            sku_case: table.choice("sku_case", SKU_CASES)?.map(|found| found.value).unwrap_or_default(),
            clock_offset: table.offset("clock_offset")?.map_or_else(TimeDelta::zero, |found| found.value),
            connection: Connection::read(table)?,
            key: id
                .map(|id| Ok::<_, ConfigError>(ApiKey { id, secret: vault.secret(table, "secret")? }))
                .transpose()?,
        })
    }
}

/// Refuses a key beside a profile that has none.
fn refuse_key(table: &Table<'_>) -> Result<(), ConfigError> {
    for key in ["api_key", "secret"] {
        if let Some(found) = table.text(key)? {
            let hint = format!("Leave {key} out, or name a profile whose requests are signed.");
            return Err(ConfigError::at(found.place(table, key), "is given, and the profile has no key", hint));
        }
    }
    Ok(())
}

fn profile(table: &Table<'_>) -> Result<SigningProfile, ConfigError> {
    let names = SigningProfile::NAMES.join(", ");
    if let Ok(Some(found)) = table.text("profile") {
        return found.value.parse().map_err(|_| {
            let hint = suggestion(&found.value, SigningProfile::NAMES);
            ConfigError::at(found.place(table, "profile"), "names no signing profile", hint)
        });
    }
    let hint = format!("Write one of the names {names}, or a table with base = a name and what differs from it.");
    let found = table.typed("profile", &hint)?;
    match found {
        Some(found) => Ok(found.value),
        None => {
            let missing = table.missing("profile", "profile");
            let hint = format!("{} Names: {names}.", missing.hint());
            Err(ConfigError::new(missing.to_string(), hint))
        }
    }
}

/// The address of each service, by its name in any case; of two for one service, that of the stronger origin.
fn addresses(table: &Table<'_>) -> Result<Endpoints, ConfigError> {
    let mut strongest: BTreeMap<String, (ServiceName, String, Found<String>)> = BTreeMap::new();
    for (name, found) in table.texts("addresses")? {
        let service = service(&name, &found, table)?;
        let key = service.as_str().to_ascii_lowercase();
        let stronger = strongest.get(&key).is_none_or(|(_, _, other)| other.origin <= found.origin);
        if stronger {
            strongest.insert(key, (service, name, found));
        }
    }
    strongest.values().try_fold(Endpoints::new(), |endpoints, (service, name, found)| {
        Ok(endpoints.with(service, address(found, table, &format!("addresses.{name}"))?))
    })
}

/// The service of this name. Those that nobody describes in public are not asked by the desk.
fn service(name: &str, found: &Found<String>, table: &Table<'_>) -> Result<ServiceName, ConfigError> {
    match ServiceName::KNOWN.iter().find(|service| service.is(name)) {
        Some(service) => Ok(service.clone()),
        None => {
            let names: Vec<String> = ServiceName::KNOWN.iter().map(|service| service.as_str().to_owned()).collect();
            let nearest = suggestion(name, names.iter().map(String::as_str));
            let place = found.place(table, &format!("addresses.{name}"));
            Err(ConfigError::at(place, "is no service of fcB2B", nearest))
        }
    }
}

fn address(found: &Found<String>, table: &Table<'_>, key: &str) -> Result<ServiceUrl, ConfigError> {
    found.value.parse().map_err(|error| {
        let hint = "Give the whole address, beginning with https://, without ? and what follows it.";
        ConfigError::at(found.place(table, key), format!("{error}"), hint)
    })
}
