//! The question how orders stand.

mod orders;

use b2b_http::Attempt;
use b2b_model::{OrderNumber, OrderStatus};

pub use self::orders::Orders;

use crate::DeskError;
use crate::asking::{Ask, Part, Parts};
use crate::question::{Capability, Question};
use crate::supplier::Supplier;

/// How do these orders stand?
///
/// ```
/// use b2b_desk::{OrderQuestion, Serials};
///
/// let question = OrderQuestion::by_customer_number(["897879"]).serials(Serials::Include);
/// assert_eq!(question.numbers, ["897879".into()]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OrderQuestion {
    /// The orders' numbers.
    pub numbers: Vec<OrderNumber>,
    /// Whose numbers they are.
    pub by: By,
    /// Whether the pieces of equipment are wanted.
    pub serials: Serials,
    /// How much is wanted to know of each.
    pub depth: Depth,
}

/// How much is wanted to know of an order, where the supplier has more than one answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Depth {
    /// The order as a whole. Suppliers with only one answer tell its lines all the same.
    #[default]
    Summary,
    /// Its lines too.
    Lines,
}

/// Whose order numbers they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum By {
    /// The numbers of the suppliers that are asked.
    SupplierNumber,
    /// The customer's purchase order numbers.
    CustomerNumber,
}

impl By {
    /// Whether the order has this number. Suppliers pad their own with zeros.
    #[must_use]
    pub fn has(self, order: &OrderStatus, number: &OrderNumber) -> bool {
        match self {
            Self::CustomerNumber => order.customer_order.as_ref() == Some(number),
            Self::SupplierNumber => {
                order.supplier_order.as_ref().is_some_and(|own| significant(own) == significant(number))
            }
        }
    }
}

/// Whether serial numbers and MAC addresses are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Serials {
    /// They are not.
    #[default]
    Omit,
    /// They are, as far as the supplier knows them.
    Include,
}

impl OrderQuestion {
    /// Orders by the numbers of the suppliers that are asked.
    pub fn by_supplier_number<N: Into<OrderNumber>>(numbers: impl IntoIterator<Item = N>) -> Self {
        Self::new(By::SupplierNumber, numbers)
    }

    /// Orders by the customer's purchase order numbers.
    pub fn by_customer_number<N: Into<OrderNumber>>(numbers: impl IntoIterator<Item = N>) -> Self {
        Self::new(By::CustomerNumber, numbers)
    }

    /// Orders by numbers of either kind.
    pub fn new<N: Into<OrderNumber>>(by: By, numbers: impl IntoIterator<Item = N>) -> Self {
        Self {
            numbers: numbers.into_iter().map(Into::into).collect(),
            by,
            serials: Serials::default(),
            depth: Depth::default(),
        }
    }

    /// Says how much is wanted to know.
    #[must_use]
    pub fn depth(mut self, depth: Depth) -> Self {
        self.depth = depth;
        self
    }

    /// Says whether serial numbers and MAC addresses are wanted.
    #[must_use]
    pub fn serials(mut self, wanted: Serials) -> Self {
        self.serials = wanted;
        self
    }
}

impl OrderQuestion {
    /// The order of this number, as it stands in an answer when there is none to it.
    #[must_use]
    pub fn failed(&self, number: &OrderNumber, error: &DeskError) -> OrderStatus {
        let number = Some(number.clone());
        let (supplier_order, customer_order) = match self.by {
            By::SupplierNumber => (number, None),
            By::CustomerNumber => (None, number),
        };
        let problems = vec![error.problem()];
        OrderStatus { supplier_order, customer_order, problems, ..OrderStatus::default() }
    }
}

impl Question for OrderQuestion {
    type Answer = Orders;
    type Part = Orders;

    fn capability(&self) -> Capability {
        match self.by {
            By::CustomerNumber => Capability::OrdersByCustomerNumber,
            By::SupplierNumber => Capability::OrdersBySupplierNumber,
        }
    }
}

impl Ask<Orders, Orders> for OrderQuestion {
    fn parts<'a>(&'a self, supplier: &'a Supplier) -> Parts<'a, Orders> {
        match supplier {
            Supplier::Westcon(westcon) => westcon.order_status(self),
            Supplier::Fcb2b(producer) => producer.order_status(self),
            Supplier::Techdata(techdata) => techdata.order_status(self),
        }
    }

    fn offline(&self, supplier: &Supplier, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        match supplier {
            Supplier::Westcon(westcon) => westcon.show_order_status(self, attempt),
            Supplier::Fcb2b(producer) => producer.show_order_status(self, attempt),
            Supplier::Techdata(techdata) => techdata.show_order_status(self, attempt),
        }
    }

    fn count(&self) -> usize {
        self.numbers.len()
    }

    fn name(&self, place: usize) -> Option<String> {
        self.numbers.get(place).map(ToString::to_string)
    }

    /// Orders that failed stand among the others with a problem. If nothing is answered, the first error is the answer, unless
    /// it only says that there is no such order.
    fn gather(&self, mut parts: Vec<Part<Orders>>) -> Result<Orders, DeskError> {
        parts.sort_by_key(Part::begin);
        let is_answer =
            |result: &Result<Orders, DeskError>| result.as_ref().map_or_else(DeskError::is_not_found, |_| true);
        let is_answered = parts.is_empty() || parts.iter().any(|part| is_answer(&part.result));
        let mut all = Orders::default();
        let mut asked = Vec::new();
        for part in parts {
            let places = part.places(self.numbers.len());
            asked.extend_from_slice(&places);
            match part.result {
                Ok(orders) => all.add(orders),
                Err(error) if is_answered => {
                    let numbers = places.into_iter().filter_map(|place| self.numbers.get(place));
                    all.orders.extend(numbers.map(|number| self.failed(number, &error)));
                }
                Err(error) => return Err(error),
            }
        }
        asked.sort_unstable();
        all.asked = asked.into_iter().filter_map(|place| self.numbers.get(place)).cloned().collect();
        Ok(all)
    }
}

/// Suppliers pad their numbers with zeros.
fn significant(number: &OrderNumber) -> &str {
    number.as_str().trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: By = By::SupplierNumber;

    fn refused(code: &str) -> DeskError {
        DeskError::RecordedRefusal { code: code.to_owned(), words: "no".to_owned() }
    }

    #[test]
    fn parts_come_together_in_the_order_of_the_question() {
        let question = OrderQuestion::by_supplier_number(["1", "2", "3"]);
        let found = |number: &str| {
            let order = OrderStatus { supplier_order: Some(number.into()), ..OrderStatus::default() };
            Ok(Orders { orders: vec![order], ..Orders::default() }.answering(&[number.into()], OWN))
        };
        let parts = vec![Part::at(2, found("3")), Part::at(1, Err(refused("X"))), Part::at(0, found("1"))];
        let all = question.gather(parts).unwrap();
        let numbers: Vec<_> =
            all.orders.iter().filter_map(|order| order.supplier_order.as_ref()).map(OrderNumber::as_str).collect();
        assert_eq!(numbers, ["1", "2", "3"]);
        assert_eq!((all.asked.len(), all.is_complete(), all.orders[1].problems.len()), (3, false, 1));

        let parts = vec![
            Part::at(1, Err(refused("B"))),
            Part::about(vec![2], Err(refused("C"))),
            Part::at(0, Err(refused("A"))),
        ];
        let error = question.gather(parts).unwrap_err();
        assert!(matches!(error, DeskError::RecordedRefusal { code, .. } if code == "A"));
        assert_eq!(question.gather(Vec::new()).unwrap(), Orders::default());
    }
}
