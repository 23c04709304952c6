//! `b2b sync`: long lists of questions.

use std::fs;

use b2b_sync::sink::{Place, SinkError};
use serde_json::Value;

use crate::world::{Ended, World};

/// All three suppliers.
pub(crate) fn world() -> World {
    World::with(b2b_sandbox::Fcb2b::new(), |world| {
        world.table("westcon") + &world.flooring("mill") + &world.reselling()
    })
}

pub(crate) const JOBS: &str = "supplier,question,key
mill,stock,VV01701002
westcon,order_status,704571
mill,stock,PAD0000080
techdata,stock,10226038
mill,stock,VV01701002
mill,prices,VV01701002
techdata,prices,mg:SBX-LJ-4200
westcon,order_status,po:897879
mill,stock,NOSUCHSKU1
westcon,order_status,999999
techdata,shipments,po:PO-4711
mill,reservations,*
";

/// The rows of a file, without what differs from run to run.
pub(crate) fn rows(world: &World, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(world.path(file)).unwrap();
    let steady = |line: &str| {
        let mut row: Value = serde_json::from_str(line).unwrap();
        let fields = row.as_object_mut().unwrap();
        for name in ["asked_at", "answered_at", "digest"] {
            fields.remove(name);
        }
        row
    };
    text.lines().map(steady).collect()
}

fn said<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}

#[track_caller]
pub(crate) fn summary(ended: &Ended) -> &str {
    ended.stderr.lines().find(|line| line.contains(" jobs: ") || line.contains(" job: ")).unwrap_or_default()
}

#[test]
fn all_of_a_list_is_answered() {
    let world = world();
    world.write("jobs.csv", JOBS);
    let ended = world.run("sync run jobs.csv --out out --format ndjson --format csv --format sqlite --format parquet");
    let printed = ended.data(1);
    for file in ["order_status.ndjson", "shipments.csv", "answers.sqlite", "stock.parquet", "reservations.ndjson"] {
        assert!(printed.contains(&format!("out/{file}\n")), "{printed}");
        assert!(world.path("out").join(file).exists());
    }
    assert_eq!(summary(&ended), "11 jobs: 9 answered, 1 not found, 1 refused");
    assert!(ended.stderr.contains("1 job given more than once, and asked once"), "{}", ended.stderr);

    // In the order of the jobs, whoever answered first.
    let stock = rows(&world, "out/stock.ndjson");
    let keys: Vec<&str> = stock.iter().map(|row| said(row, "key")).collect();
    assert_eq!(
        keys,
        ["VV01701002", "PAD0000080", "10226038", "10226038", "10226038", "10226038", "10226038", "NOSUCHSKU1"]
    );
    let parts: Vec<_> = stock.iter().map(|row| row["part"].as_u64().unwrap()).collect();
    assert_eq!(parts, [1, 1, 1, 2, 3, 4, 5, 1]);
    assert_eq!(
        (said(&stock[0], "quantity"), said(&stock[0], "unit"), said(&stock[0], "lot")),
        ("81.00", "BX", "A1207")
    );
    assert_eq!((said(&stock[7], "status"), said(&stock[7], "supplier")), ("not_found", "mill"));
    assert!(said(&stock[7], "message").contains("NOSUCHSKU1"));
    let orders = rows(&world, "out/order_status.ndjson");
    let statuses: Vec<&str> = orders.iter().map(|row| said(row, "status")).collect();
    assert_eq!(statuses, ["answered", "answered", "refused"]);
    assert_eq!((said(&orders[0], "customer_order"), said(&orders[1], "supplier_order")), ("897879", "0000543814"));
    let serials = rows(&world, "out/shipments.ndjson");
    assert!(serials.iter().any(|row| !said(row, "tracking").is_empty()), "{serials:?}");
    let prices = rows(&world, "out/prices.ndjson");
    let printer = prices.iter().find(|row| said(row, "key") == "mg:SBX-LJ-4200").unwrap();
    assert_eq!((said(printer, "price"), said(printer, "supplier")), ("1217.54", "techdata"));

    let csv = fs::read_to_string(world.path("out/stock.csv")).unwrap();
    assert!(csv.starts_with("supplier,key,status,part,attempts,asked_at,answered_at,digest,cause,message,sku,"));
    assert_eq!(csv.lines().count(), 1 + stock.len());
    assert!(
        !fs::read_dir(world.path("out")).unwrap().any(|entry| entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .contains('#'))
    );
}

