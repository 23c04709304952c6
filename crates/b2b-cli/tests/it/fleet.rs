//! `b2b sync submit`, `worker`, `collect` and `status`, over a real nats-server.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use b2b_sandbox::{Fcb2b, Techdata, Westcon};
use b2b_testing::NatsServer;
use serde_json::{Value, json};

use crate::nats::{self, publish};
use crate::sync::{JOBS, rows, summary, world};
use crate::world::{Ended, World};

/// A command of the fleet, with what it takes to reach NATS.
fn command(world: &World, nats: &NatsServer, arguments: &str) -> Command {
    let mut command = world.command(arguments);
    command.env("B2B_NATS", nats.url());
    command
}

fn run(world: &World, nats: &NatsServer, arguments: &str) -> Ended {
    world.ended(command(world, nats, arguments))
}

/// How long a worker may take until its next word.
const PATIENCE: Duration = Duration::from_secs(60);

/// A worker, and what it says.
struct Worker {
    child: Child,
    said: Receiver<String>,
}

impl Worker {
    /// When it has begun.
    fn start(world: &World, nats: &NatsServer, arguments: &str) -> Self {
        Self::of(command(world, nats, &format!("sync worker {arguments}")))
    }

    fn of(command: Command) -> Self {
        let mut worker = Self::spawn(command);
        worker.hear("for the fleet");
        worker
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let says = BufReader::new(child.stderr.take().unwrap());
        let (sender, said) = mpsc::channel();
        thread::spawn(move || says.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, said }
    }

    /// Waits until it says that.
    #[track_caller]
    fn hear(&mut self, what: &str) {
        let mut before = Vec::new();
        while let Ok(line) = self.said.recv_timeout(PATIENCE) {
            if line.contains(what) {
                return;
            }
            before.push(line);
        }
        panic!("it does not say {what:?}: {before:?}");
    }

