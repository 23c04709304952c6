//! The one engine: it leases jobs, asks within each supplier's limits, and settles what came of it.

mod breaker;
mod lane;
mod request;
mod settling;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use b2b_http::{Environment, SystemEnvironment};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;

use self::lane::Lane;
use crate::Ask;
use crate::answer::Trouble;
use crate::queue::{Queue, QueueError, Settled};
use crate::watch::{Event, Watch};

/// Works off a [`Queue`], for all suppliers at the same time and each within its own [pace](b2b_desk::Pace).
///
/// Jobs of one supplier are asked in the order of the queue, so many requests at a time and so many keys with each as the protocol
/// takes. What may fare better later is asked again after a while that doubles each time; a supplier that fails again and again
/// is left alone for a while, as is one that wants to be; one that does not accept who asks, or how, or that is silent for long, is
/// not asked any more. Until a supplier has answered once, one request is under way at a time: a wrong key is tried once.
#[derive(Clone)]
pub struct Worker<Q, A> {
    queue: Arc<Q>,
    ask: Arc<A>,
    environment: Arc<dyn Environment>,
    watches: Vec<Arc<dyn Watch>>,
    retry: Retry,
}

/// When a job that has no answer is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// How often a job is asked in vain at most, before it is a dead letter. What is put down to its supplier does not count: see
    /// [`patience`](Self::patience).
    pub most: u32,
    /// How long it waits the first time; twice as long each time after, and up to half as long again by chance.
    pub first: Duration,
    /// How long it waits at most, before that half; longer only if its supplier wants to be left alone for longer.
    pub longest: Duration,
    /// How long failures are put down to a supplier that answers nothing.
    ///
    /// What fails right after something else was answered is the job's own fault. What fails then, or before anything was heard,
    /// is the supplier's, and the job is asked again as if it had not been asked: a supplier that is away makes no dead letters,
    /// however often workers are killed meanwhile. But a run whose last jobs are never answered has an end: after so long in vain
    /// without a break, failures count again.
    pub patience: Duration,
    /// How much longer a supplier is asked that answers nothing. Then it is not asked any more, and its other jobs are left for
    /// whoever goes on: a run over many suppliers does not wait for one of them. What a supplier rests, because of quiet hours or
    /// because it wants to, is no silence.
    pub grace: Duration,
}

impl Default for Retry {
    /// Eight times, the first after five seconds, none later than after ten minutes; half an hour of patience, and half an hour of
    /// grace. The numbers are our choice.
    fn default() -> Self {
        Self {
            most: 8,
            first: Duration::from_secs(5),
            longest: Duration::from_secs(600),
            patience: Duration::from_secs(1800),
            grace: Duration::from_secs(1800),
        }
    }
}

impl Retry {
    /// In a fleet, a job that waits is stored anew, at the end of its queue, and one whose turn comes before its time all the same
    /// keeps one of its account's places until then; so none waits for longer than three quarters of a minute by itself. Nobody waits
    /// for the last ones, so patience lasts for six hours, and no supplier is given up for its silence.
    #[must_use]
    pub fn in_fleet() -> Self {
        Self {
            longest: Duration::from_secs(30),
            patience: Duration::from_secs(6 * 3600),
            grace: Duration::MAX,
            ..Self::default()
        }
    }
}

/// How a worker ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ended {
    /// The suppliers that were not asked for the rest, since they do not accept who asks, or how, or have long answered nothing, and
    /// why. Whoever repairs it can go on.
    pub stopped: Vec<(String, Trouble)>,
    /// Whether it was asked to stop before it was done.
    pub is_interrupted: bool,
}

/// What the lanes of a worker share.
struct Shared<Q: Queue, A> {
    queue: Arc<Q>,
    ask: Arc<A>,
    environment: Arc<dyn Environment>,
    watches: Vec<Arc<dyn Watch>>,
    retry: Retry,
    settled: mpsc::Sender<Settled<Q::Ticket>>,
    /// Told when something has been settled.
    stored: Arc<Notify>,
}

