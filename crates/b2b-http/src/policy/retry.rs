//! When a repeatable operation is sent again, and how long the client waits before.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// When the client sends a repeatable operation again. Operations that are not repeatable are sent once, whatever this
/// says.
///
/// The delay doubles with each repetition and is then lengthened by a random part of itself. `Retry-After` of a 429 or 503
/// answer is waited for instead, if it is not longer than its cap; with a longer one the client gives up at once, and
/// [`Error::retry_after`](crate::Error::retry_after) tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) min_delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) max_retry_after: Duration,
    pub(crate) budget: u32,
}

impl Default for RetryPolicy {
    /// Three attempts, delays from half a second to twenty seconds, `Retry-After` up to a minute, a budget of ten
    /// repetitions. The numbers are our choice.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            min_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
            budget: 10,
        }
    }
}

impl RetryPolicy {
    /// Nothing is sent twice.
    #[must_use]
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// How many attempts a call has at most, the first included. Zero is taken as one.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The delay before the first repetition and the longest delay, both before the random part is added. More than an hour is
    /// taken as an hour.
    #[must_use]
    pub fn delays(mut self, shortest: Duration, longest: Duration) -> Self {
        const HOUR: Duration = Duration::from_secs(60 * 60);
        self.min_delay = shortest.min(HOUR);
        self.max_delay = longest.min(HOUR).max(self.min_delay);
        self
    }

    /// The longest `Retry-After` that is waited for.
    #[must_use]
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.max_retry_after = longest;
        self
    }

    /// How many repetitions all calls of the client share. Each repetition takes one; each call that succeeds brings back
    /// a tenth. An outage thus costs this many repetitions and not one or two for every call.
    #[must_use]
    pub fn budget(mut self, repetitions: u32) -> Self {
        self.budget = repetitions;
        self
    }

    /// The delays of one call, jittered from the seed.
    pub(crate) fn backoff(&self, seed: u64) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_min_delay(self.min_delay)
            .with_max_delay(self.max_delay)
            .without_max_times()
            .with_jitter()
            .with_jitter_seed(seed)
            .build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_longest_and_are_jittered_by_at_most_themselves() {
        let policy = RetryPolicy::default().delays(Duration::from_secs(1), Duration::from_secs(5));
        for seed in 0..50 {
            let delays = policy.backoff(seed).take(5);
            for (delay, base) in delays.zip([1, 2, 4, 5, 5]) {
                assert!(delay >= Duration::from_secs(base) && delay <= Duration::from_secs(2 * base), "{delay:?}");
            }
        }
        assert_eq!(policy.backoff(7).take(3).collect::<Vec<_>>(), policy.backoff(7).take(3).collect::<Vec<_>>());
    }
}
