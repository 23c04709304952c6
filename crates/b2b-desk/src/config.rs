//! Which suppliers there are, and where and as whom each is asked.

mod connection;
mod duration;
mod environment;
mod error;
mod fcb2b;
mod file;
mod layer;
mod secret;
mod sources;
mod table;
mod techdata;
mod westcon;

use std::collections::BTreeMap;
use std::fmt;

pub use duration::{DurationError, parse_offset};
pub use error::ConfigError;
pub use sources::Sources;

pub(crate) use connection::Connection;
pub(crate) use fcb2b::Fcb2bConfig;
pub(crate) use techdata::TechdataConfig;
pub(crate) use westcon::WestconConfig;

/// The suppliers of a desk, by their names. Made by [`Sources::load`].
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub(crate) suppliers: BTreeMap<String, SupplierConfig>,
}

impl Config {
    /// The suppliers' names and protocols, by name.
    pub fn suppliers(&self) -> impl Iterator<Item = (&str, Protocol)> {
        self.suppliers.iter().map(|(name, supplier)| (name.as_str(), supplier.protocol()))
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

    fn protocol(&self) -> Protocol {
        match self {
            Self::Westcon(_) => Protocol::Westcon,
            Self::Fcb2b(_) => Protocol::Fcb2b,
            Self::Techdata(_) => Protocol::Techdata,
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
