//! `b2b reserve` and `b2b reserves`: once, and found again.

use std::fs;

use serde_json::Value;

use crate::world::{Ended, World};

fn entries(ended: &Ended, code: i32) -> Value {
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
    error: nothing was reserved: fcb2b refused (OperationAborted): 60.00 BX of LASTBOX100 cannot be reserved: at one FOB point 40.00 would fit
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
    assert_eq!(entries(&ended, 0)[0]["lines"][0]["sku"], "LASTBOX100");
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
    insta::assert_snapshot!(again.complaint(12), @r"
    error: smith.json is there already: it may record a reservation whose outcome is unknown
    hint: Find out: b2b reserves --reconcile smith.json. Nothing was sent.
    ");
    assert!(world.path("smith.json").exists());
}

#[test]
fn a_record_is_reconciled() {
    let world = World::of_flooring();
    let record = r#"{"supplier": "fcb2b", "request": {"sku": "LASTBOX100", "quantity": "60", "unit": "BX", "same_lot": false},
        "sidemark": {"unique": "b2b-0c5e1f7a92d4"}, "began": "2025-01-02T03:04:05Z"}"#;
    let path = world.write("lost.json", record);
    insta::assert_snapshot!(world.run("reserves --reconcile lost.json").complaint(1), @r"
    error: fcb2b has no such reservation: 60 BX of LASTBOX100, sidemark b2b-0c5e1f7a92d4
    hint: Nothing was reserved, and the record is removed. If it is still wanted: b2b reserve.
    ");
    assert!(!path.exists());
    world.run("reserve LASTBOX100 --quantity 60 --unit BX --sidemark b2b-0c5e1f7a92d4").data(0);
    world.write("lost.json", record);
    assert!(world.run("reserves --reconcile lost.json").data(0).contains("b2b-0c5e1f7a92d4"));
    assert!(!path.exists());
    world.write("lost.json", "{}");
    assert!(world.run("reserves --reconcile lost.json").complaint(12).contains("lost.json is no record"));
}
