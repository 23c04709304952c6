//! A real nats-server.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// What it says before its address, and when it can be used.
const LISTENING: &str = "Listening for client connections on ";
const READY: &str = "Server is ready";

/// How long it may take until its next word.
const LONGEST: Duration = Duration::from_secs(60);

/// A nats-server of this machine, with JetStream in a directory of its own. Dropped, it ends.
#[derive(Debug)]
pub struct NatsServer {
    home: TempDir,
    child: Child,
    address: String,
}

impl NatsServer {
    /// One for a test, at a port that is free, with these lines in its configuration. `None` where nats-server is not installed,
    /// which is said.
    ///
    /// # Panics
    ///
    /// Where `CI` is set, that it is not installed; and that it does not start.
    #[must_use]
    pub fn for_test(config: &str) -> Option<Self> {
        Self::for_test_in(TempDir::new().unwrap_or_else(|error| panic!("{error}")), config)
    }

    /// The same, in a directory that has the files its configuration names.
    ///
    /// # Panics
    ///
    /// As [`for_test`](Self::for_test).
    #[must_use]
    pub fn for_test_in(home: TempDir, config: &str) -> Option<Self> {
        match Self::start(home, config) {
            Ok(server) => Some(server),
            Err(error) if error.kind() == io::ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
                eprintln!("skipped: {error}");
                None
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Starts one in this directory, at a port that is free.
    ///
    /// # Errors
    ///
    /// That it is not installed, or what it said before it ended.
    pub fn start(home: TempDir, config: &str) -> io::Result<Self> {
        let store = home.path().join("store");
        fs::write(home.path().join(CONFIG), format!("jetstream {{ store_dir: {store:?} }}\n{config}"))?;
        let child = spawn(home.path(), "-1")?;
        let mut server = Self { home, child, address: String::new() };
        server.address = server.ready()?;
        Ok(server)
    }

    /// Where it keeps what it has, and everything it is configured by.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Its host and port.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The URL that clients take.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Stops it as an administrator does.
    ///
    /// # Errors
    ///
    /// That it cannot be told.
    pub fn stop(&mut self) -> io::Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        if !told.success() {
            return Err(io::Error::other("nats-server cannot be told to stop"));
        }
        self.child.wait().map(drop)
    }

    /// Starts it again where it was, with what it had stored.
    ///
    /// # Errors
    ///
    /// What it said before it ended.
    pub fn go_on(&mut self) -> io::Result<()> {
        let port = self.address.rsplit_once(':').map_or("-1", |(_, port)| port);
        self.child = spawn(self.home.path(), port)?;
        self.ready().map(drop)
    }

    /// Waits until it says that it is ready, and tells where it listens.
    fn ready(&mut self) -> io::Result<String> {
        let Some(says) = self.child.stderr.take() else { return Err(io::Error::other("nats-server says nothing")) };
        let (sender, lines) = mpsc::channel();
        // To its end, or it waits for somebody to read what it says.
        thread::spawn(move || {
            for line in BufReader::new(says).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let (mut said, mut address) = (String::new(), None);
        while let Ok(line) = lines.recv_timeout(LONGEST) {
            if let Some((_, listening)) = line.split_once(LISTENING) {
                address = Some(listening.to_owned());
            }
            if line.ends_with(READY)
                && let Some(address) = address.take()
            {
                return Ok(address);
            }
            said.push_str(&line);
            said.push('\n');
        }
        Err(io::Error::other(format!("nats-server does not start:\n{said}")))
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        // It may have been stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The name of its configuration.
const CONFIG: &str = "nats.conf";

fn spawn(home: &Path, port: &str) -> io::Result<Child> {
    let mut command = Command::new("nats-server");
    command.args(["--addr", "127.0.0.1", "--port", port, "--config"]).arg(home.join(CONFIG));
    command.stderr(Stdio::piped()).spawn().map_err(|error| {
        let hint = "Debian has it as a package of that name";
        io::Error::new(error.kind(), format!("nats-server cannot be started: {error}; {hint}"))
    })
}
