//! How long `b2b order` takes from the start of its process to its first byte, against a program that starts tokio, writes
//! a byte and ends.
//!
//! The first byte is taken three ways: the first one on standard output with `--offline`; the first one that comes out of
//! the network, at a listener that answers nothing; and the first one of the table on standard output, with a sandbox in
//! between, whose TLS handshake and answer are then part of the time.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]
#![allow(clippy::disallowed_methods, reason = "measuring time is its purpose")]

use std::io::Read as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use b2b_bench::{Contest, Target};
use b2b_sandbox::{Sandbox, Westcon};

const ROUNDS: usize = 41;
const LIMIT: Target = Target::Below(15.0, "ms");
const EMPTY: &str = "an empty tokio program";

fn main() {
    if std::env::args().any(|argument| argument == "--empty") {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        return runtime.block_on(async { println!("-") });
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::builder().supplier(Westcon::default()).start()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("https://{}", listener.local_addr().unwrap());
    let home = tempfile::tempdir().unwrap();
    let ca = sandbox.ca_path();
    let answered = config(home.path(), "answered.toml", sandbox.url(), ca);
    let unanswered = config(home.path(), "unanswered.toml", &silent, ca);

    let mut contest = Contest::new("b2b order, start to first byte").rounds(ROUNDS);
    contest.enter_timed(EMPTY, || {
        let mut empty = Command::new(std::env::current_exe().unwrap());
        to_stdout(empty.arg("--empty"))
    });
    contest.enter_timed("with --offline, on stdout", || to_stdout(b2b(&answered).arg("--offline")));
    contest.enter_timed("on the wire", || to_wire(&mut b2b(&unanswered), &listener));
    contest.enter_timed("of a sandbox's answer, on stdout", || to_stdout(&mut b2b(&answered)));
    let results = contest.run();
    results.more("with --offline, on stdout", EMPTY, LIMIT);
    results.more("on the wire", EMPTY, LIMIT);
    results.more("of a sandbox's answer, on stdout", EMPTY, Target::None("(TLS and the sandbox included)"));
}

/// Writes a configuration with Westcon at this address, and gives its path.
fn config(home: &Path, name: &str, url: &str, ca: &Path) -> String {
    let path = home.join(name);
    let (service, account) = (Westcon::PATH, Westcon::ACCOUNT);
    let text = format!(
        "[westcon]\nurl = \"{url}{service}\"\naccount = \"{account}\"\nkey = \"env:KEY\"\nca = \"{}\"\n",
        ca.display()
    );
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn b2b(config: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_b2b"));
    command.env_clear().env("KEY", Westcon::KEY).args(["order", "704571", "--config", config]);
    command
}

/// The time until a process writes its first byte on standard output.
fn to_stdout(command: &mut Command) -> Duration {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0]).unwrap();
    let took = start.elapsed();
    stdout.read_to_end(&mut Vec::new()).unwrap();
    assert!(child.wait().unwrap().success());
    took
}

/// The time until a process sends its first byte to a listener.
fn to_wire(command: &mut Command, listener: &TcpListener) -> Duration {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (mut connection, _) = listener.accept().unwrap();
    connection.read_exact(&mut [0]).unwrap();
    let took = start.elapsed();
    // While the connection is open it waits for an answer.
    child.kill().unwrap();
    child.wait().unwrap();
    took
}
