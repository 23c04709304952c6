//! The parts of a client's policy, one in each file.

mod account;
mod budget;
mod plain_http;
mod retry;
mod retry_after;

pub use self::account::{AccountLimits, Rate};
pub use self::plain_http::PlainHttp;
pub use self::retry::RetryPolicy;

pub(crate) use self::account::Permit;
pub(crate) use self::budget::Budget;
pub(crate) use self::retry_after::retry_after;
