//! Stock checks of many items: producers answer one for each request.

use std::fmt;
use std::sync::Arc;

use b2b_http::{Error, ErrorKind, Transport};
use futures_util::{Stream, StreamExt as _};

use super::Client;
use super::circuit::{Breaker, Circuit, CircuitEvent, CircuitOpen, Observer, Verdict};
use crate::answer::Answer;
use crate::error_code::ErrorCode;
use crate::reading::is_document;
use crate::services::inventory::StockAnswer;
use crate::services::stock::StockCheck;

/// How many items are asked for.
///
/// ```
/// use std::time::Duration;
///
/// use fcb2b_client::{Bulk, Circuit};
///
/// let bulk = Bulk::new()
///     .concurrency(8)
///     .circuit(Circuit::new(20).pause(Duration::from_secs(60)))
///     .on_circuit(|event| eprintln!("{event}"));
/// ```
///
/// How many requests may go in a second is the account's affair, not that of one run: give the client
/// [`AccountLimits`](b2b_http::AccountLimits). How long one item may take is the client's total timeout, waiting for the
/// rate limit and repetitions included; its default of three minutes is long for this.
#[derive(Clone)]
#[non_exhaustive]
pub struct Bulk {
    concurrency: usize,
    circuit: Circuit,
    observer: Option<Observer>,
}

impl Bulk {
    /// Four items at a time, as a client in live use does, and the default [`Circuit`].
    #[must_use]
    pub fn new() -> Self {
        Self { concurrency: 4, circuit: Circuit::default(), observer: None }
    }

    /// With so many items at a time. Zero is taken as one.
    #[must_use]
    pub fn concurrency(mut self, items: usize) -> Self {
        self.concurrency = items.max(1);
        self
    }

    /// With another circuit.
    #[must_use]
    pub fn circuit(mut self, circuit: Circuit) -> Self {
        self.circuit = circuit;
        self
    }

    /// With someone who is told what happens to the circuit. It is called on the task that polls the stream, so it should
    /// return quickly.
    #[must_use]
    pub fn on_circuit(mut self, observer: impl Fn(&CircuitEvent) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }
}

impl Default for Bulk {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Bulk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("concurrency", &self.concurrency)
            .field("circuit", &self.circuit)
            .finish_non_exhaustive()
    }
}

/// What became of one item.
#[derive(Debug)]
#[non_exhaustive]
pub struct StockResult {
    /// The item, as it was given.
    pub sku: String,
    /// The answer, or why there is none.
    pub result: Result<Answer<StockAnswer>, StockFailure>,
}

/// Why there is no answer for an item.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StockFailure {
    /// The exchange ended with an error; a refusal such as `SKUNotFound` is one too.
    ///
    /// What to do: look at [`Error::hint`].
    #[error(transparent)]
    Failed(#[from] Error),
    /// The item was not asked for.
    ///
    /// What to do: see [`CircuitOpen`].
    #[error(transparent)]
    CircuitOpen(#[from] CircuitOpen),
}

impl<T: Transport> Client<T> {
    /// Checks the stock of many items. The results come as they are ready, each with its item; one that fails or hangs ends by
    /// itself and not the run.
    ///
    /// Items are taken from the stream as there is room. Dropping the stream ends the run.
    ///
    /// A producer fails if it does not answer, answers with a status of 500 or more, with a web page, with what is no XML or
    /// with a document that is cut off, or refuses the key, the signature or the clock. Then the [`Circuit`] counts. Other
    /// refusals are answers, with or without an error element, and so are documents without the item; our choice, since
    /// producers may say in any of these ways that they do not have it.
    pub fn stock_checks<S>(&self, skus: S, bulk: Bulk) -> impl Stream<Item = StockResult> + use<S, T>
    where
        S: Stream<Item = String>,
    {
        let Bulk { concurrency, circuit, observer } = bulk;
        let client = self.clone();
        let breaker = Arc::new(Breaker::new(circuit, observer));
        let check = move |sku: String| {
            let (client, breaker) = (client.clone(), Arc::clone(&breaker));
            async move {
                let result = client.check_one(&sku, &breaker).await;
                StockResult { sku, result }
            }
        };
        skus.map(check).buffer_unordered(concurrency)
    }

    async fn check_one(&self, sku: &str, breaker: &Breaker) -> Result<Answer<StockAnswer>, StockFailure> {
        let leave = breaker.admit().await?;
        let result = self.stock_check(StockCheck::new(sku)).await;
        leave.report(result.as_ref().map_or_else(verdict, |_| Verdict::Well));
        Ok(result?)
    }
}

/// What an error says of the producer.
fn verdict(error: &Error) -> Verdict {
    let is_about_key = || {
        error.code().is_some_and(|code| {
            let code = ErrorCode::from(code);
            code.is_about_key() || code.is_breakdown() || code == ErrorCode::SlowDown
        })
    };
    let has_answered = match (error, error.kind()) {
        (Error::NotSent(_), ErrorKind::Build | ErrorKind::RateLimited | ErrorKind::PlainHttp) => {
            return Verdict::Nothing;
        }
        (Error::Answered(_), ErrorKind::Refused | ErrorKind::Status | ErrorKind::Unreadable) => {
            match error.status().map_or(0, |status| status.as_u16()) {
                401 | 403 | 407 | 408 | 429 => false,
                400..=499 => !is_about_key(),
                200..=299 if error.kind() == ErrorKind::Refused => !is_about_key(),
                200..=299 => error.body().is_some_and(is_document),
                _ => false,
            }
        }
        _ => false,
    };
    if has_answered { Verdict::Well } else { Verdict::Failing }
}
