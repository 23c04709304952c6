//! `b2b place-order`.

use std::process::Stdio;

use b2b_sandbox::Techdata;
use serde_json::Value;

use crate::world::{Ended, World};

macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({filters => vec![
            (r"20(2[6-9]|[3-9]\d)-\d\d-\d\d", "20YY-MM-DD"), (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
            (r"(TransControlID>)[0-9a-f-]+", "${1}ID"),
        ]}, {
            insta::assert_snapshot!($text);
        });
    };
}

const ORDER: &str = r#"
purchase_order = "PO-1001"
shortage = "backorder-rest"
messages = ["Leave at dock 4"]

[ship_to]
name = "Sample & Sons"
address = ["100 Sample Dr", "Suite <4>"]
city = "Clearwater"
state = "FL"
postal_code = "33760"
contact = "J. Doe"

[references]
EU = "EU-900"

[end_user]
EuiName = "City Library"
EuiEndUserPODate = "2026-01-31"

[[lines]]
article = "10226038"
quantity = 3
ship_via = "01"

[[lines]]
article = "mg:SBX-LJ-4200"
quantity = 7
price = "1217.54"
customer_line = "0002"
"#;

fn world(order: &str) -> World {
    let world = World::of_techdata();
    world.write("order.toml", order);
    world
}

