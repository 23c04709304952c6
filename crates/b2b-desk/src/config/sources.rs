//! Gathering a configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use figment::value::Value;
use figment::{Figment, Profile, Provider as _};

use super::error::suggestion;
use super::fcb2b::Fcb2bConfig;
use super::file::{ConfigFile, Readers};
use super::layer::{Layer, Origin};
use super::secret::Vault;
use super::table::Table;
use super::techdata::TechdataConfig;
use super::westcon::WestconConfig;
use super::{Config, ConfigError, Protocol, SupplierConfig, environment};

/// Where a configuration is gathered from: [`set`](Self::set) overrides [`environment`](Self::environment), which overrides
/// [`file`](Self::file), which overrides the defaults.
///
/// ```toml
/// [westcon]                       # a supplier; the table's name is its name
/// protocol = "westcon"            # left out: the table's name
/// environment = "qa"              # or "production"; or url = "https://…"
/// account = "1001065"
/// key = "env:WESTCON_KEY"         # or "file:PATH", relative to this file
///
/// [mill]                          # a flooring producer
/// protocol = "fcb2b"
/// services = "https://fcb2b.example.com/services"
/// profile = "ethervision-b1"
/// api_key = "EXAMPLEKEY1"
/// secret = "env:MILL_SECRET"
/// client_identifier = "100059"
///
/// [techdata]
/// environment = "production"
/// username = "100001"
/// password = "env:TECHDATA_PASSWORD"
/// ```
///
/// Every supplier has these:
///
/// | key | value | default |
/// |---|---|---|
/// | `protocol` | `westcon`, `fcb2b` or `techdata` | the table's name |
/// | `insecure_inline` | `true`: this file may hold secrets itself; it must be its owner's only (mode 600) | `false` |
/// | `clock_offset` | added to the local clock, as `-3600s` | `0s` |
/// | `ca` | a PEM file with a further certificate to trust, relative to this file | |
/// | `connect_timeout` | for the name, the connection and TLS | `10s` |
/// | `read_timeout` | for the answer to begin, and for each part of it | `60s` |
/// | `total_timeout` | for one request, repetitions included | `180s` |
/// | `deadline` | for a question, however many requests it takes | none |
/// | `max_response_bytes` | size of an answer | `16777216` |
/// | `max_per_second` | requests in a second | no limit |
/// | `max_concurrent` | requests at a time | no limit; a question about many articles asks 4 at a time |
///
/// Westcon:
///
/// | key | value | default |
/// |---|---|---|
/// | `environment` | `qa` or `production` | |
/// | `url` | an https address, instead of `environment` | |
/// | `account` | the customer's account number | |
/// | `key` | the authentication key: `env:NAME` or `file:PATH`; itself only with `insecure_inline` | |
/// | `wire` | `wcf`, `guide` or `lean`: see [`westcon_orderstatus::Wire`] | `wcf` |
///
/// fcB2B:
///
/// | key | value | default |
/// |---|---|---|
/// | `services` | the address of service discovery, from which the others come | |
/// | `addresses` | a table of addresses by service, as `addresses.StockCheck`; they go before discovered ones | |
/// | `profile` | how requests are signed: a name such as `dancik`, or a table, see [`fcb2b_signing::SigningProfile`] | |
/// | `api_key` | the key, unless the profile has none | |
/// | `secret` | its secret: `env:NAME` or `file:PATH`; itself only with `insecure_inline` | |
/// | `client_identifier` | the code that the producer issued | none is sent |
/// | `sku_case` | how articles are written: `as-given` or `upper` | `as-given` |
/// | `trust_hosts` | hosts that discovery may lead to, besides its own | |
/// | `discovery_lifetime` | how long discovered addresses are used | that of [`fcb2b_client::Directory`] |
///
/// Tech Data, whose requests carry no time, so that `clock_offset` changes nothing:
///
/// | key | value | default |
/// |---|---|---|
/// | `environment` | `production`, or `test`, which speaks plain http and needs `plain_http = true` | |
/// | `url` | an address instead of `environment`; one that begins with `http://` needs `plain_http = true` | |
/// | `plain_http` | `true`: user name and password may be sent in the clear | `false` |
/// | `username` | the EC logon id | |
/// | `password` | its password: `env:NAME` or `file:PATH`; itself only with `insecure_inline` | |
/// | `xml_declaration` | `send` or `omit`: whether requests begin with one | `omit` |
/// | `doctype` | `send` or `omit`: whether requests name their document type | `omit` |
/// | `bare_ampersands` | `refuse` or `repair`: what becomes of an answer that has one | `refuse` |
/// | `lines_per_request` | how many articles one request asks for; a longer list is split | `50` |
/// | `order_type` | the kind of an order that does not say it, such as `BS` | |
///
/// A variable `B2B_<SUPPLIER>_<KEY>` stands for each of them, as `B2B_WESTCON_ACCOUNT`; `B2B_WESTCON_KEY` is the secret
/// itself. A supplier named after its protocol needs no file at all. In variables, `-` of a supplier's name is `_`.
#[derive(Clone, Default)]
pub struct Sources {
    file: Option<(PathBuf, Presence)>,
    variables: BTreeMap<String, String>,
    settings: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
}

