//! `b2b sync run`: all of a list, from this machine.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use b2b_sync::sink::{self, Place, SinkError};
use b2b_sync::source::{self, Defaults, Jobs, SourceError};
use b2b_sync::{Cause, Ended, Event, Journal, JournalError, Retry, Suppliers, Watch as _, Worker};

use futures_util::FutureExt as _;

use super::counted;
use super::ending::Ending;
use super::metrics::Meters;
use super::progress::Progress;
use crate::args::{Global, SyncRun, TableFormat};
use crate::commands::desk::builder_for;
use crate::commands::interrupt::interrupted;
use crate::commands::wait_for;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

pub(super) fn run(global: &Global, args: &SyncRun) -> Result<Exit, Failure> {
    let place = Place::new(&args.out).map_err(|error| unwritten(&error))?;
    let journal = Journal::open(&journal_path(args)?).map_err(|error| unusable(&error))?;
    load(args, &journal)?;
    let backlog = journal.backlog().map_err(|error| unusable(&error))?;
    let names: Vec<String> = backlog.iter().map(|backlog| backlog.supplier.clone()).collect();
    if names.is_empty() {
        return Err(Failure::new(Exit::Usage, "there is no job in what was read", "Give at least one."));
    }
    let suppliers = Suppliers::new(builder_for(global, &names)?)?;
    journal.start().map_err(|error| unusable(&error))?;
    wait_for(async {
        let interrupted = interrupted()?.shared();
        let progress = Arc::new(Progress::new(&backlog));
        let (_, since) = journal.state().map_err(|error| unusable(&error))?;
        let meters = Arc::new(Meters::start(args.metrics).await?);
        for backlog in &backlog {
            meters.see(&Event::Backlog { supplier: &backlog.supplier, jobs: backlog.open, since: Some(since) });
        }
        let worker = Worker::new(Arc::new(journal.clone()), Arc::new(suppliers));
        let mut retry = Retry::default();
        (retry.most, retry.patience) = (args.attempts, args.patience);
        let worker = worker.retry(retry).watch(Arc::<Progress>::clone(&progress)).watch(Arc::<Meters>::clone(&meters));
        let ended = worker.run(names, interrupted.clone()).await;
        progress.end();
        meters.end().await;
        let ended = ended.map_err(|error| Failure::new(Exit::Internal, told(&error), RESUME))?;
        end(args, &journal, &place, ended, progress.first_cause(), interrupted).await
    })
}

/// What to do when a run was broken off by something that is not about the questions.
const RESUME: &str = "See to the disk, then go on with --resume: what was answered is in the journal.";

/// Writes down the jobs, unless they are.
fn load(args: &SyncRun, journal: &Journal) -> Result<(), Failure> {
    let is_broken_off = journal.is_broken_off().map_err(|error| unusable(&error))?;
    if is_broken_off && !args.resume {
        let message = format!("a run was broken off whose journal is in {}", args.out);
        return Err(Failure::new(Exit::Usage, message, "Give --resume to go on with it, or another directory."));
    }
    let defaults = Defaults { supplier: args.supplier.clone(), question: args.question };
    let jobs = jobs(&args.jobs, defaults)?;
    if is_broken_off {
        let forgotten = journal.resume(jobs, args.max_age).map_err(|error| unreadable(&args.jobs, &error))?;
        if forgotten > 0 {
            output::talk(&format_args!("{} of the run too old, and asked for again", counted(forgotten, "answer")));
        }
        return Ok(());
    }
    journal.begin().map_err(|error| unusable(&error))?;
    let loaded = journal.load(jobs, args.max_age).map_err(|error| unreadable(&args.jobs, &error))?;
    if loaded.repeated > 0 {
        output::talk(&format_args!("{} given more than once, and asked once", counted(loaded.repeated, "job")));
    }
    if loaded.reused > 0 {
        output::talk(&format_args!("{} of the run before, young enough", counted(loaded.reused, "answer")));
    }
    Ok(())
}

/// Writes the files, if nobody asks it to end meanwhile, and says what came of it all.
async fn end(
    args: &SyncRun,
    journal: &Journal,
    place: &Place,
    mut ended: Ended,
    first_cause: Option<Cause>,
    interrupted: impl Future<Output = ()>,
) -> Result<Exit, Failure> {
    tokio::select! {
        biased;
        () = interrupted => ended.is_interrupted = true,
        written = write(&args.format, journal, place) => written?,
    }
    let ending = Ending::new(&journal.tally().map_err(|error| unusable(&error))?, ended, first_cause);
    if ending.is_whole() {
        journal.finish().map_err(|error| unusable(&error))?;
    }
    Ok(ending.report())
}

