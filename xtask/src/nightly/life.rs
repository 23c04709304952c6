//! A run in a process of its own, which can be killed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use b2b_desk::{Desk, Sources};
use b2b_sync::sink::{self, Format, Place};
use b2b_sync::source::{self, Defaults};
use b2b_sync::{Event, Journal, Suppliers, Worker};
use clap::Args;
use tokio::time::Instant;

use super::site::Site;
use crate::Error;

/// What a run is told.
#[derive(Args, Clone, Debug)]
pub(crate) struct RunArguments {
    #[arg(long)]
    config: PathBuf,
    #[arg(long)]
    jobs: PathBuf,
    #[arg(long)]
    out: PathBuf,
}

/// What stands for a question that is asked, and for one that has its answer.
const ASKED: u8 = b'?';
const ENDED: u8 = b'!';

/// Runs, or goes on, and says on stdout what it does.
pub(crate) fn run_here(arguments: RunArguments) -> Result<String, Error> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(async {
        let RunArguments { config, jobs, out } = arguments;
        let place = Place::new(&out.to_string_lossy())?;
        let journal = Journal::open(&out.join("journal.sqlite"))?;
        let jobs = source::file(&jobs, Defaults::default())?;
        if journal.is_broken_off()? {
            journal.resume(jobs, None)?;
        } else {
            journal.begin()?;
            journal.load(jobs, None)?;
        }
        journal.start()?;
        let config = Sources::new().file(&config).load()?;
        let suppliers = Arc::new(Suppliers::new(Desk::builder().config(&config))?);
        let tell = |event: &Event<'_>| {
            let mark = match event {
                Event::Asking { .. } => ASKED,
                Event::Ended { .. } => ENDED,
                _ => return,
            };
            // Whoever does not listen any more has killed it.
            let _ = std::io::stdout().write_all(&[mark, b'\n']);
        };
        let begin = Instant::now();
        let worker = Worker::new(Arc::new(journal.clone()), suppliers).watch(Arc::new(tell));
        worker.run(vec!["mill".to_owned()], std::future::pending()).await?;
        let seconds = begin.elapsed().as_secs_f64();
        sink::write(&journal, &place, Format::Ndjson).await?;
        sink::write(&journal, &place, Format::Parquet).await?;
        journal.finish()?;
        Ok(format!("{seconds} {} {}", processor()?, memory()?))
    })
}

/// The most memory that this process had, in KiB, where Linux tells it.
fn memory() -> Result<u64, Error> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("Linux tells no memory")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

/// The processor time of this process, in seconds, where Linux tells it: in hundredths, whatever the machine.
fn processor() -> Result<f64, Error> {
    let status = std::fs::read_to_string("/proc/self/stat")?;
    // Behind the name of the command, which is in brackets; these are the 14th and 15th of all.
    let (_, behind) = status.rsplit_once(')').ok_or("Linux tells no processor time")?;
    let ticks: Vec<f64> = behind.split_whitespace().skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

/// A run in a process of its own.
pub(super) struct Life {
    child: Child,
    said: BufReader<ChildStdout>,
}

/// What a run had done when it was killed.
pub(super) struct Killed {
    /// How many questions it had asked.
    pub(super) asked: usize,
    /// How many jobs it had told to have ended.
    pub(super) ended: usize,
}

/// What became of a run that was left to itself.
pub(super) struct Done {
    pub(super) asked: usize,
    ended: usize,
    pub(super) seconds: f64,
    /// Seconds of processor time.
    processor: f64,
    pub(super) memory: u64,
}

impl Done {
    #[allow(clippy::cast_precision_loss, reason = "jobs of a night are few")]
    pub(super) fn per_second(&self) -> f64 {
        self.ended as f64 / self.seconds
    }

    /// The processor time of one job, in microseconds, from its line in the list to its row in two files.
    #[allow(clippy::cast_precision_loss, reason = "jobs of a night are few")]
    pub(super) fn each(&self) -> f64 {
        self.processor / self.ended as f64 * 1e6
    }
}

impl Life {
    pub(super) fn start(site: &Site, jobs: &Path, out: &Path) -> Result<Self, Error> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("nightly-run").arg("--config").arg(&site.config).arg("--jobs").arg(jobs).arg("--out").arg(out);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let said = BufReader::new(child.stdout.take().ok_or("the run has no output")?);
        Ok(Self { child, said })
    }

    /// Lets it go on to its end.
    pub(super) fn undisturbed(mut self) -> Result<Done, Error> {
        let (mut asked, mut ended, mut last) = (0, 0, String::new());
        for line in self.said.lines() {
            last = line?;
            match last.as_bytes() {
                [ASKED] => asked += 1,
                [ENDED] => ended += 1,
                _ => {}
            }
        }
        if !self.child.wait()?.success() {
            return Err("a run failed".into());
        }
        let told: Vec<&str> = last.split(' ').collect();
        let [seconds, processor, memory] = told.as_slice() else {
            return Err("the run says nothing at its end".into());
        };
        let (seconds, processor, memory) = (seconds.parse()?, processor.parse()?, memory.parse()?);
        Ok(Done { asked, ended, seconds, processor, memory })
    }

    /// Kills it when so many more are answered, and says what it had done.
    pub(super) fn killed_after(mut self, answers: usize, kill: usize) -> Result<Killed, Error> {
        let mut killed = Killed { asked: 0, ended: 0 };
        let mut line = String::new();
        while killed.ended < answers {
            line.clear();
            if self.said.read_line(&mut line)? == 0 {
                return Err(format!("the run ended before it was killed for the {kill}. time").into());
            }
            killed.note(line.trim_end());
        }
        self.child.kill()?;
        self.child.wait()?;
        let mut rest = String::new();
        self.said.read_to_string(&mut rest)?;
        rest.lines().for_each(|line| killed.note(line));
        Ok(killed)
    }
}

impl Killed {
    fn note(&mut self, line: &str) {
        match line.as_bytes() {
            [ASKED] => self.asked += 1,
            [ENDED] => self.ended += 1,
            _ => {}
        }
    }
}
