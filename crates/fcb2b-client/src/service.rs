//! What makes a service: its request, its answer, and whether it may be asked twice.

use b2b_http::Repeatable;

use crate::answer::{Output, Shape};
use crate::codes::ServiceName;
use crate::parameters::Request;

/// A service of a producer: the request is the type that implements this.
pub trait Service: Request {
    /// Its name in errors, traces and records: `fcb2b.StockCheck`.
    const NAME: &'static str;

    /// What discovery calls it.
    const SERVICE: ServiceName;

    /// Whether it may be asked again when nobody knows if it was processed.
    const REPEATABLE: Repeatable = Repeatable::Yes;

    /// Where the answer stands in its document.
    const SHAPE: Shape;

    /// The answer.
    type Output: Output;

    /// By what the answer shows that it was done, for services that change something.
    const RECEIPT: Option<Receipt<Self::Output>> = None;
}

/// By what an answer shows that something was done.
///
/// An answer without it is not believed. An error beside it is a message: what was done was done. Our choice, since fcB2B
/// says nothing of either.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Receipt<T> {
    /// The element that says so, by its local name.
    pub element: &'static str,
    /// Whether an answer has it.
    pub is_in: fn(&T) -> bool,
}
