//! Where the client gets the time and its random bytes.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};

/// The time and the randomness of a client. Tests replace it by a [`FixedEnvironment`].
///
/// Waiting goes through tokio's timer, which tests pause.
pub trait Environment: Send + Sync {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;

    /// Thirty-two random bytes, fit for nonces.
    ///
    /// # Errors
    ///
    /// The error of the source of randomness.
    fn random(&self) -> io::Result<[u8; 32]>;
}

/// The clock and the random numbers of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEnvironment;

impl Environment for SystemEnvironment {
    #[allow(clippy::disallowed_methods, reason = "this is the edge where the clock is injected")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    #[allow(clippy::disallowed_methods, reason = "this is the edge where randomness is injected")]
    fn random(&self) -> io::Result<[u8; 32]> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        Ok(bytes)
    }
}

/// A clock that stands still and bytes that can be foretold, for tests.
///
/// The bytes of the first draw are all `1`, those of the second all `2`, and so on.
#[derive(Debug)]
pub struct FixedEnvironment {
    now: DateTime<Utc>,
    draws: AtomicU64,
}

impl FixedEnvironment {
    /// An environment where it is always `now`.
    #[must_use]
    pub fn new(now: DateTime<Utc>) -> Self {
        Self { now, draws: AtomicU64::new(0) }
    }
}

impl Environment for FixedEnvironment {
    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn random(&self) -> io::Result<[u8; 32]> {
        let [.., draw] = self.draws.fetch_add(1, Ordering::Relaxed).wrapping_add(1).to_be_bytes();
        Ok([draw; 32])
    }
}
