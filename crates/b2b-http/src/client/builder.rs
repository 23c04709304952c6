//! The options of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::{Client, Policy, Shared};
use crate::environment::{Environment, SystemEnvironment};
use crate::exchange::Observer;
use crate::policy::{AccountLimits, Budget, PlainHttp, RetryPolicy};
use crate::receipt::Clerk;
use crate::{Transport, TransportLimits};

/// The options of a [`Client`].
///
/// | Option | Default |
/// |---|---|
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`read_timeout`](Self::read_timeout) | 60 s |
/// | [`total_timeout`](Self::total_timeout) | 180 s |
/// | [`max_response_bytes`](Self::max_response_bytes) | 16 MiB |
/// | [`retry`](Self::retry) | [`RetryPolicy::default`] |
/// | [`account_limits`](Self::account_limits) | none |
/// | [`plain_http`](Self::plain_http) | [`PlainHttp::Never`] |
/// | [`user_agent`](Self::user_agent) | `b2b-http/VERSION` |
/// | [`environment`](Self::environment) | [`SystemEnvironment`] |
/// | [`observer`](Self::observer) | none |
/// | [`clerk`](Self::clerk) | none |
///
/// The numbers are our choice; no supplier states any.
pub struct ClientBuilder<T> {
    transport: T,
    policy: Policy,
    environment: Arc<dyn Environment>,
    observer: Option<Arc<dyn Observer>>,
    clerk: Option<Arc<dyn Clerk>>,
}

impl<T: Transport> ClientBuilder<T> {
    pub(super) fn new(transport: T) -> Self {
        let limits = TransportLimits::default();
        let policy = Policy {
            connect_timeout: limits.connect_timeout,
            read_timeout: limits.read_timeout,
            total_timeout: Duration::from_secs(180),
            max_response_bytes: limits.max_response_bytes,
            retry: RetryPolicy::default(),
            account: AccountLimits::unlimited(),
            plain_http: PlainHttp::Never,
            user_agent: HeaderValue::from_static(concat!("b2b-http/", env!("CARGO_PKG_VERSION"))),
        };
        Self { transport, policy, environment: Arc::new(SystemEnvironment), observer: None, clerk: None }
    }

    /// How long resolving the name, connecting and the TLS handshake may take together.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.policy.connect_timeout = timeout;
        self
    }

    /// How long the wait for the answer's headers, and for each next part of its body, may take.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.policy.read_timeout = timeout;
        self
    }

    /// How long a call may take altogether, with its waits and repetitions. A year is the longest.
    #[must_use]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.policy.total_timeout = timeout.min(Duration::from_secs(365 * 24 * 60 * 60));
        self
    }

    /// How many bytes the body of an answer may have.
    #[must_use]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.policy.max_response_bytes = bytes;
        self
    }

    /// When repeatable operations are sent again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policy.retry = policy;
        self
    }

    /// The limits of the account. Give clones of one value to all clients of the account.
    #[must_use]
    pub fn account_limits(mut self, limits: AccountLimits) -> Self {
        self.policy.account = limits;
        self
    }

    /// Where plain http is allowed.
    #[must_use]
    pub fn plain_http(mut self, plain_http: PlainHttp) -> Self {
        self.policy.plain_http = plain_http;
        self
    }

    /// The `User-Agent` of requests that don't bring their own.
    #[must_use]
    pub fn user_agent(mut self, user_agent: HeaderValue) -> Self {
        self.policy.user_agent = user_agent;
        self
    }

    /// Where the time and the random bytes come from.
    #[must_use]
    pub fn environment(mut self, environment: impl Environment + 'static) -> Self {
        self.environment = Arc::new(environment);
        self
    }

    /// Who gets the record of every attempt.
    #[must_use]
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Who gets a receipt of every answer. Answers that are read while they come have none.
    #[must_use]
    pub fn clerk(mut self, clerk: impl Clerk + 'static) -> Self {
        self.clerk = Some(Arc::new(clerk));
        self
    }

    /// The client.
    #[must_use]
    pub fn build(self) -> Client<T> {
        let Self { transport, policy, environment, observer, clerk } = self;
        let budget = Budget::new(policy.retry.budget);
        Client { shared: Arc::new(Shared { transport, policy, environment, observer, clerk, budget }) }
    }
}

impl<T> fmt::Debug for ClientBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("policy", &self.policy).finish_non_exhaustive()
    }
}