    /// Asks it to end, and says how it does.
    fn terminate(mut self) -> (Option<i32>, String) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        self.end()
    }

    /// Waits until it ends.
    fn end(&mut self) -> (Option<i32>, String) {
        let rest: Vec<String> = self.said.iter().collect();
        (self.child.wait().unwrap().code(), rest.join("\n"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_fleet_comes_to_the_same_as_one_machine() {
    let Some(nats) = NatsServer::for_test("") else { return };
    let world = world();
    world.write("jobs.csv", JOBS);
    let submitted = run(&world, &nats, "sync submit jobs.csv --run night");
    assert_eq!(
        submitted.stderr,
        "1 job given more than once, and asked once\n11 jobs submitted; collect with --run night\n"
    );
    submitted.data(0);
    // Whoever does not know whether all arrived submits them again.
    let again = run(&world, &nats, "sync submit jobs.csv --run night");
    assert!(again.stderr.ends_with("\n0 jobs submitted; collect with --run night\n"), "{}", again.stderr);

    let early = run(&world, &nats, "sync collect --run night --out early");
    early.data(1);
    assert_eq!(summary(&early), "11 jobs: 0 answered, 11 open");
    insta::assert_snapshot!(run(&world, &nats, "sync status").data(0), @r"
    RUN    SUPPLIER  OPEN  ANSWERED  NOT FOUND  REFUSED  FAILED
    night  mill         5         0          0        0       0
    night  techdata     3         0          0        0       0
    night  westcon      3         0          0        0       0
    ");

    // Whoever comes last says what the account takes.
    let one = Worker::start(&world, &nats, "");
    let other = Worker::start(&world, &nats, "mill --lease 20s --set mill.max_concurrent=1");
    let collected = run(&world, &nats, "sync collect --run night --out out --wait --format ndjson --format parquet");
    assert!(collected.data(1).contains("out/stock.ndjson\n") && collected.data(1).contains("out/stock.parquet\n"));
    assert_eq!(summary(&collected), "11 jobs: 9 answered, 1 not found, 1 refused");
    for worker in [one, other] {
        assert_eq!(worker.terminate().0, Some(130));
    }

    world.run("sync run jobs.csv --out alone --format ndjson").data(1);
    for file in ["order_status.ndjson", "shipments.ndjson", "stock.ndjson", "prices.ndjson", "reservations.ndjson"] {
        assert_eq!(rows(&world, &format!("out/{file}")), rows(&world, &format!("alone/{file}")), "{file}");
    }
    let status: Value = serde_json::from_str(run(&world, &nats, "sync status --format json").data(0)).unwrap();
    let mill = &status[0];
    assert_eq!(
        mill,
        &json!({ "run": "night", "supplier": "mill", "open": 0, "ended": { "answered": 4, "not_found": 1 } })
    );

    // Credentials stay with the workers.
    for secret in [Westcon::KEY, Fcb2b::SECRET, Techdata::PASSWORD] {
        assert!(!is_under(&nats.home().join("store"), secret));
    }
    assert!(is_under(&nats.home().join("store"), "VV01701002"));
    let unknown = run(&world, &nats, "sync collect --run tomorrow --out out");
    unknown.complaint(2);
}

/// Whether a file below says that.
fn is_under(directory: &Path, text: &str) -> bool {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return is_under(&path, text);
        }
        fs::read(&path).unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn nats_is_reached_over_tls_with_credentials() {
    let Some((nats, ca, credentials)) = nats::guarded() else { return };
    let world = World::of_flooring();
    world.write("jobs.csv", "supplier,question,key\nfcb2b,stock,VV01701002\n");
    let with = |arguments: &str| run(&world, &nats, &format!("{arguments} --nats-ca {ca} --nats-creds {credentials}"));
    with("sync submit jobs.csv --run night").data(0);
    let worker = Worker::start(&world, &nats, &format!("--nats-ca {ca} --nats-creds {credentials}"));
    with("sync collect --run night --out out --wait --format ndjson").data(0);
    assert_eq!(rows(&world, "out/stock.ndjson").len(), 1);
    assert_eq!(worker.terminate().0, Some(130));

    // Neither without credentials, nor to whom nobody trusts.
    run(&world, &nats, &format!("sync status --nats-ca {ca}")).complaint(5);
    run(&world, &nats, &format!("sync status --nats-creds {credentials}")).complaint(5);
    let stranger = world.sandbox.ca_path().display();
    run(&world, &nats, &format!("sync status --nats-ca {stranger} --nats-creds {credentials}")).complaint(5);
    // What is no file with credentials is not shown.
    world.write("secret", Fcb2b::SECRET);
    run(&world, &nats, &format!("sync status --nats-ca {ca} --nats-creds secret")).complaint(5);
}

#[test]
fn tls_is_no_matter_of_what_the_server_says() {
    let Some(nats) = NatsServer::for_test("") else { return };
    let world = World::of_flooring();
    run(&world, &nats, "sync status").data(0);
    let ca = world.sandbox.ca_path().display();
    run(&world, &nats, &format!("sync status --nats-ca {ca}")).complaint(5);
    run(&world, &nats, &format!("sync status --nats tls://{}", nats.address())).complaint(5);
}

#[test]
fn what_is_no_answer_is_told_and_left_aside() {
    let Some(nats) = NatsServer::for_test("") else { return };
    let world = World::of_flooring();
    world.write("jobs.csv", "supplier,question,key\nfcb2b,stock,VV01701002\n");
    run(&world, &nats, "sync submit jobs.csv --run night").data(0);
    publish(&nats, "b2b.answers.night.fcb2b.answered", "no answer");
    let worker = Worker::start(&world, &nats, "");
    let collected = run(&world, &nats, "sync collect --run night --out out --wait --format ndjson");
    collected.data(1);
    assert_eq!(rows(&world, "out/stock.ndjson").len(), 1);
    assert!(collected.stderr.contains("error: 1 message left aside as unreadable\n"), "{}", collected.stderr);
    assert_eq!(worker.terminate().0, Some(130));
    insta::assert_snapshot!(run(&world, &nats, "sync status").data(0), @r"
    RUN    SUPPLIER  OPEN  ANSWERED  NOT FOUND  REFUSED  FAILED
    night  fcb2b        0         2          0        0       0
    ");
}

#[test]
fn a_key_has_an_end() {
    let Some(nats) = NatsServer::for_test("") else { return };
    let world = World::of_flooring();
    world.write("jobs.csv", &format!("supplier,question,key\nfcb2b,stock,{}\n", "A".repeat(1025)));
    let ended = run(&world, &nats, "sync submit jobs.csv --run night");
    assert!(
        ended.complaint(12).starts_with("error: jobs.csv: line 2: its key is longer than 1 KiB\n"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_worker_waits_for_nats() {
    let Some(mut nats) = NatsServer::for_test("") else { return };
    let world = World::of_flooring();
    world.write("jobs.csv", "supplier,question,key\nfcb2b,stock,VV01701002\n");
    let mut worker = Worker::start(&world, &nats, "");
    let mut impatient = Worker::start(&world, &nats, "--nats-patience 1ms");
    nats.stop().unwrap();
    worker.hear("NATS gives no jobs; trying again in");
    let (code, said) = impatient.end();
    assert_eq!(code, Some(5));
    assert!(said.contains("error: NATS gives no jobs: "), "{said}");

    nats.go_on().unwrap();
    run(&world, &nats, "sync submit jobs.csv --run night").data(0);
    run(&world, &nats, "sync collect --run night --out out --wait").data(0);
    assert_eq!(worker.terminate().0, Some(130));
}

#[test]
fn a_worker_that_is_not_accepted_leaves_the_jobs_where_they_are() {
    let Some(nats) = NatsServer::for_test("") else { return };
    let world = World::of_flooring();
    world.write("jobs.csv", "supplier,question,key\nfcb2b,stock,VV01701002\n");
    run(&world, &nats, "sync submit jobs.csv --run night").data(0);
    let mut wrong = command(&world, &nats, "sync worker");
    wrong.env("SECRET", "not-the-secret");
    let (code, said) = Worker::of(wrong).end();
    assert_eq!(code, Some(10));
    assert!(said.contains("error: fcb2b is not asked any more: "), "{said}");
    assert!(!said.contains("not-the-secret"), "{said}");

    let worker = Worker::start(&world, &nats, "");
    run(&world, &nats, "sync collect --run night --out out --wait").data(0);
    assert_eq!(worker.terminate().0, Some(130));
}

#[test]
fn what_nats_does_not_permit_is_told() {
    let guard = r#"
        no_auth_user: worker
        authorization { users: [{ user: worker, password: none, permissions: {
            publish: { deny: ["b2b.rests.>"] }, subscribe: { deny: ["b2b.rests.>"] }
        } }] }
    "#;
    let Some(nats) = NatsServer::for_test(guard) else { return };
    let world = world();
    let mut worker = Worker::spawn(command(&world, &nats, "sync worker"));
    worker.hear("Permissions Violation for Subscription to \"b2b.rests.*\"");
    // It works all the same.
    world.write("jobs.csv", JOBS);
    run(&world, &nats, "sync submit jobs.csv --run night").data(0);
    let collected = run(&world, &nats, "sync collect --run night --out out --wait");
    assert_eq!(summary(&collected), "11 jobs: 9 answered, 1 not found, 1 refused");
    assert_eq!(worker.terminate().0, Some(130));
}

#[test]
fn an_address_holds_no_credentials() {
    let world = World::of_flooring();
    let ended = world.run("sync status --nats nats://me:s3cr3t@127.0.0.1:4222");
    insta::assert_snapshot!(ended.complaint(5), @r"
    error: NATS cannot be reached: an address holds credentials, which belong into a file
    hint: Check --nats, its credentials and that JetStream is on. What is in the queue stays there.
    ");
    assert!(!ended.stderr.contains("s3cr3t"), "{}", ended.stderr);
}
