//! The question how orders stand.

use b2b_http::Attempt;
use b2b_model::{OrderNumber, OrderStatus, Problem};

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
    /// Whether the order has this number.
    fn has(self, order: &OrderStatus, number: &OrderNumber) -> bool {
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
        for part in parts {
            let numbers = self.numbers.get(part.places(self.numbers.len())).unwrap_or_default();
            match part.result {
                Ok(orders) => all.add(orders),
                Err(error) if is_answered => {
                    all.orders.extend(numbers.iter().map(|number| self.failed(number, &error)));
                    all.asked.extend_from_slice(numbers);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }
}

/// What one supplier says of orders: of all that were asked for, or of some of them while the others come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Orders {
    /// The numbers that this answers. None, when orders were not asked for by their numbers.
    pub asked: Vec<OrderNumber>,
    /// The orders, in the supplier's order. One that it could not answer has [problems](OrderStatus::problems).
    pub orders: Vec<OrderStatus>,
    /// What the supplier could not answer of the whole question.
    pub problems: Vec<Problem>,
    /// Numbers that no order in the answer accounts for. A supplier may answer by another number than it was asked by: when
    /// fewer orders came than were asked for, these are the numbers that may be the missing ones.
    pub unanswered: Vec<OrderNumber>,
    /// What the reader forgave the answer, with the place of each.
    pub warnings: Vec<String>,
}

impl Orders {
    /// Whether every order was answered without a problem.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let no_problems = self.problems.is_empty() && self.orders.iter().all(|order| order.problems.is_empty());
        no_problems && self.unanswered.is_empty()
    }

    /// The numbers of the question that no order of the answer has: an order that the supplier answered without number is
    /// one of these.
    #[must_use]
    pub fn unmentioned(&self, by: By) -> Vec<&OrderNumber> {
        let mentioned = |number: &OrderNumber| self.orders.iter().any(|order| by.has(order, number));
        self.asked.iter().filter(|number| !mentioned(number)).collect()
    }

    /// As the answer to these numbers: finds those that no order accounts for.
    pub(crate) fn answering(mut self, numbers: &[OrderNumber], by: By) -> Self {
        self.asked = numbers.to_vec();
        let missing: Vec<_> = self.unmentioned(by).into_iter().cloned().collect();
        let is_asked = |order: &&OrderStatus| numbers.iter().any(|number| by.has(order, number));
        let unasked = self.orders.iter().filter(|order| !is_asked(order));
        if unasked.count() < missing.len() {
            self.unanswered = missing;
        }
        self
    }

    fn add(&mut self, other: Self) {
        self.asked.extend(other.asked);
        self.orders.extend(other.orders);
        self.problems.extend(other.problems);
        self.unanswered.extend(other.unanswered);
        self.warnings.extend(other.warnings);
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
    const PO: By = By::CustomerNumber;

    #[track_caller]
    fn check(by: By, numbers: &[&str], answered: &[(&str, &str)], unanswered: &[&str]) {
        let order = |&(own, po): &(&str, &str)| OrderStatus {
            supplier_order: Some(own.into()),
            customer_order: Some(po.into()),
            ..OrderStatus::default()
        };
        let numbers: Vec<OrderNumber> = numbers.iter().map(|&number| number.into()).collect();
        let orders = Orders { orders: answered.iter().map(order).collect(), ..Orders::default() };
        let orders = orders.answering(&numbers, by);
        let found: Vec<_> = orders.unanswered.iter().map(OrderNumber::as_str).collect();
        assert_eq!(found, unanswered);
        assert_eq!(orders.is_complete(), unanswered.is_empty());
    }

    #[test]
    fn every_number_wants_an_order() {
        check(OWN, &["704571"], &[("0000704571", "1")], &[]);
        check(OWN, &["704571"], &[("0000543814", "1")], &[]);
        check(OWN, &["704571"], &[], &["704571"]);
        check(OWN, &["704571", "704572"], &[("0000704572", "1")], &["704571"]);
        check(OWN, &["704571", "1"], &[("0000543814", "1")], &["704571", "1"]);
        check(PO, &["A", "B"], &[("1", "A"), ("2", "A"), ("3", "B")], &[]);
        check(PO, &["A", "B"], &[("1", "A"), ("2", "A")], &["B"]);
    }

    #[test]
    fn an_order_without_number_is_one_that_no_other_mentions() {
        let named = OrderStatus { supplier_order: Some("0000704571".into()), ..OrderStatus::default() };
        let orders = Orders { orders: vec![named, OrderStatus::default()], ..Orders::default() };
        let orders = orders.answering(&["704571".into(), "12345678901".into(), "12345678902".into()], OWN);
        let unmentioned: Vec<_> = orders.unmentioned(OWN).into_iter().map(OrderNumber::as_str).collect();
        assert_eq!(unmentioned, ["12345678901", "12345678902"]);
    }

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

        let parts =
            vec![Part::at(1, Err(refused("B"))), Part::about(2..3, Err(refused("C"))), Part::at(0, Err(refused("A")))];
        let error = question.gather(parts).unwrap_err();
        assert!(matches!(error, DeskError::RecordedRefusal { code, .. } if code == "A"));
        assert_eq!(question.gather(Vec::new()).unwrap(), Orders::default());
    }
}
