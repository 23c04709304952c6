//! What a part of a supplier's answer says, whatever was asked.

use std::sync::Arc;

use b2b_desk::{Answered, DeskError, Told};
use b2b_model::Problem;

/// What came of a supplier's answer.
pub(in crate::commands) struct Came<T> {
    pub(in crate::commands) pieces: Vec<Piece<T>>,
    /// What the supplier says beside it.
    pub(in crate::commands) messages: Vec<String>,
    /// What the reader forgave.
    pub(in crate::commands) warnings: Vec<String>,
    /// How many of what was asked for are settled by it.
    pub(in crate::commands) settles: usize,
}

/// What is said of one thing.
pub(in crate::commands) struct Piece<T> {
    /// What it was asked by, if that is known.
    pub(in crate::commands) asked: Option<String>,
    pub(in crate::commands) result: Result<T, Lack>,
}

/// Why there is no value.
#[derive(Clone)]
pub(in crate::commands) enum Lack {
    /// The question has no answer.
    Failed(Arc<DeskError>),
    /// The supplier says so in an answer.
    Refused(Vec<Problem>),
}

impl<T> Came<T> {
    /// An answer about an article, which can have several values.
    pub(in crate::commands) fn of_article<A>(answer: Answered<A>, split: impl FnOnce(A) -> Vec<T>) -> Self {
        let Answered { about, result, .. } = answer;
        match result {
            Ok(Told { value, messages, warnings, .. }) => {
                let piece = |value| Piece { asked: Some(about.clone()), result: Ok(value) };
                Self { pieces: split(value).into_iter().map(piece).collect(), messages, warnings, settles: 1 }
            }
            Err(error) => Self::failed(std::iter::once(about), error),
        }
    }

    /// That there is no answer for these.
    pub(super) fn failed(asked: impl Iterator<Item = String>, error: DeskError) -> Self {
        let error = Arc::new(error);
        let piece = |asked| Piece { asked: Some(asked), result: Err(Lack::Failed(Arc::clone(&error))) };
        let pieces: Vec<_> = asked.map(piece).collect();
        Self { settles: pieces.len(), pieces, messages: Vec::new(), warnings: Vec::new() }
    }

    /// A list.
    pub(in crate::commands) fn of_list(told: Told<Vec<T>>) -> Self {
        let Told { value, messages, warnings, .. } = told;
        let pieces = value.into_iter().map(|value| Piece { asked: None, result: Ok(value) }).collect();
        Self { pieces, messages, warnings, settles: 1 }
    }

    /// Adds that a supplier is silent about these, and what it says is wrong with all of it.
    pub(in crate::commands) fn lack(&mut self, unanswered: &[impl ToString], problems: Vec<Problem>) {
        let silent = || Problem { code: None, message: Some("the supplier does not answer for it".to_owned()) };
        self.pieces.extend(
            unanswered
                .iter()
                .map(|name| Piece { asked: Some(name.to_string()), result: Err(Lack::Refused(vec![silent()])) }),
        );
        if !problems.is_empty() {
            self.pieces.push(Piece { asked: None, result: Err(Lack::Refused(problems)) });
        }
    }
}