#[test]
fn an_order_and_what_became_of_it() {
    let world = world(ORDER);
    snapshot!(world.run("place-order order.toml --offline").data(0));
    let rehearsed = world.run("place-order order.toml --dry-run");
    snapshot!(rehearsed.data(0));
    assert!(rehearsed.stderr.contains("Nothing was ordered."));
    snapshot!(world.run("place-order order.toml").data(0));
    assert!(!world.path("PO-1001.order.json").exists());
    snapshot!(world.run("order po:PO-1001 --serials").data(0));
    assert!(world.run("invoice PO-1001").data(0).contains("serial "));
    insta::assert_snapshot!(world.run("place-order order.toml").complaint(4), @r"
    error: nothing was ordered: techdata refused: DUPLICATE PURCHASE ORDER NUMBER - PONbr=PO-1001
    hint: Correct what is named, and place the order again; if PO-1001 was ever placed before, see b2b order po:PO-1001 first.
    ");
    assert!(!world.path("PO-1001.order.json").exists());
}

#[test]
fn as_json() {
    let world = World::of_techdata();
    world.write(
        "order.json",
        r#"{"purchase_order": "PO-7", "kind": "DS", "lines": [{"article": "070374", "quantity": 2}]}"#,
    );
    let ended = world.run("place-order order.json --format json");
    snapshot!(ended.data(0));
    let placed: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!((&placed["outcome"], &placed["orders"][0]["customer_order"]), (&"placed".into(), &"PO-7".into()));
    let again = world.run("place-order order.json --format json");
    let refused: Value = serde_json::from_str(again.data(4)).unwrap();
    assert_eq!((&refused["outcome"], &refused["record"]), (&"not_placed".into(), &Value::Null));
    assert!(refused["reason"].as_str().unwrap().contains("DUPLICATE"), "{refused}");
}

#[track_caller]
fn check_lost(switch: &str, po: &str, code: i32) -> World {
    let world = world(&ORDER.replace("PO-1001", po));
    world.put_fault(switch);
    let ended = world.run("place-order order.toml");
    assert_eq!(ended.code, Some(code), "{}", ended.stderr);
    assert_eq!(world.path(&format!("{po}.order.json")).exists(), code == 15);
    world
}

#[test]
fn a_lost_answer_is_looked_into() {
    // It was placed, and the list of the purchase order shows it.
    for switch in ["reset;process=yes;times=1", "html;process=yes;times=1", "status=503;process=yes;times=1"] {
        let world = check_lost(switch, "PO-LOST", 0);
        assert!(world.run("order po:PO-LOST").data(0).contains("PO PO-LOST"));
    }
    for po in [format!("{}-1", Techdata::CONTRADICTED), format!("{}-1", Techdata::UNNUMBERED)] {
        check_lost("delay=0s", &po, 0);
    }
    // It never came to Tech Data, which does not list it.
    let world = check_lost("reset;times=1", "PO-GONE", 15);
    let ended = world.run("place-order --reconcile PO-GONE.order.json --format json");
    let unknown: Value = serde_json::from_str(ended.data(15)).unwrap();
    assert_eq!((&unknown["outcome"], &unknown["record"]), (&"unknown".into(), &"PO-GONE.order.json".into()));
    let ended = world.run("place-order --reconcile PO-GONE.order.json");
    insta::assert_snapshot!(ended.complaint(15), @r"
    error: it is not known whether techdata has the order PO-GONE: 127.0.0.1 closed the connection before its answer began; asked for PO-GONE, it says: No orders were found for PO-GONE (code 0)
    hint: Do not place it again. In some minutes run: b2b place-order --reconcile PO-GONE.order.json. If it stays unknown, ask the supplier; if it has none, remove the file and place the order again.
    ");
    insta::assert_snapshot!(world.run("place-order order.toml").complaint(12), @r"
    error: PO-GONE.order.json is there already: it may record an order whose outcome is unknown
    hint: Find out: b2b place-order --reconcile PO-GONE.order.json. Nothing was sent.
    ");
    // Nobody can be asked.
    let world = check_lost("reset;process=yes", "PO-DARK", 15);
    world.put_fault("delay=0s");
    assert!(world.run("place-order --reconcile PO-DARK.order.json").data(0).contains("PO PO-DARK"));
    assert!(!world.path("PO-DARK.order.json").exists());
}

#[track_caller]
fn check(order: &str, code: i32, complaint: &str) {
    let world = world(order);
    let ended = world.run("place-order order.toml");
    assert!(ended.complaint(code).contains(complaint), "{}", ended.stderr);
    assert!(!world.path("PO-1001.order.json").exists());
}

#[test]
fn what_is_wrong_with_an_order_is_named() {
    check(&ORDER.replace("100 Sample Dr", "100\\u0007Sample"), 12, "Addr");
    check(&ORDER.replace("\"FL\"", "\"Florida\""), 12, "StateProvinceCode is not of two letters");
    check(
        &ORDER.replace("PO-1001", "123456789012345678901234567890123456"),
        12,
        "PONbr has 36 characters, 35 are allowed",
    );
    check(&ORDER.replace("quantity = 7", "quantity = -7"), 12, "line 28: invalid value: integer `-7`");
    check(&ORDER.replace("state =", "stat ="), 12, "unknown field `stat`");
    check(&ORDER.replace("EuiName", "EuiNmae"), 12, "eui_nmae");
    check(ORDER.split("[[lines]]").next().unwrap(), 12, "lines");
    check(&ORDER.replace("10226038", "NOPE"), 4, "ITEM WAS NOT FOUND - Assigned ID=0001");
    check("purchase_order = \"PO-1001\"\nlines = []\n", 12, "the order has no line");
    let world = world(ORDER);
    assert!(world.run("place-order order.txt").complaint(12).contains("cannot be read"));
    assert!(world.run("place-order").complaint(2).contains("FILE"));
}

#[test]
#[cfg(unix)]
fn an_interrupted_order_says_how_to_find_out() {
    let world = world(ORDER);
    world.put_fault("delay=60s");
    let mut command = world.command("place-order order.toml");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !world.path("PO-1001.order.json").exists() {
        std::thread::yield_now();
    }
    crate::world::send("INT", &child);
    let ended = Ended::of(child.wait_with_output().unwrap());
    assert!(ended.complaint(15).contains("b2b was interrupted before it knew"), "{}", ended.stderr);
    assert!(ended.stderr.contains("b2b place-order --reconcile"), "{}", ended.stderr);
    assert!(world.path("PO-1001.order.json").exists());
}
