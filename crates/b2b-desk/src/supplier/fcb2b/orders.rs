//! Orders.

use b2b_http::Attempt;
use fcb2b_client::Orders as RecentOrders;

use super::{Fcb2b, read, requests};
use crate::supplier::gathered;
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
        let answers = answers.into_iter().map(|answer| answer.map(|order| vec![order])).collect();
        let mut orders = gathered(answers, &asked.by)?;
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
