//! The question for the invoices of purchase orders.

use b2b_model::{Invoice, OrderNumber, Problem};

use crate::DeskError;
use crate::asking::{Ask, Part, asked};
use crate::question::Told;

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

asked!(@question InvoicesQuestion, Invoices => Told<Vec<Invoice>>, Told<Vec<Invoice>>);

impl Ask<Told<Vec<Invoice>>, Told<Vec<Invoice>>> for InvoicesQuestion {
    asked!(@suppliers Invoices, Told<Vec<Invoice>>, as_it_comes { Techdata(invoices, show_invoices) });

    fn count(&self) -> usize {
        self.purchase_orders.len()
    }

    fn name(&self, place: usize) -> Option<String> {
        self.purchase_orders.get(place).map(ToString::to_string)
    }

    /// What failed stands in its place, unless all did.
    fn gather(&self, mut parts: Vec<Part<Told<Vec<Invoice>>>>) -> Result<Told<Vec<Invoice>>, DeskError> {
        parts.sort_by_key(Part::begin);
        let is_answered = parts.iter().any(|part| part.result.is_ok());
        let mut all = Told::new(Vec::new());
        for part in parts {
            let numbers = self.purchase_orders.get(part.places(self.purchase_orders.len())).unwrap_or_default();
            match part.result {
                Ok(told) => {
                    all.value.extend(told.value);
                    all.messages.extend(told.messages);
                    all.warnings.extend(told.warnings);
                }
                Err(error) if is_answered => {
                    all.value.extend(numbers.iter().map(|number| without(number, error.problem())));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }
}

/// A purchase order of which nothing is known.
pub(crate) fn without(number: &OrderNumber, problem: Problem) -> Invoice {
    Invoice { customer_order: Some(number.clone()), problems: vec![problem], ..Invoice::default() }
}
