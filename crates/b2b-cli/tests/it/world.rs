//! A sandbox, a directory with a configuration for it, and the binary.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use b2b_sandbox::{Builder, Fcb2b, Options, Sandbox, Techdata, Westcon};
use tempfile::TempDir;
use tokio::net::TcpSocket;
use tokio::runtime::Runtime;

/// The binary with nothing of this process' environment.
pub(crate) fn b2b() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_b2b"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// A port that nobody listens at, for as long as it lives: it is taken by a socket that does not listen, so that the system
/// refuses connections, and gives it to no other test meanwhile.
pub(crate) struct ClosedPort(TcpSocket);

impl ClosedPort {
    pub(crate) fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        Self(socket)
    }

    pub(crate) fn number(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }
}

/// A running sandbox, and a directory with a `b2b.toml` for it.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    home: TempDir,
    _runtime: Runtime,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Fcb2b::new(), |world| world.table("westcon"))
    }

    /// With a configuration for the producer.
    pub(crate) fn of_flooring() -> Self {
        Self::with(Fcb2b::new(), |world| world.flooring("fcb2b"))
    }

    /// With a configuration for Tech Data.
    pub(crate) fn of_techdata() -> Self {
        Self::with(Fcb2b::new(), Self::reselling)
    }

    /// Tech Data's table for the sandbox, whose password is in the variable `PASSWORD`.
    pub(crate) fn reselling(&self) -> String {
        let (url, ca) = (format!("{}{}", self.sandbox.url(), Techdata::PATH), self.sandbox.ca_path().display());
        let username = Techdata::USERNAME;
        format!(
            "[techdata]\nurl = \"{url}\"\nusername = \"{username}\"\npassword = \"env:PASSWORD\"\norder_type = \"BS\"\n\
             ca = \"{ca}\"\n"
        )
    }

    pub(crate) fn with(producer: Fcb2b, config: impl Fn(&Self) -> String) -> Self {
        let builder = Sandbox::builder().supplier(Westcon::default()).supplier(producer);
        Self::of(builder.supplier(Techdata::default()), config)
    }

    /// Of a sandbox with these options.
    pub(crate) fn over(options: Options, config: impl Fn(&Self) -> String) -> Self {
        let builder = Sandbox::builder().options(options).supplier(Westcon::default()).supplier(Fcb2b::new());
        Self::of(builder.supplier(Techdata::default()), config)
    }

    /// Of a sandbox that is set up like this.
    pub(crate) fn of(builder: Builder, config: impl Fn(&Self) -> String) -> Self {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(builder.start()).unwrap();
        let world = Self { sandbox, home: TempDir::new().unwrap(), _runtime: runtime };
        world.write("b2b.toml", &config(&world));
        world
    }

    /// A producer's table for the sandbox, whose secret is in the variable `SECRET`.
    pub(crate) fn flooring(&self, name: &str) -> String {
        let (url, ca) = (format!("{}{}", self.sandbox.url(), Fcb2b::SERVICES_PATH), self.sandbox.ca_path().display());
        let (profile, key, client) = (Fcb2b::DEFAULT_PROFILE, Fcb2b::API_KEY, Fcb2b::CLIENT_IDENTIFIER);
        format!(
            "[{name}]\nprotocol = \"fcb2b\"\nservices = \"{url}\"\nprofile = \"{profile}\"\napi_key = \"{key}\"\n\
             secret = \"env:SECRET\"\nclient_identifier = \"{client}\"\nca = \"{ca}\"\n"
        )
    }

    /// A supplier's table for the sandbox, whose key is in the variable `KEY`.
    pub(crate) fn table(&self, name: &str) -> String {
        let Self { sandbox, .. } = self;
        let (url, ca) = (format!("{}{}", sandbox.url(), Westcon::PATH), sandbox.ca_path().display());
        let account = Westcon::ACCOUNT;
        format!(
            "[{name}]\nprotocol = \"westcon\"\nurl = \"{url}\"\naccount = \"{account}\"\nkey = \"env:KEY\"\nca = \"{ca}\"\n"
        )
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn put_fault(&self, switch: &str) {
        self.sandbox.put_fault(switch.parse().unwrap());
    }

    /// The command in the directory with the configuration, the key in its environment.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = b2b();
        command
            .current_dir(self.home.path())
            .env("KEY", Westcon::KEY)
            .env("SECRET", Fcb2b::SECRET)
            .env("PASSWORD", Techdata::PASSWORD)
            .args(arguments.split_whitespace());
        command
    }

    pub(crate) fn run(&self, arguments: &str) -> Ended {
        self.ended(self.command(arguments))
    }

    pub(crate) fn ended(&self, mut command: Command) -> Ended {
        let url = self.sandbox.url();
        let ended = Ended::of(command.output().unwrap());
        Ended {
            stdout: ended.stdout.replace(url, "https://SANDBOX"),
            stderr: ended.stderr.replace(url, "https://SANDBOX"),
            ..ended
        }
    }
}

/// How a run ended. The sandbox's key stands in neither text.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    #[track_caller]
    pub(crate) fn of(output: Output) -> Self {
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        for text in [&stdout, &stderr] {
            for secret in [Westcon::KEY, Fcb2b::SECRET, Fcb2b::STOCK_ONLY_SECRET, Techdata::PASSWORD] {
                assert!(!text.contains(secret), "{text}");
            }
            assert!(!text.contains("panicked"), "{text}");
        }
        Self { code: output.status.code(), stdout, stderr }
    }

    /// The data of a run that ended like that.
    #[track_caller]
    pub(crate) fn data(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        &self.stdout
    }

    /// The complaint of a run that ended like that and wrote no data.
    #[track_caller]
    pub(crate) fn complaint(&self, code: i32) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (Some(code), ""), "{}", self.stderr);
        &self.stderr
    }
}
