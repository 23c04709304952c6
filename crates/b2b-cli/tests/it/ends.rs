//! How it ends: one case of each code that b2b help exit-codes lists, and none that it does not list.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use b2b_sandbox::Fcb2b;

use crate::world::{ClosedPort, Ended, World, b2b};

/// What stands on stdout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Data {
    Something,
    Nothing,
}
use Data::{Nothing, Something};

/// The codes that runs have ended with.
#[derive(Default)]
struct Ends(BTreeSet<i32>);

impl Ends {
    #[track_caller]
    fn check(&mut self, world: &World, arguments: &str, code: i32, data: Data) {
        let ended = world.run(arguments);
        let is = if ended.stdout.is_empty() { Nothing } else { Something };
        assert_eq!(is, data, "{arguments}: {}{}", ended.stdout, ended.stderr);
        self.take(&ended, code);
    }

    #[track_caller]
    fn take(&mut self, ended: &Ended, code: i32) {
        assert_eq!(ended.code, Some(code), "{}{}", ended.stdout, ended.stderr);
        self.0.insert(code);
    }
}

#[test]
fn every_code_that_is_listed_has_a_case() {
    let mut ends = Ends::default();
    of_one_question_to_all_suppliers(&mut ends);
    of_suppliers_that_answer_otherwise(&mut ends);
    of_a_write_whose_outcome_nobody_knows(&mut ends);
    of_the_system(&mut ends);
    let page = Ended::of(b2b().args(["help", "exit-codes"]).output().unwrap());
    let code = |line: &str| line.strip_prefix("  ")?.get(..3)?.trim().parse::<i32>().ok();
    assert_eq!(ends.0, page.data(0).lines().filter_map(code).collect());
}

fn of_one_question_to_all_suppliers(ends: &mut Ends) {
    let world =
        &World::with(Fcb2b::new(), |world| world.table("westcon") + &world.flooring("fcb2b") + &world.reselling());
    let closed = ClosedPort::new();
    let port = closed.number();
    // All of it, some of it, nothing that anybody knows.
    ends.check(world, "order 704571 5626138 3132305", 0, Something);
    ends.check(world, "order 704571 999999", 1, Something);
    ends.check(world, "order 999999", 4, Something);
    ends.check(world, "order 999999 --format json", 4, Something);
    ends.check(world, &format!("order 999999 --set techdata.url=https://127.0.0.1:{port}/"), 5, Something);
    // A supplier that cannot be reached, among others and alone.
    let away = format!("--set westcon.url=https://127.0.0.1:{port}/");
    ends.check(world, &format!("order 704571 5626138 {away}"), 1, Something);
    ends.check(world, &format!("order 704571 --supplier westcon {away}"), 5, Nothing);
    // Refused as a whole.
    ends.check(world, "order 704571 704599 --supplier westcon", 4, Nothing);
    ends.check(world, "order 704571 --supplier nobody", 2, Nothing);
    ends.check(world, "order - --column order", 2, Nothing);
    ends.check(world, "order 704571 --supplier westcon --set westcon.acount=1", 3, Nothing);
    // The others do not know it.
    ends.check(world, "order 704571 --set westcon.acount=1", 3, Something);
    ends.check(world, "doctor --set westcon.acount=1", 3, Something);
    ends.check(world, "order --from no-such-file", 12, Nothing);
    ends.check(world, "price 10226038 --supplier westcon", 14, Nothing);
}

fn of_suppliers_that_answer_otherwise(ends: &mut Ends) {
    let (world, stranger) = (&World::new(), World::new());
    for (switch, code) in [("reset", 6), ("html", 7), ("oversize=50MB", 9), ("expired", 13)] {
        world.put_fault(switch);
        ends.check(world, "order 704571", code, Nothing);
    }
    world.put_fault("status=200;times=0");
    ends.check(world, &format!("order 704571 --set westcon.ca={}", stranger.sandbox.ca_path().display()), 8, Nothing);
    ends.check(world, "order 704571 --set westcon.clock_offset=-1h", 11, Nothing);
    ends.check(world, "order 704571 --set westcon.key=env:PASSWORD", 10, Nothing);
}

fn of_a_write_whose_outcome_nobody_knows(ends: &mut Ends) {
    let world = World::of_techdata();
    world.write("order.toml", "purchase_order = \"PO-9\"\n[[lines]]\narticle = \"10226038\"\nquantity = 1\n");
    world.put_fault("reset");
    ends.check(&world, "place-order order.toml", 15, Nothing);
}

/// A full disk, and an interrupt.
fn of_the_system(ends: &mut Ends) {
    let full = File::options().write(true).open("/dev/full").unwrap();
    ends.take(&Ended::of(b2b().args(["help"]).stdout(full).output().unwrap()), 70);
    let world = World::new();
    world.put_fault("delay=60s");
    let mut command = world.command("-v order 704571");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("asking for 1 answers")));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert!(lines.any(|line| line.unwrap().contains("interrupted")));
    ends.take(&Ended::of(child.wait_with_output().unwrap()), 130);
}
