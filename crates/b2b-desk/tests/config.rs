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
        "b2b.toml: westcon.key holds the secret itself. Write key = \"env:NAME\", \"file:PATH\" or \
         \"keyring:SERVICE/USER\" instead, or set insecure_inline = true beside it.",
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

    // Whether it is used or not.
    let overridden = [("B2B_WESTCON_KEY", "another")];
    home.set_mode(0o644);
    let told = complaint(&home, &home.sources().environment(overridden));
    assert!(told.starts_with("b2b.toml: westcon.key holds a secret, and others than"), "{told}");
    let unmeant = Home::new(&text);
    let told = complaint(&unmeant, &unmeant.sources().environment(overridden));
    assert!(told.starts_with("b2b.toml: westcon.key holds the secret itself. Write"), "{told}");
    home.set_mode(0o600);

    let set = home.sources().set("westcon.key", SECRET);
    assert!(!format!("{set:?}").contains(SECRET));
    assert_eq!(
        complaint(&home, &set),
        "the setting westcon.key holds the secret itself. Give env:NAME, file:PATH or keyring:SERVICE/USER: a command line \
         is seen by others."
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
fn a_slip_in_a_reference_is_no_secret() {
    for (reference, scheme) in [("evn:KEY", "env"), ("FILE:key.txt", "file"), ("keychain:b2b/me", "keyring")] {
        check(
            &(FILE.replace("env:WESTCON_KEY", reference) + "insecure_inline = true"),
            &format!(
                "b2b.toml: westcon.key looks like a reference, and is none. Did you mean {scheme}:? References are env:NAME, \
                 file:PATH or keyring:SERVICE/USER; a secret that begins like that can stand in a variable or a file."
            ),
        );
    }
    let home = Home::new(&(FILE.replace("env:WESTCON_KEY", "a1b2:c3d4") + "insecure_inline = true"));
    assert!(home.sources().load().is_ok());
}

#[test]
fn no_key_is_accepted_for_nothing() {
    check(
        &format!("{FILE}insecure_inline = \"maybe\""),
        "b2b.toml: westcon.insecure_inline is neither true nor false. Write true or false.",
    );
    let techdata = "[techdata]\nenvironment = \"production\"\nusername = \"1\"\npassword = \"env:WESTCON_KEY\"\n";
    let home = Home::new(&format!("{techdata}clock_offset = \"1h\""));
    let told = complaint(&home, &home.sources().environment([("WESTCON_KEY", SECRET)]));
    assert!(told.starts_with("b2b.toml: techdata.clock_offset is not a known key."), "{told}");
    let mill = "[fcb2b]\nservices = \"https://b2b.example/\"\nprofile = \"unsigned\"\n";
    for (key, value) in [("api_key", "K"), ("secret", "env:WESTCON_KEY")] {
        check(
            &format!("{mill}{key} = \"{value}\""),
            &format!(
                "b2b.toml: fcb2b.{key} is given, and the profile has no key. Leave {key} out, or name a profile whose requests \
                 are signed."
            ),
        );
    }
    // A secret that is there for nothing is one all the same.
    let home = Home::new(&format!("{mill}secret = \"{SECRET}\""));
    assert!(complaint(&home, &home.sources()).starts_with("b2b.toml: fcb2b.secret holds the secret itself."));
}

#[test]
#[cfg(unix)]
fn no_more_of_a_file_is_read_than_there_can_be() {
    let home = Home::new(&FILE.replace("env:WESTCON_KEY", "file:/dev/zero"));
    let told = complaint(&home, &home.sources());
    assert!(
        told.starts_with("b2b.toml: westcon.key refers to the file /dev/zero, which is no regular file."),
        "{told}"
    );
    let home = Home::new(&FILE.replace("env:WESTCON_KEY", "file:key.txt"));
    fs::write(home.0.path().join("key.txt"), "k".repeat(64 * 1024 + 1)).unwrap();
    let told = complaint(&home, &home.sources());
    assert!(
        told.starts_with("b2b.toml: westcon.key refers to the file key.txt, which is larger than 64 KiB."),
        "{told}"
    );
    fs::write(home.0.path().join("key.txt"), "k".repeat(64 * 1024)).unwrap();
    assert!(home.sources().load().is_ok());

    fs::write(home.file(), format!("{FILE}#{}", "-".repeat(1024 * 1024))).unwrap();
    assert!(complaint(&home, &home.sources()).starts_with("b2b.toml: the file is larger than 1024 KiB."));
    let told = Sources::new().file("/dev/zero").load().unwrap_err().to_string();
    assert_eq!(told, "/dev/zero: the file is no regular file");
    let home = Home::new(&format!("{FILE}ca = \"/dev/zero\""));
    let config = home.sources().environment([("WESTCON_KEY", SECRET)]).load().unwrap();
    let told = Desk::from_config(&config).unwrap_err().to_string();
    assert!(told.ends_with("westcon.ca names the file /dev/zero, which is no regular file"), "{told}");
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
        "b2b.toml: westcon.ca names the file ca.pem, which is no regular file. Check that it is a file and that you may read it."
    );
    fs::remove_dir(home.0.path().join("ca.pem")).unwrap();
    fs::write(home.0.path().join("ca.pem"), "no certificate").unwrap();
    assert_eq!(
        refused(),
        "b2b.toml: westcon.ca names the file ca.pem, which cannot be used. Give a PEM file that begins with -----BEGIN \
         CERTIFICATE-----."
    );
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

#[test]
#[cfg(unix)]
fn a_secret_that_everybody_may_read_is_told_of() {
    let home = Home::new(&FILE.replace("env:WESTCON_KEY", "file:key.txt"));
    let key = home.0.path().join("key.txt");
    fs::write(&key, SECRET).unwrap();
    for (mode, warnings) in [(0o600, 0), (0o640, 0), (0o644, 1)] {
        fs::set_permissions(&key, <Permissions as std::os::unix::fs::PermissionsExt>::from_mode(mode)).unwrap();
        let config = home.sources().load().unwrap();
        assert_eq!(config.warnings().len(), warnings, "{mode:o}");
        assert!(config.warnings().iter().all(|warning| warning.contains("chmod 600") && !warning.contains(SECRET)));
    }
}

#[test]
#[cfg(not(feature = "keyring"))]
fn without_the_feature_there_is_no_keyring() {
    check(
        &FILE.replace("env:WESTCON_KEY", "keyring:b2b/me"),
        "b2b.toml: westcon.key refers to the keyring, which this program was built without. Refer to env:NAME or file:PATH, \
         or build it with the feature keyring.",
    );
}

#[cfg(feature = "keyring")]
mod keyring {
    use b2b_desk::Keyring;
    use keyring_core::api::CredentialStoreApi as _;
    use keyring_core::mock;

    use super::*;

    fn home(reference: &str) -> Home {
        Home::new(&FILE.replace("env:WESTCON_KEY", reference))
    }

    #[test]
    fn what_is_kept_is_found() {
        let keyring = Keyring::over(mock::Store::new().unwrap());
        keyring.keep("b2b", "me/too", &SECRET.into()).unwrap();
        let sources = home("keyring:b2b/me/too").sources().keyring(keyring);
        let home = home("keyring:b2b/me/too");
        assert!(home.sources().keyring(Keyring::over(mock::Store::new().unwrap())).load().is_err());
        assert!(!format!("{sources:?}").contains(SECRET));
        let keyring = Keyring::over(mock::Store::new().unwrap());
        keyring.keep("b2b", "me/too", &SECRET.into()).unwrap();
        let config = home.sources().keyring(keyring).load().unwrap();
        assert!(!asked(&config).contains(SECRET));
    }

    #[test]
    fn what_is_wrong_with_it_is_told() {
        let keyring = || Keyring::over(mock::Store::new().unwrap());
        for (reference, expected) in [
            (
                "keyring:b2b",
                "b2b.toml: westcon.key refers to the keyring without saying where in it. Write it as \
                 keyring:SERVICE/USER.",
            ),
            (
                "keyring:b2b/me",
                "b2b.toml: westcon.key refers to the keyring, which has nothing of b2b for me. Keep the secret in the \
                 keyring, with the service b2b and the user me.",
            ),
        ] {
            let home = home(reference);
            assert_eq!(complaint(&home, &home.sources().keyring(keyring())), expected);
        }
    }

    #[test]
    fn a_keyring_that_cannot_be_used_shows_nothing_of_what_is_in_it() {
        let store = mock::Store::new().unwrap();
        let entry = store.build("b2b", "me", None).unwrap();
        let credential = entry.as_any().downcast_ref::<mock::Cred>().unwrap();
        let home = home("keyring:b2b/me");
        let other = store.build(SECRET, SECRET, None).unwrap();
        for (error, why) in [
            (keyring_core::Error::BadEncoding(SECRET.into()), "the entry is not UTF-8"),
            (keyring_core::Error::BadDataFormat(SECRET.into(), SECRET.into()), "the entry is not in its format"),
            (keyring_core::Error::Ambiguous(vec![other]), "several entries are of this service and user"),
            (keyring_core::Error::PlatformFailure(SECRET.into()), "the system's own has failed"),
        ] {
            credential.set_error(error);
            let keyring = Keyring::over(store.clone());
            assert_eq!(format!("{keyring:?}"), "Keyring { store: \"another\" }");
            assert_eq!(
                complaint(&home, &home.sources().keyring(keyring)),
                format!(
                    "b2b.toml: westcon.key refers to the keyring, and the keyring cannot be used: {why}. Unlock or start the \
                     keyring, or refer to env:NAME or file:PATH: a server often has no keyring."
                )
            );
        }
    }
}
