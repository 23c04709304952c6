//! Configurations, from all their sources.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

use std::fs::{self, Permissions};
use std::path::{Path, PathBuf};

use b2b_desk::{Config, ConfigError, Desk, OrderQuestion, Protocol, Sources, Whom};
use b2b_http::Attempt;
use tempfile::TempDir;

const SECRET: &str = "s3cr3t-key-in-plain-text";

const FILE: &str = r#"
    [westcon]
    environment = "qa"
    account = "1001065"
    key = "env:WESTCON_KEY"
"#;

/// A directory with a `b2b.toml` of this text, readable by its owner.
struct Home(TempDir);

impl Home {
    fn new(text: &str) -> Self {
        let home = Self(TempDir::new().unwrap());
        fs::write(home.file(), text).unwrap();
        home.set_mode(0o600);
        home
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("b2b.toml")
    }

    #[cfg(unix)]
    fn set_mode(&self, mode: u32) {
        fs::set_permissions(self.file(), <Permissions as std::os::unix::fs::PermissionsExt>::from_mode(mode)).unwrap();
    }

    fn sources(&self) -> Sources {
        Sources::new().file(self.file())
    }
}

/// The error's sentence and hint, with the directory taken out. No secret may stand in it.
#[track_caller]
fn complaint(home: &Home, sources: &Sources) -> String {
    let error = sources.load().unwrap_err();
    let whole = format!("{error:?} {error} {}", error.hint());
    assert!(!whole.contains(SECRET), "{whole}");
    format!("{error}. {}", error.hint()).replace(&format!("{}/", home.0.path().display()), "")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let home = Home::new(text);
    let sources = home.sources().environment([("WESTCON_KEY", SECRET)]);
    assert_eq!(complaint(&home, &sources), expected);
}

/// Where a question would be sent, and as whom.
fn asked(config: &Config) -> String {
    let desk = Desk::from_config(config).unwrap();
    let question = OrderQuestion::by_customer_number(["1"]);
    let mut replies = desk.offline(&Whom::Able, &question, &Attempt::new(1, Default::default(), [7; 32])).unwrap();
    replies.remove(0).result.unwrap().concat()
}

fn account(config: &Config) -> String {
    let request = asked(config);
    let rest = request.split_once("CustomerAccountNumber>").unwrap().1;
    rest.split_once('<').unwrap().0.to_owned()
}

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
fn secrets_are_referred_to() {
    let home = Home::new("[westcon]\nenvironment = \"qa\"\naccount = \"1\"\nkey = \"file:key.txt\"");
    assert_eq!(
        complaint(&home, &home.sources()),
        "b2b.toml: westcon.key refers to the file key.txt, which cannot be read. Check the path and that you may read the \
         file."
    );
    fs::write(home.0.path().join("key.txt"), "\n").unwrap();
    assert_eq!(
        complaint(&home, &home.sources()),
        "b2b.toml: westcon.key refers to the file key.txt, which is empty. Write the secret into the file, and nothing \
         else."
    );
    fs::write(home.0.path().join("key.txt"), format!("{SECRET}\n")).unwrap();
    assert!(home.sources().load().is_ok());

    let home = Home::new(FILE);
    assert_eq!(
        complaint(&home, &home.sources()),
        "b2b.toml: westcon.key refers to the environment variable WESTCON_KEY, which is not set. Set WESTCON_KEY to the \
         secret."
    );
}

#[test]
#[cfg(unix)]
fn a_secret_in_the_file_must_be_meant_and_guarded() {
    let text = format!("[westcon]\nenvironment = \"qa\"\naccount = \"1\"\nkey = \"{SECRET}\"\n");
    check(
        &text,
        "b2b.toml: westcon.key holds the secret itself. Write key = \"env:NAME\" or \"file:PATH\" instead, or set \
         insecure_inline = true beside it.",
    );
    let home = Home::new(&format!("{text}insecure_inline = true"));
    home.set_mode(0o640);
    assert_eq!(
        complaint(&home, &home.sources()),
        "b2b.toml: westcon.key holds a secret, and others than the file's owner have access to the file. Run: chmod 600 \
         b2b.toml"
    );
    home.set_mode(0o600);
    let config = home.sources().load().unwrap();
    assert!(!asked(&config).contains(SECRET));
    let desk = Desk::from_config(&config).unwrap();
    for shown in [format!("{config:?}"), format!("{desk:?}"), format!("{:?}", home.sources())] {
        assert!(!shown.contains(SECRET), "{shown}");
    }

    let set = home.sources().set("westcon.key", SECRET);
    assert!(!format!("{set:?}").contains(SECRET));
    assert_eq!(
        complaint(&home, &set),
        "the setting westcon.key holds the secret itself. Give env:NAME or file:PATH: a command line is seen by others."
    );
}

