//! The queue of many machines: two streams of NATS JetStream.

mod absence;
mod backlog;
mod collect;
mod held;
mod lane;
mod names;
mod publish;
mod rests;
mod submit;
mod task;
mod work;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::stream::{Config, RetentionPolicy, StorageType, Stream};
use async_nats::jetstream::{self, Context};
use async_nats::{Client, ConnectOptions, Event};
use b2b_http::{Environment, SystemEnvironment};
use tokio::time::{sleep, timeout};

use self::absence::Absence;
use self::names::{ANSWERS, EVERY_ANSWER, EVERY_JOB, JOBS};
use crate::queue::QueueError;

pub use self::backlog::{Standing, Waiting};
pub use self::collect::Collected;
pub(crate) use self::collect::Stored;
pub use self::names::{Run, RunError};
pub use self::submit::Submitted;
pub use self::work::{FleetQueue, Ticket};

/// Many workers on many machines, with NATS JetStream between them.
///
/// There are two streams. `b2b_jobs` is a work queue: a message for each job, under `b2b.jobs.RUN.SUPPLIER`, which is there until
/// the job has ended. `b2b_answers` has what came of them, under `b2b.answers.RUN.SUPPLIER.STATUS`; those with the status `failed`
/// are the dead letters.
///
/// * Each supplier, which is one account, has a consumer that all workers pull from. No more messages of it are out at a time than
///   the account takes requests: its `max_ack_pending` is the account's [`max_concurrent`](b2b_desk::Pace::fleet). So a request asks
///   about few keys, where the protocol would take many. If the workers keep to a part of those requests each, because
///   [`shared_by`](b2b_desk::Pace::shared_by) says how many they are, it is that times as many keys as one request asks about; more
///   workers than it says are more requests than the account takes.
/// * A message is acknowledged after its answer is stored. What is to be asked again is stored anew, at the end of the queue, and its
///   message acknowledged then: so it keeps no place while others wait. If its turn comes before its time, it is given back with a
///   delay, once, of 45 seconds at most.
/// * How often a job was asked in vain stands in its message. How often it was delivered says little: workers die, and servers are
///   restarted, of which a job knows nothing. A dead letter is a job that was asked in vain as often as
///   [`Retry::most`](crate::Retry::most) says, or that nobody can ever answer; or whose message came more than a hundred times
///   and was never settled, which is our choice: it kills whoever asks it.
/// * A worker that lives renews what it holds. What a dead one held comes back after [`lease`](Nats::lease), as does what was on its
///   way to one that ends.
/// * Every message has an id, that of its job in its run: what is published twice within ten minutes, because nobody knows whether
///   it arrived, is there once. A job that is submitted again later is asked again, and the answer that came last is collected.
/// * What is in the streams and is no job, or no answer, is told in the log and left aside.
/// * A worker that is told by a supplier to come back later tells the others under `b2b.rests.SUPPLIER`, and all keep to it. That is kept
///   nowhere: whoever starts later is told by the supplier, with one request.
/// * NATS may be away for as long as [`patience`](Nats::patience) says. Whoever has something to store tries again and again, and
///   asks nothing more meanwhile than it has room for.
///
/// Neither stream holds credentials: those are where the workers are.
#[derive(Clone)]
pub struct Fleet {
    client: Client,
    context: Context,
    jobs: Stream,
    answers: Stream,
    nats: Arc<Nats>,
    environment: Arc<dyn Environment>,
    is_hurried: Arc<AtomicBool>,
}

/// Where NATS is, and what holds for the streams there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Nats {
    /// Its addresses, as `tls://nats-1.example:4222`; several with commas. None holds credentials, since addresses get into logs. If one
    /// begins with `tls://`, or [`ca`](Self::ca) or [`certificate`](Self::certificate) is given, nothing is said without TLS.
    pub url: String,
    /// The file with the credentials that NATS wants, as `nsc` writes it.
    pub credentials: Option<PathBuf>,
    /// A PEM file with the certificates to trust, instead of the system's.
    pub ca: Option<PathBuf>,
    /// PEM files with the certificate and the key that NATS wants of its clients.
    pub certificate: Option<(PathBuf, PathBuf)>,
    /// On how many servers of a cluster the streams are kept; `None`: as it is, or on one if they are not there.
    pub replicas: Option<usize>,
    /// How long a job stays with a worker that gives no sign of life.
    pub lease: Duration,
    /// How long NATS may be away before a worker, or whoever submits, gives up. What they had in hand comes back then.
    pub patience: Duration,
}

