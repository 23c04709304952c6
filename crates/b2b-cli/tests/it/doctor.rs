//! `b2b doctor`.

use std::fs;

use b2b_sandbox::{Clock, Fcb2b, Options};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};

use crate::trouble::serve;
use crate::world::{ClosedPort, Ended, World};

/// All three suppliers of one sandbox.
fn all() -> World {
    World::with(Fcb2b::new(), |world| world.table("westcon") + &world.flooring("mill") + &world.reselling())
}

/// What was found, without what differs from day to day.
fn report(world: &World, ended: &Ended) -> String {
    let host = world.sandbox.url().trim_start_matches("https://");
    let text = ended.stdout.replace(host, "SANDBOX").replace("https://SANDBOX", "SANDBOX");
    let text = text.replace(&format!("{}/", world.path("").display()), "");
    let lines = text.lines().map(|line| match (line.split_once("valid from "), line.split_once(" days left")) {
        (Some((before, _)), Some((_, after))) => format!("{before}valid from … to …, … days left{after}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn all_is_well() {
    let world = all();
    let ended = world.run("doctor");
    ended.data(0);
    insta::assert_snapshot!(report(&world, &ended));
    assert_eq!(ended.stderr, "");
    let json = world.run("doctor --supplier westcon --format json");
    let found: serde_json::Value = serde_json::from_str(json.data(0)).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!((&found[0]["supplier"], &found[0]["protocol"]), (&"westcon".into(), &"westcon".into()));
    let subjects: Vec<_> = found[0]["checks"].as_array().unwrap().iter().map(|check| &check["subject"]).collect();
    assert_eq!(subjects, ["config", "secret", "dns", "tls", "clock", "credentials"]);
    assert!(found[0]["checks"].as_array().unwrap().iter().all(|check| check["verdict"] == "well"), "{found}");
    // Nothing was changed, and nothing but the harmless questions was asked.
    let asked: Vec<_> = world.sandbox.exchanges().iter().filter_map(|exchange| exchange.operation.clone()).collect();
    let harmless = ["GetOrderStatus", "Services", "StockCheck", "OrderStatus"];
    assert!(asked.iter().all(|operation| harmless.iter().any(|one| operation.ends_with(one))), "{asked:?}");
}

#[test]
fn wrong_keys_and_passwords() {
    let world = all();
    let mut command = world.command("doctor");
    command.env("KEY", "another").env("SECRET", "another").env("PASSWORD", "another");
    let ended = world.ended(command);
    ended.data(10);
    insta::assert_snapshot!(report(&world, &ended));
    let mut command = world.command("doctor --supplier westcon --format json");
    command.env("KEY", "another");
    let ended = world.ended(command);
    let found: serde_json::Value = serde_json::from_str(ended.data(10)).unwrap();
    let causes: Vec<_> = found[0]["checks"].as_array().unwrap().iter().map(|check| &check["cause"]).collect();
    let none = serde_json::Value::Null;
    assert_eq!(causes, [&none, &none, &none, &none, &none, &"credentials".into()]);
    let mut command = world.command("doctor --supplier westcon --format json");
    command.env_remove("KEY");
    let ended = world.ended(command);
    let found: serde_json::Value = serde_json::from_str(ended.data(3)).unwrap();
    assert_eq!((&found[0]["checks"][1]["cause"], &found[0]["checks"][2]["cause"]), (&"config".into(), &none));
    assert_eq!(found[0]["checks"][2]["found"], "the secret is not there");
}

#[test]
fn one_supplier_that_is_wrong_hides_no_other() {
    let world = all();
    let text = fs::read_to_string(world.path("b2b.toml")).unwrap();
    let wrong = text.replace("env:SECRET", "env:NOWHERE").replace("[techdata]\n", "[techdata]\nusrname = \"1\"\n");
    world.write("b2b.toml", &wrong);
    let ended = world.run("doctor");
    ended.data(3);
    insta::assert_snapshot!(report(&world, &ended));
    world.run("doctor --supplier westcon").data(0);
    insta::assert_snapshot!(world.run("doctor --supplier weston").complaint(2), @r"
    error: no supplier is called weston
    hint: Configured suppliers: mill, techdata, westcon.
    ");
    world.write("b2b.toml", "");
    world.run("doctor").complaint(3);
}

#[test]
fn hosts_that_are_not_there() {
    let world = World::new();
    // No label of a name is that long, so that nobody is asked for it.
    let nowhere = format!("https://{}.example/", "a".repeat(64));
    let ended = world.run(&format!("doctor --set westcon.url={nowhere}"));
    ended.data(5);
    insta::assert_snapshot!(report(&world, &ended).replace(&"a".repeat(64), "aaa"));
    let closed = ClosedPort::new();
    let port = closed.number();
    let ended = world.run(&format!("doctor --set westcon.url=https://127.0.0.1:{port}/"));
    ended.data(5);
    insta::assert_snapshot!(report(&world, &ended).replace(&port.to_string(), "PORT"));
}

#[test]
fn certificates_that_are_refused_are_told_of() {
    let world = World::new();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name.push(DnType::CommonName, "An old authority");
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(2001, 1, 1), date_time_ymd(2002, 2, 2));
    let key = KeyPair::generate().unwrap();
    let url = serve(&params.signed_by(&key, &authority).unwrap(), &key);
    let port = url.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    world.write("authority.pem", &authority.pem());
    let ended = world.run(&format!("doctor --set westcon.url={url} --set westcon.ca=authority.pem"));
    ended.data(8);
    insta::assert_snapshot!(report(&world, &ended).replace(&port, "PORT"));

    (params.not_before, params.not_after) = (date_time_ymd(2001, 1, 1), date_time_ymd(4001, 1, 1));
    let url = serve(&params.signed_by(&key, &authority).unwrap(), &key);
    let port = url.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    let ended = world.run(&format!("doctor --set westcon.url={url}"));
    ended.data(8);
    insta::assert_snapshot!(report(&world, &ended).replace(&port, "PORT"));
}

#[test]
fn a_clock_that_is_wrong() {
    let options = Options { clock: Clock::Offset(chrono::TimeDelta::hours(3)), ..Options::default() };
    let world = World::over(options, |world| world.table("westcon") + &world.flooring("mill") + &world.reselling());
    let ended = world.run("doctor");
    ended.data(11);
    let seconds = |text: String| {
        let (before, after) = text.split_once("clock_offset = \"").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let (number, rest) = after.split_once("s\"").unwrap();
        assert!((number.parse::<i64>().unwrap() - 10_800).abs() < 60, "{number}");
        format!("{before}clock_offset = \"10800s\"{}", rest)
    };
    let text = report(&world, &ended);
    let (first, second) = text.split_once("westcon\n").unwrap();
    insta::assert_snapshot!(seconds(first.to_owned()) + "westcon\n" + &seconds(second.to_owned()));
    world.run("doctor --supplier westcon --set westcon.clock_offset=3h").data(0);
}
