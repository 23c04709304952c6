//! What a message of the queue says.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::Run;
use super::names::run_of;
use crate::job::LONGEST_NAME;
use crate::queue::QueueError;
use crate::{Job, Retry};

/// A job on its way to a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Task {
    #[serde(flatten)]
    pub(super) job: Job,
    /// What came before, if this is not its first message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) again: Option<Again>,
}

/// What came before the message of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Again {
    /// The place of its first message in the queue.
    pub(super) place: u64,
    /// How often it has been asked in vain, as far as that counts.
    pub(super) attempts: u32,
    /// How many milliseconds it is not to be asked, from when this message is stored.
    wait: u64,
}

impl Task {
    /// A job that nobody has had.
    pub(super) fn new(job: Job) -> Self {
        Self { job, again: None }
    }

    /// The job of a message and its run, if it is a job of the run and the supplier in its subject: anybody may publish anything.
    pub(super) fn read(subject: &str, payload: &[u8]) -> Option<(Run, Self)> {
        let (run, supplier) = run_of(subject)?;
        let task: Self = serde_json::from_slice(payload).ok()?;
        (task.job.supplier == supplier && task.job.key.len() <= LONGEST_NAME).then_some((run, task))
    }

    pub(super) fn write(&self) -> Result<Bytes, QueueError> {
        let written = serde_json::to_vec(self);
        Ok(written.map_err(|error| QueueError::new("a job cannot be written", error))?.into())
    }
}

impl Again {
    pub(super) fn new(place: u64, attempts: u32, after: Duration) -> Self {
        Self { place, attempts, wait: u64::try_from(after.as_millis()).unwrap_or(u64::MAX) }
    }

    /// How long it is still not to be asked, when its message was stored so long ago. Clocks that differ make no wait longer, nor
    /// does a message that wants more than a worker of a fleet ever says.
    pub(super) fn left(&self, stored: chrono::TimeDelta) -> Duration {
        let longest = Retry::in_fleet().longest.mul_f64(1.5);
        Duration::from_millis(self.wait).min(longest).saturating_sub(stored.to_std().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::Question;

    #[test]
    fn a_job_is_a_line_of_a_list() {
        let mut task = Task::new(Job::new("mill", Question::Stock, "A1"));
        assert_eq!(task.write().unwrap(), r#"{"supplier":"mill","question":"stock","key":"A1"}"#);
        task.again = Some(Again::new(7, 2, Duration::from_secs(5)));
        assert_eq!(serde_json::from_slice::<Task>(&task.write().unwrap()).unwrap(), task);
    }

    #[test]
    fn what_is_no_question_is_no_job() {
        for text in [
            "",
            "[]",
            r#"{"supplier":"mill","question":"reserve","key":"A1"}"#,
            r#"{"supplier":"mill","question":"place_order","key":"A1"}"#,
            r#"{"supplier":"mill","key":"A1"}"#,
        ] {
            assert!(serde_json::from_str::<Task>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_waits_waits_no_longer_than_it_was_told() {
        let again = Again::new(7, 2, Duration::from_secs(5));
        for (stored, left) in [(0, 5), (2, 3), (5, 0), (60, 0), (-60, 5)] {
            assert_eq!(again.left(TimeDelta::seconds(stored)), Duration::from_secs(left), "{stored}");
        }
        let endless = Again::new(7, 2, Duration::MAX);
        assert_eq!(endless.left(TimeDelta::zero()), Duration::from_secs(45));
    }

    #[test]
    fn a_job_is_of_the_supplier_and_the_run_of_its_subject() {
        let read = |subject, key: &str| {
            let task = Task::new(Job::new("mill", Question::Stock, key));
            Task::read(subject, &task.write().unwrap()).map(|(run, _)| run.to_string())
        };
        assert_eq!(read("b2b.jobs.night.mill", "A1"), Some("night".to_owned()));
        assert_eq!(read("b2b.jobs.night.mill", &"A".repeat(LONGEST_NAME)), Some("night".to_owned()));
        assert_eq!(read("b2b.jobs.night.mill", &"A".repeat(LONGEST_NAME + 1)), None);
        for subject in ["b2b.jobs.night.other", "b2b.jobs.a b.mill", "b2b.jobs.night.mill.A1"] {
            assert_eq!(read(subject, "A1"), None, "{subject}");
        }
        assert_eq!(Task::read("b2b.jobs.night.mill", b"A1"), None);
    }
}