impl Nats {
    /// NATS at this address, with what holds if nothing else is said: a lease of 30 seconds and an hour of patience, which
    /// are our choice.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            credentials: None,
            ca: None,
            certificate: None,
            replicas: None,
            lease: Duration::from_secs(30),
            patience: Duration::from_secs(3600),
        }
    }

    async fn connect(&self) -> Result<Client, QueueError> {
        let failed = |error: std::io::Error| QueueError::new("the credentials for NATS cannot be read", error);
        let name = concat!("b2b-sync/", env!("CARGO_PKG_VERSION"));
        let mut options = ConnectOptions::new().name(name).event_callback(|event| async move {
            // Of what is said and heard over plain NATS, nobody else is told that it is not permitted.
            if let Event::ServerError(error) = event {
                tracing::warn!(%error, "NATS complains");
            }
        });
        if let Some(path) = &self.credentials {
            options = options.credentials_file(path).await.map_err(failed)?;
        }
        if let Some(path) = &self.ca {
            options = options.add_root_certificates(path.clone());
        }
        if let Some((certificate, key)) = &self.certificate {
            options = options.add_client_certificate(certificate.clone(), key.clone());
        }
        let addresses: Vec<&str> = self.url.split(',').collect();
        let is_secret = addresses.iter().any(|address| address.trim_start().starts_with("tls://"));
        // Whichever server it is: not all of a cluster need stand in the addresses, and a server says by itself whether it speaks TLS.
        if is_secret || self.ca.is_some() || self.certificate.is_some() {
            options = options.require_tls(true);
        }
        if addresses.iter().any(|address| address.contains('@')) {
            let why = "an address holds credentials, which belong into a file";
            return Err(QueueError::new("NATS cannot be reached", why));
        }
        options.connect(addresses).await.map_err(|error| QueueError::new("NATS cannot be reached", error))
    }
}

/// Within which time a message that is published twice is there once. NATS keeps the ids for so long, in memory. Our choice.
const TWICE: Duration = Duration::from_secs(600);

/// How long answers are kept. Our choice.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long what was said may take to be sent. Our choice.
const SENT: Duration = Duration::from_secs(5);

/// How long NATS may be away once a worker is to end. Our choice.
const HURRY: Duration = Duration::from_secs(10);

impl Fleet {
    /// Connects to NATS, and makes the streams if they are not there.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when it cannot be reached, does not accept who connects, or has no JetStream.
    pub async fn connect(nats: Nats) -> Result<Self, QueueError> {
        let client = nats.connect().await?;
        let context = jetstream::new(client.clone());
        let replicas = nats.replicas.unwrap_or(1);
        let jobs = Config {
            name: JOBS.to_owned(),
            subjects: vec![EVERY_JOB.to_owned()],
            retention: RetentionPolicy::WorkQueue,
            storage: StorageType::File,
            num_replicas: replicas,
            duplicate_window: TWICE,
            ..Config::default()
        };
        let answers = Config {
            name: ANSWERS.to_owned(),
            subjects: vec![EVERY_ANSWER.to_owned()],
            storage: StorageType::File,
            num_replicas: replicas,
            duplicate_window: TWICE,
            max_age: KEPT,
            ..Config::default()
        };
        let (jobs, answers) = (stream(&context, &nats, jobs).await?, stream(&context, &nats, answers).await?);
        Ok(Self {
            client,
            context,
            jobs,
            answers,
            nats: Arc::new(nats),
            environment: Arc::new(SystemEnvironment),
            is_hurried: Arc::default(),
        })
    }

    /// With another clock than the system's.
    #[must_use]
    pub fn environment(mut self, environment: Arc<dyn Environment>) -> Self {
        self.environment = environment;
        self
    }

    /// Reads something, again and again while NATS is away.
    async fn read<T, F: Future<Output = Result<T, QueueError>>>(&self, read: impl Fn() -> F) -> Result<T, QueueError> {
        let mut absence = Absence::default();
        loop {
            match self.is_there() {
                Ok(()) => match read().await {
                    Ok(read) => return Ok(read),
                    Err(error) => self.pause(&mut absence, error).await?,
                },
                Err(error) => self.pause(&mut absence, QueueError::new("the streams cannot be read", error)).await?,
            }
        }
    }

    /// Waits before something is tried again; the error if it has failed for too long.
    async fn pause(&self, absence: &mut Absence, error: QueueError) -> Result<(), QueueError> {
        let Some(pause) = absence.pause(self.patience()) else { return Err(error) };
        tracing::warn!(error = std::error::Error::source(&error), "{error}; trying again in {pause:?}");
        sleep(pause).await;
        Ok(())
    }

    /// How long NATS may be away.
    fn patience(&self) -> Duration {
        if self.is_hurried.load(Ordering::Relaxed) { self.nats.patience.min(HURRY) } else { self.nats.patience }
    }

    /// Sends what NATS was told. What does not reach it is told again by whoever has the message next.
    async fn flush(&self) {
        if self.is_there().is_ok() && !matches!(timeout(SENT, self.client.flush()).await, Ok(Ok(()))) {
            tracing::debug!("NATS may not have heard which jobs are settled");
        }
    }

    /// Whether NATS is there, as far as is known.
    fn is_there(&self) -> Result<(), async_nats::Error> {
        match self.client.connection_state() {
            State::Connected => Ok(()),
            _ => Err("NATS is away".into()),
        }
    }
}

/// The stream of this name, made like this unless it is there and may stay as it is.
async fn stream(context: &Context, nats: &Nats, config: Config) -> Result<Stream, QueueError> {
    let failed = |error| QueueError::new("NATS has no stream for the jobs", error);
    if nats.replicas.is_some() {
        context.create_or_update_stream(config.clone()).await.map_err(failed)?;
    }
    let (retention, subjects) = (config.retention, config.subjects.clone());
    let stream = context.get_or_create_stream(config).await.map_err(failed)?;
    let found = &stream.cached_info().config;
    if found.retention != retention || found.subjects != subjects {
        let why = format!("there is another one of the name {}", found.name);
        return Err(QueueError::new("NATS has no stream for the jobs", why));
    }
    Ok(stream)
}

impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet").field("nats", &self.nats).finish_non_exhaustive()
    }
}
