//! Answers on their way out of the fleet.

use std::time::Duration;

use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{AckPolicy, PullConsumer};
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
    /// How many answers more there are to jobs that have one: of workers that died before they could say that they were done.
    pub repeated: u64,
    /// How many jobs of the run had no answer when this began.
    pub open: u64,
}

impl Stored {
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

impl Fleet {
    /// Writes all answers of a run down in a journal, one for each job, in the order in which the jobs were submitted. An answer goes
    /// before a dead letter of the same job. Nothing is taken out of the stream: it can be done again.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when the stream cannot be read to its end, or the journal not be written.
    pub async fn collect(&self, run: &Run, journal: &Journal) -> Result<Collected, QueueError> {
        // Before the answers are read: a job has its answer before it is out of the queue.
        let mut collected = Collected { open: self.open(run).await?, ..Collected::default() };
        let config = Config { filter_subject: run.answers(), ack_policy: AckPolicy::None, ..Config::default() };
        let unread = |error: async_nats::Error| QueueError::new("answers cannot be read", error);
        let consumer: PullConsumer =
            self.answers.create_consumer(config).await.map_err(|error| unread(error.into()))?;
        let (mut left, mut read) = (consumer.cached_info().num_pending, 0);
        while left > 0 {
            let batch = consumer.batch().max_messages(CHUNK).expires(WAIT).messages().await;
            let mut batch = batch.map_err(|error| unread(error.into()))?;
            let mut chunk = Vec::new();
            while let Some(message) = batch.next().await {
                let message = message.map_err(unread)?;
                let info = message.info().map_err(unread)?;
                // Nothing is acknowledged, so what is lost on the way does not come again.
                if info.consumer_sequence != read + 1 {
                    return Err(QueueError::new("answers were lost on the way", "try again"));
                }
                (read, left) = (info.consumer_sequence, info.pending);
                chunk.push(serde_json::from_slice::<Stored>(&message.payload).map_err(|error| unread(error.into()))?);
                if left == 0 {
                    break;
                }
            }
            if chunk.is_empty() {
                return Err(QueueError::new("answers cannot be read", "they do not come"));
            }
            let (total, journal) = (u64::try_from(chunk.len()).unwrap_or(u64::MAX), journal.clone());
            let kept = spawn_blocking(move || journal.adopt(&chunk)).await.map_err(|error| unread(error.into()))?;
            let kept = kept.map_err(|error| QueueError::new("answers cannot be written down", error))?;
            collected.answers += kept;
            collected.repeated += total - kept;
        }
        Ok(collected)
    }

    /// Waits until no job of the run is in the queue.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when NATS is away for longer than [`patience`](super::Nats::patience) says.
    pub async fn ended(&self, run: &Run) -> Result<(), QueueError> {
        let mut absence = Absence::default();
        loop {
            match self.open(run).await {
                Ok(0) => return Ok(()),
                Ok(_) => {
                    absence.end();
                    sleep(LOOK).await;
                }
                Err(error) => {
                    let Some(pause) = absence.pause(self.patience()) else { return Err(error) };
                    tracing::warn!(%error, "trying again in {pause:?}");
                    sleep(pause).await;
                }
            }
        }
    }
}
