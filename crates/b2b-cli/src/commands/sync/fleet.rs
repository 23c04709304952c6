//! `b2b sync submit`, `worker`, `collect` and `status`: long lists of questions, on many machines.

use std::sync::Arc;
use std::time::Duration;

use b2b_http::{Environment as _, SystemEnvironment};
use b2b_sync::sink::{self, Place};
use b2b_sync::source::Defaults;
use b2b_sync::{
    Ended, Event, Fleet, FleetQueue, Journal, QueueError, Retry, Run, Status, Suppliers, Watch as _, Worker,
};

use super::counted;
use super::metrics::Meters;
use super::run::{jobs, told, unreadable, unusable, unwritten};
use crate::args::{Global, Nats, ObjectFormat, SyncCollect, SyncStatus, SyncSubmit, SyncWorker};
use crate::commands::desk::{builder_for, sources};
use crate::commands::interrupt::interrupted;
use crate::commands::wait_for;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::{fleet, json};

/// How often the backlog is looked at for the metrics. Our choice.
const LOOK: Duration = Duration::from_secs(15);

pub(super) fn submit(args: &SyncSubmit) -> Result<Exit, Failure> {
    let run = named(args.run.as_ref())?;
    let defaults = Defaults { supplier: args.supplier.clone(), question: args.question };
    let jobs = jobs(&args.jobs, defaults)?;
    wait_for(async {
        let mut nats = nats(&args.nats);
        nats.replicas = args.replicas.map(usize::from);
        let fleet = Fleet::connect(nats).await.map_err(|error| away(&error))?;
        let submitted = fleet.submit(&run, jobs).await.map_err(|error| unreadable(&args.jobs, &error))?;
        if submitted.repeated > 0 {
            output::talk(&format_args!("{} given more than once, and asked once", counted(submitted.repeated, "job")));
        }
        output::talk(&format_args!("{} submitted; collect with --run {run}", counted(submitted.jobs, "job")));
        Ok(Exit::Answered)
    })
}

pub(super) fn worker(global: &Global, args: &SyncWorker) -> Result<Exit, Failure> {
    let names = match args.suppliers.as_slice() {
        [] => sources(global).load_each()?.into_keys().collect(),
        named => named.to_vec(),
    };
    let suppliers = Arc::new(Suppliers::new(builder_for(global, &names)?)?);
    wait_for(async {
        let interrupted = interrupted()?;
        let mut nats = nats(&args.nats);
        nats.lease = args.lease;
        let fleet = Fleet::connect(nats).await.map_err(|error| away(&error))?;
        let queue = Arc::new(fleet.queue(&names, &*suppliers).await.map_err(|error| away(&error))?);
        let meters = Arc::new(Meters::start(args.metrics).await?);
        if meters.are_read() {
            tokio::spawn(look(Arc::clone(&queue), Arc::clone(&meters)));
        }
        output::talk(&format_args!("asking {} for the fleet", names.join(", ")));
        let mut retry = Retry::in_fleet();
        (retry.most, retry.patience) = (args.attempts, args.patience);
        let worker = Worker::new(queue, suppliers).retry(retry).watch(Arc::<Meters>::clone(&meters));
        let ended = worker.run(names, interrupted).await;
        meters.end().await;
        Ok(report(&ended.map_err(|error| away(&error))?))
    })
}

/// Looks at the backlog for as long as the runtime lives.
async fn look(queue: Arc<FleetQueue>, meters: Arc<Meters>) {
    let mut ticks = tokio::time::interval(LOOK);
    loop {
        ticks.tick().await;
        match queue.backlog().await {
            Ok(backlog) => backlog.iter().for_each(|waiting| {
                meters.see(&Event::Backlog { supplier: &waiting.supplier, jobs: waiting.jobs, since: waiting.since });
            }),
            // It is told again in a moment.
            Err(error) => tracing::debug!("{}", told(&error)),
        }
    }
}

