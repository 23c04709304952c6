//! `b2b sync`: long lists of questions.

mod ending;
#[cfg(feature = "nats")]
mod fleet;
mod metrics;
mod progress;
mod run;

use crate::args::{Global, Sync, SyncCommand};
use crate::exit::Exit;
use crate::failure::Failure;

pub(super) fn run(global: &Global, args: &Sync) -> Result<Exit, Failure> {
    match &args.command {
        SyncCommand::Run(args) => run::run(global, args),
        #[cfg(feature = "nats")]
        SyncCommand::Submit(args) => fleet::submit(args),
        #[cfg(feature = "nats")]
        SyncCommand::Worker(args) => fleet::worker(global, args),
        #[cfg(feature = "nats")]
        SyncCommand::Collect(args) => fleet::collect(args),
        #[cfg(feature = "nats")]
        SyncCommand::Status(args) => fleet::status(args),
    }
}

/// So many of them: `1 job`, `2 jobs`.
fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
