//! How runs, subjects and messages are called.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{Job, Status};

/// The stream of the jobs.
pub(super) const JOBS: &str = "b2b_jobs";
/// The stream of the answers.
pub(super) const ANSWERS: &str = "b2b_answers";
/// What is in the stream of the jobs.
pub(super) const EVERY_JOB: &str = "b2b.jobs.*.*";
/// What is in the stream of the answers.
pub(super) const EVERY_ANSWER: &str = "b2b.answers.*.*.*";
/// What workers tell each other of suppliers that want to be left alone. No stream keeps it.
pub(super) const EVERY_REST: &str = "b2b.rests.*";

/// The name of a run: letters of ASCII, digits, `-` and `_`. Jobs that are submitted under one name are collected together.
///
/// ```
/// use b2b_sync::Run;
///
/// assert_eq!("2026-11-22".parse::<Run>()?.as_str(), "2026-11-22");
/// assert!("tonight.*".parse::<Run>().is_err());
/// # Ok::<(), b2b_sync::RunError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Run(String);

/// A text that cannot be the name of a run.
///
/// What to do: use letters from a to z, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} cannot be the name of a run: use letters from a to z, digits, - and _")]
pub struct RunError(String);

impl Run {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where a job is published.
    pub(super) fn job(&self, supplier: &str) -> String {
        format!("b2b.jobs.{self}.{supplier}")
    }

    /// Where its answer is published.
    pub(super) fn answer(&self, supplier: &str, status: Status) -> String {
        format!("b2b.answers.{self}.{supplier}.{status}")
    }

    /// All its jobs.
    pub(super) fn jobs(&self) -> String {
        format!("b2b.jobs.{self}.*")
    }

    /// All its answers.
    pub(super) fn answers(&self) -> String {
        format!("b2b.answers.{self}.*.*")
    }

    /// What a job is known by: the same for the same question in the same run.
    pub(super) fn id(&self, job: &Job) -> String {
        let named = [self.as_str(), &job.supplier, job.question.name(), &job.key].join("\0");
        let digest = Sha256::digest(named);
        hex::encode(digest.get(..16).unwrap_or_default())
    }
}

/// All jobs of a supplier, of whichever run.
pub(super) fn jobs_of(supplier: &str) -> String {
    format!("b2b.jobs.*.{supplier}")
}

/// Where it is told that a supplier wants to be left alone.
pub(super) fn rests_of(supplier: &str) -> String {
    format!("b2b.rests.{supplier}")
}

/// The supplier that wants to be left alone.
pub(super) fn resting(subject: &str) -> Option<&str> {
    subject.strip_prefix("b2b.rests.")
}

/// The run of a subject, and what stands after it.
pub(super) fn run_of(subject: &str) -> Option<(Run, &str)> {
    let rest = subject.strip_prefix("b2b.jobs.").or_else(|| subject.strip_prefix("b2b.answers."))?;
    let (run, rest) = rest.split_once('.')?;
    Some((run.parse().ok()?, rest))
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Run {
    type Err = RunError;

    fn from_str(text: &str) -> Result<Self, RunError> {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        if text.is_empty() || !text.chars().all(is_part) {
            return Err(RunError(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Question;

    #[test]
    fn subjects_say_the_run_and_the_supplier() {
        let run: Run = "2026-11-22".parse().unwrap();
        assert_eq!(run_of(&run.job("mill")), Some((run.clone(), "mill")));
        assert_eq!(run_of(&run.answer("mill", Status::NotFound)), Some((run, "mill.not_found")));
        assert_eq!(run_of("b2b.other.x.mill"), None);
        for name in ["", "a.b", "a b", "*", ">"] {
            assert!(name.parse::<Run>().is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_job_has_one_id_in_its_run() {
        let (run, other): (Run, Run) = ("one".parse().unwrap(), "two".parse().unwrap());
        let job = Job::new("mill", Question::Stock, "A1");
        assert_eq!(run.id(&job), run.id(&job.clone()));
        let others = [Job::new("mil", Question::Stock, "lA1"), Job::new("mill", Question::Prices, "A1")];
        assert!(others.iter().all(|other| run.id(other) != run.id(&job)));
        assert_ne!(run.id(&job), other.id(&job));
    }
}
