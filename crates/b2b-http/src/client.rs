//! A transport with a policy.

mod answering;
mod attempt;
mod builder;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use crate::environment::Environment;
use crate::exchange::Observer;
use crate::policy::{AccountLimits, Budget, PlainHttp, RetryPolicy};
use crate::receipt::Clerk;
use crate::{Error, Operation, Repeatable, Transport};

pub use self::answering::Answering;
#[cfg(feature = "reqwest")]
pub(crate) use self::attempt::too_large;
pub use self::builder::ClientBuilder;

/// Sends operations over a transport under one policy: deadlines, size cap, repetition, limits, traces and records.
///
/// A clone is the same client: it shares the connections, the retry budget and the account's limits. Use one client for
/// each account at each supplier.
///
/// Calls need a tokio runtime with its timer enabled.
pub struct Client<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    transport: T,
    policy: Policy,
    environment: Arc<dyn Environment>,
    observer: Option<Arc<dyn Observer>>,
    clerk: Option<Arc<dyn Clerk>>,
    budget: Budget,
}

#[derive(Debug, Clone)]
struct Policy {
    connect_timeout: Duration,
    read_timeout: Duration,
    total_timeout: Duration,
    max_response_bytes: usize,
    retry: RetryPolicy,
    account: AccountLimits,
    plain_http: PlainHttp,
    user_agent: HeaderValue,
}

impl<T: Transport> Client<T> {
    /// A client with the default policy; see [`ClientBuilder`] for its numbers.
    #[must_use]
    pub fn new(transport: T) -> Self {
        Self::builder(transport).build()
    }

    /// Starts a client over this transport.
    #[must_use]
    pub fn builder(transport: T) -> ClientBuilder<T> {
        ClientBuilder::new(transport)
    }

    /// Where the client gets the time and its random bytes, for what must be fixed before an operation exists.
    #[must_use]
    pub fn environment(&self) -> &dyn Environment {
        &*self.shared.environment
    }

    /// Sends the operation and reads its answer, repeating it where the policy and the operation allow.
    ///
    /// Dropping the future gives up the call; whether the request was processed is not known then.
    ///
    /// # Errors
    ///
    /// [`Error`] by what is known of the request: not sent, outcome unknown, or answered. It is the error of the last
    /// attempt, except that an earlier attempt whose outcome is unknown turns a later "not sent" into "outcome unknown".
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        let deadline = Instant::now() + self.shared.policy.total_timeout;
        let mut backoff = None;
        let mut outcome_unknown = false;
        let mut number = 1;
        loop {
            let error = match self.attempt(operation, number, deadline).await {
                Ok(output) => {
                    self.shared.budget.deposit();
                    return Ok(output);
                }
                Err(error) => error,
            };
            outcome_unknown |= matches!(error, Error::OutcomeUnknown(_));
            let wait = (O::REPEATABLE == Repeatable::Yes)
                .then(|| self.wait_before_repeating(&error, number, &mut backoff, deadline))
                .flatten();
            let Some(wait) = wait else {
                return Err(match error {
                    Error::NotSent(failure) if outcome_unknown => Error::OutcomeUnknown(failure),
                    error => error,
                });
            };
            tracing::debug!(
                operation = O::NAME,
                attempt = number,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "sending again after a while"
            );
            tokio::time::sleep(wait).await;
            number = number.saturating_add(1);
        }
    }

    /// How long to wait before the next attempt of a repeatable operation, or `None` to give up.
    fn wait_before_repeating(
        &self,
        error: &Error,
        number: u32,
        backoff: &mut Option<backon::ExponentialBackoff>,
        deadline: Instant,
    ) -> Option<Duration> {
        let policy = &self.shared.policy.retry;
        if !error.is_retryable() || number >= policy.max_attempts {
            return None;
        }
        let backoff = backoff.get_or_insert_with(|| policy.backoff(self.seed()));
        let wait = match error.retry_after() {
            Some(asked) if asked > policy.max_retry_after => return None,
            Some(asked) => asked,
            None => backoff.next()?,
        };
        // There is no sense in waiting for a deadline.
        if deadline.saturating_duration_since(Instant::now()) <= wait {
            return None;
        }
        self.shared.budget.withdraw().then_some(wait)
    }

    /// A seed for the jitter. Without randomness, all clients wait alike, which is no reason to fail.
    fn seed(&self) -> u64 {
        let random = self.shared.environment.random().unwrap_or_default();
        random.iter().take(8).fold(0, |seed, &byte| seed << 8 | u64::from(byte))
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("policy", &self.shared.policy).finish_non_exhaustive()
    }
}
