//! One request: from leased jobs to what was said about them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use tokio::time::Instant;

use super::Shared;
use super::breaker::{Fault, Health};
use crate::answer::{Answer, Trouble};
use crate::ask::{Ask, Asked};
use crate::queue::{End, Leased, Queue, Settled};
use crate::watch::Event;
use crate::{Cause, Question, cause_name};

/// Jobs that go with one request.
#[derive(Debug)]
pub(super) struct Request<T> {
    pub(super) question: Question,
    pub(super) jobs: Vec<Leased<T>>,
}

/// What came of a request.
#[derive(Debug)]
pub(super) struct Ran<T> {
    pub(super) question: Question,
    /// How its supplier is, if that came out.
    pub(super) health: Option<Health>,
    /// How long its supplier wants to be left alone.
    pub(super) retry_after: Option<Duration>,
    /// The jobs that are to be asked about again, each alone: what was said may hold for another one of the same request.
    pub(super) alone: Vec<Leased<T>>,
    /// The jobs whose end depends on whose fault it is.
    pub(super) failed: Vec<Failed<T>>,
}

/// A job that was asked in vain, and may fare better.
#[derive(Debug)]
pub(super) struct Failed<T> {
    leased: Leased<T>,
    trouble: Trouble,
    asked_at: DateTime<Utc>,
    answered_at: DateTime<Utc>,
}

impl<T: Send + Sync + 'static> Request<T> {
    /// Sends it, and settles what has an end.
    pub(super) async fn run<Q, A>(self, shared: Arc<Shared<Q, A>>, supplier: String) -> Ran<T>
    where
        Q: Queue<Ticket = T>,
        A: Ask,
    {
        let count = self.jobs.len();
        let supplier = supplier.as_str();
        shared.tell(&Event::Asking { supplier, jobs: count });
        let (asked_at, begin) = (shared.environment.now(), Instant::now());
        let keys: Vec<String> = self.jobs.iter().map(|leased| leased.job.key.clone()).collect();
        let asked = ask(&*shared.ask, supplier, self.question, &keys).await;
        let answered_at = shared.environment.now();
        shared.tell(&Event::Asked { supplier, jobs: count, took: begin.elapsed() });

        let mut ran = Ran::new(self.question);
        for (leased, asked) in self.jobs.into_iter().zip(asked) {
            let attempts = leased.attempts.saturating_add(1);
            ran.hear(&asked);
            if count > 1 && is_of_all(&asked) {
                ran.alone.push(leased);
                continue;
            }
            let end = match asked {
                Ok(heard) => End::Answered(Answer {
                    status: heard.status,
                    attempts,
                    asked_at,
                    answered_at,
                    digest: heard.digest,
                    cause: None,
                    message: heard.message,
                    said: heard.said,
                }),
                Err(trouble) => {
                    shared.tell_trouble(supplier, &trouble);
                    if trouble.is_everybodys() || trouble.is_passing() {
                        ran.failed.push(Failed { leased, trouble, asked_at, answered_at });
                        continue;
                    }
                    End::Dead(Answer::dead(attempts, asked_at, answered_at, &trouble))
                }
            };
            let Leased { job, ticket, .. } = leased;
            // Whoever settles has ended with an error, which is told elsewhere.
            if shared.settled.send(Settled { job, ticket, end }).await.is_err() {
                break;
            }
        }
        ran
    }
}

impl<T> Ran<T> {
    fn new(question: Question) -> Self {
        Self { question, health: None, retry_after: None, alone: Vec::new(), failed: Vec::new() }
    }

    /// What it says of the supplier: the gravest, then the best of it.
    fn hear(&mut self, asked: &Asked) {
        let health = match asked {
            Ok(_) => Health::Good,
            Err(trouble) => {
                self.retry_after = self.retry_after.max(trouble.rest());
                match trouble {
                    _ if trouble.is_everybodys() => Health::Hopeless(trouble.clone()),
                    _ if trouble.is_unsent() => return,
                    _ if trouble.is_passing() => Health::Failing(trouble.clone()),
                    _ => Health::Good,
                }
            }
        };
        match (&self.health, &health) {
            (Some(Health::Hopeless(_)), _) | (Some(Health::Good), Health::Failing(_)) => {}
            _ => self.health = Some(health),
        }
    }
}

/// Whether it may have been said of the whole request for the sake of another key.
fn is_of_all(asked: &Asked) -> bool {
    match asked {
        Ok(heard) => heard.said.is_none(),
        Err(trouble) => !trouble.is_passing() && !trouble.is_everybodys(),
    }
}

/// What came of each key, in their order, also of those about which nothing is said.
async fn ask<A: Ask>(ask: &A, supplier: &str, question: Question, keys: &[String]) -> Vec<Asked> {
    let asking = AssertUnwindSafe(ask.ask(supplier, question, keys));
    // What breaks off is tried again as often as everything else: jobs that nobody settles would never end.
    let (mut asked, missing) = match asking.catch_unwind().await {
        Ok(asked) => (asked, "it was not said what came of it"),
        Err(_) => (Vec::new(), "the request broke off"),
    };
    asked.resize_with(keys.len(), || Err(Trouble::new(Cause::OutcomeUnknown, missing)));
    asked
}

impl<T> Failed<T> {
    /// What becomes of it.
    pub(super) fn settle<Q: Queue, A>(self, shared: &Shared<Q, A>, fault: Fault) -> Settled<T> {
        let Self { leased: Leased { job, attempts, ticket }, trouble, asked_at, answered_at } = self;
        let attempts = attempts.saturating_add(1);
        let after = shared.delay(attempts, &trouble);
        let end = match fault {
            _ if trouble.is_everybodys() || trouble.is_held_back => End::Back { after: Duration::ZERO },
            Fault::Supplier => End::Back { after },
            Fault::Job if attempts >= shared.retry.most => {
                End::Dead(Answer::dead(attempts, asked_at, answered_at, &trouble))
            }
            Fault::Job => End::Later { after, reason: format!("{}: {}", cause_name(trouble.cause), trouble.message) },
        };
        Settled { job, ticket, end }
    }
}
