//! Runs that somebody or something ends.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::world::{Ended, World};

/// A run whose first answer has come, and whose second never does.
fn stuck(world: &World, format: &str) -> Child {
    world.put_fault("delay=60s;after=1");
    let address = format!("{}/StockCheck", world.sandbox.url());
    let settings = format!("--set fcb2b.addresses.StockCheck={address} --set fcb2b.max_concurrent=1");
    let mut command = world.command(&format!("stock VV01701002 BW0000114 BL12000451 --format {format} {settings}"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn send(signal: &str, child: &Child) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn an_interrupted_stream_ends_with_a_whole_line() {
    for signal in ["-INT", "-TERM"] {
        let world = World::of_flooring();
        let mut child = stuck(&world, "ndjson");
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        stdout.read_line(&mut first).unwrap();
        let entry: Value = serde_json::from_str(&first).unwrap();
        assert_eq!(entry["asked"], "VV01701002");
        send(signal, &child);
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
        let ended = Ended::of(child.wait_with_output().unwrap());
        assert_eq!(ended.code, Some(130));
        insta::allow_duplicates! {
            insta::assert_snapshot!(ended.stderr, @r"
            error: interrupted when 1 of 3 answers had come; outstanding: fcb2b
            hint: What came is on stdout. Ask again for the rest: questions change nothing.
            ");
        }
    }
}

#[test]
fn an_interrupted_run_shows_what_came() {
    let world = World::of_flooring();
    for format in ["table", "json", "csv"] {
        let mut child = stuck(&world, &format!("{format} -v"));
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("1 of fcb2b answered") {
            line.clear();
            assert!(stderr.read_line(&mut line).unwrap() > 0);
        }
        send("-INT", &child);
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        let ended = Ended::of(child.wait_with_output().unwrap());
        assert_eq!(ended.code, Some(130), "{rest}");
        assert!(rest.contains("error: interrupted when 1 of 3 answers had come"), "{rest}");
        assert!(ended.stdout.contains("VV01701002") && !ended.stdout.contains("BL12000451"), "{}", ended.stdout);
        assert!(ended.stdout.ends_with('\n'));
    }
}

#[test]
fn an_interrupted_run_without_answers_shows_nothing() {
    let world = World::new();
    world.put_fault("delay=60s");
    let mut command = world.command("order 704571 --format json -v");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("asking for 1 answers") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0);
    }
    send("-INT", &child);
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(Ended::of(child.wait_with_output().unwrap()).data(130), "");
    assert!(rest.contains("0 of 1 answers"), "{rest}");
}

#[test]
fn whoever_asks_twice_does_not_wait_for_a_reader() {
    let world = World::of_flooring();
    // More than a pipe holds.
    let skus: Vec<_> = (0..1000).map(|at| format!("NOSUCH{at}")).collect();
    let mut command = world.command(&format!("-v stock VV01701002 {} --format json", skus.join(" ")));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut wait_for = |times, expected: &str| {
        let (mut line, mut seen) = (String::new(), 0);
        while seen < times {
            line.clear();
            assert!(stderr.read_line(&mut line).unwrap() > 0);
            seen += usize::from(line.contains(expected));
        }
    };
    // Nothing is left but to write, and nobody reads.
    wait_for(1001, "1 of fcb2b answered");
    send("-INT", &child);
    wait_for(1, "asked to end");
    send("-INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn an_interrupted_examination_shows_what_it_found() {
    let world = World::with(b2b_sandbox::Fcb2b::new(), |world| world.table("westcon") + &world.flooring("fcb2b"));
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = format!("--set westcon.acount=1 --set fcb2b.services=https://{}/", silent.local_addr().unwrap());
    let mut command = world.command(&format!("-v doctor --format json {settings}"));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It waits for an answer that never comes.
    let _connection = silent.accept().unwrap();
    send("-INT", &child);
    let ended = Ended::of(child.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    let found: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
    let names: Vec<_> = found.iter().map(|one| one["supplier"].clone()).collect();
    assert_eq!(names, ["westcon"], "{}", ended.stdout);
    assert!(ended.stderr.contains("interrupted when 1 of 2 suppliers were looked at"), "{}", ended.stderr);
}

/// More than a pipe holds: whoever goes away before the end is missed.
const PIPE: usize = 64 * 1024;

/// A run whose reader goes away after the first line, and the same with one who stays.
fn left_and_whole(world: &World, arguments: &str) -> (Ended, Ended) {
    let mut child = world.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::with_capacity(64, child.stdout.take().unwrap());
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    drop(stdout);
    let left = Ended::of(child.wait_with_output().unwrap());
    let whole = world.run(arguments);
    assert!(whole.stdout.starts_with(&first) && whole.stdout.len() > PIPE + first.len(), "{}", whole.stdout.len());
    (left, whole)
}

#[test]
fn a_stream_stops_when_its_reader_goes_away() {
    let world = World::of_flooring();
    let skus: Vec<_> = (0..800).map(|at| format!("NOSUCH{at}")).collect();
    let question = format!("stock {} --supplier fcb2b --set fcb2b.max_concurrent=1 --format ndjson", skus.join(" "));
    let (left, whole) = left_and_whole(&world, &question);
    // Nothing is told of what was not asked any more.
    assert_eq!((left.code, left.stderr.as_str()), (Some(0), ""));
    assert!(whole.code == Some(4) && whole.stderr.contains("NOSUCH4 and 795 more"), "{}", whole.stderr);
}

#[test]
fn a_reader_who_goes_away_has_seen_enough_of_a_list() {
    let world = World::new();
    for format in ["json", "csv", "table"] {
        let (left, whole) = left_and_whole(&world, &format!("order 704580 999999 --detail --format {format}"));
        assert_eq!((left.code, &left.stderr), (Some(1), &whole.stderr), "{format}");
        assert_eq!(whole.code, Some(1), "{format}");
    }
}
