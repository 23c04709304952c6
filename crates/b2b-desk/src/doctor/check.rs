//! What the doctor says.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::{Cause, ConfigError, Protocol};

/// All that was looked at of one supplier.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Examination {
    /// The supplier's name.
    pub supplier: String,
    /// What it speaks, if its configuration could be read.
    #[serde(serialize_with = "by_name")]
    pub protocol: Option<Protocol>,
    /// What was looked at, in order.
    pub checks: Vec<Check>,
}

impl Examination {
    pub(super) fn of(supplier: &str) -> Self {
        Self { supplier: supplier.to_owned(), protocol: None, checks: Vec::new() }
    }

    pub(super) fn add(&mut self, check: Check) {
        self.checks.push(check);
    }

    pub(super) fn refuse(&mut self, subject: Subject, found: &str, cause: Cause) {
        self.add(Check::failed(subject, found, "See b2b help config.", cause));
        self.skip_the_rest(found);
    }

    /// Skips what comes after the last check.
    pub(super) fn skip_the_rest(&mut self, because: &str) {
        let last = self.checks.last().map(|check| check.subject);
        let rest = Subject::ALL.iter().filter(|subject| last.is_none_or(|last| **subject > last));
        self.checks.extend(rest.map(|subject| Check::skipped(*subject, because)));
    }

    /// What the first failure comes down to; `None` if the supplier can be asked.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        self.checks.iter().find_map(|check| check.cause)
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Check {
    /// What was looked at.
    pub subject: Subject,
    /// The host that it is about, where there can be several.
    pub host: Option<String>,
    /// How it stands.
    pub verdict: Verdict,
    /// What was found, or the reason why nothing was looked at.
    pub found: String,
    /// What to do, if something is to be done.
    pub advice: Option<String>,
    /// What a failure comes down to.
    pub cause: Option<Cause>,
}

impl Check {
    pub(super) fn well(subject: Subject, found: impl Into<String>) -> Self {
        Self { subject, host: None, verdict: Verdict::Well, found: found.into(), advice: None, cause: None }
    }

    pub(super) fn warning(subject: Subject, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { verdict: Verdict::Warning, advice: Some(advice.into()), ..Self::well(subject, found) }
    }

    pub(super) fn failed(subject: Subject, found: impl Into<String>, advice: impl Into<String>, cause: Cause) -> Self {
        Self { verdict: Verdict::Failed, cause: Some(cause), ..Self::warning(subject, found, advice) }
    }

    pub(super) fn skipped(subject: Subject, because: &str) -> Self {
        Self { verdict: Verdict::Skipped, ..Self::well(subject, because) }
    }

    pub(super) fn of_config_error(subject: Subject, error: &ConfigError) -> Self {
        Self::failed(subject, error.to_string(), error.hint(), Cause::Config)
    }

    pub(super) fn at(mut self, host: String) -> Self {
        self.host = Some(host);
        self
    }
}

/// What is looked at, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Subject {
    /// The supplier's table in the configuration.
    Config,
    /// The key, the password or the secret that it refers to.
    Secret,
    /// The host's name.
    Dns,
    /// The connection, and the host's certificate.
    Tls,
    /// The supplier's clock, as it stands in the answer to the call.
    Clock,
    /// Whether a call is answered.
    Credentials,
}

impl Subject {
    /// All of them, in order.
    pub const ALL: &'static [Self] =
        &[Self::Config, Self::Secret, Self::Dns, Self::Tls, Self::Clock, Self::Credentials];
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Config => "config",
            Self::Secret => "secret",
            Self::Dns => "dns",
            Self::Tls => "tls",
            Self::Clock => "clock",
            Self::Credentials => "credentials",
        })
    }
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// As it should be.
    Well,
    /// It works, and yet something is to be done.
    Warning,
    /// It does not work.
    Failed,
    /// It was not looked at.
    Skipped,
}

fn by_name<S: Serializer>(protocol: &Option<Protocol>, serializer: S) -> Result<S::Ok, S::Error> {
    protocol.map(Protocol::name).serialize(serializer)
}
