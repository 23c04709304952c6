//! A night's stock checks: asked undisturbed, and by a run that is killed again and again. What comes of both is the same, no
//! answer that is in the journal is asked for again, and, if the night is long enough to tell, memory does not grow with the jobs.

mod life;
mod noting;
pub(crate) mod site;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value};

pub(crate) use self::life::{RunArguments, run_here};

use self::life::Life;
use self::noting::{Asked, Noting, held};
use self::site::Site;
use crate::Error;

/// How long a night.
#[derive(Args, Clone, Debug)]
pub(crate) struct Arguments {
    /// How many articles are asked for.
    #[arg(long, default_value_t = 100_000)]
    jobs: usize,
    /// How often the second run is killed, with SIGKILL.
    #[arg(long, default_value_t = 10)]
    kills: usize,
    /// How many requests are under way at a time.
    #[arg(long, default_value_t = 64)]
    concurrency: usize,
}

/// What differs from run to run, whatever is asked: times, how often it took, and the digest of an answer that has the time in it.
const UNSTEADY: &[&str] = &["asked_at", "answered_at", "attempts", "digest"];

/// How many jobs fill whatever has a bound: caches, and a group of rows of Parquet, which are 65,536.
const FULL: usize = 70_000;

/// From how many jobs on memory is judged: by so many more than [`FULL`] that whoever kept their answers would need more than [`SLACK`].
const TELLING: usize = 100_000;

/// By how much more memory the additional jobs may take, in KiB.
const SLACK: u64 = 8 * 1024;

pub(crate) fn run(arguments: &Arguments) -> Result<String, Error> {
    let runtime = tokio::runtime::Runtime::new()?;
    let asked = Asked::default();
    let producer = || Noting { asked: asked.clone() };
    let site = runtime.block_on(Site::of(producer, arguments.jobs, arguments.concurrency))?;
    let home = tempfile::tempdir()?;

    let full = if arguments.jobs < TELLING { None } else { Some(memory_of(&site, FULL, home.path())?) };
    let jobs = site.write_jobs(&home.path().join("jobs.csv"), arguments.jobs)?;
    let whole = home.path().join("whole");
    let large = Life::start(&site, &jobs, &whole)?.undisturbed()?;

    let torn = home.path().join("torn");
    let (mut questions, mut known) = (0, BTreeSet::new());
    asked.take();
    for kill in 1..=arguments.kills {
        let killed = Life::start(&site, &jobs, &torn)?.killed_after(arguments.jobs / (arguments.kills + 1), kill)?;
        questions += killed.asked;
        let (before, now) = (known, held(&torn)?);
        check_asked(&asked.take(), &before)?;
        // What is told to have ended is in the journal.
        if !now.is_superset(&before) || now.len() < before.len() + killed.ended {
            let (before, now, ended) = (before.len(), now.len(), killed.ended);
            return Err(format!("of {before} answers and {ended} more, the journal has {now} after kill {kill}").into());
        }
        known = now;
    }
    let last = Life::start(&site, &jobs, &torn)?.undisturbed()?;
    questions += last.asked;
    check_asked(&asked.take(), &known)?;
    if last.asked != arguments.jobs - known.len() {
        return Err(format!("{} answers were known, and {} questions asked", known.len(), last.asked).into());
    }
    runtime.block_on(site.end());

    let (expected, found) = (rows(&whole)?, rows(&torn)?);
    if expected.len() != arguments.jobs {
        return Err(format!("{} rows for {} jobs", expected.len(), arguments.jobs).into());
    }
    if let Some((undisturbed, killed)) = expected.iter().zip(&found).find(|(one, other)| one != other) {
        return Err(format!("the results differ: {undisturbed:?} and {killed:?}").into());
    }
    if expected.len() != found.len() {
        return Err(format!("{} rows without kills, {} with", expected.len(), found.len()).into());
    }
    let again = questions - arguments.jobs;
    let much = large.memory;
    let memory = match full {
        Some(full) if much > full + SLACK => {
            return Err(format!("{FULL} jobs took {full} KiB, {} took {much} KiB", arguments.jobs).into());
        }
        Some(full) => format!("memory at most {full} KiB for {FULL} of them, {much} KiB for all"),
        None => format!("memory at most {much} KiB, which tells nothing of so few jobs"),
    };
    let jobs = u64::try_from(arguments.jobs)?;
    let size = |file: &str| Ok::<_, Error>(std::fs::metadata(whole.join(file))?.len() / jobs);
    Ok(format!(
        "{} jobs in {:.1} s, {:.0} a second with {} under way; processor time {:.0} us each; {memory}; of each, {} bytes of journal, {} of \
         Parquet\nkilled {} times: the same result, {again} questions asked again that had no answer yet",
        arguments.jobs,
        large.seconds,
        large.per_second(),
        arguments.concurrency,
        large.each(),
        size("journal.sqlite")?,
        size("stock.parquet")?,
        arguments.kills,
    ))
}

/// The memory of a run of so many jobs, in KiB.
fn memory_of(site: &Site, jobs: usize, home: &Path) -> Result<u64, Error> {
    let list = site.write_jobs(&home.join("full.csv"), jobs)?;
    Ok(Life::start(site, &list, &home.join("full"))?.undisturbed()?.memory)
}

/// Nothing was asked for whose answer is known.
fn check_asked(asked: &BTreeSet<usize>, known: &BTreeSet<usize>) -> Result<(), Error> {
    match asked.intersection(known).count() {
        0 => Ok(()),
        again => Err(format!("{again} answers were asked for again that are in the journal").into()),
    }
}

/// The rows of a run, without what differs from run to run.
fn rows(out: &Path) -> Result<Vec<Map<String, Value>>, Error> {
    let path: PathBuf = out.join("stock.ndjson");
    let text = std::fs::read_to_string(path)?;
    let steady = |line: &str| {
        let mut row: Map<String, Value> = serde_json::from_str(line)?;
        UNSTEADY.iter().for_each(|name| drop(row.remove(*name)));
        Ok(row)
    };
    text.lines().map(steady).collect()
}
