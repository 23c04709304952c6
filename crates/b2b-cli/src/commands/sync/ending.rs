//! What came of a run, in a few sentences and an exit code.

use b2b_sync::{Cause, Ended, Status, Tally};

use super::counted;
use crate::exit::Exit;
use crate::output;

/// How a run ended.
pub(super) struct Ending {
    /// How many jobs ended with which status, and how many did not.
    answered: u64,
    not_found: u64,
    refused: u64,
    failed: u64,
    open: u64,
    ended: Ended,
    first_cause: Option<Cause>,
}

impl Ending {
    pub(super) fn new(tallies: &[Tally], ended: Ended, first_cause: Option<Cause>) -> Self {
        let count = |status: Option<Status>| {
            tallies.iter().filter(|tally| tally.status == status).map(|tally| tally.jobs).sum::<u64>()
        };
        Self {
            answered: count(Some(Status::Answered)),
            not_found: count(Some(Status::NotFound)),
            refused: count(Some(Status::Refused)),
            failed: count(Some(Status::Failed)),
            open: count(None),
            ended,
            first_cause,
        }
    }

    /// Whether there is nothing to go on with.
    pub(super) fn is_whole(&self) -> bool {
        self.open == 0 && !self.ended.is_interrupted
    }

    /// Tells it on stderr.
    pub(super) fn report(&self) -> Exit {
        let Self { answered, not_found, refused, failed, open, .. } = self;
        let total = answered + not_found + refused + failed + open;
        let others = [(not_found, "not found"), (refused, "refused"), (failed, "failed"), (open, "not asked")];
        let others = others.into_iter().filter(|(count, _)| **count > 0);
        let others: String = others.map(|(count, what)| format!(", {count} {what}")).collect();
        output::talk(&format_args!("{}: {answered} answered{others}", counted(total, "job")));
        for (supplier, trouble) in &self.ended.stopped {
            output::complain(
                &format!("{supplier} is not asked any more: {}", trouble.message),
                "Repair it; b2b doctor says whether it is. Then go on with --resume.",
            );
        }
        if self.ended.is_interrupted {
            output::complain("interrupted", "Go on with --resume: what was answered is in the journal.");
        }
        self.exit()
    }

    fn exit(&self) -> Exit {
        let stopped = self.ended.stopped.first().map(|(_, trouble)| trouble.cause);
        match self {
            _ if self.ended.is_interrupted => Exit::Interrupted,
            Self { not_found: 0, refused: 0, failed: 0, open: 0, .. } => Exit::Answered,
            Self { answered: 0, .. } => match stopped.or(self.first_cause) {
                Some(cause) if self.not_found + self.refused == 0 => cause.into(),
                _ => Exit::Refused,
            },
            _ => Exit::Incomplete,
        }
    }
}
