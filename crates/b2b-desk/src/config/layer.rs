//! One layer of the configuration, and where each value came from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use figment::value::{Dict, Map, Value};
use figment::{Error, Metadata, Profile, Provider};

/// Where a value came from. What is later overrides what is earlier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    File(PathBuf),
    Environment,
    Set,
}

impl Origin {
    /// How the place of a value is spelled in messages.
    pub(super) fn place(&self, supplier: &str, key: &str) -> String {
        match self {
            Self::File(path) => format!("{}: {supplier}.{key}", path.display()),
            Self::Environment => variable(supplier, key),
            Self::Set => format!("the setting {supplier}.{key}"),
        }
    }

    fn metadata(&self) -> Metadata {
        match self {
            Self::File(path) => Metadata::from("file", path.as_path()),
            Self::Environment => Metadata::named("environment"),
            Self::Set => Metadata::named("set"),
        }
    }
}

impl From<&Metadata> for Origin {
    fn from(metadata: &Metadata) -> Self {
        match metadata.source.as_ref().and_then(|source| source.file_path()) {
            Some(path) => Self::File(path.to_owned()),
            None if metadata.name == "environment" => Self::Environment,
            None => Self::Set,
        }
    }
}

/// The values of one origin.
#[derive(Clone)]
pub(super) struct Layer {
    pub(super) origin: Origin,
    pub(super) values: Dict,
}

impl Layer {
    /// Values by supplier and key. A key `addresses.StockCheck` stands in a table of the supplier's.
    pub(super) fn of(origin: Origin, values: impl IntoIterator<Item = (String, String, String)>) -> Self {
        let mut tables: BTreeMap<String, Dict> = BTreeMap::new();
        for (supplier, key, value) in values {
            insert(tables.entry(supplier).or_default(), &key, value);
        }
        let values = tables.into_iter().map(|(name, table)| (name, Value::from(table))).collect();
        Self { origin, values }
    }
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        self.origin.metadata()
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

/// Puts a value where its key says; what stands in its way gives way.
fn insert(table: &mut Dict, key: &str, value: String) {
    let Some((outer, inner)) = key.split_once('.') else {
        table.insert(key.to_owned(), Value::from(value));
        return;
    };
    let mut nested = match table.remove(outer) {
        Some(Value::Dict(_, nested)) => nested,
        _ => Dict::new(),
    };
    insert(&mut nested, inner, value);
    table.insert(outer.to_owned(), Value::from(nested));
}

/// `B2B_WESTCON_UK_KEY` for the key `key` of the supplier `westcon-uk`.
pub(super) fn variable(supplier: &str, key: &str) -> String {
    format!("B2B_{}_{}", upper(supplier), key.to_ascii_uppercase().replace('.', "_"))
}

/// A supplier's name as a part of a variable's name.
pub(super) fn upper(supplier: &str) -> String {
    supplier.to_ascii_uppercase().replace('-', "_")
}
