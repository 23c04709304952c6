//! How far a long run is, for whoever watches it.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::trace;

/// A run that lasts longer than this is long.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

/// A bar on stderr, if that is a terminal and nothing else is traced there, from when the run has become long.
pub(super) struct Progress {
    bar: ProgressBar,
    is_watched: bool,
}

impl Progress {
    /// A bar for so many of something, which is not shown yet.
    pub(super) fn of(total: usize, what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(u64::try_from(total).ok(), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} {msg}, {elapsed}");
        let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_message(what);
        Self { bar, is_watched: io::stderr().is_terminal() && !trace::is_on_stderr() }
    }

    /// Not for a run that writes to the same terminal meanwhile.
    pub(super) fn beside(self, writes: bool) -> Self {
        Self { is_watched: self.is_watched && !(writes && io::stdout().is_terminal()), ..self }
    }

    /// The run has become long.
    pub(super) fn show(&self) {
        if self.is_watched {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.tick();
        }
    }

    /// So many more came. There can be more than were expected.
    pub(super) fn step(&self, more: usize) {
        let more = u64::try_from(more).unwrap_or_default();
        let come = self.bar.position() + more;
        if self.bar.length().is_some_and(|length| length < come) {
            self.bar.set_length(come);
        }
        self.bar.inc(more);
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
