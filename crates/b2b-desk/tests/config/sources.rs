//! Where a configuration comes from, and which source is the stronger.

use std::path::Path;

use b2b_desk::{ConfigError, Protocol, Sources};

use crate::home::{FILE, Home, SECRET, account, asked, check};

#[test]
fn what_is_set_overrides_the_environment_which_overrides_the_file() {
    let home = Home::new(FILE);
    let file = home.sources().environment([("WESTCON_KEY", SECRET), ("B2B_OTHER_ACCOUNT", "4"), ("B2B_CONFIG", "x")]);
    assert_eq!(account(&file.load().unwrap()), "1001065");
    let environment = file.environment([("B2B_WESTCON_ACCOUNT", "2"), ("B2B_WESTCON_WIRE", "")]);
    assert_eq!(account(&environment.load().unwrap()), "2");
    assert_eq!(account(&environment.set("westcon.account", "3").load().unwrap()), "3");
}

#[test]
fn a_stronger_address_replaces_a_weaker_one() {
    let home = Home::new(FILE);
    let sources = home.sources().environment([("WESTCON_KEY", SECRET), ("B2B_WESTCON_URL", "https://b2b.example/x")]);
    assert!(asked(&sources.load().unwrap()).starts_with("POST https://b2b.example/x HTTP/1.1\n"));
    let sources = sources.set("westcon.environment", "production");
    assert!(asked(&sources.load().unwrap()).starts_with("POST https://webservices.westcon.com/"));
}

#[test]
fn the_environment_alone_is_enough() {
    let sources = Sources::new().environment([
        ("B2B_WESTCON_ENVIRONMENT", "qa"),
        ("B2B_WESTCON_ACCOUNT", "1001065"),
        ("B2B_WESTCON_KEY", SECRET),
        ("B2B_WESTCON_TOTAL_TIMEOUT", "5s"),
        ("B2B_WESTCON_MAX_RESPONSE_BYTES", "1000"),
    ]);
    let config = sources.load().unwrap();
    assert_eq!(config.suppliers().collect::<Vec<_>>(), [("westcon", Protocol::Westcon)]);
    assert!(asked(&config).contains("‹redacted›"));
    assert_eq!(Sources::new().load().unwrap().suppliers().count(), 0);
}

#[test]
fn a_supplier_may_have_another_name_than_its_protocol() {
    let home = Home::new(
        "[westcon-uk]\nprotocol = \"westcon\"\nurl = \"https://b2b.example/\"\naccount = \"7\"\ninsecure_inline = true",
    );
    let sources = home.sources().environment([("B2B_WESTCON_UK_KEY", SECRET)]);
    assert_eq!(account(&sources.load().unwrap()), "7");
}

#[test]
fn a_file_that_was_asked_for_must_be_there() {
    let missing = |sources: Sources| sources.load().map_err(|error: ConfigError| error.to_string()).map(drop);
    let path = Path::new("no-such-directory/b2b.toml");
    assert_eq!(missing(Sources::new().file(path)), Err("no-such-directory/b2b.toml: there is no such file".to_owned()));
    assert_eq!(missing(Sources::new().file_if_present(path)), Ok(()));
}

#[test]
fn suppliers_have_names_of_their_own() {
    check(
        &format!("{FILE}[westcon]\n"),
        "b2b.toml: two suppliers are called westcon, the second in line 6. Give one of them another name.",
    );
    check(&format!("{FILE}account = \"1\"\n"), "b2b.toml: line 6 has account a second time. Remove one of the two.");
    let two = FILE.replace("[westcon]", "[a-b]\nprotocol = \"westcon\"");
    check(
        &(two.clone() + &two.replace("a-b", "A_b")),
        "the suppliers A_b and a-b have the same variables, B2B_A_B_…. Rename one of them.",
    );
    check(
        &FILE.replace("[westcon]", "[\"a b\"]"),
        "\"a b\" cannot be a supplier's name. Use letters from a to z, digits, - and _, and begin with a letter.",
    );
    check(
        &FILE.replace("[westcon]", "[Customer-PO]\nprotocol = \"westcon\""),
        "\"Customer-PO\" cannot be a supplier's name. Give it another name: before a number this one stands for your purchase \
         orders.",
    );
}

#[test]
fn each_supplier_is_loaded_by_itself() {
    let home = Home::new(&format!("{FILE}[other]\nprotocol = \"westcon\"\n[westcon-uk]\nprotocl = \"westcon\""));
    let sources = home.sources().environment([("WESTCON_KEY", SECRET)]);
    let loaded = sources.load_each().unwrap();
    let told: Vec<_> = loaded
        .iter()
        .map(|(name, loaded)| match loaded {
            Ok(config) => format!("{name}: {:?}", config.suppliers().collect::<Vec<_>>()),
            Err(error) => format!("{name}: {error}"),
        })
        .collect();
    assert_eq!(
        told,
        [
            "other: the supplier other has no environment and no url",
            "westcon: [(\"westcon\", Westcon)]",
            "westcon-uk: the supplier westcon-uk names no protocol, and its name is none",
        ]
    );
    let of_secret = |variable| {
        let mut loaded = home.sources().environment([(variable, SECRET)]).load_each().unwrap();
        loaded.remove("westcon").unwrap().err().map(|error| error.is_of_secret())
    };
    assert_eq!((of_secret("WESTCON_KEY"), of_secret("OTHER_KEY")), (None, Some(true)));
    // A reference that can never work is no matter of the secret.
    for (reference, expected) in [
        ("env:", "refers to the environment without naming a variable. Write it as env:NAME."),
        ("file: ", "refers to a file without naming it. Write it as file:PATH."),
        ("keyring:a", "refers to the keyring without saying where in it. Write it as keyring:SERVICE/USER."),
    ] {
        check(&FILE.replace("env:WESTCON_KEY", reference), &format!("b2b.toml: westcon.key {expected}"));
        let mut loaded = Home::new(&FILE.replace("env:WESTCON_KEY", reference)).sources().load_each().unwrap();
        assert!(!loaded.remove("westcon").unwrap().unwrap_err().is_of_secret(), "{reference}");
    }
    assert!(Home::new("[westcon").sources().load_each().is_err());
}
