//! The question for the invoices of purchase orders.

use b2b_model::{Invoice, OrderNumber, Problem};

use crate::asking::asked;

/// What was invoiced of these purchase orders, and sent with it?
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvoicesQuestion {
    /// The customer's purchase order numbers.
    pub purchase_orders: Vec<OrderNumber>,
}

impl InvoicesQuestion {
    /// The question for these purchase orders.
    pub fn of<N: Into<OrderNumber>>(purchase_orders: impl IntoIterator<Item = N>) -> Self {
        Self { purchase_orders: purchase_orders.into_iter().map(Into::into).collect() }
    }
}

asked!(InvoicesQuestion, Invoices => listed purchase_orders: Invoice, without { Techdata(invoices, show_invoices) });

/// A purchase order of which nothing is known.
pub(crate) fn without(number: &OrderNumber, problem: Problem) -> Invoice {
    Invoice { customer_order: Some(number.clone()), problems: vec![problem], ..Invoice::default() }
}
