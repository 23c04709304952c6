//! Nothing lost, nothing doubled: clients reserve and order under faults, from a sandbox with a data directory that is
//! killed and restarted all the while. Afterwards the suppliers' own lists say what there is.
//!
//! What is asked for, and which fault strikes it, follows from the seed. What a kill strikes does not: that is up to the
//! machine.

mod job;
mod supplier;
mod verdict;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;

use self::job::{Done, Job};
use self::supplier::Supplier;
use self::verdict::Before;
use crate::Error;
use crate::process::Answers;

/// How much torture.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Arguments {
    /// How many reservations are asked for.
    #[arg(long, default_value_t = 10_000)]
    reservations: usize,
    /// How many orders are placed.
    #[arg(long, default_value_t = 2_000)]
    orders: usize,
    /// How often the sandbox is killed, with SIGKILL; the last time when all clients are done.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    kills: u32,
    /// What the items, quantities and faults are drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many clients there are at a time.
    #[arg(long, default_value_t = 32)]
    clients: usize,
}

/// The sandbox's own process.
pub(crate) fn serve(data: PathBuf) -> Result<String, Error> {
    tokio::runtime::Runtime::new()?.block_on(supplier::serve(data))
}

pub(crate) fn run(arguments: Arguments) -> Result<String, Error> {
    tokio::runtime::Runtime::new()?.block_on(torture(arguments))
}

async fn torture(arguments: Arguments) -> Result<String, Error> {
    let begin = Instant::now();
    let mut supplier = Supplier::start().await?;
    let before = Before::of(&supplier.site()?.patiently()).await?;
    let answers = Arc::new(Answers::default());
    let working = tokio::spawn(work(arguments, supplier.sites(), Arc::clone(&answers)));
    let total = arguments.reservations + arguments.orders;
    let kills = usize::try_from(arguments.kills)?;
    for kill in 1..kills {
        answers.reach(kill * total / kills).await;
        supplier.kill_and_restart().await?;
    }
    let done = working.await??;
    // Whatever a client gave up on may be at work still: nothing is after this.
    supplier.kill_and_restart().await?;
    let verdict = verdict::of(&supplier.site()?.patiently(), &before, done).await?;
    supplier.end().await?;

    let summary = format!("seed {}, kills {kills}, {:.1?}\n{verdict}", arguments.seed, begin.elapsed());
    if verdict.is_clean() { Ok(summary) } else { Err(summary.into()) }
}

/// All jobs, some at a time. The kinds are mixed.
async fn work(arguments: Arguments, sites: supplier::Sites, answers: Arc<Answers>) -> Result<Vec<Done>, Error> {
    let room = Arc::new(Semaphore::new(arguments.clients));
    let mut jobs = JoinSet::new();
    for job in Job::all(arguments.seed, arguments.reservations, arguments.orders) {
        let permit = Arc::clone(&room).acquire_owned().await?;
        let (sites, answers) = (sites.clone(), Arc::clone(&answers));
        jobs.spawn(async move {
            let done = job.run(sites).await;
            answers.add();
            drop(permit);
            done
        });
    }
    let mut all = Vec::new();
    while let Some(done) = jobs.join_next().await {
        all.push(done??);
    }
    Ok(all)
}
