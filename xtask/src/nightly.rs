//! A night's stock checks: asked undisturbed, and by a run that is killed again and again. What comes of both is the same, no
//! answer is asked for twice, and memory does not grow with the jobs.

mod life;
pub(crate) mod site;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value};

pub(crate) use self::life::{RunArguments, run_here};

use self::life::Life;
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

/// How many answers wait for their commit at most.
const WAITING: usize = 512;

/// By how much more memory ten times as many jobs may take, in KiB: caches that fill up, and a whole group of rows of Parquet.
const SLACK: u64 = 48 * 1024;

pub(crate) fn run(arguments: &Arguments) -> Result<String, Error> {
    let runtime = tokio::runtime::Runtime::new()?;
    let site = runtime.block_on(Site::start(arguments.jobs, arguments.concurrency))?;
    let home = tempfile::tempdir()?;

    let few = site.write_jobs(&home.path().join("few.csv"), arguments.jobs.div_ceil(10))?;
    let small = Life::start(&site, &few, &home.path().join("small"))?.undisturbed()?;
    let jobs = site.write_jobs(&home.path().join("jobs.csv"), arguments.jobs)?;
    let whole = home.path().join("whole");
    let large = Life::start(&site, &jobs, &whole)?.undisturbed()?;

    let torn = home.path().join("torn");
    let mut asked = 0;
    for kill in 1..=arguments.kills {
        let life = Life::start(&site, &jobs, &torn)?;
        asked += life.killed_after(arguments.jobs / (arguments.kills + 1), kill)?;
    }
    let last = Life::start(&site, &jobs, &torn)?.undisturbed()?;
    asked += last.asked;
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
    let lost = asked - arguments.jobs;
    if lost > arguments.kills * (arguments.concurrency + WAITING) {
        return Err(format!("{asked} questions were asked about {} keys", arguments.jobs).into());
    }
    let jobs = u64::try_from(arguments.jobs)?;
    let size = |file: &str| Ok::<_, Error>(std::fs::metadata(whole.join(file))?.len() / jobs);
    let (little, much) = (small.memory, large.memory);
    if much > little + SLACK {
        return Err(
            format!("{} jobs took {little} KiB, {} took {much} KiB", arguments.jobs / 10, arguments.jobs).into()
        );
    }
    Ok(format!(
        "{} jobs in {:.1} s, {:.0} a second with {} under way; processor time {:.0} us each; memory at most {little} KiB for \
         a tenth of them, {much} KiB for all; of each, {} bytes of journal, {} of Parquet\n\
         killed {} times: the same result, {lost} questions asked again",
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