#[test]
fn lists_come_from_stdin_and_can_leave_out_what_is_the_same() {
    let world = World::of_flooring();
    let mut command = world.command("sync run - --out out --format ndjson --supplier fcb2b --question stock");
    command.stdin(fs::File::open(world.write("skus", "key\nVV01701002\nPAD0000080\n")).unwrap());
    assert_eq!(world.ended(command).data(0), "out/stock.ndjson\n");
    let keys: Vec<Value> = rows(&world, "out/stock.ndjson").into_iter().map(|row| row["key"].clone()).collect();
    assert_eq!(keys, ["VV01701002", "PAD0000080"]);
}

#[test]
fn answers_that_are_young_enough_are_taken_over() {
    let world = World::of_flooring();
    world.write("jobs.ndjson", "{\"supplier\":\"fcb2b\",\"question\":\"stock\",\"key\":\"VV01701002\"}\n");
    let run = |more: &str| world.run(&format!("sync run jobs.ndjson --out out --format ndjson{more}"));
    // What a run left that was killed while it wrote.
    fs::create_dir(world.path("out")).unwrap();
    world.write("out/stock.ndjson#1", "{");
    run("").data(0);
    assert!(!world.path("out/stock.ndjson#1").exists());
    let before = fs::read_to_string(world.path("out/stock.ndjson")).unwrap();
    let asked = world.sandbox.exchanges().len();
    let again = run(" --max-age 6h");
    again.data(0);
    assert!(again.stderr.contains("1 answer of the run before, young enough"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(world.path("out/stock.ndjson")).unwrap(), before);
    assert_eq!(world.sandbox.exchanges().len(), asked);
    run("").data(0);
    assert!(world.sandbox.exchanges().len() > asked);
}

#[test]
fn no_table_of_yesterday_stays_as_tonights() {
    let world = World::of_flooring();
    let jobs = "supplier,question,key\nfcb2b,prices,VV01701002\n";
    world.write("jobs.csv", jobs);
    // A format that is given twice is written once.
    let run = "sync run jobs.csv --out out --format ndjson --format parquet --format ndjson";
    assert_eq!(world.run(run).data(0), "out/prices.ndjson\nout/prices.parquet\n");
    let yesterday = fs::read(world.path("out/prices.parquet")).unwrap();
    assert!(!rows(&world, "out/prices.ndjson").is_empty());
    let mut command = world.command(run);
    command.env("SECRET", "0000000000000000000000000000000000000000");
    let ended = world.ended(command);
    assert_eq!(summary(&ended), "1 job: 0 answered, 1 not asked");
    assert!(rows(&world, "out/prices.ndjson").is_empty());
    let tonight = fs::read(world.path("out/prices.parquet")).unwrap();
    assert!(tonight != yesterday && tonight.starts_with(b"PAR1") && tonight.ends_with(b"PAR1"));
}

#[test]
fn a_wrong_key_is_tried_once_and_the_run_goes_on_when_it_is_right() {
    let world = world();
    world.write(
        "jobs.csv",
        "supplier,question,key\nwestcon,order_status,704571\nmill,stock,VV01701002\nwestcon,order_status,1\n",
    );
    let mut command = world.command("sync run jobs.csv --out out --format ndjson");
    command.env("KEY", "01234567-0123-0123-0123-0123456789ab");
    let ended = world.ended(command);
    assert_eq!(ended.data(1), "out/order_status.ndjson\nout/stock.ndjson\n");
    assert!(rows(&world, "out/order_status.ndjson").is_empty());
    assert_eq!(summary(&ended), "3 jobs: 1 answered, 2 not asked");
    assert!(ended.stderr.contains("error: westcon is not asked any more: "), "{}", ended.stderr);
    assert_eq!(world.sandbox.exchanges().iter().filter(|exchange| exchange.path.contains("OrderStatus")).count(), 1);

    insta::assert_snapshot!(world.run("sync run jobs.csv --out out").complaint(2), @r"
    error: a run was broken off whose journal is in out
    hint: Give --resume to go on with it, or another directory.
    ");
    world.write("others.csv", "supplier,question,key\nmill,stock,VV01701002\n");
    insta::assert_snapshot!(world.run("sync run others.csv --out out --resume").complaint(12), @r"
    error: the run that was broken off had another list of jobs
    hint: Give --resume with the list that the run began with, or another directory for a new run.
    ");
    let ended = world.run("sync run jobs.csv --out out --format ndjson --resume");
    ended.data(1);
    assert_eq!(summary(&ended), "3 jobs: 2 answered, 1 refused");
}

#[test]
fn what_is_asked_in_vain_is_given_up() {
    let world = World::of_flooring();
    world.put_fault("status=503");
    world.write("jobs.csv", "supplier,question,key\nfcb2b,stock,VV01701002\n");
    let ended = world
        .run("sync run jobs.csv --out out --format ndjson --attempts 1 --patience 0s --set fcb2b.total_timeout=100ms");
    ended.data(7);
    assert_eq!(summary(&ended), "1 job: 0 answered, 1 failed");
    let row = &rows(&world, "out/stock.ndjson")[0];
    assert_eq!((said(row, "status"), said(row, "cause")), ("failed", "unreadable"));
}

#[test]
fn what_cannot_be_asked() {
    let world = World::of_flooring();
    #[track_caller]
    fn check(world: &World, jobs: &str, code: i32, complaint: &str) {
        world.write("jobs.csv", jobs);
        let ended = world.run("sync run jobs.csv --out out");
        assert!(ended.complaint(code).contains(complaint), "{}", ended.stderr);
    }
    check(&world, "supplier,question,key\nfcb2b,reserve,VV01701002\n", 12, "line 2: reserve changes something");
    check(&world, "supplier,question,key\nfcb2b,weather,X\n", 12, "there is no question weather");
    check(&world, "sku\nX\n", 12, "jobs.csv: it has no column key");
    check(&world, "supplier,question,key\n", 2, "there is no job in what was read");
    check(&world, "supplier,question,key\nloom,stock,X\n", 2, "no supplier is called loom");
    let ended = world.run("sync run nothing.csv --out out");
    assert!(ended.complaint(12).contains("nothing.csv: it cannot be read"));
    let ended = world.run("sync run jobs.csv --out s3://bucket/prefix");
    // The workspace as a whole has the feature, whether or not the command turns it on.
    let (code, complaint) = match Place::new("s3://bucket/prefix") {
        Err(SinkError::WithoutS3(_)) => {
            (12, "built without the feature s3\nhint: Build the command with the feature s3")
        }
        _ => (2, "a bucket cannot hold the journal of a run"),
    };
    assert!(ended.complaint(code).contains(complaint), "{}", ended.stderr);
    // Nothing was asked, so that nothing has to be resumed.
    check(&world, "supplier,question,key\nloom,stock,X\n", 2, "no supplier is called loom");
}

#[test]
#[cfg(unix)]
fn who_is_asked_to_end_leaves_a_run_to_go_on_with() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let world = World::of_flooring();
    // The first answers come, and then none.
    world.put_fault("delay=10m;after=3");
    let jobs: String = (0..40).map(|sku| format!("fcb2b,stock,NOSUCH{sku:04}\n")).collect();
    world.write("jobs.csv", &format!("supplier,question,key\n{jobs}"));
    let mut command = world
        .command("sync run jobs.csv --out out --format ndjson -vv --metrics 127.0.0.1:0 --set fcb2b.total_timeout=1s");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let told = lines.by_ref().map(Result::unwrap).find(|line| line.contains("metrics are at ")).unwrap();
    let address = told.split_once("http://").unwrap().1.split_once('/').unwrap().0.to_owned();
    // It has begun to ask.
    assert!(lines.by_ref().any(|line| line.unwrap().contains("exchange ended")));
    let page = fetch(&address, "/metrics");
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("b2b_sync_in_flight_requests{supplier=\"fcb2b\"}"),
        "{page}"
    );
    assert!(fetch(&address, "/").starts_with("HTTP/1.1 404"));
    assert!(Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status().unwrap().success());
    let said: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said:?}");
    assert!(said.iter().any(|line| line.contains("Go on with --resume")), "{said:?}");
    assert!(!world.path("out/stock.ndjson").exists());

    world.sandbox.clear_fault();
    let ended = world.run("sync run jobs.csv --out out --format ndjson --resume");
    ended.data(4);
    assert_eq!(summary(&ended), "40 jobs: 0 answered, 40 not found");
    assert_eq!(rows(&world, "out/stock.ndjson").len(), 40);
}

/// What a server answers to a GET.
#[cfg(unix)]
fn fetch(address: &str, path: &str) -> String {
    use std::io::{Read as _, Write as _};

    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
