//! A real nats-server, with JetStream in a directory of its own.

use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::Error;

pub(super) struct Server {
    home: TempDir,
    child: Child,
    url: String,
}

/// What it says before its address, and when it can be used.
const LISTENING: &str = "Listening for client connections on ";
const READY: &str = "Server is ready";

impl Server {
    /// At a port that is free.
    pub(super) async fn start() -> Result<Self, Error> {
        let home = tempfile::tempdir()?;
        let (child, address) = spawn(&home, "-1").await?;
        Ok(Self { home, child, url: format!("nats://{address}") })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Stops it as an administrator does, and starts it again at the same port with what it had stored.
    pub(super) async fn restart(&mut self) -> Result<(), Error> {
        self.stop().await?;
        let (_, port) = self.url.rsplit_once(':').ok_or("the server has no port")?;
        (self.child, _) = spawn(&self.home, port).await?;
        Ok(())
    }

    pub(super) async fn end(mut self) -> Result<(), Error> {
        self.stop().await
    }

    async fn stop(&mut self) -> Result<(), Error> {
        let id = self.child.id().ok_or("the server has ended")?;
        let asked = Command::new("kill").arg("-TERM").arg(id.to_string()).status().await?;
        if !asked.success() {
            return Err("the server cannot be stopped".into());
        }
        self.child.wait().await?;
        Ok(())
    }
}

/// Starts it, waits until it says that it is ready, and tells where it listens.
async fn spawn(home: &TempDir, port: &str) -> Result<(Child, String), Error> {
    let mut command = Command::new("nats-server");
    command.args(["--addr", "127.0.0.1", "--port", port, "--jetstream", "--store_dir"]).arg(home.path().join("store"));
    let mut child =
        command.stderr(Stdio::piped()).kill_on_drop(true).spawn().map_err(|error| {
            format!("nats-server cannot be started: {error}; Debian has it as a package of that name")
        })?;
    let mut said = BufReader::new(child.stderr.take().ok_or("the server has no output")?).lines();
    let mut address = None;
    loop {
        let line = said.next_line().await?.ok_or("nats-server does not start")?;
        if let Some((_, listening)) = line.split_once(LISTENING) {
            address = Some(listening.to_owned());
        }
        if line.ends_with(READY) {
            break;
        }
    }
    // Or it waits for somebody to read what it says.
    tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });
    Ok((child, address.ok_or("the server listens nowhere")?))
}
