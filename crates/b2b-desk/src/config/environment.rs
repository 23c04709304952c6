//! Values from environment variables.

use std::collections::BTreeMap;

use super::layer::{Layer, Origin, upper};

/// Variables `B2B_<SUPPLIER>_<KEY>` of these suppliers. An empty variable counts as unset, and one that names no supplier
/// is somebody else's.
pub(super) fn layer<'a>(variables: &BTreeMap<String, String>, suppliers: impl IntoIterator<Item = &'a str>) -> Layer {
    let mut prefixes: Vec<_> = suppliers.into_iter().map(|name| (format!("B2B_{}_", upper(name)), name)).collect();
    // The longest first: B2B_WESTCON_UK_KEY belongs to westcon-uk when there is one.
    prefixes.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    let values = variables.iter().filter(|(_, value)| !value.is_empty()).filter_map(|(variable, value)| {
        let (key, supplier) =
            prefixes.iter().find_map(|(prefix, name)| Some((variable.strip_prefix(prefix)?, name)))?;
        Some(((*supplier).to_owned(), path(key), value.clone()))
    });
    Layer::of(Origin::Environment, values)
}

/// `addresses.stockcheck` for `ADDRESSES_STOCKCHECK`.
fn path(key: &str) -> String {
    let key = key.to_ascii_lowercase();
    match key.strip_prefix("addresses_") {
        Some(service) => format!("addresses.{service}"),
        None => key,
    }
}
