//! What is told of every answer that arrives, cheaply and without its content.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use sha2::{Digest as _, Sha256};

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
    /// The SHA-256 of the answer's body as it came over the wire.
    pub digest: [u8; 32],
    /// How many bytes the body has.
    pub length: usize,
    /// How long sending and receiving took.
    pub elapsed: Duration,
    /// Whether the client may send the request again after it, as after a 503. Then the answer that it takes has a higher
    /// [`attempt`](Self::attempt).
    pub is_retryable: bool,
}

impl Receipt {
    pub(crate) fn of(operation: &'static str, attempt: u32, answer: &http::Response<Bytes>, elapsed: Duration) -> Self {
        let digest = Sha256::digest(answer.body()).into();
        let (status, length) = (answer.status(), answer.body().len());
        Self { operation, attempt, status, digest, length, elapsed, is_retryable: false }
    }
}

/// Gets the receipt of every answer, on the task that sends. Closures are clerks.
pub trait Clerk: Send + Sync {
    /// Takes note of one answer.
    fn received(&self, receipt: &Receipt);
}

impl<F: Fn(&Receipt) + Send + Sync> Clerk for F {
    fn received(&self, receipt: &Receipt) {
        self(receipt);
    }
}
