//! Answers on their way out of the fleet.

use std::time::Duration;

use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, PullConsumer};
use bytes::Bytes;
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::absence::Absence;
use super::{Fleet, Run};
use crate::answer::Answer;
use crate::queue::QueueError;
use crate::{Job, Journal};

/// How many answers are written down together.
const CHUNK: usize = 1000;

/// How long the next ones may take.
const WAIT: Duration = Duration::from_secs(10);

/// How often it is looked whether a run is at its end.
const LOOK: Duration = Duration::from_millis(500);

/// An answer, as it is stored.
#[derive(Debug, Deserialize)]
pub(crate) struct Stored {
    /// The place of its job in the queue.
    pub(crate) place: u64,
    pub(crate) job: Job,
    pub(crate) answer: Answer,
}

/// What was collected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Collected {
    /// How many jobs have an answer, dead letters included.
    pub answers: u64,
    /// How many answers more there are to jobs that have one: of workers that died before they could say that they were done, and of
    /// jobs that were submitted again.
    pub repeated: u64,
    /// How many messages there are that are no answers, which are told in the log and left aside.
    pub unreadable: u64,
    /// How many jobs of the run had no answer when this began.
    pub open: u64,
}

impl Stored {
    /// The answer of a message, if it is that of its subject: anybody may publish anything.
    fn read(run: &Run, message: &Message) -> Option<Self> {
        let stored: Self = serde_json::from_slice(&message.payload).ok()?;
        (message.subject.as_str() == run.answer(&stored.job.supplier, stored.answer.status)).then_some(stored)
    }

    pub(super) fn write(place: u64, job: &Job, answer: &Answer) -> Result<Bytes, QueueError> {
        #[derive(Serialize)]
        struct Borrowed<'a> {
            place: u64,
            job: &'a Job,
            answer: &'a Answer,
        }
        let written = serde_json::to_vec(&Borrowed { place, job, answer });
        Ok(written.map_err(|error| QueueError::new("an answer cannot be written", error))?.into())
    }
}

/// How far a run's answers are read.
struct Reader<'a> {
    fleet: &'a Fleet,
    run: &'a Run,
    /// Where in the stream the next one is looked for.
    next: u64,
    /// Who reads, how many it has read, and how many are left; nobody yet, or nobody any more.
    consumer: Option<(PullConsumer, u64, u64)>,
}

/// Answers that were read together.
#[derive(Default)]
struct Chunk {
    answers: Vec<Stored>,
    unreadable: u64,
}

impl Fleet {
    /// Writes all answers of a run down in a journal, one for each job, in the order in which the jobs were submitted. The one that
    /// came last counts, but an answer goes before a dead letter of the same job. Nothing is taken out of the stream: it can be done
    /// again.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when the stream cannot be read to its end, or the journal not be written.
    pub async fn collect(&self, run: &Run, journal: &Journal) -> Result<Collected, QueueError> {
        // Before the answers are read: a job has its answer before it is out of the queue.
        let open = self.read(|| self.open(run)).await?;
        let mut collected = Collected { open, ..Collected::default() };
        let mut reader = Reader { fleet: self, run, next: 1, consumer: None };
        let mut absence = Absence::default();
        loop {
            let Chunk { answers, unreadable } = match reader.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => return Ok(collected),
                Err(error) => {
                    self.pause(&mut absence, error).await?;
                    continue;
                }
            };
            absence.end();
            let (total, journal) = (u64::try_from(answers.len()).unwrap_or(u64::MAX), journal.clone());
            let unkept = |error: async_nats::Error| QueueError::new("answers cannot be written down", error);
            let kept = spawn_blocking(move || journal.adopt(&answers)).await.map_err(|error| unkept(error.into()))?;
            let kept = kept.map_err(|error| unkept(error.into()))?;
            collected.answers += kept;
            collected.repeated += total - kept;
            collected.unreadable += unreadable;
        }
    }

    /// Waits until no job of the run is in the queue.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when NATS is away for longer than [`patience`](super::Nats::patience) says.
    pub async fn ended(&self, run: &Run) -> Result<(), QueueError> {
        while self.read(|| self.open(run)).await? > 0 {
            sleep(LOOK).await;
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// The next ones; `None` after the last. Whoever fails goes on from there.
    async fn chunk(&mut self) -> Result<Option<Chunk>, QueueError> {
        let unread = |error: async_nats::Error| QueueError::new("answers cannot be read", error);
        let reading = self.consumer.take();
        self.fleet.is_there().map_err(unread)?;
        let (consumer, mut read, mut left) = match reading {
            Some(reading) => reading,
            None => self.begin().await?,
        };
        let (mut chunk, mut next, before) = (Chunk::default(), self.next, read);
        if left > 0 {
            let batch = consumer.batch().max_messages(CHUNK).expires(WAIT).messages().await;
            let mut batch = batch.map_err(|error| unread(error.into()))?;
            while left > 0
                && let Some(message) = batch.next().await
            {
                let message = message.map_err(unread)?;
                let info = message.info().map_err(unread)?;
                // Nothing is acknowledged, so what is lost on the way does not come again.
                if info.consumer_sequence != read + 1 {
                    return Err(QueueError::new("answers were lost on the way", "they are read again"));
                }
                (read, left, next) = (info.consumer_sequence, info.pending, info.stream_sequence + 1);
                match Stored::read(self.run, &message) {
                    Some(answer) => chunk.answers.push(answer),
                    None => {
                        tracing::error!(subject = %message.subject, place = info.stream_sequence, "this message is no answer");
                        chunk.unreadable += 1;
                    }
                }
            }
            if read == before {
                return Err(QueueError::new("answers cannot be read", "they do not come"));
            }
        }
        self.next = next;
        self.consumer = Some((consumer, read, left));
        Ok((read > before).then_some(chunk))
    }

    async fn begin(&self) -> Result<(PullConsumer, u64, u64), QueueError> {
        let config = Config {
            filter_subject: self.run.answers(),
            ack_policy: AckPolicy::None,
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: self.next },
            ..Config::default()
        };
        let consumer: Result<PullConsumer, _> = self.fleet.answers.create_consumer(config).await;
        let consumer = consumer.map_err(|error| QueueError::new("answers cannot be read", error))?;
        let left = consumer.cached_info().num_pending;
        Ok((consumer, 0, left))
    }
}
