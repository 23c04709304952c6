//! One question to several suppliers: one list, and what one of them does not know.

use b2b_sandbox::Fcb2b;
use serde_json::Value;

use crate::world::{ClosedPort, World};

/// The days of what is expected move with the clock.
macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({filters => vec![
            (r"20(2[6-9]|[3-9]\d)-\d\d-\d\d", "20YY-MM-DD"), (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
        ]}, {
            insta::assert_snapshot!($text);
        });
    };
}

fn world() -> World {
    World::with(Fcb2b::new(), |world| world.table("westcon") + &world.flooring("fcb2b") + &world.reselling())
}

#[test]
fn orders_of_all_suppliers_by_numbers_of_all_kinds() {
    let world = world();
    let ended = world.run("order 704571 po:PO-4711 fcb2b:3132305");
    snapshot!(ended.data(0));
    assert_eq!(ended.stderr, "");
    let brief = world.run("order 704571 po:PO-4711 fcb2b:3132305 704572 704573 999999 --brief");
    snapshot!(brief.data(1));
    snapshot!(brief.stderr);
    snapshot!(world.run("order 704571 po:PO-4711 fcb2b:3132305 --format csv").data(0));
    // The same number, of one that is named and of all.
    assert_eq!(world.run("order westcon:704571").data(0), world.run("order 704571 --supplier westcon").data(0));
    insta::assert_snapshot!(world.run("order westcon:704571 --supplier techdata").complaint(2), @r"
    error: westcon is not among the suppliers that --supplier names: techdata
    hint: Leave out --supplier, or the number of the other one.
    ");
}

#[test]
fn more_than_a_few_orders_have_a_row_each() {
    let world = world();
    let many: Vec<_> = (0..11).map(|at| format!("9999{at:02}")).collect();
    let ended = world.run(&format!("order {} --supplier westcon", many.join(" ")));
    assert!(ended.data(4).starts_with("ORDER "), "{}", ended.stdout);
    assert_eq!(ended.stdout.lines().count(), 12);
    let blocks = world.run(&format!("order {} --supplier westcon --detail", many.join(" ")));
    assert!(blocks.data(4).starts_with("Order "), "{}", blocks.stdout);
}

#[test]
fn what_one_supplier_does_not_know_and_another_does() {
    let world = world();
    let ended = world.run("price 10226038 5E65800110");
    snapshot!(ended.data(0));
    assert_eq!(ended.stderr, "");
    let told = world.run("-v price 10226038 5E65800110");
    assert!(told.stderr.contains("techdata does not know 5E65800110"), "{}", told.stderr);
    // Whoever is named is to answer.
    snapshot!(world.run("price 10226038 5E65800110 --supplier fcb2b --supplier techdata").data(1));
    let nobody = world.run("price NOPE 10226038");
    snapshot!(nobody.data(1));
    snapshot!(nobody.stderr);
    let nobody = world.run("order 424242");
    snapshot!(nobody.data(4));
    snapshot!(nobody.stderr);
}

#[test]
fn every_form() {
    let world = world();
    for command in ["price 5E65800110 10226038 NOPE --supplier fcb2b --supplier techdata", "stock 10226038 VV01701002"]
    {
        snapshot!(world.run(command).stdout);
        snapshot!(world.run(&format!("{command} --format csv")).stdout);
        snapshot!(world.run(&format!("{command} --format json")).stdout);
        let lines = world.run(&format!("{command} --format ndjson"));
        let mut streamed: Vec<Value> = lines.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut listed: Vec<Value> =
            serde_json::from_str(&world.run(&format!("{command} --format json")).stdout).unwrap();
        streamed.sort_by_key(ToString::to_string);
        listed.sort_by_key(ToString::to_string);
        assert_eq!(streamed, listed);
    }
    snapshot!(world.run("stock 10226038 --supplier techdata --format ndjson").data(0));
}

#[test]
fn nothing_in_every_form() {
    let world = world();
    assert_eq!(world.run("reserves --sku BL12000451").complaint(0), "There is nothing.\n");
    assert_eq!(world.run("reserves --sku BL12000451 --format json").data(0), "[]\n");
    assert_eq!(world.run("reserves --sku BL12000451 --format ndjson").data(0), "");
    snapshot!(world.run("reserves --sku BL12000451 --format csv").data(0));
}

#[test]
fn an_unreachable_supplier_among_good_ones() {
    let world = world();
    let closed = ClosedPort::new();
    let port = closed.number();
    let ended = world.run(&format!("order 704571 5626138 --set fcb2b.addresses.OrderStatus=https://127.0.0.1:{port}/"));
    snapshot!(ended.data(1));
    snapshot!(ended.stderr);
    // What only the one that is away could know.
    let away = format!("--set westcon.url=https://127.0.0.1:{port}/");
    let ended = world.run(&format!("order 704571 5626138 --format json {away}"));
    let entries: Vec<Value> = serde_json::from_str(ended.data(1)).unwrap();
    let of = |asked: &str, supplier: &str| {
        entries.iter().find(|entry| entry["asked"] == asked && entry["supplier"] == supplier).cloned()
    };
    let lost = of("704571", "westcon").unwrap();
    assert_eq!(lost["problems"][0]["message"], "westcon was not asked: 127.0.0.1 refused the connection");
    assert!(lost.get("supplier_order").is_none(), "{lost}");
    assert_eq!(of("5626138", "westcon"), None);
    assert!(of("5626138", "techdata").is_some() && of("704571", "fcb2b").is_some());
    // It is no error that the others do not know it.
    insta::assert_snapshot!(ended.stderr, @r"
    error: westcon was not asked: 127.0.0.1 refused the connection
    hint: Check the port, the network and the firewall.
    ");
    let listed = world.run(&format!("orders --format json --set fcb2b.addresses.Orders=https://127.0.0.1:{port}/"));
    assert_eq!(listed.complaint(5), ended.stderr.replace("westcon was not asked", "fcb2b was not asked for Orders"));
    // Nothing at all was answered: the reason decides.
    world.run(&format!("order 704571 --supplier techdata --set techdata.url=https://127.0.0.1:{port}/")).complaint(5);
}

#[test]
fn a_deadline_for_each_supplier() {
    let world = world();
    world.put_fault("delay=60s;supplier=westcon");
    let ended = world.run("order 5626138 --set westcon.deadline=50ms");
    assert!(ended.data(1).contains("Order 5626138"), "{}", ended.stdout);
    snapshot!(ended.stderr);
    // The command line's goes before the configuration's.
    let ended = world.run("order westcon:704571 --set westcon.deadline=10m --deadline 50ms");
    assert!(ended.complaint(6).contains("has not answered within"), "{}", ended.stderr);
    insta::assert_snapshot!(world.run("order 704571 --deadline soon").complaint(2), @r"
    error: invalid value 'soon' for '--deadline <DURATION>': write a whole number with its unit: 500ms, 30s, 5m

    For more information, try '--help'.
    ");
}

#[test]
fn a_missing_secret() {
    let world = world();
    let without = |arguments: &str| {
        let mut command = world.command(arguments);
        command.env_remove("KEY");
        world.ended(command)
    };
    snapshot!(without("order 704571 --supplier westcon").complaint(3));
    assert!(world.sandbox.exchanges().is_empty());
    let stderr = without("order westcon:704571").stderr;
    // Whoever is not needed is not looked at.
    for arguments in ["order 5626138 --supplier techdata", "order techdata:5626138", "order fcb2b:3132305"] {
        assert_eq!(without(arguments).stderr, "", "{arguments}");
    }
    // Who cannot be asked is one of several that failed.
    let ended = without("order 5626138 704571 --format json");
    let entries: Vec<Value> = serde_json::from_str(ended.data(1)).unwrap();
    let whose = |asked: &str| -> Vec<_> {
        entries.iter().filter(|entry| entry["asked"] == asked).map(|entry| entry["supplier"].clone()).collect()
    };
    assert_eq!(
        (whose("5626138"), whose("704571")),
        (vec!["techdata".into()], vec!["fcb2b".into(), "techdata".into(), "westcon".into()])
    );
    assert_eq!(ended.stderr, stderr);
    assert_eq!(without("order 5626138").data(1), world.run("order 5626138").data(0));
    assert_eq!(without("order 5626138 westcon:704571 --format csv").stderr, stderr);
}
