//! The question how orders stand.

use b2b_http::Attempt;
use b2b_model::{OrderNumber, OrderStatus, Problem};

use crate::DeskError;
use crate::question::{Ask, Capability, Question};
use crate::supplier::Supplier;

/// How do these orders stand?
///
/// ```
/// use b2b_desk::{OrderQuestion, Serials};
///
/// let question = OrderQuestion::of_customer(["897879"]).serials(Serials::Include);
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum By {
    /// The customer's purchase order numbers. Every supplier is asked.
    Customer,
    /// The numbers of the supplier with this name in the configuration. Only it is asked.
    Supplier(String),
}

impl By {
    /// Whether the order has this number.
    fn has(&self, order: &OrderStatus, number: &OrderNumber) -> bool {
        match self {
            Self::Customer => order.customer_order.as_ref() == Some(number),
            Self::Supplier(_) => {
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
    /// Orders by a supplier's numbers.
    pub fn of_supplier<N: Into<OrderNumber>>(name: impl Into<String>, numbers: impl IntoIterator<Item = N>) -> Self {
        Self::new(By::Supplier(name.into()), numbers)
    }

    /// Orders by the customer's purchase order numbers.
    pub fn of_customer<N: Into<OrderNumber>>(numbers: impl IntoIterator<Item = N>) -> Self {
        Self::new(By::Customer, numbers)
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

impl Question for OrderQuestion {
    type Answer = Orders;

    fn capability(&self) -> Capability {
        match self.by {
            By::Customer => Capability::OrdersByCustomerNumber,
            By::Supplier(_) => Capability::OrdersBySupplierNumber,
        }
    }
}

impl Ask<Orders> for OrderQuestion {
    async fn ask(&self, supplier: &Supplier) -> Result<Orders, DeskError> {
        match (supplier, &self.by) {
            (Supplier::Westcon(westcon), _) => westcon.order_status(self).await,
            (Supplier::Fcb2b(producer), By::Supplier(_)) => producer.order_status(self).await,
            (Supplier::Techdata(techdata), _) => techdata.order_status(self).await,
            (Supplier::Fcb2b(_), By::Customer) => Err(supplier.unsupported(self.capability())),
        }
    }

    fn offline(&self, supplier: &Supplier, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        match (supplier, &self.by) {
            (Supplier::Westcon(westcon), _) => Ok(vec![westcon.offline_request(self, attempt)?]),
            (Supplier::Fcb2b(producer), By::Supplier(_)) => producer.show_order_status(self, attempt),
            (Supplier::Techdata(techdata), _) => techdata.show_order_status(self, attempt),
            (Supplier::Fcb2b(_), By::Customer) => Err(supplier.unsupported(self.capability())),
        }
    }
}

/// What one supplier says of the orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Orders {
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
    pub fn unmentioned<'a>(&self, question: &'a OrderQuestion) -> Vec<&'a OrderNumber> {
        let mentioned = |number: &OrderNumber| self.orders.iter().any(|order| question.by.has(order, number));
        question.numbers.iter().filter(|number| !mentioned(number)).collect()
    }

    /// Finds the numbers that no order accounts for.
    pub(crate) fn check_against(&mut self, question: &OrderQuestion) {
        let missing = self.unmentioned(question);
        let asked = |order: &&OrderStatus| question.numbers.iter().any(|number| question.by.has(order, number));
        let unasked = self.orders.iter().filter(|order| !asked(order));
        if unasked.count() < missing.len() {
            self.unanswered = missing.into_iter().cloned().collect();
        }
    }
}

/// Suppliers pad their numbers with zeros.
fn significant(number: &OrderNumber) -> &str {
    number.as_str().trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &OrderQuestion, answered: &[(&str, &str)], unanswered: &[&str]) {
        let order = |&(own, po): &(&str, &str)| OrderStatus {
            supplier_order: Some(own.into()),
            customer_order: Some(po.into()),
            ..OrderStatus::default()
        };
        let mut orders = Orders { orders: answered.iter().map(order).collect(), ..Orders::default() };
        orders.check_against(question);
        let found: Vec<_> = orders.unanswered.iter().map(OrderNumber::as_str).collect();
        assert_eq!(found, unanswered);
        assert_eq!(orders.is_complete(), unanswered.is_empty());
    }

    #[test]
    fn every_number_wants_an_order() {
        let westcon = |numbers: &[&str]| OrderQuestion::of_supplier("westcon", numbers.iter().copied());
        let customer = |numbers: &[&str]| OrderQuestion::of_customer(numbers.iter().copied());
        check(&westcon(&["704571"]), &[("0000704571", "1")], &[]);
        check(&westcon(&["704571"]), &[("0000543814", "1")], &[]);
        check(&westcon(&["704571"]), &[], &["704571"]);
        check(&westcon(&["704571", "704572"]), &[("0000704572", "1")], &["704571"]);
        check(&westcon(&["704571", "1"]), &[("0000543814", "1")], &["704571", "1"]);
        check(&customer(&["A", "B"]), &[("1", "A"), ("2", "A"), ("3", "B")], &[]);
        check(&customer(&["A", "B"]), &[("1", "A"), ("2", "A")], &["B"]);
    }

    #[test]
    fn an_order_without_number_is_one_that_no_other_mentions() {
        let named = OrderStatus { supplier_order: Some("0000704571".into()), ..OrderStatus::default() };
        let orders = Orders { orders: vec![named, OrderStatus::default()], ..Orders::default() };
        let question = OrderQuestion::of_supplier("westcon", ["704571", "12345678901", "12345678902"]);
        let unmentioned: Vec<_> = orders.unmentioned(&question).into_iter().map(OrderNumber::as_str).collect();
        assert_eq!(unmentioned, ["12345678901", "12345678902"]);
    }
}
