//! Gathering a configuration.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use figment::value::Value;
use figment::{Figment, Profile, Provider as _};

#[cfg(feature = "keyring")]
use super::Keyring;
use super::error::suggestion;
use super::fcb2b::Fcb2bConfig;
use super::file::{ConfigFile, Readers};
use super::layer::{Layer, Origin};
use super::name::{Namesakes, check_supplier_name};
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
/// key = "env:WESTCON_KEY"         # or "file:PATH", relative to this file, or "keyring:SERVICE/USER"
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
#[doc = include_str!("keys.md")]
///
/// A variable `B2B_<SUPPLIER>_<KEY>` stands for each of them, as `B2B_WESTCON_ACCOUNT`; `B2B_WESTCON_KEY` is the secret
/// itself. A supplier named after its protocol needs no file at all. In variables, `-` of a supplier's name is `_`.
///
/// A secret is referred to, and stands in the file itself only with `insecure_inline`. With `keyring:SERVICE/USER` it is in the
/// system's keyring, if the program was built with the feature `keyring`. A `file:` that everybody may read is used, and is
/// among the [warnings](Config::warnings): containers mount secrets like that. That is our choice. What a file says of secrets is
/// checked whether it is used or overridden. Files are regular ones: a pipe, such as a shell's `<(…)`, or a device is refused.
#[derive(Clone, Default)]
pub struct Sources {
    file: Option<(PathBuf, Presence)>,
    variables: BTreeMap<String, String>,
    settings: Vec<(String, String)>,
    #[cfg(feature = "keyring")]
    keyring: Keyring,
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

    /// Sets one value: the key is `SUPPLIER.KEY`. A secret can only be referred to.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((key.into(), value.into()));
        self
    }

    /// Looks into this keyring, not into the system's.
    #[cfg(feature = "keyring")]
    #[must_use]
    pub fn keyring(mut self, keyring: Keyring) -> Self {
        self.keyring = keyring;
        self
    }

    /// Gathers and checks everything, secrets included.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] for the first thing that is wrong.
    pub fn load(&self) -> Result<Config, ConfigError> {
        self.load_each()?.into_values().try_fold(Config::default(), |all, one| Ok(all.and(one?)))
    }

    /// Gathers and checks each supplier by itself, so that one that is wrong hides no other. By name.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] if it is not known which suppliers there are, such as for a file that is no TOML.
    pub fn load_each(&self) -> Result<BTreeMap<String, Result<Config, ConfigError>>, ConfigError> {
        let file = self.read_file()?;
        let readers = file.as_ref().map_or(Readers::Owner, |file| file.readers);
        let mut figment = Figment::new();
        let mut alone = Figment::new();
        if let Some(file) = file {
            alone = alone.merge(file.layer.clone());
            figment = figment.merge(file.layer);
        }
        let in_file = tables(&alone)?;
        let settings = self.settings_layer()?;
        let named: BTreeSet<String> = tables(&figment)?.into_keys().chain(settings.values.keys().cloned()).collect();
        let variables = environment::layer(&self.variables, named.iter().map(String::as_str).chain(Protocol::names()));
        figment = figment.merge(variables).merge(settings);

        let tables = tables(&figment)?;
        let namesakes = Namesakes::of(tables.keys());
        let each = tables.iter().map(|(name, value)| {
            let loaded = namesakes.refuse(name).and_then(|()| {
                let own = in_file.get(name).map(|own| (own, &alone));
                self.load_one(name, (value, &figment), own, readers)
            });
            (name.clone(), loaded)
        });
        Ok(each.collect())
    }

    /// One supplier, of its merged table and of its table in the file, if it has one.
    fn load_one(
        &self,
        name: &str,
        (value, figment): (&Value, &Figment),
        in_file: Option<(&Value, &Figment)>,
        readers: Readers,
    ) -> Result<Config, ConfigError> {
        let path = self.file.as_ref().map_or(Path::new("b2b.toml"), |(path, _)| path);
        let table = Table::new(name, value, figment, path)?;
        check_supplier_name(name)?;
        let in_file = in_file.map(|(value, figment)| Table::new(name, value, figment, path)).transpose()?;
        let vault = Vault {
            variables: &self.variables,
            readers,
            #[cfg(feature = "keyring")]
            keyring: &self.keyring,
            warnings: RefCell::default(),
        };
        let suppliers = BTreeMap::from([(name.to_owned(), supplier(&table, in_file.as_ref(), &vault)?)]);
        Ok(Config { suppliers, warnings: vault.warnings.into_inner() })
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

fn supplier(table: &Table<'_>, in_file: Option<&Table<'_>>, vault: &Vault<'_>) -> Result<SupplierConfig, ConfigError> {
    let protocols: Vec<_> = Protocol::ALL.iter().map(|&protocol| (protocol.name(), protocol)).collect();
    let protocol = match table.choice("protocol", &protocols)? {
        Some(found) => found.value,
        None => Protocol::from_name(table.name).ok_or_else(|| {
            let message = format!("the supplier {} names no protocol, and its name is none", table.name);
            let hint = suggestion(table.name, protocols.iter().map(|(name, _)| *name));
            ConfigError::new(message, format!("Set protocol below [{}]. {hint}", table.name))
        })?,
    };
    table.refuse_others(protocol)?;
    if let Some(in_file) = in_file {
        vault.check_file(in_file, protocol)?;
    }
    match protocol {
        Protocol::Westcon => WestconConfig::read(table, vault).map(Box::new).map(SupplierConfig::Westcon),
        Protocol::Techdata => TechdataConfig::read(table, vault).map(Box::new).map(SupplierConfig::Techdata),
        Protocol::Fcb2b => Fcb2bConfig::read(table, vault).map(Box::new).map(SupplierConfig::Fcb2b),
    }
}
