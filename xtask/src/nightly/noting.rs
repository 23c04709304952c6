//! A supplier that takes note of what it is asked, and what a journal holds: together they tell whether an answer is asked for again.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use b2b_sandbox::rusqlite::Connection;
use b2b_sandbox::{Context, Fcb2b, Migration, Mounting};

use super::site::article;
use crate::Error;

/// The articles that were asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked(Arc<Mutex<BTreeSet<usize>>>);

impl Asked {
    /// What was asked for since it was taken the last time.
    pub(super) fn take(&self) -> BTreeSet<usize> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, query: &str) {
        let values = query.split('&').filter_map(|pair| pair.split_once('='));
        let asked = values.filter_map(|(_, value)| article(value));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(asked);
    }
}

/// A producer that takes note.
pub(super) struct Noting {
    pub(super) asked: Asked,
}

impl b2b_sandbox::Supplier for Noting {
    fn name(&self) -> &'static str {
        Fcb2b::new().name()
    }

    fn migrations(&self) -> Vec<Migration> {
        Fcb2b::new().migrations()
    }

    fn mount(self: Box<Self>, context: Context) -> Mounting {
        let Self { asked } = *self;
        Box::pin(async move {
            let mount = Box::new(Fcb2b::new()).mount(context).await?;
            Ok(mount.wrap(|router: Router| {
                let asked = asked.clone();
                router.layer(from_fn(move |request: Request, next: Next| {
                    asked.note(request.uri().query().unwrap_or_default());
                    next.run(request)
                }))
            }))
        })
    }
}

/// The articles whose answers a killed run has in its journal. A copy of it is read, since whoever opens the journal itself puts it
/// in order, and that is for the run to do that goes on with it.
pub(super) fn held(out: &Path) -> Result<BTreeSet<usize>, Error> {
    let copy = tempfile::tempdir()?;
    for file in ["journal.sqlite", "journal.sqlite-wal"] {
        std::fs::copy(out.join(file), copy.path().join(file))?;
    }
    let journal = Connection::open(copy.path().join("journal.sqlite"))?;
    let mut found = journal.prepare("SELECT key FROM job JOIN answer USING (place)")?;
    let keys = found.query_map([], |row| row.get::<_, String>(0))?;
    keys.map(|key| article(&key?).ok_or_else(|| "the journal has a key that was not given".into())).collect()
}
