//! What a request must say of itself: how it is written, how its answer is read, and whether it may be repeated.

use std::fmt;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use crate::{Refused, Rejected};

/// One request of a supplier's protocol, paired with the reading of its answer.
///
/// An operation does no I/O. It reads no clock and draws no random numbers: what it needs of both comes with the
/// [`Attempt`], so that the same operation and the same attempt always write the same request.
pub trait Operation {
    /// The name shown in errors, traces and exchange records, for example `westcon.GetOrderStatus`.
    const NAME: &'static str;

    /// Whether the request may be sent again when nobody knows if the first one was processed.
    const REPEATABLE: Repeatable;

    /// What an attempt must remember to judge its answer, for example its message id. `()` when there is nothing.
    type Sent;

    /// What a good answer is read into.
    type Output;

    /// Writes the request of one attempt. The URI is absolute.
    ///
    /// Secrets are marked here: header values by [`set_sensitive`](http::HeaderValue::set_sensitive), everything else by
    /// a [`Redactions`](crate::Redactions) value in the request's extensions.
    ///
    /// # Errors
    ///
    /// [`Refused`] when the request cannot be written. Nothing has been sent then.
    fn request(&self, attempt: &Attempt) -> Result<(http::Request<Bytes>, Self::Sent), Refused>;

    /// Reads the answer of the attempt that left `sent` behind.
    ///
    /// The answer may have any status except a redirection: suppliers send their own errors with 200, 400 and 500 alike.
    ///
    /// # Errors
    ///
    /// [`Rejected`] when the answer is a refusal, cannot be read, or must not be trusted.
    fn response(&self, sent: &Self::Sent, received: Received) -> Result<Self::Output, Rejected>;
}

/// May this operation be sent again when nobody knows whether the first was processed?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeatable {
    /// Sending it twice has the effect of sending it once, as for every query.
    Yes,
    /// Sending it twice may do it twice, as for an order. It is never sent again by the client.
    No,
}

/// What one attempt may use: its number, the time, and 32 random bytes.
#[derive(Clone, Copy)]
pub struct Attempt {
    /// 1 for the first attempt, 2 for the first repetition.
    pub number: u32,
    /// When the attempt begins.
    pub now: DateTime<Utc>,
    random: [u8; 32],
}

impl Attempt {
    /// An attempt at a given time with given random bytes.
    #[must_use]
    pub fn new(number: u32, now: DateTime<Utc>, random: [u8; 32]) -> Self {
        Self { number, now, random }
    }

    /// Sixteen bytes to build an identifier from: the first half of the random bytes. They are raw; the version and
    /// variant bits of a UUID are set by whoever builds it.
    #[must_use]
    pub fn uuid_bytes(&self) -> [u8; 16] {
        self.halves().0
    }

    /// Sixteen bytes for a nonce: the second half of the random bytes.
    #[must_use]
    pub fn nonce(&self) -> [u8; 16] {
        self.halves().1
    }

    fn halves(&self) -> ([u8; 16], [u8; 16]) {
        let (mut first, mut second) = ([0; 16], [0; 16]);
        let (left, right) = self.random.split_at(16);
        first.copy_from_slice(left);
        second.copy_from_slice(right);
        (first, second)
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("number", &self.number).field("now", &self.now).finish_non_exhaustive()
    }
}

/// An answer as it arrived.
///
/// Its `Debug` shows the status and the length of the body; an answer may repeat the secrets of its request.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// When the answer was complete.
    pub now: DateTime<Utc>,
    /// The answer, its body read to the end.
    pub response: http::Response<Bytes>,
}

impl Received {
    /// An answer that was complete at `now`.
    #[must_use]
    pub fn new(now: DateTime<Utc>, response: http::Response<Bytes>) -> Self {
        Self { now, response }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("now", &self.now)
            .field("status", &self.response.status())
            .field("body_length", &self.response.body().len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_has_two_halves_and_shows_neither() {
        let mut random = [0xAB; 32];
        random[16..].fill(0xCD);
        let attempt = Attempt::new(1, DateTime::UNIX_EPOCH, random);
        assert_eq!(attempt.uuid_bytes(), [0xAB; 16]);
        assert_eq!(attempt.nonce(), [0xCD; 16]);
        assert_eq!(format!("{attempt:?}"), "Attempt { number: 1, now: 1970-01-01T00:00:00Z, .. }");
    }
}
