//! What a worker takes from a queue, and what it leaves to others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b2b_http::Environment;
use b2b_sync::{Cause, End, Job, Lease, Leased, Question, Queue, QueueError, Settled, Worker};
use tokio::time::Instant;

use crate::support::{Clock, Suppliers, busy, good, trouble};

/// A queue that other workers take from too: what lapses goes to one of them.
#[derive(Default)]
struct Broker {
    jobs: Mutex<VecDeque<String>>,
    lapsed: BTreeSet<&'static str>,
    out: AtomicUsize,
    ended: Mutex<BTreeMap<String, u32>>,
    rests_until: Mutex<Option<std::time::Instant>>,
}

impl Broker {
    fn with(keys: impl IntoIterator<Item = impl ToString>) -> Self {
        Self { jobs: Mutex::new(keys.into_iter().map(|key| key.to_string()).collect()), ..Self::default() }
    }

    fn ended(&self) -> Vec<String> {
        self.ended.lock().unwrap().keys().cloned().collect()
    }
}

impl Queue for Broker {
    /// The key.
    type Ticket = String;

    const ROUNDS: usize = 1;
    const GATHER: Duration = Duration::ZERO;

    async fn lease(&self, supplier: &str, most: usize) -> Result<Lease<String>, QueueError> {
        let mut jobs = self.jobs.lock().unwrap();
        let leased = |key: String| Leased { job: Job::new(supplier, Question::Stock, &*key), attempts: 0, ticket: key };
        let count = most.min(jobs.len());
        let leased: Vec<_> = jobs.drain(..count).map(leased).collect();
        let out = self.out.fetch_add(leased.len(), Ordering::SeqCst) + leased.len();
        Ok(match leased.is_empty() {
            true if out == 0 => Lease::End,
            true => Lease::Wait(Duration::from_secs(1)),
            false => Lease::Jobs(leased),
        })
    }

    fn is_held(&self, key: &String) -> bool {
        let is_held = !self.lapsed.contains(key.as_str());
        self.out.fetch_sub(usize::from(!is_held), Ordering::SeqCst);
        is_held
    }

    async fn rest(&self, _: &str, time: Duration) {
        *self.rests_until.lock().unwrap() = Some((Instant::now() + time).into_std());
    }

    fn rests_until(&self, _: &str) -> Option<std::time::Instant> {
        *self.rests_until.lock().unwrap()
    }

    async fn settle(&self, settled: Vec<Settled<String>>) -> Result<(), QueueError> {
        self.out.fetch_sub(settled.len(), Ordering::SeqCst);
        for Settled { job, end, .. } in settled {
            match end {
                End::Answered(answer) | End::Dead(answer) => {
                    self.ended.lock().unwrap().insert(job.key, answer.attempts);
                }
                _ => self.jobs.lock().unwrap().push_back(job.key),
            }
        }
        Ok(())
    }
}

async fn work(broker: &Arc<Broker>, clock: &Arc<Clock>, suppliers: &Arc<Suppliers>) {
    let clock = Arc::clone(clock) as Arc<dyn Environment>;
    let worker = Worker::new(Arc::clone(broker), Arc::clone(suppliers)).environment(clock);
    worker.run(vec!["mill".to_owned()], std::future::pending()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_has_lapsed_is_not_asked() {
    let clock = Clock::start();
    let broker = Broker { lapsed: BTreeSet::from(["b", "d"]), ..Broker::with(["a", "b", "c", "d", "e"]) };
    let (broker, suppliers) = (Arc::new(broker), Arc::new(Suppliers::new(&clock, |key, _| good(key))));
    work(&broker, &clock, &suppliers).await;
    assert_eq!(broker.ended(), ["a", "c", "e"]);
    assert_eq!(suppliers.counts().into_keys().collect::<Vec<_>>(), ["a", "c", "e"]);
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_fares_badly_keeps_no_jobs_from_others() {
    let clock = Clock::start();
    let broker = Arc::new(Broker::with(0..100));
    let time = Arc::clone(&clock);
    let mut suppliers = Suppliers::new(&clock, move |key, _| match time.seconds() {
        10..600 => trouble(Cause::Unreachable),
        _ => good(key),
    });
    suppliers.pace.concurrency = 4;
    suppliers.pace.circuit_failures = 4;
    suppliers.pace.circuit_pause = Duration::from_secs(60);
    let suppliers = Arc::new(suppliers);
    let working = work(&broker, &clock, &suppliers);
    let watching = async {
        // Before it fails, while it is left alone, and when it is asked whether it is there again.
        let mut out = Vec::new();
        for seconds in [5, 25, 40, 70, 100] {
            tokio::time::sleep_until(clock.at(seconds)).await;
            out.push(broker.out.load(Ordering::SeqCst));
        }
        out
    };
    let ((), out) = tokio::join!(working, watching);
    assert_eq!(out, [4, 0, 0, 1, 0]);
    assert_eq!(broker.ended().len(), 100);
}

#[tokio::test(start_paused = true)]
async fn what_one_worker_is_told_all_of_them_keep_to() {
    let clock = Clock::start();
    let broker = Arc::new(Broker::with(0..40));
    let mut suppliers = Suppliers::new(&clock, |key, count| match (key, count) {
        ("10", 1) => busy(Duration::from_secs(3600)),
        _ => good(key),
    });
    suppliers.pace.concurrency = 1;
    let suppliers = Arc::new(suppliers);
    let work = || work(&broker, &clock, &suppliers);
    tokio::join!(work(), work());
    // Two a second, until one of them is told after six; the other may have asked once more in that moment.
    let times = suppliers.times();
    assert!(times.iter().all(|time| !(7..3606).contains(time)), "{times:?}");
    assert_eq!((times.len(), broker.ended().len()), (41, 40));
}
