//! When a supplier that fails again and again is not asked any more.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{Cause, DeskError, SupplierError};

/// How many requests of one question may fail in a row before the rest of it is not asked. Our choice.
const MOST: usize = 10;

/// Counts a question's requests that fail in a row; a clone counts with it. A refusal is an answer: that there is no such article, say.
#[derive(Clone, Debug)]
pub(crate) struct Patience {
    supplier: String,
    failed: Arc<Mutex<Option<(usize, Cause)>>>,
}

impl Patience {
    pub(crate) fn with(supplier: &str) -> Self {
        Self { supplier: supplier.to_owned(), failed: Arc::default() }
    }

    /// Asks, unless too much has failed.
    pub(crate) async fn ask<T>(&self, asked: impl Future<Output = Result<T, SupplierError>>) -> Result<T, Unanswered> {
        if let Some((failures, cause)) = *self.failed()
            && failures >= most(cause)
        {
            return Err(Unanswered::NotAsked { supplier: self.supplier.clone(), failures, cause });
        }
        let result = asked.await;
        let cause = result.as_ref().err().map(SupplierError::cause).filter(|cause| is_failure(*cause));
        let mut failed = self.failed();
        let before = failed.map_or(0, |(failures, _)| failures);
        // What ends it is not forgotten for an answer to another request that was under way.
        if !failed.is_some_and(|(_, cause)| most(cause) == 1) {
            *failed = cause.map(|cause| (before.saturating_add(1), cause));
        }
        result.map_err(Unanswered::Failed)
    }

    fn failed(&self) -> MutexGuard<'_, Option<(usize, Cause)>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many may fail in a row. What is wrong with who asks, or with how, stays wrong: a wrong key is not tried again and again, which
/// may lock the account.
fn most(cause: Cause) -> usize {
    match cause {
        Cause::Credentials | Cause::Certificate | Cause::Config | Cause::Clock => 1,
        _ => MOST,
    }
}

/// Whether the next request will most likely fail too.
fn is_failure(cause: Cause) -> bool {
    !matches!(cause, Cause::NotFound | Cause::Refused | Cause::Input)
}

/// Why a request has no answer.
#[derive(Clone, Debug)]
pub(crate) enum Unanswered {
    Failed(SupplierError),
    NotAsked { supplier: String, failures: usize, cause: Cause },
}

impl From<Unanswered> for DeskError {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Failed(error) => error.into(),
            Unanswered::NotAsked { supplier, failures, cause } => Self::NotAsked { supplier, failures, cause },
        }
    }
}
