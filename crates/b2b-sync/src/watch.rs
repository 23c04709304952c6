//! What happens in a worker, for whoever wants to know.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{Cause, Status};

/// Is told what happens: metrics, a progress bar. It is called on the tasks that ask, so it should be quick.
pub trait Watch: Send + Sync {
    /// Takes note of something.
    fn see(&self, event: &Event<'_>);
}

impl<F: Fn(&Event<'_>) + Send + Sync> Watch for F {
    fn see(&self, event: &Event<'_>) {
        self(event);
    }
}

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// So many jobs of a supplier are open, the oldest of them since then.
    Backlog {
        /// Whose.
        supplier: &'a str,
        /// How many.
        jobs: u64,
        /// Since when; `None` if there are none.
        since: Option<DateTime<Utc>>,
    },
    /// A request about so many jobs begins.
    Asking {
        /// Who is asked.
        supplier: &'a str,
        /// About how many.
        jobs: usize,
    },
    /// It has ended.
    Asked {
        /// Who was asked.
        supplier: &'a str,
        /// About how many.
        jobs: usize,
        /// How long it took, its client's own waits included.
        took: Duration,
    },
    /// A job has ended, for good: what came of it is stored.
    Ended {
        /// Whose.
        supplier: &'a str,
        /// How.
        status: Status,
    },
    /// A job was asked in vain.
    Trouble {
        /// Whose.
        supplier: &'a str,
        /// What it comes down to.
        cause: Cause,
    },
    /// A supplier is asked, or not asked.
    Circuit {
        /// Who.
        supplier: &'a str,
        /// Which it is.
        circuit: Circuit,
    },
}

/// Whether a supplier is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Circuit {
    /// It is.
    Closed,
    /// It fails, or wants to be left alone, and is for a while.
    Open,
    /// It has quiet hours.
    Quiet,
    /// It does not accept who asks, or how, or has long answered nothing, and is not asked any more.
    Stopped,
}
