//! `b2b sandbox`.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use b2b_sandbox::ReadyLine;
use tempfile::TempDir;

use crate::world::{Ended, b2b};

/// `b2b sandbox` as a child, ended at the latest with the test.
pub(crate) struct Running {
    child: Child,
    /// What it printed when it was ready.
    pub(crate) line: String,
    ready: ReadyLine,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut command = b2b();
        command.arg("sandbox").args(arguments);
        Self::of(command)
    }

    /// What such a command starts.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).unwrap();
        Self { child, line, ready }
    }

    /// Asks it to end, and waits until it has.
    #[cfg(unix)]
    fn terminate(mut self, signal: &str) -> ExitStatus {
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let mut rest = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
        self.child.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn order(config: &Path) -> Ended {
    let output =
        b2b().arg("--config").arg(config).args(["order", "westcon:704571", "--format", "json"]).output().unwrap();
    Ended::of(output)
}

#[test]
#[cfg(unix)]
fn the_configuration_it_writes_works() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = TempDir::new().unwrap();
    let config = home.path().join("b2b.toml");
    let path = config.to_str().unwrap();
    for signal in ["TERM", "INT"] {
        let sandbox = Running::start(&["--write-config", path]);
        assert_eq!(fs::metadata(&config).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(order(&config).data(0).contains("MB100"));
        let ca = sandbox.ready.ca.clone();
        assert!(Path::new(&ca).exists());
        assert_eq!(sandbox.terminate(signal).code(), Some(0));
        assert!(!Path::new(&ca).exists());
        let ended = order(&config);
        let told = ended.complaint(3).replace(path, "b2b.toml").replace(&ca, "/…/ca.pem");
        insta::allow_duplicates!(insta::assert_snapshot!(told, @r"
        error: b2b.toml: westcon.ca names the file /…/ca.pem, which does not exist
        hint: Check the path; the file of a sandbox is there only while that sandbox runs, and another run writes a new configuration.
        "));
    }
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
#[cfg(unix)]
fn what_it_keeps_is_taken_up_again() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("state");
    let authority = || {
        let sandbox = Running::start(&["--data", data.to_str().unwrap()]);
        let pem = fs::read_to_string(&sandbox.ready.ca).unwrap();
        assert_eq!(sandbox.terminate("TERM").code(), Some(0));
        pem
    };
    assert_eq!(authority(), authority());
}

#[test]
#[cfg(unix)]
fn it_shows_its_inspector() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = TempDir::new().unwrap();
    let (browser, address) = (home.path().join("xdg-open"), home.path().join("address"));
    assert!(Command::new("mkfifo").arg(&address).status().unwrap().success());
    fs::write(&browser, format!("#!/bin/sh\nprintf %s \"$1\" > {}\n", address.display())).unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = b2b();
    command.args(["sandbox", "--open"]).env("PATH", home.path());
    let sandbox = Running::of(command);
    // Read from a pipe: there is something as soon as the browser was started.
    let opened = fs::read_to_string(&address).unwrap();
    assert_eq!(opened, sandbox.ready.inspector);
    assert_eq!(opened, format!("{}/_sandbox/", sandbox.ready.http_url));
}

#[test]
fn its_clock_can_be_wrong() {
    let home = TempDir::new().unwrap();
    let config = home.path().join("b2b.toml");
    let _sandbox = Running::start(&["--write-config", config.to_str().unwrap(), "--offset", "-1h"]);
    order(&config).complaint(11);
    let offset = ["order", "westcon:704571", "--set", "westcon.clock_offset=-1h"];
    Ended::of(b2b().arg("--config").arg(&config).args(offset).output().unwrap()).data(0);
}

#[test]
fn it_overwrites_nobodys_file() {
    let home = TempDir::new().unwrap();
    let config = home.path().join("b2b.toml");
    fs::write(&config, "[westcon]\n").unwrap();
    let output = b2b().current_dir(home.path()).args(["sandbox", "--write-config", "b2b.toml"]).output().unwrap();
    insta::assert_snapshot!(Ended::of(output).complaint(12), @r"
    error: b2b.toml exists and was not written by a sandbox
    hint: Give --write-config another path.
    ");
    assert_eq!(fs::read_to_string(&config).unwrap(), "[westcon]\n");
}

#[test]
fn it_stays_on_this_machine_unless_told_otherwise() {
    let output = b2b().args(["sandbox", "--listen", "0.0.0.0:0"]).output().unwrap();
    insta::assert_snapshot!(Ended::of(output).complaint(12), @r"
    error: the sandbox does not start: 0.0.0.0:0 can be reached from other machines, and the sandbox shows all it knows to everyone
    hint: Listen on 127.0.0.1, or give --i-know if others may read all of it.
    ");
}

#[test]
fn it_plays_producers_of_several_dialects() {
    let home = TempDir::new().unwrap();
    let config = home.path().join("b2b.toml");
    for profile in ["dancik", "shared-secret"] {
        let sandbox = Running::start(&["--write-config", config.to_str().unwrap(), "--fcb2b-profile", profile]);
        assert_eq!(sandbox.ready.suppliers["fcb2b"]["profile"], profile);
        assert!(sandbox.ready.http_url.starts_with("http://127.0.0.1:"));
        let stock = b2b()
            .arg("--config")
            .arg(&config)
            .args(["stock", "PAD0000080", "--supplier", "fcb2b", "-vv", "--trace-http"])
            .output();
        assert!(Ended::of(stock.unwrap()).data(0).contains("900 SY"));
    }
    let refused = b2b().args(["sandbox", "--fcb2b-profile", "dancick"]).output().unwrap();
    assert!(Ended::of(refused).complaint(2).contains("there is no signing profile"));
}