/// Writes a file of each format for each question.
async fn write(formats: &[TableFormat], journal: &Journal, place: &Place) -> Result<(), Failure> {
    for (at, format) in formats.iter().enumerate() {
        if formats.iter().take(at).any(|before| before == format) {
            continue;
        }
        for written in sink::write(journal, place, (*format).into()).await.map_err(|error| unwritten(&error))? {
            output::print(&format!("{}\n", written.path))?;
        }
    }
    Ok(())
}

fn journal_path(args: &SyncRun) -> Result<PathBuf, Failure> {
    match &args.journal {
        Some(path) => Ok(path.clone()),
        None if Place::is_local(&args.out) => Ok(Path::new(&args.out).join("journal.sqlite")),
        None => {
            let message = "a bucket cannot hold the journal of a run";
            Err(Failure::new(Exit::Usage, message, "Give --journal a path on this machine."))
        }
    }
}

/// The jobs of a list, or of stdin.
pub(super) fn jobs(path: &Path, defaults: Defaults) -> Result<Jobs, Failure> {
    let jobs = match path.to_str() {
        Some("-") => source::stream(io::stdin(), defaults),
        _ => source::file(path, defaults),
    };
    jobs.map_err(|error| unreadable(path, &error))
}

pub(super) fn unreadable(jobs: &Path, error: &SourceError) -> Failure {
    if let SourceError::Journal(error) = error {
        return unusable(error);
    }
    let name = if jobs == Path::new("-") { "stdin".to_owned() } else { jobs.display().to_string() };
    let hint = "Give CSV, NDJSON or Parquet with the columns supplier, question and key; --supplier and --question stand for \
                the first two.";
    Failure::new(Exit::Input, told(error), hint).about(&name)
}

pub(super) fn unusable(error: &JournalError) -> Failure {
    let hint = match error {
        JournalError::Busy => "Wait until it ends, or give another directory.",
        JournalError::List => {
            "Give --resume with the list that the run began with, or another directory for a new run."
        }
        _ => "See to the disk and the file; without its journal, a run begins anew.",
    };
    Failure::new(Exit::Input, told(error), hint)
}

pub(super) fn unwritten(error: &SinkError) -> Failure {
    let hint = match error {
        SinkError::WithoutS3(_) => "Build the command with the feature s3, or give --out a directory.",
        SinkError::Place(shown, _) | SinkError::File(shown, _) if !Place::is_local(shown) => {
            "See to the address, what the bucket permits, and the variables AWS_…; what is answered is kept."
        }
        _ => "Give --out a place of your own with room enough; what is answered is kept.",
    };
    Failure::new(Exit::Input, told(error), hint)
}

/// An error with what lies behind it, in one sentence.
pub(super) fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let causes: Vec<_> = std::iter::successors(Some(error), |&error| error.source()).map(ToString::to_string).collect();
    causes.join(": ")
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use b2b_sync::{Job, Question, State};
    use clap::Parser as _;

    use super::*;
    use crate::args::{Args, Command, Sync, SyncCommand};

    #[test]
    fn a_bucket_is_not_told_to_have_room() {
        let hint = |shown: &str| format!("{:?}", unwritten(&SinkError::File(shown.to_owned(), "403 Forbidden".into())));
        assert!(hint("s3://nightly/stock.parquet").contains("what the bucket permits"));
        assert!(hint("out/stock.parquet").contains("room enough"));
    }

    /// Ends a run whose one job is not asked, and says how that went.
    #[track_caller]
    fn end_with(interrupted: impl Future<Output = ()>, is_empty: bool) -> (Exit, State, bool) {
        let home = tempfile::tempdir().unwrap();
        let args = Args::try_parse_from(["b2b", "sync", "run", "-", "--out", "."]).unwrap();
        let Command::Sync(Sync { command: SyncCommand::Run(args) }) = args.command else { panic!("another command") };
        let journal = Journal::open(&home.path().join("journal.sqlite")).unwrap();
        journal.begin().unwrap();
        let jobs = [Ok::<_, JournalError>(Job::new("mill", Question::Stock, "A1"))];
        journal.load(jobs.into_iter().filter(|_| !is_empty), None).unwrap();
        journal.start().unwrap();
        let place = Place::new(&home.path().to_string_lossy()).unwrap();
        let exit = wait_for(end(&args, &journal, &place, Ended::default(), None, interrupted)).unwrap();
        (exit, journal.state().unwrap().0, home.path().join("stock.parquet").exists())
    }

    #[test]
    fn who_is_asked_to_end_while_it_writes_can_go_on() {
        assert_eq!(end_with(ready(()), false), (Exit::Interrupted, State::Asking, false));
        assert_eq!(end_with(ready(()), true), (Exit::Interrupted, State::Asking, false));
        let (exit, state, is_written) = end_with(pending(), false);
        assert!((exit != Exit::Interrupted, state, is_written) == (true, State::Asking, true));
        assert_eq!(end_with(pending(), true), (Exit::Answered, State::Done, false));
    }
}
