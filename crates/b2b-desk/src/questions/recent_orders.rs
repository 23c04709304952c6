//! The question for the most recent orders.

use crate::Orders;
use crate::asking::asked;

/// Which are our most recent orders?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecentOrdersQuestion {
    /// The most that are wanted.
    pub limit: u32,
}

impl RecentOrdersQuestion {
    /// The question for so many.
    #[must_use]
    pub fn of(limit: u32) -> Self {
        Self { limit }
    }
}

asked!(RecentOrdersQuestion, RecentOrders => Orders { Fcb2b(recent_orders, show_recent_orders) });
