//! The question for the invoices of purchase orders.

use b2b_model::{Invoice, OrderNumber};

use crate::question::{Told, asked};

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

asked!(InvoicesQuestion, Invoices => Told<Vec<Invoice>> { Techdata(invoices, show_invoices) });
