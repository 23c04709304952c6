//! What is told of every answer that arrives, cheaply.

use std::time::Duration;

use http::StatusCode;

/// That an answer has arrived, told when it is read. It has nothing of the answer itself, so that it can be kept anywhere, and
/// costs much less than an [`Exchange`](crate::Exchange).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// The name of the operation.
    pub operation: &'static str,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// The status.
    pub status: StatusCode,
    /// How long sending and receiving took.
    pub elapsed: Duration,
    /// Whether the client may send the request again after it, as after a 503. Then the answer that it takes has a higher
    /// [`attempt`](Self::attempt).
    pub is_retryable: bool,
}

/// Gets the receipt of every answer, on the task that sends. Closures are clerks.
pub trait Clerk: Send + Sync {
    /// Takes note of one answer. Its body is lent as it came over the wire, for whoever keeps a digest or the length of it; secrets
    /// that the supplier repeats in it are not replaced.
    fn received(&self, receipt: &Receipt, body: &[u8]);
}

impl<F: Fn(&Receipt, &[u8]) + Send + Sync> Clerk for F {
    fn received(&self, receipt: &Receipt, body: &[u8]) {
        self(receipt, body);
    }
}
