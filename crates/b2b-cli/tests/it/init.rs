//! `b2b init` without a terminal.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::world::{Ended, World, b2b};

fn run(home: &Path, arguments: &str) -> Ended {
    Ended::of(b2b().current_dir(home).arg("init").args(arguments.split_whitespace()).output().unwrap())
}

#[test]
fn a_supplier_is_added_and_nothing_else_is_changed() {
    let home = TempDir::new().unwrap();
    let config = home.path().join("b2b.toml");
    let before = "# Ours, since 2016.\n[mill]\nprotocol = \"fcb2b\" # a mill\nprofile='dancik'\n";
    fs::write(&config, before).unwrap();
    let ended = run(home.path(), "westcon --environment qa --account 1001065 --secret env:WESTCON_KEY");
    assert_eq!(ended.data(0), "");
    insta::assert_snapshot!(ended.stderr, @r"
    [westcon] is in b2b.toml now.
    Set WESTCON_KEY to the secret before you ask anything.
    Check it with: b2b doctor --supplier westcon
    ");
    let added = "\n[westcon]\nenvironment = \"qa\"\naccount = \"1001065\"\nkey = \"env:WESTCON_KEY\"\n";
    assert_eq!(fs::read_to_string(&config).unwrap(), format!("{before}{added}"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;

        assert_eq!(fs::metadata(&config).unwrap().permissions().mode() & 0o777, 0o600);
    }

    let written = fs::read_to_string(&config).unwrap();
    insta::assert_snapshot!(
        run(home.path(), "WESTCON --protocol westcon --environment qa --account 1 --secret env:K").complaint(12),
        @r"
    error: b2b.toml has a supplier westcon already
    hint: Give it another name, or change the file yourself.
    "
    );
    assert_eq!(fs::read_to_string(&config).unwrap(), written);
}

#[test]
fn what_is_missing_is_told_at_once() {
    let home = TempDir::new().unwrap();
    insta::assert_snapshot!(run(home.path(), "").complaint(2), @r"
    error: a supplier needs more than that: --protocol, NAME
    hint: Give them as flags, or run it in a terminal, where it asks.
    ");
    insta::assert_snapshot!(run(home.path(), "mill --protocol fcb2b").complaint(2), @r"
    error: a supplier needs more than that: --services, --profile, --api-key, --secret
    hint: Give them as flags, or run it in a terminal, where it asks.
    ");
    insta::assert_snapshot!(run(home.path(), "techdata --environment test --username 1 --secret file:pw").complaint(2), @r"
    error: a supplier needs more than that: --plain-http
    hint: Give them as flags, or run it in a terminal, where it asks.
    ");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_used_is_not_written() {
    let home = TempDir::new().unwrap();
    let westcon = "westcon --account 1 --secret env:K";
    insta::assert_snapshot!(run(home.path(), &format!("{westcon} --environment prod")).complaint(3), @r"
    error: the setting westcon.environment has a value that is not among those it can have
    hint: Known: qa, production.
    ");
    insta::assert_snapshot!(run(home.path(), &format!("{westcon} --url http://b2b.example/")).complaint(3), @r"
    error: the setting westcon.url is no https address
    hint: Give the whole address, beginning with https://.
    ");
    insta::assert_snapshot!(run(home.path(), "a.b --protocol westcon --environment qa --account 1 --secret env:K").complaint(2), @r#"
    error: "a.b" cannot be a supplier's name
    hint: Use letters from a to z, digits, - and _, and begin with a letter.
    "#);
    let said = run(
        home.path(),
        "mill --protocol fcb2b --services https://b2b.example/ --profile unsigned --secret env:X --api-key K",
    );
    assert!(said.complaint(2).contains("the profile unsigned has no use for --api-key, --secret"), "{}", said.stderr);
    let said = run(home.path(), &format!("{westcon} --environment qa --username 5 --plain-http"));
    assert!(said.complaint(2).contains("has no use for --plain-http, --username"), "{}", said.stderr);
    let said = run(home.path(), "westcon --environment qa --account 1 --secret keyring:a");
    assert!(said.complaint(3).contains("refers to the keyring without saying where in it"), "{}", said.stderr);
    let said = run(home.path(), "po --protocol westcon --environment qa --account 1 --secret env:K");
    assert!(said.complaint(2).contains("cannot be a supplier's name"), "{}", said.stderr);
    let said = run(home.path(), "westcon --environment qa --account 1 --secret 0123-the-key-itself");
    assert!(said.complaint(2).contains("a command line is seen by others"), "{}", said.stderr);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    fs::write(home.path().join("b2b.toml"), "[westcon]\nkey = \"secret-without-end\n").unwrap();
    let broken = run(home.path(), &format!("{westcon} --environment qa"));
    assert!(broken.complaint(3).starts_with("error: b2b.toml: line 2 is not TOML"), "{}", broken.stderr);
    assert!(!broken.stderr.contains("without-end"));
}

#[test]
fn what_it_writes_works() {
    let world = World::new();
    let (url, ca) =
        (format!("{}{}", world.sandbox.url(), b2b_sandbox::Westcon::PATH), world.sandbox.ca_path().display());
    let account = b2b_sandbox::Westcon::ACCOUNT;
    let flags = format!("--config new.toml --url {url} --account {account} --secret env:KEY --ca {ca}");
    let ended = world.run(&format!("init westcon {flags}"));
    ended.data(0);
    assert!(ended.stderr.ends_with("b2b doctor --supplier westcon --config new.toml\n"), "{}", ended.stderr);
    world.run("doctor --supplier westcon --config new.toml").data(0);
}
