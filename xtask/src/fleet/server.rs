//! A real nats-server, with JetStream in a directory of its own.

use std::process::Stdio;

use serde::Deserialize;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::Error;

pub(super) struct Server {
    home: TempDir,
    child: Child,
    url: String,
}

/// What the server writes about its ports.
#[derive(Deserialize)]
struct Ports {
    nats: Vec<String>,
}

impl Server {
    /// At a port that is free.
    pub(super) async fn start() -> Result<Self, Error> {
        let home = tempfile::tempdir()?;
        let child = spawn(&home, "-1").await?;
        let id = child.id().ok_or("the server has ended")?;
        let ports = std::fs::read(home.path().join(format!("nats-server_{id}.ports")))?;
        let ports: Ports = serde_json::from_slice(&ports)?;
        let url = ports.nats.into_iter().next().ok_or("the server listens nowhere")?;
        Ok(Self { home, child, url })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Stops it as an administrator does, and starts it again at the same port with what it had stored.
    pub(super) async fn restart(&mut self) -> Result<(), Error> {
        self.stop().await?;
        let (_, port) = self.url.rsplit_once(':').ok_or("the server has no port")?;
        self.child = spawn(&self.home, port).await?;
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

/// Starts it, and waits until it says that it is ready.
async fn spawn(home: &TempDir, port: &str) -> Result<Child, Error> {
    let mut command = Command::new("nats-server");
    command.args(["--addr", "127.0.0.1", "--port", port, "--jetstream", "--store_dir"]).arg(home.path().join("store"));
    command.arg("--ports_file_dir").arg(home.path());
    let mut child =
        command.stderr(Stdio::piped()).kill_on_drop(true).spawn().map_err(|error| {
            format!("nats-server cannot be started: {error}; Debian has it as a package of that name")
        })?;
    let mut said = BufReader::new(child.stderr.take().ok_or("the server has no output")?).lines();
    loop {
        match said.next_line().await? {
            Some(line) if line.ends_with("Server is ready") => break,
            Some(_) => {}
            None => return Err("nats-server does not start".into()),
        }
    }
    // Or it waits for somebody to read what it says.
    tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });
    Ok(child)
}
