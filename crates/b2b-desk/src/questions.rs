//! The questions, one file for each.

pub(crate) mod availability;
pub(crate) mod catalogs;
pub(crate) mod documents;
pub(crate) mod order_status;
pub(crate) mod prices;
pub(crate) mod recent_orders;
pub(crate) mod related;
pub(crate) mod reservations;
pub(crate) mod services;
