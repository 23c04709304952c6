//! `b2b reserve` and `b2b reserves`: once, and found again.

use std::fs::{self, File};
use std::process::Stdio;

use b2b_http::{Environment as _, SystemEnvironment};
use chrono::TimeDelta;
use serde_json::Value;

use crate::world::{Ended, World};

fn outcome(ended: &Ended, code: i32) -> Value {
    serde_json::from_str(ended.data(code)).unwrap()
}

/// The records that were left.
fn records(world: &World) -> Vec<String> {
    let names = fs::read_dir(world.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".reserve.json")).collect()
}

#[test]
fn a_reservation_is_shown_and_subtracted() {
    let world = World::of_flooring();
    let ended = world.run("reserve LASTBOX100 --quantity 60 --unit BX --sidemark SMITH");
    insta::with_settings!({filters => vec![(r"20\d\d-\d\d-\d\d", "20YY-MM-DD")]}, {
        insta::assert_snapshot!(ended.data(0));
        insta::assert_snapshot!(world.run("reserves --sku LASTBOX100").data(0));
    });
    assert!(world.run("stock LASTBOX100").data(0).contains(" 40 BX"));
    insta::assert_snapshot!(world.run("reserve LASTBOX100 --quantity 60 --unit BX").complaint(4), @r"
    error: nothing was reserved: fcb2b refused CreateReserve (OperationAborted): 60.00 BX of LASTBOX100 cannot be reserved: at one FOB point 40.00 would fit
    hint: Ask what is available and reserve less, or from another lot or place.
    ");
    assert_eq!(records(&world), [""; 0]);
}

#[test]
fn a_rehearsal_reserves_nothing() {
    let world = World::of_flooring();
    let ended = world.run("reserve LASTBOX100 --quantity 60 --unit BX --dry-run");
    assert!(ended.data(0).contains("100 BX"));
    assert!(world.run("reserve LASTBOX100 --quantity 60 --unit BX --offline").data(0).contains("LASTBOX100"));
    assert!(world.run("stock LASTBOX100").data(0).contains("100 BX"));
    assert_eq!(records(&world), [""; 0]);
}

#[test]
fn wrong_command_lines_send_nothing() {
    let world = World::of_flooring();
    insta::assert_snapshot!(world.run("reserve LASTBOX100 --quantity 60").complaint(2), @r"
    error: --unit is missing
    hint: Say how much of which unit, for example --quantity 5 --unit BX.
    ");
    assert!(world.run("reserve LASTBOX100 --quantity 0 --unit BX").complaint(12).contains("Quantity is not above 0"));
    assert!(world.sandbox.exchanges().is_empty());
    assert_eq!(records(&world), [""; 0]);
}

#[test]
fn a_lost_answer_is_looked_into_and_nothing_is_sent_twice() {
    let world = World::of_flooring();
    // The first exchange is discovery, the second the reservation.
    world.run("services").data(0);
    let address = format!("{}/CreateReserve", world.sandbox.url());
    let reserves = format!("{}/GetReserves", world.sandbox.url());
    let set = format!("--set fcb2b.addresses.CreateReserve={address} --set fcb2b.addresses.GetReserves={reserves}");
    world.put_fault("truncate=20;times=1");
    let ended = world.run(&format!("reserve LASTBOX100 --quantity 60 --unit BX --format json {set}"));
    let told = outcome(&ended, 0);
    assert_eq!((&told["outcome"], &told["reservation"]["lines"][0]["sku"]), (&"reserved".into(), &"LASTBOX100".into()));
    assert!(ended.stderr.contains("the goods are reserved"), "{}", ended.stderr);
    assert!(world.run("stock LASTBOX100").data(0).contains(" 40 BX"));
    assert_eq!(records(&world), [""; 0]);
}

#[test]
fn what_cannot_be_found_out_is_recorded() {
    let world = World::of_flooring();
    world.run("services").data(0);
    let address = |service: &str| format!("--set fcb2b.addresses.{service}={}/{service}", world.sandbox.url());
    let set = format!("{} {}", address("CreateReserve"), address("GetReserves"));
    world.put_fault("reset");
    let ended =
        world.run(&format!("reserve LASTBOX100 --quantity 60 --unit BX --sidemark SMITH --record smith.json {set}"));
    let told = ended.complaint(15);
    assert!(told.contains("it is not known whether fcb2b reserved 60 BX of LASTBOX100, sidemark SMITH"), "{told}");
    assert!(told.contains("Do not reserve it again."), "{told}");
    assert!(told.ends_with("run: b2b reserves --reconcile smith.json\n"), "{told}");
    // Nothing is sent as long as that is not looked into.
    let again = world.run(&format!("reserve LASTBOX100 --quantity 60 --unit BX --record smith.json {set}"));
    assert!(again.complaint(15).contains("b2b reserves --reconcile smith.json"), "{}", again.stderr);
    let other = world.run(&format!("reserve VV01701002 --quantity 1 --unit BX --record smith.json {set}"));
    insta::assert_snapshot!(other.complaint(12), @r"
    error: smith.json is there already: it may record a reservation whose outcome is unknown
    hint: Find out: b2b reserves --reconcile smith.json. Nothing was sent.
    ");
    assert!(world.path("smith.json").exists());
}

#[test]
fn a_record_is_reconciled() {
    let world = World::of_flooring();
    let record = r#"{"supplier": "fcb2b", "request": {"sku": "LASTBOX100", "quantity": "60", "unit": "BX", "same_lot": false},
        "sidemark": {"unique": "b2b-0c5e1f7a92d4"}, "began": "BEGAN"}"#;
    let record = &record.replace("BEGAN", &an_hour_ago());
    let path = world.write("lost.json", record);
    insta::assert_snapshot!(world.run("reserves --reconcile lost.json").complaint(1), @r"
    error: fcb2b has no such reservation: 60 BX of LASTBOX100, sidemark b2b-0c5e1f7a92d4; nobody saw the end of the request
    hint: Nothing was reserved, and the record is removed. If it is still wanted: b2b reserve.
    ");
    assert!(!path.exists());
    world.run("reserve LASTBOX100 --quantity 60 --unit BX --sidemark b2b-0c5e1f7a92d4").data(0);
    world.write("lost.json", record);
    assert!(world.run("reserves --reconcile lost.json").data(0).contains("b2b-0c5e1f7a92d4"));
    assert!(!path.exists());
    world.write("lost.json", "{}");
    assert!(world.run("reserves --reconcile lost.json").complaint(12).contains("lost.json is no record"));
    insta::assert_snapshot!(world.run("reserve LASTBOX100 --quantity 1 --unit BX --record lost.json").complaint(12), @r"
    error: lost.json is there already: it is no record of a reservation
    hint: Nothing was sent. Give --record another path.
    ");
    world.write("lost.json", "");
    insta::assert_snapshot!(world.run("reserves --reconcile lost.json").complaint(12), @r"
    error: lost.json is empty: it does not say what was to be sent
    hint: See in b2b reserves whether something is there that you miss, then remove the file.
    ");
}

/// Long enough ago that an absence is believed, and not too long.
fn an_hour_ago() -> String {
    (SystemEnvironment.now() - TimeDelta::hours(1)).to_rfc3339()
}

const LASTBOX: &str = "reserve LASTBOX100 --quantity 60 --unit BX";

macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({filters => vec![(r"b2b-[0-9a-f]{12}", "b2b-MARK"), (r"In \d+ s", "In N s")]}, {
            insta::assert_snapshot!($text);
        });
    };
}

#[test]
fn a_reservation_that_may_be_there_is_not_made_again() {
    let world = World::of_flooring();
    world.put_fault("status=500;after=1");
    let lost = world.run(LASTBOX);
    snapshot!(lost.complaint(15));
    world.sandbox.clear_fault();
    let sent = world.sandbox.exchanges().len();
    let again = world.run("reserve lastbox100 --quantity 5 --unit BX");
    snapshot!(again.complaint(15));
    let json = outcome(&world.run("reserve LASTBOX100 --quantity 5 --unit BX --format json"), 15);
    assert_eq!((&json["outcome"], &json["record"]), (&"unknown".into(), &records(&world)[0].as_str().into()));
    assert_eq!(world.sandbox.exchanges().len(), sent);
    // Other articles and those who insist are not kept from it.
    world.run("reserve VV01701002 --quantity 1 --unit BX").data(0);
    world.run(&format!("{LASTBOX} --again")).data(0);
    assert_eq!(records(&world).len(), 1);
}

#[test]
fn programs_are_told_the_outcome() {
    let world = World::of_flooring();
    let refused = outcome(&world.run("reserve LASTBOX100 --quantity 101 --unit BX --format json"), 4);
    assert_eq!((&refused["outcome"], &refused["record"]), (&"not_reserved".into(), &Value::Null));
    assert!(refused["reason"].as_str().unwrap().contains("OperationAborted"));
    world.put_fault("html;after=1;times=1");
    let lost = outcome(&world.run(&format!("{LASTBOX} --format json --record lost.json")), 15);
    assert_eq!((&lost["outcome"], &lost["record"]), (&"unknown".into(), &"lost.json".into()));
    let reason = lost["reason"].as_str().unwrap();
    assert!(reason.contains("CreateReserve") && reason.ends_with("the producer may still be at work"), "{reason}");
    // It has been long enough.
    let record = fs::read_to_string(world.path("lost.json")).unwrap();
    let mut record: Value = serde_json::from_str(&record).unwrap();
    (record["began"], record["ended"]) = (an_hour_ago().into(), an_hour_ago().into());
    world.write("lost.json", &record.to_string());
    world.put_fault("status=500");
    let still = outcome(&world.run("reserves --reconcile lost.json --format json"), 15);
    assert!(still["reason"].as_str().unwrap().contains("looking for it failed"), "{still}");
    world.sandbox.clear_fault();
    let ended = world.run("reserves --reconcile lost.json --format json");
    assert_eq!(outcome(&ended, 1)["outcome"], "not_reserved");
    assert!(ended.stderr.contains("sidemark b2b-") && ended.stderr.contains("CreateReserve"), "{}", ended.stderr);
}

#[test]
fn candidates_are_shown() {
    let world = World::of_flooring();
    let mark = "--sidemark SAME";
    world.run(&format!("reserve LASTBOX100 --quantity 1 --unit BX {mark}")).data(0);
    world.put_fault("truncate=20;after=1;times=1");
    let ended = world.run(&format!("reserve LASTBOX100 --quantity 1 --unit BX {mark}"));
    assert_eq!(ended.data(15).lines().count(), 3);
    assert!(ended.stderr.contains("Look at the reservations on stdout"), "{}", ended.stderr);
}

#[test]
fn less_than_wanted_is_said() {
    let world = World::of_flooring();
    world.run("reserve LASTBOX100 --quantity 28 --unit BX").data(0);
    let ended = world.run("reserve LASTBOX100 --quantity 90 --minimum 50 --unit BX");
    assert!(ended.data(0).contains("72 BX"));
    assert_eq!(ended.stderr, "warning: fcb2b reserved 72 of 90 BX\n");
}

#[test]
fn a_rehearsal_says_what_it_cannot_check() {
    let world = World::of_flooring();
    for option in ["--price 3", "--maximum 70", "--roll-number R1"] {
        let ended = world.run(&format!("{LASTBOX} --dry-run {option}"));
        assert!(ended.complaint(2).starts_with("error: --dry-run cannot check --"), "{}", ended.stderr);
    }
    let none = world.run("reserve LASTBOX100 --quantity 200 --unit BX --dry-run");
    assert!(none.data(4).contains("SKUNotFound"));
    assert!(
        !none.stderr.contains("This is what there is") && none.stderr.contains("Ease the conditions"),
        "{}",
        none.stderr
    );
}

#[test]
fn rolls_are_reserved_whole() {
    let world = World::of_flooring();
    let ended = world.run("reserve BL12000451 --quantity 10 --unit SY --roll");
    assert!(ended.complaint(4).ends_with("give --maximum for the most that you would take.\n"), "{}", ended.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn a_reservation_that_cannot_be_shown_is_not_lost() {
    let world = World::of_flooring();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = world.command(&format!("{LASTBOX} --record smith.json"));
    let ended = Ended::of(command.stdout(full).output().unwrap());
    let complaint = ended.complaint(70);
    assert!(complaint.contains("reservation 7000004, and stdout cannot be written"), "{complaint}");
    assert!(complaint.ends_with("b2b reserves --reconcile smith.json\n"), "{complaint}");
    assert!(world.run("reserves --reconcile smith.json").data(0).contains("7000004"));
}

#[test]
#[cfg(unix)]
fn an_interrupted_reservation_says_how_to_find_out() {
    for signal in ["INT", "TERM"] {
        let world = World::of_flooring();
        world.put_fault("delay=60s;after=1");
        let mut command = world.command(LASTBOX);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        while records(&world).is_empty() {
            std::thread::yield_now();
        }
        crate::world::send(signal, &child);
        let ended = Ended::of(child.wait_with_output().unwrap());
        let complaint = ended.complaint(15);
        assert!(complaint.contains("b2b was interrupted before the answer arrived"), "{complaint}");
        assert!(
            complaint.trim_end().ends_with(&format!("b2b reserves --reconcile {}", records(&world)[0])),
            "{complaint}"
        );
    }
}
