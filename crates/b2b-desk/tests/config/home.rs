//! A configuration, what is wrong with it, and what is asked with it.

use std::fmt::Display;
use std::fs::{self, Permissions};
use std::path::PathBuf;

use b2b_desk::{Config, Desk, OrderQuestion, Sources, Whom};
use b2b_http::Attempt;
use tempfile::TempDir;

pub(crate) const SECRET: &str = "s3cr3t-key-in-plain-text";

pub(crate) const FILE: &str = r#"
    [westcon]
    environment = "qa"
    account = "1001065"
    key = "env:WESTCON_KEY"
"#;

/// A directory with a `b2b.toml` of this text, readable by its owner.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new(text: &str) -> Self {
        let home = Self(TempDir::new().unwrap());
        fs::write(home.file(), text).unwrap();
        home.set_mode(0o600);
        home
    }

    /// A path in the directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.path("b2b.toml")
    }

    #[cfg(unix)]
    pub(crate) fn set_mode(&self, mode: u32) {
        fs::set_permissions(self.file(), <Permissions as std::os::unix::fs::PermissionsExt>::from_mode(mode)).unwrap();
    }

    pub(crate) fn sources(&self) -> Sources {
        Sources::new().file(self.file())
    }

    /// The error's sentence and hint, with the directory taken out.
    pub(crate) fn told(&self, error: impl Display, hint: impl Display) -> String {
        format!("{error}. {hint}").replace(&format!("{}/", self.0.path().display()), "")
    }
}

/// The error of these sources, as it is told. No secret may stand in it.
#[track_caller]
pub(crate) fn complaint(home: &Home, sources: &Sources) -> String {
    let error = sources.load().unwrap_err();
    let whole = format!("{error:?} {error} {}", error.hint());
    assert!(!whole.contains(SECRET), "{whole}");
    home.told(&error, error.hint())
}

#[track_caller]
pub(crate) fn check(text: &str, expected: &str) {
    let home = Home::new(text);
    let sources = home.sources().environment([("WESTCON_KEY", SECRET)]);
    assert_eq!(complaint(&home, &sources), expected);
}

/// Where a question would be sent, and as whom.
pub(crate) fn asked(config: &Config) -> String {
    let desk = Desk::from_config(config).unwrap();
    let question = OrderQuestion::by_customer_number(["1"]);
    let mut replies = desk.offline(&Whom::Able, &question, &Attempt::new(1, Default::default(), [7; 32])).unwrap();
    replies.remove(0).result.unwrap().concat()
}

pub(crate) fn account(config: &Config) -> String {
    let request = asked(config);
    let rest = request.split_once("CustomerAccountNumber>").unwrap().1;
    rest.split_once('<').unwrap().0.to_owned()
}
