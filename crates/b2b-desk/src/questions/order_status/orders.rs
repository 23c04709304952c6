//! What suppliers say of orders.

use b2b_model::{OrderNumber, OrderStatus, Problem};

use super::By;

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

    /// Adds what another part says. Whom they are about is the question's to say.
    pub(super) fn add(&mut self, other: Self) {
        self.orders.extend(other.orders);
        self.problems.extend(other.problems);
        self.unanswered.extend(other.unanswered);
        self.warnings.extend(other.warnings);
    }
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
}
