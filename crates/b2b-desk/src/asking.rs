//! How a question is put to one supplier: what it answers comes in parts, until its deadline.

mod asked;
mod parts;
mod patience;
mod trace;

use std::time::Duration;

use b2b_http::Attempt;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

pub(crate) use self::asked::asked;
pub(crate) use self::parts::{Part, Parts, as_it_comes, listed, the_only, unsupported, whole};
pub(crate) use self::patience::Patience;
pub(crate) use self::trace::{Trace, ending};
use crate::desk::Member;
use crate::supplier::Supplier;
use crate::{DeskError, Question};

/// How a question is put to one supplier, whatever it speaks.
pub(crate) trait Ask<P, A>: Sync {
    /// What the supplier answers, as it comes.
    fn parts<'a>(&'a self, supplier: &'a Supplier) -> Parts<'a, P>;

    /// The requests that would be sent, with their secrets replaced.
    fn offline(&self, supplier: &Supplier, attempt: &Attempt) -> Result<Vec<String>, DeskError>;

    /// How many things are asked about that can be told apart. None: the question is one.
    fn count(&self) -> usize {
        0
    }

    /// The thing at this place, as it was asked for.
    fn name(&self, _place: usize) -> Option<String> {
        None
    }

    /// What stands for the thing at this place when there is no answer.
    fn failed(&self, _place: usize, error: DeskError) -> Result<P, DeskError> {
        Err(error)
    }

    /// All parts as one answer.
    fn gather(&self, parts: Vec<Part<P>>) -> Result<A, DeskError>;
}

/// Asks one supplier. What it has not answered by its deadline is told as such, thing by thing.
pub(crate) fn ask<'a, Q: Question>(member: &'a Member, question: &'a Q) -> BoxStream<'a, Part<Q::Part>> {
    let capability = question.capability();
    if let Some(lacking) = member.supplier.lacking(capability, &question.needs()) {
        return unsupported(&member.supplier, lacking);
    }
    let asking = Asking {
        member,
        question,
        stage: Stage::Asking(question.parts(&member.supplier)),
        deadline: None,
        open: vec![true; question.count().max(1)],
        trace: Trace::new(&member.name, capability),
    };
    stream::unfold(asking, |mut asking| async move { Some((asking.next().await?, asking)) }).boxed()
}

/// A question on its way to one supplier.
struct Asking<'a, Q: Question> {
    member: &'a Member,
    question: &'a Q,
    stage: Stage<'a, Q::Part>,
    /// Runs from when the first part is asked for.
    deadline: Option<Instant>,
    /// Which things have no answer yet.
    open: Vec<bool>,
    trace: Trace,
}

enum Stage<'a, P> {
    Asking(Parts<'a, P>),
    /// The deadline has passed. What comes before this place is told.
    Late {
        after: Duration,
        next: usize,
    },
    Done,
}

impl<Q: Question> Asking<'_, Q> {
    async fn next(&mut self) -> Option<Part<Q::Part>> {
        let began = self.trace.begin();
        if let (None, Some(after)) = (self.deadline, self.member.deadline) {
            self.deadline = began.checked_add(after);
        }
        loop {
            match &mut self.stage {
                Stage::Asking(parts) => {
                    let next = parts.next().instrument(self.trace.span());
                    match in_time(next, self.deadline).await {
                        Some(Some(part)) => {
                            for place in part.places(self.open.len()) {
                                if let Some(is_open) = self.open.get_mut(place) {
                                    *is_open = false;
                                }
                            }
                            self.trace.part();
                            return Some(part);
                        }
                        Some(None) => {
                            self.trace.end("done");
                            self.stage = Stage::Done;
                        }
                        None => self.be_late(),
                    }
                }
                Stage::Late { after, next } => {
                    let place = self.open.iter().skip(*next).position(|is_open| *is_open).map(|at| at + *next);
                    let Some(place) = place else {
                        self.stage = Stage::Done;
                        continue;
                    };
                    *next = place + 1;
                    let supplier = self.member.name.clone();
                    let repeatable = self.question.is_repeatable();
                    let error = DeskError::Deadline { supplier, after: *after, repeatable };
                    if self.question.count() == 0 {
                        return Some(Part::whole(Err(error)));
                    }
                    return Some(Part::at(place, self.question.failed(place, error)));
                }
                Stage::Done => return None,
            }
        }
    }

    fn be_late(&mut self) {
        self.trace.end("deadline");
        let after = self.member.deadline.unwrap_or_default();
        self.stage = Stage::Late { after, next: 0 };
    }
}

/// What comes by the deadline. Nothing is begun after it, however late that is asked for.
async fn in_time<T>(next: impl Future<Output = T>, deadline: Option<Instant>) -> Option<T> {
    match deadline {
        Some(deadline) if Instant::now() >= deadline => None,
        Some(deadline) => timeout_at(deadline, next).await.ok(),
        None => Some(next.await),
    }
}
