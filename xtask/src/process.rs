//! Chores in processes of their own, which can be killed.

use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::Notify;

use crate::Error;

/// A process that dies with this one.
pub(crate) struct Process {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

/// This program, with another chore.
pub(crate) fn chore(name: &str) -> Result<Command, Error> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(name);
    Ok(command)
}

impl Process {
    /// Starts a process, and waits until it has said its first line.
    pub(crate) async fn start(mut command: Command) -> Result<(Self, String), Error> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let said = child.stdout.take().ok_or("a process has no output")?;
        let mut said = BufReader::new(said).lines();
        let line = said.next_line().await?.ok_or_else(|| format!("{command:?} does not start"))?;
        Ok((Self { child, said }, line))
    }

    /// What it says next; `None` when it has ended.
    pub(crate) async fn line(&mut self) -> Result<Option<String>, Error> {
        Ok(self.said.next_line().await?)
    }

    /// Kills it where it stands (SIGKILL on Unix).
    pub(crate) async fn kill(&mut self) -> Result<(), Error> {
        Ok(self.child.kill().await?)
    }

    /// Lets it end by itself, now that its standard input ends, and gives the last line that it says.
    pub(crate) async fn end(mut self) -> Result<String, Error> {
        drop(self.child.stdin.take());
        let mut last = String::new();
        while let Some(line) = self.line().await? {
            last = line;
        }
        if self.child.wait().await?.success() { Ok(last) } else { Err("a process failed".into()) }
    }
}

/// How many jobs have their answer, or know that they will have none.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    count: AtomicUsize,
    more: Notify,
}

impl Answers {
    pub(crate) fn add(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.more.notify_one();
    }

    /// Waits until there are so many.
    pub(crate) async fn reach(&self, count: usize) {
        while self.count.load(Ordering::SeqCst) < count {
            self.more.notified().await;
        }
    }
}