impl<Q: Queue, A: Ask> Worker<Q, A> {
    /// A worker that asks these suppliers.
    #[must_use]
    pub fn new(queue: Arc<Q>, ask: Arc<A>) -> Self {
        Self { queue, ask, environment: Arc::new(SystemEnvironment), watches: Vec::new(), retry: Retry::default() }
    }

    /// Where the time and the chance of delays come from. Waiting goes through tokio's timer.
    #[must_use]
    pub fn environment(mut self, environment: Arc<dyn Environment>) -> Self {
        self.environment = environment;
        self
    }

    /// Adds somebody who is told what happens.
    #[must_use]
    pub fn watch(mut self, watch: Arc<dyn Watch>) -> Self {
        self.watches.push(watch);
        self
    }

    /// Says when jobs are asked again.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Works for these suppliers, until the queue has no more for any of them or `stop` ends. Then what is under way is waited for
    /// and settled, and the rest given back.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when the queue does not work. What was under way comes back.
    pub async fn run(self, suppliers: Vec<String>, stop: impl Future<Output = ()> + Send) -> Result<Ended, QueueError> {
        let (stopping, stopped) = watch::channel(false);
        let (settled, settling) = mpsc::channel(settling::MOST);
        let stored = Arc::new(Notify::new());
        let Self { queue, ask, environment, watches, retry } = self;
        let settler = tokio::spawn(settling::run(Arc::clone(&queue), settling, Arc::clone(&stored), watches.clone()));
        let shared = Arc::new(Shared { queue: Arc::clone(&queue), ask, environment, watches, retry, settled, stored });
        let mut lanes = JoinSet::new();
        for supplier in suppliers {
            lanes.spawn(Lane::new(Arc::clone(&shared), supplier, stopped.clone()).run());
        }
        drop(shared);
        let ended = async {
            let mut ended = Ended::default();
            while let Some(lane) = lanes.join_next().await {
                let (supplier, trouble) = lane.map_err(|error| QueueError::new("a worker broke off", error))??;
                ended.stopped.extend(trouble.map(|trouble| (supplier, trouble)));
            }
            Ok::<_, QueueError>(ended)
        };
        let (mut ended, mut stop, mut settler) = (pin!(ended), pin!(stop), pin!(settler));
        let mut is_settled = None;
        let mut ended = tokio::select! {
            biased;
            ended = &mut ended => ended,
            () = &mut stop => {
                queue.hurry();
                stopping.send_replace(true);
                ended.await
            }
            // It ends before the lanes if nothing can be settled any more, or with the last of them.
            result = &mut settler => {
                if !matches!(result, Ok(Ok(()))) {
                    stopping.send_replace(true);
                }
                is_settled = Some(result);
                ended.await
            }
        }?;
        ended.stopped.sort_by(|(one, _), (other, _)| one.cmp(other));
        ended.is_interrupted = *stopped.borrow();
        let settled = match is_settled {
            Some(result) => result,
            // The lanes are gone, and with them whoever could settle more.
            None => settler.await,
        };
        settled.map_err(|error| QueueError::new("a worker broke off", error))??;
        Ok(ended)
    }
}

impl<Q: Queue, A> Shared<Q, A> {
    fn tell(&self, event: &Event<'_>) {
        self.watches.iter().for_each(|watch| watch.see(event));
    }

    /// How long a job waits that has been asked so often.
    fn delay(&self, attempts: u32, trouble: &Trouble) -> Duration {
        if let Some(asked) = trouble.rest() {
            return asked;
        }
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let delay = self.retry.first.saturating_mul(doubled).min(self.retry.longest);
        // Without randomness all wait alike, which is no reason to fail.
        let [chance, ..] = self.environment.random().unwrap_or_default();
        delay + delay.mul_f64(f64::from(chance) / 510.0)
    }

    fn tell_trouble(&self, supplier: &str, trouble: &Trouble) {
        self.tell(&Event::Trouble { supplier, cause: trouble.cause });
    }
}

impl<Q, A> std::fmt::Debug for Worker<Q, A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").field("retry", &self.retry).finish_non_exhaustive()
    }
}
