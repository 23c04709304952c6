//! `b2b sync`: long lists of questions.

mod ending;
mod metrics;
mod progress;
mod run;

use crate::args::{Global, Sync, SyncCommand};
use crate::exit::Exit;
use crate::failure::Failure;

pub(super) fn run(global: &Global, args: &Sync) -> Result<Exit, Failure> {
    match &args.command {
        SyncCommand::Run(args) => run::run(global, args),
    }
}
