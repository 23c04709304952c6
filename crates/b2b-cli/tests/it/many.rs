//! Many numbers at once: from arguments, files and stdin.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::world::{Ended, World};

/// What the entries of an answer were asked by.
#[track_caller]
fn asked(ended: &Ended, code: i32) -> Vec<String> {
    let entries: Vec<Value> = serde_json::from_str(ended.data(code)).unwrap();
    entries.iter().map(|entry| entry["asked"].as_str().unwrap_or("-").to_owned()).collect()
}

fn fed(mut command: Command, text: &str) -> Ended {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Ended::of(output)
}

#[test]
fn what_it_writes_as_csv_can_be_asked_for_again() {
    let world = World::new();
    world.write("numbers.txt", "-5X\n=7\n704571\n");
    let csv = world.run("order --from numbers.txt --format csv");
    assert!(csv.data(1).contains(",'-5X,"), "{}", csv.stdout);
    world.write("asked.csv", &csv.stdout);
    let again = world.run("order --from asked.csv --format csv");
    assert_eq!(again.data(1), csv.stdout);
}

#[test]
fn from_arguments_files_and_stdin() {
    let world = World::of_techdata();
    world.write("list.txt", "\u{feff}# what we sell\r\n7512ZJ  # a printer\r\n\r\n10226038\r\n0105A8\r\n");
    let ended = world.run("stock 10226038 --from list.txt --format json");
    assert_eq!(asked(&ended, 0), ["10226038", "7512ZJ", "0105A8"]);
    for arguments in ["stock - --format json", "stock --from - --format json", "stock 7512ZJ - 0105A8 --format json"] {
        let ended = fed(world.command(arguments), "7512ZJ\n0105A8\n");
        assert_eq!(asked(&ended, 0), ["7512ZJ", "0105A8"], "{arguments}");
    }
    let ended = fed(world.command("stock - --from -"), "7512ZJ\n");
    insta::assert_snapshot!(ended.complaint(2), @r"
    error: stdin can be read only once
    hint: Give - once.
    ");
}

#[test]
fn from_a_column() {
    let world = World::of_techdata();
    world.write("stock.csv", "Location;Item Number;On hand\nA1;7512ZJ;3\n# gone;X;\nA2;0105A8;1\nA3;;\n");
    assert_eq!(asked(&world.run("stock --from stock.csv --format json"), 0), ["7512ZJ", "0105A8"]);
    world.write("mine.csv", "Artikel,Menge\n\"7512ZJ\",1\n");
    assert_eq!(asked(&world.run("stock --from mine.csv --column artikel --format json"), 0), ["7512ZJ"]);
    insta::assert_snapshot!(world.run("stock --from mine.csv").complaint(2), @r"
    error: mine.csv: none of its columns has a usual name for an article number
    hint: Name one of Artikel, Menge with --column, or write one in each line.
    ");
    insta::assert_snapshot!(world.run("stock --from mine.csv --column SKU").complaint(2), @r"
    error: mine.csv: there is no column SKU
    hint: The first line has Artikel, Menge.
    ");
    insta::assert_snapshot!(world.run("stock 7512ZJ --column SKU").complaint(2), @r"
    error: --column names a column, and there is no file
    hint: Give the file with --from FILE, or - for stdin.
    ");
}

#[test]
fn what_was_answered_can_be_asked_for_again() {
    let world = World::of_techdata();
    let csv = world.run("price 10226038 up:042100005264 --format csv");
    world.write("prices.csv", csv.data(0));
    assert_eq!(asked(&world.run("stock --from prices.csv --format json"), 0), ["10226038", "up:042100005264"]);
}

#[test]
fn files_that_say_nothing() {
    let world = World::of_techdata();
    world.write("empty.txt", "# nothing yet\n\n");
    world.write("binary", "\u{0}");
    std::fs::write(world.path("utf16.txt"), b"\xff\xfeA\0").unwrap();
    insta::assert_snapshot!(world.run("price --from empty.txt").complaint(2), @r"
    error: there is not an article number in what was read
    hint: Give at least one, as in b2b price 10226038.
    ");
    insta::assert_snapshot!(world.run("quote --from no-such.txt").complaint(12), @r"
    error: no-such.txt cannot be read: No such file or directory (os error 2)
    hint: Give a text file with a quote number in each line.
    ");
    insta::assert_snapshot!(world.run("order --from utf16.txt").complaint(12), @r"
    error: utf16.txt: this is no UTF-8 text
    hint: Save it as plain text or CSV, encoded in UTF-8.
    ");
    for command in ["order", "stock", "price", "related", "documents", "invoice", "quote", "end-user-info"] {
        let ended = world.run(&format!("{command} --from empty.txt"));
        assert!(ended.complaint(2).contains("in what was read"), "{command}: {}", ended.stderr);
        assert!(world.run(command).complaint(2).contains("Usage:"), "{command}");
    }
    assert!(world.sandbox.exchanges().is_empty());
}

#[test]
fn purchase_orders_and_quotes() {
    let world = World::of_techdata();
    world.write("papers.csv", "po,quote\nPO-4711,4000500754\nPO-VENDOR,4000500754\n");
    let invoices = asked(&world.run("invoice --from papers.csv --format json"), 0);
    assert!(
        invoices.starts_with(&["PO-4711".to_owned()]) && invoices.ends_with(&["PO-VENDOR".to_owned()]),
        "{invoices:?}"
    );
    assert_eq!(asked(&world.run("quote --from papers.csv --format json"), 0), ["4000500754"]);
}
