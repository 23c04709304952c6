//! Producers that speak fcB2B: lists, orders, and what goes wrong.

use b2b_sandbox::Fcb2b;
use serde_json::Value;

use crate::world::World;

macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({filters => vec![(r"20(2[6-9]|[3-9]\d)-\d\d-\d\d", "20YY-MM-DD")]}, {
            insta::assert_snapshot!($text);
        });
    };
}

#[test]
fn services_and_catalogs() {
    let world = World::of_flooring();
    snapshot!(world.run("services").data(0));
    snapshot!(world.run("catalogs").data(0));
    snapshot!(world.run("catalogs --request HARD --part LVP").data(0));
    let services: Value = serde_json::from_str(world.run("services --format json").data(0)).unwrap();
    assert_eq!(services[1]["name"], "StockCheck");
    insta::assert_snapshot!(world.run("catalogs --request NOPE").complaint(4), @r#"
    error: fcb2b refused PriceCatalogRequest (CatalogNotFound): there is no catalog "NOPE": ask for the types first
    hint: Check the number or code that the message names.
    "#);
}

#[test]
fn orders() {
    let world = World::of_flooring();
    snapshot!(world.run("orders --limit 3").data(0));
    snapshot!(world.run("order 3132305 --detail").data(0));
    let ended = world.run("order 3132305 99 --format json");
    let orders: Vec<Value> = serde_json::from_str(ended.data(1)).unwrap();
    assert_eq!((orders.len(), &orders[1]["problems"][0]["code"]), (2, &"OrderNotFound".into()));
    assert_eq!((&orders[1]["asked"], orders[1].get("supplier_order")), (&"99".into(), None));
    insta::assert_snapshot!(ended.stderr, @r#"
    error: 99: there is no order "99" of the client 100059 (code OrderNotFound)
    hint: Check the number.
    "#);
    assert!(world.run("orders --limit 0").complaint(12).contains("ResultsLimit is 0"));
}

#[test]
fn what_a_protocol_has_no_question_for() {
    let world = World::with(Fcb2b::new(), |world| world.table("westcon") + &world.flooring("mill"));
    insta::assert_snapshot!(world.run("stock MB100 --supplier westcon").complaint(14), @r"
    error: westcon cannot be asked for stock: westcon has no such service
    hint: Ask a supplier that can answer it.
    ");
    // Whoever cannot answer is left out.
    assert!(world.run("stock VV01701002").data(0).contains("VV01701002"));
    assert!(world.run("order po:897879").data(0).contains("MB100"));
    insta::assert_snapshot!(world.run("stock VV01701002 --supplier mil").complaint(2), @r"
    error: no supplier is called mil
    hint: Configured suppliers: mill, westcon.
    ");
    world.write("b2b.toml", &world.flooring("mill"));
    insta::assert_snapshot!(world.run("order po:897879").complaint(14), @r"
    error: no configured supplier can be asked for orders by your purchase order numbers
    hint: Ask by the supplier's own number.
    ");
    world.write("b2b.toml", &(world.flooring("mill") + &world.flooring("loom")));
    let both = world.run("stock PAD0000080");
    insta::assert_snapshot!(both.data(0), @r"
    SUPPLIER  SKU         AT   AVAILABLE  NOTE
    loom      PAD0000080  DAL     900 SY  8 lb rebond pad, 6 ft
    mill      PAD0000080  DAL     900 SY  8 lb rebond pad, 6 ft
    ");
    insta::assert_snapshot!(world.run("reserve PAD0000080 --quantity 1 --unit SY").complaint(2), @r"
    error: several suppliers can be asked to reserve goods
    hint: Name one of loom, mill.
    ");
}

#[track_caller]
fn check(variables: &[(&str, &str)], arguments: &str, code: i32, complaint: &str) {
    let world = World::of_flooring();
    let mut command = world.command(arguments);
    command.envs(variables.iter().copied());
    let ended = world.ended(command);
    let text = ended.complaint(code);
    assert!(text.starts_with(&format!("error: {complaint}")), "{text}");
}

#[test]
fn credentials_and_clocks() {
    check(
        &[("SECRET", "another")],
        "stock VV01701002",
        10,
        "VV01701002: fcb2b refused discovery (SignatureDoesNotMatch): ",
    );
    check(&[("B2B_FCB2B_API_KEY", "NOBODY")], "orders", 10, "fcb2b refused discovery (InvalidAccessKeyId): ");
    check(
        &[("B2B_FCB2B_CLOCK_OFFSET", "-1h")],
        "stock VV01701002",
        11,
        "VV01701002: fcb2b refused discovery (RequestTimeTooSkewed): ",
    );
    check(&[("B2B_FCB2B_PROFILE", "dancik")], "orders", 4, "fcb2b refused discovery (MissingParameter): ");
    let stock_only = [("B2B_FCB2B_API_KEY", Fcb2b::STOCK_ONLY_KEY), ("SECRET", Fcb2b::STOCK_ONLY_SECRET)];
    check(&stock_only, "orders", 10, "fcb2b refused Orders (AccessDenied): ");
}

#[test]
fn answers_that_are_none() {
    let world = World::of_flooring();
    for (switch, code) in [("html", 7), ("truncate=120", 6), ("reset", 6)] {
        world.put_fault(switch);
        let ended = world.run("stock VV01701002 BW0000114");
        assert!(!ended.complaint(code).is_empty(), "{switch}");
    }
}

#[test]
fn nothing_shows_a_secret() {
    let world = World::of_flooring();
    for arguments in ["-vv stock VV01701002 --trace-http", "-vv reserve VV01701002 --quantity 1 --unit BX --trace-http"]
    {
        let ended = world.run(arguments);
        assert!(ended.data(0).contains("VV01701002"));
        assert!(ended.stderr.contains("signature="), "{}", ended.stderr);
        let hex = |text: &str| text.bytes().take_while(u8::is_ascii_hexdigit).count() >= 64;
        assert!(!ended.stderr.split("signature=").skip(1).any(hex), "{}", ended.stderr);
    }
}

#[track_caller]
fn check_hint(arguments: &str, code: i32, sentence: &str, hint: &str) {
    let world = World::of_flooring();
    let ended = world.run(arguments);
    assert_eq!(ended.code, Some(code), "{}", ended.stderr);
    let (said, advice) = ended.stderr.split_once("hint: ").unwrap();
    assert!(said.contains(sentence), "{said}");
    assert_eq!(advice.trim_end(), hint);
}

#[test]
fn hints_say_what_helps() {
    check_hint(
        "reserve VV01701002 --quantity 5 --unit BX --price 1",
        4,
        "the price of VV01701002 per BX is 62.99, not 1",
        "Ask b2b price, and give the price per unit that it says, or leave it out.",
    );
    check_hint(
        "orders --set fcb2b.client_identifier=1",
        10,
        "fcb2b refused Orders (InvalidClientIdentifier)",
        "Check client_identifier.",
    );
    check_hint(
        "stock VV01701002 --quantity 5000 --unit BX",
        4,
        "fcb2b refused SolutionCheck (SKUNotFound)",
        "Ease the conditions, or ask without them what there is; else check the number of the article.",
    );
    check_hint(
        "stock VV01701002 --set fcb2b.profile=shared-secret",
        4,
        "fcb2b refused discovery (MissingParameter)",
        "Check profile: the producer wants its requests signed otherwise.",
    );
    check_hint(
        "orders --set fcb2b.client_identifier=",
        3,
        "the setting fcb2b.client_identifier is empty",
        "Give it a value, or leave it out.",
    );
}

#[test]
fn errors_name_the_service() {
    let world = World::of_flooring();
    world.put_fault("reset");
    let discovery = world.run("stock VV01701002");
    assert!(discovery.complaint(6).starts_with("error: VV01701002: fcb2b's answer to discovery did not arrive: "));
    world.put_fault("reset;after=1");
    let check = world.run("stock VV01701002");
    assert!(check.complaint(6).starts_with("error: VV01701002: fcb2b's answer to StockCheck did not arrive: "));
    world.put_fault("garbage;after=1");
    let garbage = world.run("stock VV01701002");
    assert!(!garbage.complaint(7).contains("exchange record"), "{}", garbage.stderr);
    assert!(garbage.stderr.contains("--trace-http"), "{}", garbage.stderr);
}
