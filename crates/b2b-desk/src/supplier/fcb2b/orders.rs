//! Orders.

use b2b_http::Attempt;
use b2b_model::{OrderNumber, OrderStatus};
use fcb2b_client::Orders as RecentOrders;

use super::{Fcb2b, read, requests};
use crate::question::Answered;
use crate::{Depth, DeskError, OrderQuestion, Orders, RecentOrdersQuestion};

impl Fcb2b {
    /// One question for each number. If none is answered, the first error is the answer, unless it only says that there is no
    /// such order.
    pub(crate) async fn order_status(&self, asked: &OrderQuestion) -> Result<Orders, DeskError> {
        let numbers = numbers(asked);
        let answers = match asked.depth {
            Depth::Summary => self.each(requests(&numbers, fcb2b_client::OrderStatus::new), read::order).await,
            Depth::Lines => self.each(requests(&numbers, fcb2b_client::OrderStatusDetail::new), read::order).await,
        };
        let mut orders = gathered(answers)?;
        orders.check_against(asked);
        Ok(orders)
    }

    pub(crate) fn show_order_status(&self, asked: &OrderQuestion, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        let numbers = numbers(asked);
        match asked.depth {
            Depth::Summary => self.show(numbers.iter().map(fcb2b_client::OrderStatus::new), attempt),
            Depth::Lines => self.show(numbers.iter().map(fcb2b_client::OrderStatusDetail::new), attempt),
        }
    }

    pub(crate) async fn recent_orders(&self, asked: &RecentOrdersQuestion) -> Result<Orders, DeskError> {
        let told = self.told(RecentOrders::new(asked.limit)).await?;
        let orders = read::orders(&told.value);
        Ok(Orders { orders, warnings: told.warnings, ..Orders::default() })
    }

    pub(crate) fn show_recent_orders(
        &self,
        asked: &RecentOrdersQuestion,
        attempt: &Attempt,
    ) -> Result<Vec<String>, DeskError> {
        self.show([RecentOrders::new(asked.limit)], attempt)
    }
}

fn numbers(asked: &OrderQuestion) -> Vec<String> {
    asked.numbers.iter().map(|number| number.as_str().to_owned()).collect()
}

/// The answers to all numbers, those that failed as orders with a problem.
fn gathered(answers: Vec<Answered<OrderStatus>>) -> Result<Orders, DeskError> {
    let mut orders = Orders::default();
    let mut first = None;
    let mut is_answered = answers.is_empty();
    for Answered { about, result } in answers {
        match result {
            Ok(told) => {
                is_answered = true;
                orders.orders.push(told.value);
                orders.warnings.extend(told.warnings);
            }
            Err(error) => {
                is_answered |= error.is_not_found();
                orders.orders.push(OrderStatus {
                    supplier_order: Some(OrderNumber::from(about)),
                    problems: vec![error.problem()],
                    ..OrderStatus::default()
                });
                first.get_or_insert(error);
            }
        }
    }
    match first {
        Some(error) if !is_answered => Err(error),
        _ => Ok(orders),
    }
}
