//! Where work comes from and where answers go.

use std::time::{Duration, Instant};

use b2b_http::BoxError;

use crate::{Answer, Job};

/// Where a [`Worker`](crate::Worker) gets its jobs and leaves what comes of them: a [`Journal`](crate::Journal) on one machine, a
/// message broker for many.
///
/// A job that is leased belongs to the worker until it is settled. If the worker dies, the job comes back by itself, so that
/// nothing is lost but work in flight, and a question is asked again that nobody knows the answer to.
pub trait Queue: Send + Sync + 'static {
    /// What a queue knows a leased job by.
    type Ticket: Send + Sync + 'static;

    /// For how many rounds of requests a worker leases jobs: with 1 it leaves to others what it cannot ask about at once.
    const ROUNDS: usize;

    /// For how long what is to be settled waits for more, so that they share a commit.
    const GATHER: Duration;

    /// Leases up to `most` jobs of one supplier. It may wait a while for some to come, and can be dropped meanwhile without losing
    /// any.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when there is no telling which jobs there are. The worker ends.
    fn lease(
        &self,
        supplier: &str,
        most: usize,
    ) -> impl Future<Output = Result<Lease<Self::Ticket>, QueueError>> + Send;

    /// Whether a leased job still belongs to this worker, as far as it knows. What does not is not asked about: it may be with another
    /// one. A queue whose leases do not lapse has nothing to do.
    fn is_held(&self, ticket: &Self::Ticket) -> bool {
        let _ = ticket;
        true
    }

    /// Settles jobs: an answer is kept for good before its job is taken from the queue. Many are settled together, so that they can
    /// share a commit.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when it is not certain that all are. The worker ends; what was not settled comes back.
    fn settle(&self, settled: Vec<Settled<Self::Ticket>>) -> impl Future<Output = Result<(), QueueError>> + Send;

    /// A supplier has said that it wants to be left alone for so long. A queue of several workers tells the others.
    fn rest(&self, supplier: &str, time: Duration) -> impl Future<Output = ()> + Send {
        let _ = (supplier, time);
        async {}
    }

    /// Until when a supplier wants to be left alone, as some worker was told.
    fn rests_until(&self, supplier: &str) -> Option<Instant> {
        let _ = supplier;
        None
    }

    /// This worker asks for no more jobs of a supplier: what comes for it all the same goes back at once. A queue that sends nothing
    /// unasked has nothing to do.
    fn leave(&self, supplier: &str) -> impl Future<Output = ()> + Send {
        let _ = supplier;
        async {}
    }

    /// The worker is to end: what does not work now is not waited for as long as before. A queue that never waits has nothing to do.
    fn hurry(&self) {}
}

/// What there is to do for one supplier.
#[derive(Debug)]
#[non_exhaustive]
pub enum Lease<T> {
    /// These jobs.
    Jobs(Vec<Leased<T>>),
    /// Nothing now. Look again when what is in flight is settled, or after this time.
    Wait(Duration),
    /// Nothing, and nothing more will come.
    End,
}

/// A job that belongs to a worker.
#[derive(Clone, Debug)]
pub struct Leased<T> {
    /// The job.
    pub job: Job,
    /// How often it has been asked before, as far as that counts.
    pub attempts: u32,
    /// What the queue knows it by.
    pub ticket: T,
}

/// What becomes of a leased job.
#[derive(Debug)]
pub struct Settled<T> {
    /// The job.
    pub job: Job,
    /// What the queue knows it by.
    pub ticket: T,
    /// What became of it.
    pub end: End,
}

/// What became of a leased job.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// It is answered.
    Answered(Answer),
    /// It will never be: a dead letter, with the reason.
    Dead(Answer),
    /// It was asked in vain, and is to be asked again.
    Later {
        /// Not before so long.
        after: Duration,
        /// Why.
        reason: String,
    },
    /// It is given back, as if it had not been leased. It was not asked, or what came of it says nothing of it.
    Back {
        /// Not before so long.
        after: Duration,
    },
}

/// A queue does not work.
///
/// What to do: see to the disk or the broker, then start the worker again.
#[derive(Debug, thiserror::Error)]
#[error("{doing}")]
pub struct QueueError {
    doing: &'static str,
    source: BoxError,
}

impl QueueError {
    /// What could not be done, as `answers cannot be stored`, and why.
    pub fn new(doing: &'static str, source: impl Into<BoxError>) -> Self {
        Self { doing, source: source.into() }
    }
}
