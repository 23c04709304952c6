//! The suppliers' names.

use std::collections::BTreeMap;

use super::ConfigError;
use super::layer::upper;

/// What a name is, as a pattern.
pub(super) const PATTERN: &str = "^[A-Za-z][A-Za-z0-9_-]*$";

/// What no supplier can be called, in upper or lower case: before a number on a command line it stands for the customer.
pub(super) const RESERVED: &[&str] = &["po", "customer-po"];

/// Checks a supplier's name: letters of ASCII, digits, `-` and `_`, beginning with a letter. It stands in the names of
/// variables and before numbers on command lines, where `po` and `customer-po` stand for the customer's own: nobody else is
/// called so.
///
/// # Errors
///
/// [`ConfigError`] if it is none.
pub fn check_supplier_name(name: &str) -> Result<(), ConfigError> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(is_part);
    if is_name && RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) {
        let hint = "Give it another name: before a number this one stands for your purchase orders.";
        return Err(ConfigError::new(format!("{name:?} cannot be a supplier's name"), hint));
    }
    if is_name {
        return Ok(());
    }
    let hint = "Use letters from a to z, digits, - and _, and begin with a letter.";
    Err(ConfigError::new(format!("{name:?} cannot be a supplier's name"), hint))
}

/// Finds other names whose variables would be the same.
pub(super) struct Namesakes<'a>(BTreeMap<String, Vec<&'a str>>);

impl<'a> Namesakes<'a> {
    pub(super) fn of(names: impl IntoIterator<Item = &'a String>) -> Self {
        let mut all: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for name in names {
            all.entry(upper(name)).or_default().push(name);
        }
        Self(all)
    }

    /// That no other supplier is called so in the environment.
    pub(super) fn refuse(&self, name: &str) -> Result<(), ConfigError> {
        let variables = upper(name);
        match self.0.get(&variables).and_then(|names| names.iter().find(|other| **other != name)) {
            None => Ok(()),
            Some(other) => {
                let message = format!("the suppliers {name} and {other} have the same variables, B2B_{variables}_…");
                Err(ConfigError::new(message, "Rename one of them."))
            }
        }
    }
}
