//! What a supplier says when it takes an order.

use serde::{Deserialize, Serialize};

use crate::{OrderNumber, OrderStatus};

/// An order that a supplier has taken, as it says so: what X12 calls a purchase order acknowledgement.
///
/// ```
/// use b2b_model::{OrderAcknowledgement, OrderStatus};
///
/// let order = |number: &str| OrderStatus { supplier_order: Some(number.into()), ..OrderStatus::default() };
/// let taken = OrderAcknowledgement {
///     customer_order: Some("PO-1001".into()),
///     orders: vec![order("6000000911"), order("6000000912")],
///     ..OrderAcknowledgement::default()
/// };
/// assert_eq!(taken.supplier_orders().map(|number| number.as_str()).collect::<Vec<_>>(), ["6000000911", "6000000912"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderAcknowledgement {
    /// The customer's purchase order number.
    pub customer_order: Option<OrderNumber>,
    /// The orders that it became, several if the supplier split it, each with what is confirmed, back-ordered and charged of
    /// its lines as far as the supplier says. Of an order that is merely taken there is its number.
    pub orders: Vec<OrderStatus>,
    /// What the supplier says beside it.
    pub messages: Vec<String>,
}

impl OrderAcknowledgement {
    /// The supplier's numbers of the orders that it became.
    pub fn supplier_orders(&self) -> impl Iterator<Item = &OrderNumber> {
        self.orders.iter().filter_map(|order| order.supplier_order.as_ref())
    }
}
