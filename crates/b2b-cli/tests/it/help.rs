//! `b2b help` and wrong command lines.

use std::fs::File;

use crate::world::{Ended, b2b};

fn run(arguments: &str) -> Ended {
    Ended::of(b2b().args(arguments.split_whitespace()).output().unwrap())
}

#[test]
fn exit_codes() {
    insta::assert_snapshot!(run("help exit-codes").data(0));
}

#[test]
fn topics_and_commands() {
    assert!(run("help config").data(0).contains("[westcon]"));
    insta::assert_snapshot!(run("help order").data(0));
    insta::assert_snapshot!(run("help").data(0));
    insta::assert_snapshot!(run("stock -h").data(0));
    insta::assert_snapshot!(run("help nonsense").complaint(2), @r"
    error: there is no help on nonsense
    hint: There are order, orders, stock, price, price-list, place-order, invoice, quote, ship-via, end-user-info, related, documents, catalogs, reserves, reserve, services, sync, decode, sign, verify, init, doctor, sandbox, demo, completions, man, help, exit-codes, config, order-file.
    ");
}

#[test]
fn wrong_command_lines() {
    for arguments in
        ["", "order", "order 1 --format xml", "order 1 --offline --format json", "order 1 --set westcon.url"]
    {
        assert!(!run(arguments).complaint(2).is_empty(), "{arguments}");
    }
    assert_eq!(run("--version").data(0), concat!("b2b ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = b2b().args(["help", "exit-codes"]).stdout(full).output().unwrap();
    insta::assert_snapshot!(Ended::of(output).complaint(70), @r"
    error: stdout cannot be written: No space left on device (os error 28)
    hint: Check the disk or whatever stdout goes to.
    ");
}
