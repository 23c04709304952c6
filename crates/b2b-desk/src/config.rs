//! Which suppliers there are, and where and as whom each is asked.

mod bounded;
mod connection;
mod duration;
mod environment;
mod error;
mod fcb2b;
mod file;
mod key;
#[cfg(feature = "keyring")]
mod keyring;
mod layer;
mod name;
mod pace;
mod schema;
mod secret;
mod sources;
mod table;
mod techdata;
mod westcon;

use std::collections::BTreeMap;
use std::fmt;

use chrono::TimeDelta;
use secrecy::SecretString;

pub use duration::{DurationError, parse_offset};
pub use error::ConfigError;
pub use key::{Form, Key};
#[cfg(feature = "keyring")]
pub use keyring::{Keyring, KeyringError};
pub use name::check_supplier_name;
pub use pace::{Pace, QuietHours};
pub use schema::config_schema;
pub use sources::Sources;

pub(crate) use bounded::{bounded, why_unreadable};
pub(crate) use connection::Connection;
pub(crate) use fcb2b::Fcb2bConfig;
pub(crate) use techdata::TechdataConfig;
pub(crate) use westcon::WestconConfig;

/// The suppliers of a desk, by their names. Made by [`Sources::load`].
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub(crate) suppliers: BTreeMap<String, SupplierConfig>,
    warnings: Vec<String>,
}

impl Config {
    /// The suppliers' names and protocols, by name.
    pub fn suppliers(&self) -> impl Iterator<Item = (&str, Protocol)> {
        self.suppliers.iter().map(|(name, supplier)| (name.as_str(), supplier.protocol()))
    }

    /// What is not as it should be and yet can be used, such as a secret's file that everybody may read.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// With the suppliers of another one.
    fn and(mut self, other: Self) -> Self {
        self.suppliers.extend(other.suppliers);
        self.warnings.extend(other.warnings);
        self
    }
}

/// One supplier, by protocol.
#[derive(Clone, Debug)]
pub(crate) enum SupplierConfig {
    Westcon(Box<WestconConfig>),
    Fcb2b(Box<Fcb2bConfig>),
    Techdata(Box<TechdataConfig>),
}

impl SupplierConfig {
    pub(crate) fn connection(&self) -> &Connection {
        match self {
            Self::Westcon(config) => &config.connection,
            Self::Fcb2b(config) => &config.connection,
            Self::Techdata(config) => &config.connection,
        }
    }

    pub(crate) fn protocol(&self) -> Protocol {
        match self {
            Self::Westcon(_) => Protocol::Westcon,
            Self::Fcb2b(_) => Protocol::Fcb2b,
            Self::Techdata(_) => Protocol::Techdata,
        }
    }

    /// The key, the password or the secret, where the supplier wants one.
    pub(crate) fn secret(&self) -> Option<&SecretString> {
        match self {
            Self::Westcon(config) => Some(&config.key),
            Self::Fcb2b(config) => config.key.as_ref().map(|key| &key.secret),
            Self::Techdata(config) => Some(&config.password),
        }
    }

    /// What is added to the time of requests; `None` if they carry no time.
    pub(crate) fn clock_offset(&self) -> Option<TimeDelta> {
        match self {
            Self::Westcon(config) => Some(config.clock_offset),
            Self::Fcb2b(config) => Some(config.clock_offset),
            Self::Techdata(_) => None,
        }
    }

    /// With requests that take no longer than a question may.
    pub(crate) fn within_deadline(&self) -> Self {
        let mut config = self.clone();
        let connection = config.connection_mut();
        if let Some(deadline) = connection.deadline {
            connection.total_timeout = Some(deadline.min(connection.longest()));
        }
        config
    }

    pub(crate) fn connection_mut(&mut self) -> &mut Connection {
        match self {
            Self::Westcon(config) => &mut config.connection,
            Self::Fcb2b(config) => &mut config.connection,
            Self::Techdata(config) => &mut config.connection,
        }
    }
}

/// The protocol a supplier speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// Westcon's SOAP services.
    Westcon,
    /// The web services of the flooring industry.
    Fcb2b,
    /// Tech Data's XML service.
    Techdata,
}

impl Protocol {
    /// All protocols.
    pub const ALL: &'static [Self] = &[Self::Westcon, Self::Fcb2b, Self::Techdata];

    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Westcon => "westcon",
            Self::Fcb2b => "fcb2b",
            Self::Techdata => "techdata",
        }
    }

    /// What it is called in headings.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Westcon => "Westcon",
            Self::Fcb2b => "fcB2B",
            Self::Techdata => "Tech Data",
        }
    }

    /// The names of all protocols.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|protocol| protocol.name()).collect()
    }

    /// The protocol of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|protocol| protocol.name() == name)
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[track_caller]
    fn check(settings: &[(&str, &str)], seconds: Option<u64>) {
        let sources = Sources::new().environment([("B2B_WESTCON_KEY", "k")]);
        let sources = sources.set("westcon.environment", "qa").set("westcon.account", "1");
        let sources = settings.iter().fold(sources, |sources, (key, value)| sources.set(*key, *value));
        let config = sources.load().unwrap();
        let bound = config.suppliers.get("westcon").unwrap().within_deadline();
        assert_eq!(bound.connection().total_timeout, seconds.map(Duration::from_secs), "{settings:?}");
    }

    #[test]
    fn a_deadline_only_shortens() {
        check(&[], None);
        check(&[("westcon.deadline", "5s")], Some(5));
        check(&[("westcon.deadline", "10m")], Some(180));
        check(&[("westcon.deadline", "10m"), ("westcon.total_timeout", "5m")], Some(300));
    }
}