/// How a worker ended, which is when it was asked to or nobody accepts its questions.
fn report(ended: &Ended) -> Exit {
    for (supplier, trouble) in &ended.stopped {
        output::complain(
            &format!("{supplier} is not asked any more: {}", trouble.message),
            "Repair it; b2b doctor says whether it is. Then start the worker again: the jobs are in the queue.",
        );
    }
    match ended.stopped.first() {
        Some((_, trouble)) if !ended.is_interrupted => trouble.cause.into(),
        _ => Exit::Interrupted,
    }
}

pub(super) fn collect(args: &SyncCollect) -> Result<Exit, Failure> {
    let run = named(args.run.as_ref())?;
    let place = Place::new(&args.out).map_err(|error| unwritten(&error))?;
    let home = tempfile::tempdir().map_err(|error| {
        let message = format!("answers cannot be gathered in a directory for the while: {error}");
        Failure::new(Exit::Input, message, "See to TMPDIR and the disk.")
    })?;
    wait_for(async {
        let fleet = Fleet::connect(nats(&args.nats)).await.map_err(|error| away(&error))?;
        if args.wait {
            fleet.ended(&run).await.map_err(|error| away(&error))?;
        }
        let journal = Journal::open(&home.path().join("journal.sqlite")).map_err(|error| unusable(&error))?;
        let collected = fleet.collect(&run, &journal).await.map_err(|error| away(&error))?;
        for format in &args.format {
            for written in sink::write(&journal, &place, (*format).into()).await.map_err(|error| unwritten(&error))? {
                output::print(&format!("{}\n", written.path))?;
            }
        }
        let tally = journal.tally().map_err(|error| unusable(&error))?;
        let count = |status| tally.iter().filter(|tally| tally.status == Some(status)).map(|tally| tally.jobs).sum();
        let others = [(Status::NotFound, "not found"), (Status::Refused, "refused"), (Status::Failed, "failed")];
        let others = others.map(|(status, what)| (count(status), what));
        let others = others.into_iter().chain([(collected.open, "open")]).filter(|(count, _)| *count > 0);
        let others: String = others.map(|(count, what): (u64, _)| format!(", {count} {what}")).collect();
        let (total, answered) = (collected.answers + collected.open, count(Status::Answered));
        output::talk(&format_args!("{}: {answered} answered{others}", counted(total, "job")));
        if collected.unreadable > 0 {
            output::complain(
                &format!("{} left aside as unreadable", counted(collected.unreadable, "message")),
                "The warnings say which. See who else publishes there, and whether all workers are of this version.",
            );
        }
        Ok(if total == 0 && collected.unreadable == 0 {
            output::complain(&format!("there is no run {run}"), "See b2b sync status.");
            Exit::Usage
        } else if answered == total && collected.unreadable == 0 {
            Exit::Answered
        } else {
            Exit::Incomplete
        })
    })
}

pub(super) fn status(args: &SyncStatus) -> Result<Exit, Failure> {
    wait_for(async {
        let fleet = Fleet::connect(nats(&args.nats)).await.map_err(|error| away(&error))?;
        let standings = fleet.status().await.map_err(|error| away(&error))?;
        match args.form.format {
            ObjectFormat::Table => output::print(&fleet::standings(&standings))?,
            ObjectFormat::Json => output::print(&json::array(&standings)?)?,
        }
        Ok(Exit::Answered)
    })
}

/// The run that is named, or today's.
fn named(run: Option<&Run>) -> Result<Run, Failure> {
    let today = || SystemEnvironment.now().format("%Y-%m-%d").to_string().parse();
    run.cloned()
        .map_or_else(today, Ok)
        .map_err(|error: b2b_sync::RunError| Failure::new(Exit::Usage, error.to_string(), "Give --run."))
}

fn nats(args: &Nats) -> b2b_sync::Nats {
    let mut nats = b2b_sync::Nats::at(&args.url);
    nats.credentials.clone_from(&args.nats_creds);
    nats.ca.clone_from(&args.nats_ca);
    nats.patience = args.nats_patience;
    nats.certificate = args.nats_cert.clone().zip(args.nats_key.clone());
    nats
}

fn away(error: &QueueError) -> Failure {
    let hint = "Check --nats, its credentials and that JetStream is on. What is in the queue stays there.";
    Failure::new(Exit::Unreachable, told(error), hint).because(error)
}
