//! Orders for programs.

use b2b_model::OrderStatus;

use crate::exit::Exit;
use crate::failure::Failure;

/// A JSON array, empty if there are no orders.
pub(crate) fn orders(orders: &[OrderStatus]) -> Result<String, Failure> {
    match serde_json::to_string_pretty(orders) {
        Ok(json) => Ok(json + "\n"),
        Err(error) => Err(Failure::new(Exit::Internal, format!("the orders are no JSON: {error}"), "Report it.")),
    }
}