#[test]
fn unknown_keys_are_errors_with_a_suggestion() {
    check(&format!("{FILE}acount = \"1\""), "b2b.toml: westcon.acount is not a known key. Did you mean account?");
    check(
        &FILE.replace("[westcon]", ""),
        "b2b.toml: account stands outside of a supplier's table. Put it below a line \
         with the supplier's name in brackets: [westcon], then account = …",
    );
    check(
        &FILE.replace("[westcon]", "[wescton]"),
        "the supplier wescton names no protocol, and its name is none. Set \
         protocol below [wescton]. Did you mean westcon?",
    );

    let home = Home::new(FILE);
    let sources = home.sources().environment([("WESTCON_KEY", SECRET), ("B2B_WESTCON_ACOUNT", "1")]);
    assert_eq!(complaint(&home, &sources), "B2B_WESTCON_ACOUNT is not a known key. Did you mean account?");
    let sources = home.sources().environment([("WESTCON_KEY", SECRET)]).set("westcon.tiemout", "1s");
    assert!(
        complaint(&home, &sources).starts_with("the setting westcon.tiemout is not a known key. Known: protocol, ")
    );
    assert_eq!(
        complaint(&home, &home.sources().set("account", "1")),
        "the setting account names no supplier. Write it as SUPPLIER.KEY, for example westcon.account."
    );
}

#[test]
fn values_are_checked_where_they_stand() {
    check(
        &FILE.replace("\"qa\"", "\"prod\""),
        "b2b.toml: westcon.environment has a value that is not among those it can \
         have. Known: qa, production.",
    );
    check(&FILE.replace("\"1001065\"", "1001065"), "b2b.toml: westcon.account is no text. Put it in double quotes.");
    check(
        &format!("{FILE}total_timeout = 30"),
        "b2b.toml: westcon.total_timeout is no duration. Write a whole number \
         above 0 and its unit, for example \"30s\"; units are ms, s, m and h.",
    );
    check(
        &format!("{FILE}clock_offset = \"an hour\""),
        "b2b.toml: westcon.clock_offset is no duration. Write it as \
         \"-3600s\" or \"5m\"; units are ms, s, m and h.",
    );
    check(
        &format!("{FILE}max_response_bytes = 0"),
        "b2b.toml: westcon.max_response_bytes is no whole number. Write a \
         whole number above 0.",
    );
    check(
        &format!("{FILE}url = \"https://b2b.example\""),
        "b2b.toml: westcon.url and environment both say where to ask. \
         Leave one of them out.",
    );
    check(
        &FILE.replace("environment = \"qa\"", "url = \"http://b2b.example\""),
        "b2b.toml: westcon.url is no https \
         address. Give the whole address, beginning with https://.",
    );
    check(
        &FILE.replace("account = \"1001065\"", ""),
        "the supplier westcon has no account. Set account below [westcon] \
         in b2b.toml, or B2B_WESTCON_ACCOUNT.",
    );
    check(
        &format!("{FILE}\nkey = \"{SECRET}"),
        "b2b.toml: line 7 is not TOML: invalid basic string. Correct the line; \
         text values stand in double quotes.",
    );
}

#[test]
fn a_file_that_was_asked_for_must_be_there() {
    let missing = |sources: Sources| sources.load().map_err(|error: ConfigError| error.to_string()).map(drop);
    let path = Path::new("no-such-directory/b2b.toml");
    assert_eq!(missing(Sources::new().file(path)), Err("no-such-directory/b2b.toml: there is no such file".to_owned()));
    assert_eq!(missing(Sources::new().file_if_present(path)), Ok(()));
}

#[test]
fn an_extra_certificate_must_be_one() {
    let home = Home::new(&format!("{FILE}ca = \"ca.pem\""));
    let refused = || {
        let config = home.sources().environment([("WESTCON_KEY", SECRET)]).load().unwrap();
        let error = Desk::from_config(&config).unwrap_err();
        format!("{error}. {}", error.hint()).replace(&format!("{}/", home.0.path().display()), "")
    };
    assert_eq!(
        refused(),
        "b2b.toml: westcon.ca names the file ca.pem, which does not exist. Check the path; the file of a sandbox is there \
         only while that sandbox runs, and another run writes a new configuration."
    );
    fs::create_dir(home.0.path().join("ca.pem")).unwrap();
    assert_eq!(
        refused(),
        "b2b.toml: westcon.ca names the file ca.pem, which cannot be read. Check that it is a file and that you may read it."
    );
    fs::remove_dir(home.0.path().join("ca.pem")).unwrap();
    fs::write(home.0.path().join("ca.pem"), "no certificate").unwrap();
    assert_eq!(
        refused(),
        "b2b.toml: westcon.ca names the file ca.pem, which cannot be used. Give a PEM file that begins with -----BEGIN \
         CERTIFICATE-----."
    );
}
