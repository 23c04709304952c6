//! Workers in processes of their own, which can be killed.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use b2b_desk::{Desk, Sources};
use b2b_sync::{Event, Fleet, Nats, Retry, Suppliers, Worker};
use clap::Args;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::SUPPLIER;
use crate::Error;
use crate::process::{Answers, Process, chore};

/// What a worker is told.
#[derive(Args, Clone, Debug)]
pub(crate) struct WorkerArguments {
    #[arg(long)]
    nats: String,
    #[arg(long)]
    config: PathBuf,
}

/// How long a dead worker's jobs stay with it: long enough for a restart of the server.
const LEASE: Duration = Duration::from_secs(5);

/// What stands for a question that has its answer.
const ENDED: &str = "!";

/// Works until it is killed, and says what has ended.
pub(crate) fn work(arguments: WorkerArguments) -> Result<String, Error> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(async {
        let config = Sources::new().file(&arguments.config).load()?;
        let suppliers = Arc::new(Suppliers::new(Desk::builder().config(&config))?);
        let mut nats = Nats::at(arguments.nats);
        nats.lease = LEASE;
        let names = vec![SUPPLIER.to_owned()];
        let queue = Fleet::connect(nats).await?.queue(&names, &*suppliers).await?;
        println!("ready");
        let tell = |event: &Event<'_>| {
            if matches!(event, Event::Ended { .. }) {
                // Whoever does not listen any more has killed it.
                let _ = writeln!(std::io::stdout(), "{ENDED}");
            }
        };
        let mut retry = Retry::in_fleet();
        (retry.most, retry.first, retry.longest) = (4, Duration::from_millis(100), Duration::from_secs(1));
        // Longer than the supplier is away: only the last articles, which it never answers, wait for its end.
        retry.patience = Duration::from_secs(10);
        let worker = Worker::new(Arc::new(queue), suppliers).retry(retry).watch(Arc::new(tell));
        worker.run(names, std::future::pending()).await?;
        Err("a worker ended by itself".into())
    })
}

/// The workers there are.
pub(super) struct Crew {
    nats: String,
    config: PathBuf,
    answers: Arc<Answers>,
    workers: Vec<Hand>,
}

/// A worker, whom somebody listens to.
struct Hand {
    kill: oneshot::Sender<()>,
    listening: JoinHandle<Result<(), Error>>,
}

impl Crew {
    pub(super) fn new(nats: &str, config: &Path, answers: Arc<Answers>) -> Self {
        Self { nats: nats.to_owned(), config: config.to_owned(), answers, workers: Vec::new() }
    }

    /// One more.
    pub(super) async fn join(&mut self) -> Result<(), Error> {
        let hand = self.start().await?;
        self.workers.push(hand);
        Ok(())
    }

    /// Kills one, and has another one come.
    pub(super) async fn replace(&mut self, worker: usize) -> Result<(), Error> {
        let new = self.start().await?;
        let old = std::mem::replace(self.workers.get_mut(worker).ok_or("no such worker")?, new);
        old.dismiss().await
    }

    pub(super) async fn end(self) -> Result<(), Error> {
        for hand in self.workers {
            hand.dismiss().await?;
        }
        Ok(())
    }

    async fn start(&self) -> Result<Hand, Error> {
        let mut command = chore("fleet-worker")?;
        command.arg("--nats").arg(&self.nats).arg("--config").arg(&self.config);
        let (process, _) = Process::start(command).await?;
        let (kill, killed) = oneshot::channel();
        let listening = tokio::spawn(listen(process, killed, Arc::clone(&self.answers)));
        Ok(Hand { kill, listening })
    }
}

/// Counts what has ended, until the worker is to be killed.
async fn listen(mut process: Process, mut killed: oneshot::Receiver<()>, answers: Arc<Answers>) -> Result<(), Error> {
    loop {
        tokio::select! {
            line = process.line() => match line?.as_deref() {
                Some(ENDED) => answers.add(),
                Some(_) => {}
                None => return Err("a worker ended by itself".into()),
            },
            _ = &mut killed => break,
        }
    }
    process.kill().await?;
    while let Some(line) = process.line().await? {
        if line == ENDED {
            answers.add();
        }
    }
    Ok(())
}

impl Hand {
    async fn dismiss(self) -> Result<(), Error> {
        // Whoever does not listen any more says why.
        let _ = self.kill.send(());
        self.listening.await?
    }
}
