//! Orders.

use b2b_http::Attempt;
use b2b_model::OrderNumber;
use fcb2b_client::{Order, OrderStatus, OrderStatusDetail, Orders as RecentOrders};

use super::{Fcb2b, all};
use crate::asking::Parts;
use crate::question::Told;
use crate::{Depth, DeskError, OrderQuestion, Orders, RecentOrdersQuestion};

impl Fcb2b {
    /// One request for each number.
    pub(crate) fn order_status<'a>(&'a self, asked: &'a OrderQuestion) -> Parts<'a, Orders> {
        let by = asked.by;
        let answered = move |number: &OrderNumber, told: Result<Told<Order>, DeskError>| {
            let told = told?;
            let orders = Orders { orders: vec![(&told.value).into()], warnings: told.warnings, ..Orders::default() };
            Ok(orders.answering(std::slice::from_ref(number), by))
        };
        match asked.depth {
            Depth::Summary => self.one_by_one(&asked.numbers, summary, answered),
            Depth::Lines => self.one_by_one(&asked.numbers, lines, answered),
        }
    }

    pub(crate) fn show_order_status(&self, asked: &OrderQuestion, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        match asked.depth {
            Depth::Summary => self.show(asked.numbers.iter().map(summary), attempt),
            Depth::Lines => self.show(asked.numbers.iter().map(lines), attempt),
        }
    }

    pub(crate) async fn recent_orders(&self, asked: &RecentOrdersQuestion) -> Result<Orders, DeskError> {
        let told = self.told(RecentOrders::new(asked.limit)).await?;
        let orders = all(&told.value);
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

fn summary(number: &OrderNumber) -> OrderStatus {
    OrderStatus::new(number.as_str())
}

fn lines(number: &OrderNumber) -> OrderStatusDetail {
    OrderStatusDetail::new(number.as_str())
}
