//! `b2b stock`, `price`, `related` and `documents`.

use b2b_model::Availability;
use serde_json::Value;

use crate::world::World;

/// The days of what is expected move with the clock.
macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({filters => vec![(r"20\d\d-\d\d-\d\d", "20YY-MM-DD")]}, {
            insta::assert_snapshot!($text);
        });
    };
}

#[test]
fn stock_as_a_table() {
    let world = World::of_flooring();
    let ended = world.run("stock VV01701002 NOSUCH BW0000114 DROPPED001 FUTURE0001");
    snapshot!(ended.data(1));
    insta::assert_snapshot!(ended.stderr, @r#"
    error: NOSUCH: fcb2b refused StockCheck (SKUNotFound): the SKU "NOSUCH" is not available or does not exist
    hint: Use the item's number as the producer's price catalog (832) writes it; it may also be out of stock.
    "#);
    snapshot!(world.run("stock VV01701002 BL12000451 --all").data(0));
}

#[test]
fn stock_under_conditions() {
    let world = World::of_flooring();
    snapshot!(world.run("stock VV01701002 --quantity 100 --unit BX --same-lot").data(0));
    snapshot!(world.run("stock BL12000451 --quantity 100 --unit SY --roll --all --need-by 2090-01-31").data(0));
    insta::assert_snapshot!(world.run("stock VV01701002 --lot A1207 --quantity 5").complaint(2), @r"
    error: --lot is a condition, and conditions need --unit
    hint: Say how much of which unit is wanted, for example --quantity 5 --unit BX.
    ");
    world.run("stock VV01701002 --all --quantity 5").complaint(2);
}

#[test]
fn stock_as_json() {
    let world = World::of_flooring();
    let ended = world.run("stock VV01701002 NOSUCH --format json");
    let entries: Value = serde_json::from_str(ended.data(1)).unwrap();
    assert_eq!((&entries[0]["supplier"], &entries[0]["asked"]), (&"fcb2b".into(), &"VV01701002".into()));
    let availability: Availability = serde_json::from_value(entries[0].clone()).unwrap();
    assert_eq!(availability.stock[0].available.as_ref().unwrap().unit.as_deref(), Some("BX"));
    assert_eq!(entries[1]["problems"][0]["code"], "SKUNotFound");
    snapshot!(ended.data(1));
}

#[test]
fn prices_related_items_and_documents() {
    let world = World::of_flooring();
    snapshot!(world.run("price 5E65800110 EFSOFT0001").data(0));
    snapshot!(world.run("related VV01701002").data(0));
    snapshot!(world.run("documents VV01701002 BL12000451").data(0));
    let json = world.run("price 5E65800110 --format json");
    let entries: Value = serde_json::from_str(json.data(0)).unwrap();
    assert_eq!(entries[0]["prices"][0]["amount"]["amount"], "3.15");
    assert_eq!(entries[0]["prices"][0]["per"], "SF");
}

#[test]
fn absurd_quantities_name_the_parameter() {
    let world = World::of_flooring();
    insta::assert_snapshot!(world.run("stock VV01701002 --quantity -5").complaint(12), @r"
    error: VV01701002: fcb2b was not asked for StockCheck: RequestedQuantity is not above 0
    hint: Correct the parameters that the message names.
    ");
    let many = world.run("stock VV01701002 BL12000451 --quantity 99999999999 --unit BX");
    assert!(many.complaint(12).contains("is a billion or more"), "{}", many.stderr);
    assert!(world.run("stock VV01701002 --quantity five").complaint(2).contains("five"));
}

#[test]
fn the_requests_offline() {
    let world = World::of_flooring();
    let address = format!("{}/StockCheck", world.sandbox.url());
    let set = format!("stock VV01701002 --offline --set fcb2b.addresses.StockCheck={address}");
    insta::with_settings!({filters => vec![(r"TimeStamp=[\d:.T-]+", "TimeStamp=MOMENT"), (r"127\.0\.0\.1:\d+", "SANDBOX")]}, {
        insta::assert_snapshot!(world.run(&set).data(0));
        insta::assert_snapshot!(world.run("stock VV01701002 --quantity 5 --unit BX --offline").data(0));
    });
    assert!(world.sandbox.exchanges().is_empty());
}

#[test]
fn one_article_that_fails_hides_no_other() {
    let world = World::of_flooring();
    let address = format!("{}/StockCheck", world.sandbox.url());
    world.put_fault("garbage;after=1;times=1");
    let ended = world.run(&format!(
        "stock VV01701002 BW0000114 PAD0000080 --set fcb2b.addresses.StockCheck={address} --set fcb2b.max_concurrent=1"
    ));
    snapshot!(ended.data(1));
    assert!(
        ended.stderr.starts_with("error: BW0000114: fcb2b's answer to StockCheck cannot be used"),
        "{}",
        ended.stderr
    );
}

#[test]
fn many_articles_are_asked_for_and_shown_in_their_order() {
    let world = World::of_flooring();
    let mut skus: Vec<_> = (0..40).map(|at| format!("NOSUCH{at}")).collect();
    skus.push("VV01701002".to_owned());
    // What is asked for twice is asked once.
    let ended = world.run(&format!("stock {} NOSUCH7 vp:NOSUCH8 --format json", skus.join(" ")));
    let entries: Vec<Value> = serde_json::from_str(ended.data(1)).unwrap();
    let asked: Vec<_> = entries.iter().map(|entry| entry["asked"].as_str().unwrap()).collect();
    assert_eq!(asked, skus);
}

#[test]
fn many_that_fail_alike_are_told_once() {
    let world = World::of_flooring();
    let skus: Vec<_> = (0..60).map(|at| format!("NOSUCH{at}")).collect();
    let ended = world.run(&format!("stock VV01701002 {}", skus.join(" ")));
    assert_eq!(ended.data(1).lines().count(), 62);
    insta::assert_snapshot!(ended.stderr, @r#"
    error: NOSUCH0, NOSUCH1, NOSUCH2, NOSUCH3, NOSUCH4 and 55 more; of NOSUCH0: fcb2b refused StockCheck (SKUNotFound): the SKU "NOSUCH0" is not available or does not exist
    hint: Use the item's number as the producer's price catalog (832) writes it; it may also be out of stock.
    "#);
    let mut command = world.command("stock");
    command.args(["", "VV01701002"]);
    let ended = world.ended(command);
    assert!(ended.complaint(2).contains("the article number \"\" is empty"), "{}", ended.stderr);
}

#[test]
fn what_will_come_is_told_once() {
    let world = World::of_flooring();
    let ended = world.run("stock VV01701002 --quantity 300 --unit BX --all");
    assert_eq!(ended.data(0).matches("expected 20").count(), 1, "{}", ended.stdout);
}
