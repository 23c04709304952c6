//! The services of the guide, one file for each family.

pub(crate) mod catalogs;
pub(crate) mod discovery;
pub(crate) mod documents;
pub(crate) mod inventory;
pub(crate) mod orders;
pub(crate) mod prices;
pub(crate) mod related;
pub(crate) mod reserves;
pub(crate) mod solutions;
pub(crate) mod stock;
