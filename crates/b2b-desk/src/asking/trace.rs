//! What is told of a question, or of something that is to be done, in its span.

use std::fmt;

use b2b_model::Outcome;
use tokio::time::Instant;
use tracing::{Instrument as _, Span, field};

use crate::DeskError;

/// The span of what one supplier is asked or told, and what it tells when it is over. The exchanges that it takes have theirs
/// within it.
#[derive(Debug)]
pub(crate) struct Trace {
    span: Span,
    began: Option<Instant>,
    parts: usize,
}

impl Trace {
    /// Each question has a name of its own: who reads the log takes none for another, least of all for one that changes
    /// something.
    pub(crate) fn new(supplier: &str, question: impl fmt::Debug) -> Self {
        let span = tracing::debug_span!(
            "question",
            supplier,
            ?question,
            parts = field::Empty,
            duration_ms = field::Empty,
            outcome = field::Empty,
        );
        Self { span, began: None, parts: 0 }
    }

    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// When it began: at the first call.
    pub(crate) fn begin(&mut self) -> Instant {
        *self.began.get_or_insert_with(Instant::now)
    }

    /// Counts a part of the answer.
    pub(crate) fn part(&mut self) {
        self.parts += 1;
    }

    pub(crate) fn end(&mut self, outcome: &str) {
        let elapsed = self.begin().elapsed();
        self.span.record("parts", self.parts);
        self.span.record("duration_ms", u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX));
        self.span.record("outcome", outcome);
        self.span.in_scope(|| tracing::debug!("question ended"));
    }

    /// Traces what is answered as a whole.
    pub(crate) async fn whole<T>(
        mut self,
        answer: impl Future<Output = Result<T, DeskError>>,
        word: impl FnOnce(&T) -> &'static str,
    ) -> Result<T, DeskError> {
        self.begin();
        let answer = answer.instrument(self.span()).await;
        match &answer {
            Ok(value) => {
                self.part();
                self.end(word(value));
            }
            Err(_) => self.end("failed"),
        }
        answer
    }
}

/// What became of something that was to be done, in a word.
pub(crate) fn ending<T, R, E>(outcome: &Outcome<T, R, E>) -> &'static str {
    match outcome {
        Outcome::Done(_) => "done",
        Outcome::Partial { .. } => "done in part",
        Outcome::Refused(_) => "refused",
        Outcome::Unknown(_) => "unknown",
    }
}
