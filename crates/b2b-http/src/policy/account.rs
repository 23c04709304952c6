//! The rate and the number of concurrent requests of one account.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// What one account at a supplier may send. Clones share the limits: give a clone to every client of the account.
///
/// A request that is over the limit waits; when the total deadline passes first, the call fails with
/// [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited) and nothing was sent. Repetitions count like requests.
#[derive(Debug, Clone, Default)]
pub struct AccountLimits {
    rate: Option<Arc<Limiter>>,
    concurrency: Option<Arc<Semaphore>>,
}

/// So many requests in so much time.
///
/// The requests of a whole period may go at once; after that, they are spaced evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    requests: NonZeroU32,
    period: Duration,
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;

impl AccountLimits {
    /// No limit at all.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::default()
    }

    /// Limits the rate. A period of zero is no limit.
    #[must_use]
    pub fn with_rate(mut self, rate: Rate) -> Self {
        let quota = Quota::with_period(rate.period / rate.requests.get()).map(|quota| quota.allow_burst(rate.requests));
        self.rate = quota.map(|quota| Arc::new(RateLimiter::direct_with_clock(quota, TokioClock::start())));
        self
    }

    /// Limits how many requests are under way at the same time. Zero is taken as one.
    #[must_use]
    pub fn with_concurrency(mut self, requests: usize) -> Self {
        let permits = requests.clamp(1, Semaphore::MAX_PERMITS);
        self.concurrency = Some(Arc::new(Semaphore::new(permits)));
        self
    }

    /// Waits for room for one request. The permit is held while the request is under way.
    pub(crate) async fn acquire(&self) -> Permit {
        let permit = match &self.concurrency {
            // The semaphore is never closed.
            Some(semaphore) => Arc::clone(semaphore).acquire_owned().await.ok(),
            None => None,
        };
        if let Some(limiter) = &self.rate {
            while let Err(not_until) = limiter.check() {
                tokio::time::sleep(not_until.wait_time_from(limiter.clock().now())).await;
            }
        }
        Permit { _permit: permit }
    }
}

impl Rate {
    /// So many requests in each period.
    #[must_use]
    pub const fn new(requests: NonZeroU32, period: Duration) -> Self {
        Self { requests, period }
    }

    /// So many requests in each second.
    #[must_use]
    pub const fn per_second(requests: NonZeroU32) -> Self {
        Self::new(requests, Duration::from_secs(1))
    }

    /// So many requests in each minute.
    #[must_use]
    pub const fn per_minute(requests: NonZeroU32) -> Self {
        Self::new(requests, Duration::from_secs(60))
    }
}

/// The room of one request under way.
#[derive(Debug)]
pub(crate) struct Permit {
    _permit: Option<OwnedSemaphorePermit>,
}

/// Tokio's clock for governor, so that it stands still when tests pause it.
#[derive(Debug, Clone)]
struct TokioClock {
    start: Instant,
}

impl TokioClock {
    fn start() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
