//! How far a run is, for whoever watches it.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::sync::{Mutex, PoisonError};

use b2b_sync::{Backlog, Cause, Circuit, Event, Watch};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::trace;

/// A bar on stderr, if that is a terminal and nothing else is traced there: how many jobs have ended, how fast, what goes wrong, and
/// how long it will take.
pub(super) struct Progress {
    bar: ProgressBar,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    errors: u64,
    first_cause: Option<Cause>,
    open: BTreeSet<String>,
    quiet: BTreeSet<String>,
}

impl Progress {
    pub(super) fn new(backlog: &[Backlog]) -> Self {
        let open = backlog.iter().map(|backlog| backlog.open).sum();
        let is_watched = io::stderr().is_terminal() && !trace::is_on_stderr();
        let target = if is_watched { ProgressDrawTarget::stderr_with_hz(5) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(open), target);
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} jobs, {per_sec:.0}, {eta} left{msg}");
        Self { bar: bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())), state: Mutex::default() }
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// What the first thing came down to that went wrong.
    pub(super) fn first_cause(&self) -> Option<Cause> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).first_cause
    }
}

impl Watch for Progress {
    fn see(&self, event: &Event<'_>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Ended { .. } => {
                self.bar.inc(1);
                return;
            }
            Event::Trouble { cause, .. } => {
                state.errors += 1;
                state.first_cause.get_or_insert(*cause);
            }
            Event::Circuit { supplier, circuit } => {
                let (is_open, is_quiet) =
                    (matches!(circuit, Circuit::Open | Circuit::Stopped), *circuit == Circuit::Quiet);
                state.open.remove(*supplier);
                state.quiet.remove(*supplier);
                if is_open {
                    state.open.insert((*supplier).to_owned());
                } else if is_quiet {
                    state.quiet.insert((*supplier).to_owned());
                }
            }
            _ => return,
        }
        self.bar.set_message(state.message());
    }
}

impl State {
    fn message(&self) -> String {
        let mut message = String::new();
        if self.errors > 0 {
            message += &format!(", {} errors", self.errors);
        }
        for (names, what) in [(&self.open, "failing"), (&self.quiet, "quiet")] {
            if !names.is_empty() {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                message += &format!(", {what}: {}", names.join(" "));
            }
        }
        message
    }
}
