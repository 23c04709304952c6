//! A fleet under fire: workers over a real nats-server ask a sandbox for the stock of many articles. Workers are killed and the
//! server is restarted all the while. Afterwards each article is there once, no account was asked more at a time than it takes,
//! and the dead letters are those whose fault never ends.
//!
//! Who is killed, and which articles fare badly, follows from the seed. What a kill strikes does not: that is up to the machine.

mod supplier;
mod verdict;
mod worker;

use std::sync::Arc;
use std::time::Duration;

use b2b_sandbox::Random;
use b2b_sync::sink::{self, Format, Place};
use b2b_sync::{Fleet, Job, Journal, Nats, Question, QueueError, Run};
use b2b_testing::NatsServer;
use clap::Args;
use tokio::time::{Instant, timeout};

use self::supplier::Supplier;
use self::verdict::Verdict;
use self::worker::Crew;
use crate::Error;
use crate::nightly::site::sku;
use crate::process::Answers;

pub(crate) use self::supplier::{SandboxArguments, serve};
pub(crate) use self::worker::{WorkerArguments, work};

/// How large a fleet, and how much fire.
#[derive(Args, Clone, Debug)]
pub(crate) struct Arguments {
    /// How many articles are asked for.
    #[arg(long, default_value_t = 100_000)]
    jobs: usize,
    /// How many workers there are at a time.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..))]
    workers: u8,
    /// How often a worker is killed, with SIGKILL.
    #[arg(long, default_value_t = 20)]
    kills: usize,
    /// How often the server is restarted.
    #[arg(long, default_value_t = 5)]
    restarts: usize,
    /// How many requests the account takes at a time.
    #[arg(long, default_value_t = 16)]
    concurrency: usize,
    /// What is struck is drawn from this.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// How long it may take until the next strike, or until the last answer: whoever waits for longer waits in vain.
const LONGEST: Duration = Duration::from_secs(1800);

/// Whose stock is asked for.
const SUPPLIER: &str = "mill";

pub(crate) fn run(arguments: &Arguments) -> Result<String, Error> {
    tokio::runtime::Runtime::new()?.block_on(fleet(arguments))
}

async fn fleet(arguments: &Arguments) -> Result<String, Error> {
    let Arguments { jobs, kills, restarts, concurrency, seed, .. } = *arguments;
    if jobs < FEWEST {
        return Err(format!("--jobs is {FEWEST} at least: articles that go wrong are among so many").into());
    }
    let run: Run = "night".parse()?;
    let mut server = NatsServer::start(tempfile::tempdir()?, "")?;
    let (supplier, config) = Supplier::start(jobs, concurrency).await?;
    let fleet = Fleet::connect(Nats::at(server.url())).await?;
    let begin = Instant::now();
    let all = |count| (0..count).map(|article| Ok::<_, QueueError>(Job::new(SUPPLIER, Question::Stock, sku(article))));
    let submitted = fleet.submit(&run, all(jobs)).await?;
    // Whoever does not know whether all arrived submits them again.
    let again = fleet.submit(&run, all(jobs.min(1000))).await?;
    let submitting = begin.elapsed();

    let answers = Arc::new(Answers::default());
    let mut crew = Crew::new(&server.url(), &config, Arc::clone(&answers));
    for _ in 0..arguments.workers {
        crew.join().await?;
    }
    let strikes = Strike::all(seed, kills, restarts, usize::from(arguments.workers));
    let parts = strikes.len() + 1;
    for (strike, part) in strikes.into_iter().zip(1..) {
        in_time("the answers do not come", answers.reach(part * jobs / parts)).await?;
        match strike {
            Strike::Kill(worker) => crew.replace(worker).await?,
            Strike::Restart => {
                server.stop()?;
                server.go_on()?;
            }
        }
    }
    in_time("the last jobs do not end", fleet.ended(&run)).await??;
    let working = begin.elapsed() - submitting;
    crew.end().await?;
    let most = supplier.end().await?;

    let home = tempfile::tempdir()?;
    let journal = Journal::open(&home.path().join("journal.sqlite"))?;
    let collected = fleet.collect(&run, &journal).await?;
    let place = Place::new(&home.path().to_string_lossy())?;
    sink::write(&journal, &place, Format::Parquet).await?;
    let verdict = Verdict::of(&home.path().join("stock.parquet"), jobs)?;

    #[allow(clippy::cast_precision_loss, reason = "jobs of a night are few")]
    let rate = jobs as f64 / working.as_secs_f64();
    let summary = format!(
        "seed {seed}, {} workers, {kills} kills, {restarts} restarts\n{} jobs submitted in {:.1} s, {} again and known; worked off in \
         {:.1} s, {rate:.0} a second\n{verdict}\n{} answers more than jobs; at most {most} requests at a time of {concurrency}",
        arguments.workers,
        submitted.jobs,
        submitting.as_secs_f64(),
        again.repeated,
        working.as_secs_f64(),
        collected.repeated,
    );
    // So many were there once, since the supplier waits for them, and never more.
    let is_full = most == concurrency;
    let is_clean = verdict.is_clean() && is_full && collected.open + collected.unreadable + again.jobs == 0;
    if is_clean { Ok(summary) } else { Err(summary.into()) }
}

/// So many jobs are there at least.
const FEWEST: usize = 1000;

/// Waits, but not for ever.
async fn in_time<T>(what: &str, waited_for: impl Future<Output = T>) -> Result<T, Error> {
    let waited = timeout(LONGEST, waited_for).await;
    waited.map_err(|_| format!("{what}: nothing in {} minutes", LONGEST.as_secs() / 60).into())
}

/// What is struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strike {
    /// This worker.
    Kill(usize),
    /// The server.
    Restart,
}

impl Strike {
    /// All of a seed, in their order.
    fn all(seed: u64, kills: usize, restarts: usize, workers: usize) -> Vec<Self> {
        let random = Random::seeded(seed);
        let (mut kills, mut restarts) = (kills, restarts);
        std::iter::from_fn(|| {
            let left = (kills + restarts).checked_sub(1)?;
            let [kind, worker] = random.bytes();
            if usize::from(kind) * (left + 1) < restarts * 256 {
                restarts -= 1;
                return Some(Self::Restart);
            }
            kills -= 1;
            Some(Self::Kill(usize::from(worker) % workers))
        })
        .collect()
    }
}
