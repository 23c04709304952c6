//! A journal with answers of any size, and the bucket they go to.

use std::path::PathBuf;
use std::sync::Arc;

use b2b_desk::Pace;
use b2b_model::{Availability, Stock};
use b2b_sync::sink::Place;
use b2b_sync::{Ask, Asked, Heard, Job, Journal, JournalError, Question, Said, Worker};
use tempfile::TempDir;

use crate::server::Server;
use crate::signature::{KEY, SECRET, TOKEN};

/// Where files go, with a prefix that has to be escaped in addresses.
pub(crate) const BUCKET: &str = "s3://nightly/date=2026-01-15/hour=02";

/// What the server calls a file there.
pub(crate) fn key(file: &str) -> String {
    format!("/nightly/date=2026-01-15/hour=02/{file}")
}

/// The bucket on this server, for who has the credentials.
pub(crate) fn bucket(server: &Server) -> Place {
    bucket_with(server, &[])
}

/// The bucket on this server, with more variables or others.
pub(crate) fn bucket_with(server: &Server, variables: &[(&str, &str)]) -> Place {
    let address = server.address();
    let allow = if server.certificate.is_some() { "false" } else { "true" };
    let usual = [
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("AWS_SESSION_TOKEN", TOKEN),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ENDPOINT_URL", &address),
        ("AWS_ALLOW_HTTP", allow),
    ];
    Place::with_environment(BUCKET, usual.iter().chain(variables).copied()).unwrap()
}

/// A run that is answered, and not written yet.
pub(crate) struct Run {
    pub(crate) home: TempDir,
    pub(crate) journal: Journal,
}

impl Run {
    /// So many stock checks, with a description of so many bytes each.
    pub(crate) async fn of(checks: usize, size: usize) -> Self {
        let home = TempDir::new().unwrap();
        let journal = Journal::open(&home.path().join("journal.sqlite")).unwrap();
        journal.begin().unwrap();
        let jobs = (0..checks).map(|job| Ok::<_, JournalError>(Job::new("mill", Question::Stock, job.to_string())));
        journal.load(jobs, None).unwrap();
        journal.start().unwrap();
        let worker = Worker::new(Arc::new(journal.clone()), Arc::new(Talker { size }));
        worker.run(vec!["mill".to_owned()], std::future::pending()).await.unwrap();
        Self { home, journal }
    }

    /// A run whose last answer cannot be read.
    pub(crate) async fn of_which_the_end_is_damaged(checks: usize, size: usize) -> Self {
        let run = Self::of(checks, size).await;
        let file = rusqlite::Connection::open(run.home.path().join("journal.sqlite")).unwrap();
        let sql = "UPDATE answer SET said = '{' WHERE place = (SELECT max(place) FROM answer)";
        assert_eq!(file.execute(sql, []).unwrap(), 1);
        run
    }

    /// A directory beside the journal.
    pub(crate) fn directory(&self) -> PathBuf {
        self.home.path().join("out")
    }
}

/// A supplier that says much, and nothing that can be compressed.
struct Talker {
    size: usize,
}

impl Ask for Talker {
    fn per_request(&self, _: &str, _: Question) -> Option<usize> {
        Some(1)
    }

    fn pace(&self, _: &str) -> Pace {
        Pace::default()
    }

    async fn ask(&self, _: &str, _: Question, keys: &[String]) -> Vec<Asked> {
        let said = |key: &String| {
            let description = noise(key.parse().unwrap(), self.size);
            let stock = vec![Stock::default()];
            Said::Stock(Availability { description: Some(description), stock, ..Availability::default() })
        };
        keys.iter().map(|key| Ok(Heard::answered(said(key)))).collect()
    }
}

/// Letters without a pattern, the same for each seed (xorshift).
fn noise(seed: u64, size: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut state = seed + 0x9e37_79b9_7f4a_7c15;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(LETTERS[usize::try_from(state >> 58).unwrap()])
    };
    (0..size).map(|_| letter()).collect()
}
