//! Suppliers that are told what to answer, and a journal for their jobs.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use b2b_desk::Pace;
use b2b_http::Environment;
use b2b_model::Availability;
use b2b_sync::{Answer, Ask, Asked, Cause, Ended, Heard, Job, Journal, JournalError, Question, Said, Trouble, Worker};
use chrono::{DateTime, Utc};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

/// A clock that goes with tokio's, and chance that is none.
#[derive(Debug)]
pub(crate) struct Clock(Instant);

/// When the tests begin: at noon.
const BEGIN: &str = "2026-01-15T12:00:00Z";

impl Clock {
    pub(crate) fn start() -> Arc<Self> {
        Arc::new(Self(Instant::now()))
    }

    /// The moment so many seconds and a half after the beginning.
    pub(crate) fn at(&self, seconds: u64) -> Instant {
        self.0 + Duration::from_millis(seconds * 1000 + 500)
    }

    pub(crate) fn seconds(&self) -> u64 {
        self.0.elapsed().as_secs()
    }
}

impl Environment for Clock {
    fn now(&self) -> DateTime<Utc> {
        BEGIN.parse::<DateTime<Utc>>().unwrap() + self.0.elapsed()
    }

    fn random(&self) -> io::Result<[u8; 32]> {
        Ok([0; 32])
    }
}

/// What a supplier is to say to the nth asking about a key, from 1.
type Says = dyn Fn(&str, u32) -> Asked + Send + Sync;

/// Suppliers of one kind.
pub(crate) struct Suppliers {
    pub(crate) pace: Pace,
    pub(crate) per_request: usize,
    /// How long each request takes.
    pub(crate) takes: Duration,
    says: Box<Says>,
    asked: Mutex<BTreeMap<String, u32>>,
    /// When what was asked, in seconds.
    pub(crate) requests: Mutex<Vec<(u64, Vec<String>)>>,
    in_flight: AtomicUsize,
    pub(crate) most_in_flight: AtomicUsize,
    clock: Arc<Clock>,
}

impl Suppliers {
    pub(crate) fn new(clock: &Arc<Clock>, says: impl Fn(&str, u32) -> Asked + Send + Sync + 'static) -> Self {
        Self {
            pace: Pace::default(),
            per_request: 1,
            takes: Duration::from_secs(1),
            says: Box::new(says),
            asked: Mutex::default(),
            requests: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            most_in_flight: AtomicUsize::new(0),
            clock: Arc::clone(clock),
        }
    }

    /// When something was asked, in seconds since the beginning.
    pub(crate) fn times(&self) -> Vec<u64> {
        self.requests.lock().unwrap().iter().map(|(time, _)| *time).collect()
    }

    /// How often each key was asked about.
    pub(crate) fn counts(&self) -> BTreeMap<String, u32> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Ask for Suppliers {
    fn per_request(&self, _: &str, _: Question) -> Option<usize> {
        Some(self.per_request)
    }

    fn pace(&self, _: &str) -> Pace {
        self.pace.clone()
    }

    async fn ask(&self, _: &str, _: Question, keys: &[String]) -> Vec<Asked> {
        self.requests.lock().unwrap().push((self.clock.seconds(), keys.to_vec()));
        let in_flight = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_in_flight.fetch_max(in_flight, Ordering::SeqCst);
        sleep(self.takes).await;
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        // Some suppliers are told to panic.
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let says = |key: &String| {
            let count = asked.entry(key.clone()).or_default();
            *count += 1;
            (self.says)(key, *count)
        };
        keys.iter().map(says).collect()
    }
}

/// An answer.
pub(crate) fn good(key: &str) -> Asked {
    Ok(Heard::answered(Said::Stock(Availability { sku: Some(key.into()), ..Availability::default() })))
}

pub(crate) fn trouble(cause: Cause) -> Asked {
    Err(Trouble::new(cause, "it does not work"))
}

/// That it wants to be left alone for so long.
pub(crate) fn busy(time: Duration) -> Asked {
    let mut busy = Trouble::new(Cause::OutcomeUnknown, "busy");
    busy.retry_after = Some(time);
    Err(busy)
}

/// A journal in a directory of its own.
pub(crate) struct Home {
    directory: TempDir,
    pub(crate) clock: Arc<Clock>,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { directory: TempDir::new().unwrap(), clock: Clock::start() }
    }

    pub(crate) fn open(&self) -> Journal {
        self.try_open().unwrap()
    }

    pub(crate) fn try_open(&self) -> Result<Journal, JournalError> {
        let journal = Journal::open(&self.directory.path().join("journal.sqlite"))?;
        Ok(journal.environment(Arc::clone(&self.clock) as Arc<dyn Environment>))
    }

    /// Opens it as soon as the tasks of a worker that was dropped are gone.
    pub(crate) async fn open_when_free(&self) -> Journal {
        loop {
            match self.try_open() {
                Err(JournalError::Busy) => tokio::task::yield_now().await,
                opened => return opened.unwrap(),
            }
        }
    }

    /// A journal with stock checks of one supplier.
    pub(crate) fn with(&self, keys: &[&str]) -> Journal {
        let journal = self.open();
        begin(&journal, keys, None);
        journal
    }

    pub(crate) fn worker(&self, journal: &Journal, suppliers: &Arc<Suppliers>) -> Worker<Journal, Suppliers> {
        let clock = Arc::clone(&self.clock) as Arc<dyn Environment>;
        Worker::new(Arc::new(journal.clone()), Arc::clone(suppliers)).environment(clock)
    }

    /// Works until there is no more.
    pub(crate) async fn work(&self, journal: &Journal, suppliers: &Arc<Suppliers>) -> Ended {
        self.work_until(journal, suppliers, std::future::pending()).await
    }

    pub(crate) async fn work_until(
        &self,
        journal: &Journal,
        suppliers: &Arc<Suppliers>,
        stop: impl Future<Output = ()> + Send,
    ) -> Ended {
        self.worker(journal, suppliers).run(vec!["mill".to_owned()], stop).await.unwrap()
    }
}

pub(crate) fn begin(journal: &Journal, keys: &[&str], max_age: Option<Duration>) {
    journal.begin().unwrap();
    let jobs = keys.iter().map(|key| Ok::<_, JournalError>(Job::new("mill", Question::Stock, *key)));
    journal.load(jobs, max_age).unwrap();
    journal.start().unwrap();
}

/// Goes on with a run of stock checks of one supplier.
pub(crate) fn resume(journal: &Journal, keys: &[&str], max_age: Option<Duration>) -> Result<u64, JournalError> {
    journal.resume(keys.iter().map(|key| Ok(Job::new("mill", Question::Stock, *key))), max_age)
}

/// What is in the journal, in its order.
pub(crate) fn answers(journal: &Journal) -> Vec<(String, Answer)> {
    let mut all = Vec::new();
    let take = |job: &Job, answer: &Answer| {
        all.push((job.key.clone(), answer.clone()));
        Ok::<_, JournalError>(())
    };
    journal.answers(Question::Stock, take).unwrap();
    all
}

/// Which keys ended how, and after how many attempts.
pub(crate) fn ends(journal: &Journal) -> Vec<String> {
    answers(journal).into_iter().map(|(key, answer)| format!("{key} {} {}", answer.status, answer.attempts)).collect()
}