impl Sources {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads this file, which must exist.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some((path.into(), Presence::Required));
        self
    }

    /// Reads this file if it exists.
    #[must_use]
    pub fn file_if_present(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some((path.into(), Presence::Optional));
        self
    }

    /// The variables to look into, for values and for secrets that `env:NAME` refers to. A program gives its own:
    /// [`std::env::vars_os`].
    #[must_use]
    pub fn environment<N: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.variables.extend(variables.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// Sets one value: the key is `SUPPLIER.KEY`. A secret can only be referred to, as `env:NAME` or `file:PATH`.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((key.into(), value.into()));
        self
    }

    /// Gathers and checks everything, secrets included.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] for the first thing that is wrong.
    pub fn load(&self) -> Result<Config, ConfigError> {
        let file = self.read_file()?;
        let readers = file.as_ref().map_or(Readers::Owner, |file| file.readers);
        let mut figment = Figment::new();
        if let Some(file) = file {
            figment = figment.merge(file.layer);
        }
        let settings = self.settings_layer()?;
        let named: BTreeSet<String> = tables(&figment)?.into_keys().chain(settings.values.keys().cloned()).collect();
        let protocols = Protocol::ALL.iter().map(|protocol| protocol.name());
        let variables = environment::layer(&self.variables, named.iter().map(String::as_str).chain(protocols));
        figment = figment.merge(variables).merge(settings);

        let vault = Vault { variables: &self.variables, readers };
        let path = self.file.as_ref().map_or(Path::new("b2b.toml"), |(path, _)| path);
        let mut suppliers = BTreeMap::new();
        for (name, value) in tables(&figment)? {
            let table = Table::new(&name, &value, &figment, path)?;
            let supplier = supplier(&table, &vault)?;
            suppliers.insert(name, supplier);
        }
        Ok(Config { suppliers })
    }

    fn read_file(&self) -> Result<Option<ConfigFile>, ConfigError> {
        let Some((path, presence)) = &self.file else { return Ok(None) };
        let file = ConfigFile::read(path)?;
        if file.is_none() && *presence == Presence::Required {
            let hint = "Check the path, or leave it out to be configured by environment variables.";
            return Err(ConfigError::at(format!("{}:", path.display()), "there is no such file", hint));
        }
        Ok(file)
    }

    fn settings_layer(&self) -> Result<Layer, ConfigError> {
        let mut values = Vec::new();
        for (path, value) in &self.settings {
            let Some((supplier, key)) = path.split_once('.').filter(|(supplier, _)| !supplier.is_empty()) else {
                let hint = "Write it as SUPPLIER.KEY, for example westcon.account.";
                return Err(ConfigError::at("the setting", format!("{path} names no supplier"), hint));
            };
            values.push((supplier.to_owned(), key.to_owned(), value.clone()));
        }
        Ok(Layer::of(Origin::Set, values))
    }
}

impl fmt::Debug for Sources {
    /// Without the values of variables and settings, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings: Vec<_> = self.settings.iter().map(|(key, _)| key).collect();
        f.debug_struct("Sources")
            .field("file", &self.file.as_ref().map(|(path, _)| path))
            .field("settings", &settings)
            .finish_non_exhaustive()
    }
}

/// The merged tables, by name.
fn tables(figment: &Figment) -> Result<BTreeMap<String, Value>, ConfigError> {
    let merged = figment.data().map_err(|error| {
        ConfigError::new(format!("the configuration cannot be merged: {}", error.kind), "Check it for odd values.")
    })?;
    Ok(merged.into_iter().find(|(profile, _)| *profile == Profile::Default).map(|(_, dict)| dict).unwrap_or_default())
}

fn supplier(table: &Table<'_>, vault: &Vault<'_>) -> Result<SupplierConfig, ConfigError> {
    let protocols: Vec<_> = Protocol::ALL.iter().map(|&protocol| (protocol.name(), protocol)).collect();
    let protocol = match table.choice("protocol", &protocols)? {
        Some(found) => found.value,
        None => Protocol::from_name(table.name).ok_or_else(|| {
            let message = format!("the supplier {} names no protocol, and its name is none", table.name);
            let hint = suggestion(table.name, protocols.iter().map(|(name, _)| *name));
            ConfigError::new(message, format!("Set protocol below [{}]. {hint}", table.name))
        })?,
    };
    match protocol {
        Protocol::Westcon => WestconConfig::read(table, vault).map(Box::new).map(SupplierConfig::Westcon),
        Protocol::Techdata => TechdataConfig::read(table, vault).map(Box::new).map(SupplierConfig::Techdata),
        Protocol::Fcb2b => Fcb2bConfig::read(table, vault).map(Box::new).map(SupplierConfig::Fcb2b),
    }
}
