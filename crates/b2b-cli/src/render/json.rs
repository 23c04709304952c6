//! Orders for programs.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::Named;

/// A JSON array, empty if there are no orders.
pub(crate) fn orders(orders: &[Named<'_>]) -> Result<String, Failure> {
    let orders: Vec<_> = orders.iter().map(|named| named.order).collect();
    match serde_json::to_string_pretty(&orders) {
        Ok(json) => Ok(json + "\n"),
        Err(error) => Err(Failure::new(Exit::Internal, format!("the orders are no JSON: {error}"), "Report it.")),
    }
}
