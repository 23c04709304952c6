//! What is in the streams.

use std::collections::BTreeMap;

use async_nats::jetstream::stream::{RawMessageErrorKind, Stream};
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt as _;
use serde::Serialize;

use super::names::{EVERY_ANSWER, EVERY_JOB, jobs_of, run_of};
use super::{Fleet, FleetQueue, Run};
use crate::Status;
use crate::queue::QueueError;

/// How a supplier's jobs of a run stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Standing {
    /// The run.
    pub run: Run,
    /// The supplier's name.
    pub supplier: String,
    /// How many jobs have no answer.
    pub open: u64,
    /// How many answers there are of each status, dead letters as [`Status::Failed`]. A job may have two if a worker died,
    /// or if it was submitted again.
    pub ended: BTreeMap<Status, u64>,
}

/// What a supplier has to do, of whichever run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// The supplier's name.
    pub supplier: String,
    /// How many jobs have no answer.
    pub jobs: u64,
    /// Since when the oldest message is there: that of a job that is asked again was stored when it was asked last.
    pub since: Option<DateTime<Utc>>,
}

impl Fleet {
    /// How all runs stand whose jobs or answers are there, by run and supplier.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when the streams cannot be read.
    pub async fn status(&self) -> Result<Vec<Standing>, QueueError> {
        let mut standings: BTreeMap<(Run, String), Standing> = BTreeMap::new();
        let mut of = |run: Run, supplier: &str, count: &mut dyn FnMut(&mut Standing)| {
            let new = || Standing { run: run.clone(), supplier: supplier.to_owned(), open: 0, ended: BTreeMap::new() };
            count(standings.entry((run.clone(), supplier.to_owned())).or_insert_with(new));
        };
        for (subject, count) in self.read(|| subjects(&self.jobs, EVERY_JOB)).await? {
            if let Some((run, supplier)) = run_of(&subject) {
                of(run, supplier, &mut |standing| standing.open += count);
            }
        }
        for (subject, count) in self.read(|| subjects(&self.answers, EVERY_ANSWER)).await? {
            if let Some((run, rest)) = run_of(&subject)
                && let Some((supplier, status)) = rest.split_once('.')
                && let Some(status) = Status::from_name(status)
            {
                of(run, supplier, &mut |standing| *standing.ended.entry(status).or_default() += count);
            }
        }
        Ok(standings.into_values().collect())
    }

    /// How many jobs of a run have no answer.
    pub(super) async fn open(&self, run: &Run) -> Result<u64, QueueError> {
        Ok(subjects(&self.jobs, &run.jobs()).await?.into_iter().map(|(_, count)| count).sum())
    }
}

impl FleetQueue {
    /// What there is to do for the suppliers of this worker.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when the stream cannot be read.
    pub async fn backlog(&self) -> Result<Vec<Waiting>, QueueError> {
        let mut backlog = Vec::new();
        for supplier in self.lanes.keys() {
            let subject = jobs_of(supplier);
            let jobs = subjects(&self.fleet.jobs, &subject).await?.into_iter().map(|(_, count)| count).sum();
            let since = match self.fleet.jobs.get_first_raw_message_by_subject(&subject, 1).await {
                Ok(message) => Some(message.time),
                Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => None,
                Err(error) => return Err(unread(error)),
            };
            backlog.push(Waiting { supplier: supplier.clone(), jobs, since });
        }
        Ok(backlog)
    }
}

/// How many messages there are of each subject.
async fn subjects(stream: &Stream, filter: &str) -> Result<Vec<(String, u64)>, QueueError> {
    let found = stream.info_with_subjects(filter).await.map_err(unread)?;
    let found: Vec<(String, usize)> = found.try_collect().await.map_err(unread)?;
    Ok(found.into_iter().map(|(subject, count)| (subject, u64::try_from(count).unwrap_or(u64::MAX))).collect())
}

fn unread(error: impl Into<async_nats::Error>) -> QueueError {
    QueueError::new("the streams cannot be read", error)
}
