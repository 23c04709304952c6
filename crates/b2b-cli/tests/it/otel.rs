//! Metrics of long runs for OpenTelemetry, and that nobody has to have them.

#[cfg(feature = "otel")]
mod sent;

use std::io::ErrorKind;
use std::net::TcpListener;

use crate::sync::{rows, summary};
use crate::world::{ClosedPort, Ended, World};

/// Made up.
const TOKEN: &str = "made-up-token-of-a-collector";

/// A run of two jobs with these variables.
fn run(world: &World, variables: &[(&str, &str)]) -> Ended {
    world.write("jobs.csv", "supplier,question,key\nfcb2b,stock,VV01701002\nfcb2b,stock,NOSUCHSKU1\n");
    let mut command = world.command("sync run jobs.csv --out out --format ndjson -vv");
    command.envs(variables.iter().copied());
    let ended = world.ended(command);
    assert!(!ended.stderr.contains(TOKEN), "{}", ended.stderr);
    assert_eq!(ended.data(1), "out/stock.ndjson\n");
    assert_eq!(summary(&ended), "2 jobs: 1 answered, 1 not found");
    ended
}

#[test]
fn nothing_is_sent_unless_it_is_wanted() {
    let world = World::of_flooring();
    let collector = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    collector.set_nonblocking(true).unwrap();
    let address = format!("http://{}", collector.local_addr().unwrap());
    let endpoint = ("OTEL_EXPORTER_OTLP_ENDPOINT", address.as_str());
    run(&world, &[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &address)]);
    run(&world, &[endpoint, ("OTEL_SDK_DISABLED", "true")]);
    if cfg!(not(feature = "otel")) {
        run(&world, &[endpoint]);
    }
    assert_eq!(collector.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_collector_that_is_away_changes_no_answer() {
    let world = World::of_flooring();
    let port = ClosedPort::new();
    let address = format!("http://someone:{TOKEN}@127.0.0.1:{}", port.number());
    let ended = run(
        &world,
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", &address), ("OTEL_EXPORTER_OTLP_HEADERS", &format!("a={TOKEN}"))],
    );
    let warning = "warning: the last metrics were not sent: 127.0.0.1 refused the connection\n";
    assert_eq!(ended.stderr.contains(warning), cfg!(feature = "otel"), "{}", ended.stderr);
    assert_eq!(ended.stderr.contains("warning: "), cfg!(feature = "otel"), "{}", ended.stderr);
    let rows = rows(&world, "out/stock.ndjson");
    assert_eq!((rows.len(), &rows[0]["key"], &rows[1]["key"]), (2, &"VV01701002".into(), &"NOSUCHSKU1".into()));
}

#[test]
fn a_collector_that_says_nothing_is_not_waited_for() {
    let collector = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", collector.local_addr().unwrap());
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", address.as_str()), ("OTEL_EXPORTER_OTLP_TIMEOUT", "50")];
    let ended = run(&World::of_flooring(), &variables);
    let warning = "warning: the last metrics were not sent: the collector has not answered within 50ms\n";
    assert_eq!(ended.stderr.contains(warning), cfg!(feature = "otel"), "{}", ended.stderr);
}

#[test]
fn an_address_that_is_none_changes_no_answer() {
    let ended = run(&World::of_flooring(), &[("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", &format!("http://a b/{TOKEN}"))]);
    let warning = "warning: metrics are not sent: the address of the collector cannot be used\n";
    assert_eq!(ended.stderr.contains(warning), cfg!(feature = "otel"), "{}", ended.stderr);
}
