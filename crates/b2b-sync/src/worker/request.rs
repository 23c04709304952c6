//! One request: from leased jobs to what becomes of them.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::Shared;
use super::breaker::Health;
use crate::answer::Answer;
use crate::ask::{Ask, Asked};
use crate::queue::{End, Leased, Queue, Settled};
use crate::watch::Event;
use crate::{Question, cause_name};

/// Jobs that go with one request.
#[derive(Debug)]
pub(super) struct Request<T> {
    pub(super) question: Question,
    pub(super) jobs: Vec<Leased<T>>,
}

/// Why a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Work,
    /// To see whether the supplier answers again.
    Probe,
}

impl<T: Send + Sync + 'static> Request<T> {
    /// Sends it, settles its jobs, and says how its supplier is.
    pub(super) async fn run<Q, A>(self, shared: Arc<Shared<Q, A>>, supplier: String, purpose: Purpose) -> Health
    where
        Q: Queue<Ticket = T>,
        A: Ask,
    {
        let count = self.jobs.len();
        let supplier = supplier.as_str();
        shared.tell(&Event::Asking { supplier, jobs: count });
        let (asked_at, begin) = (shared.environment.now(), Instant::now());
        let keys: Vec<String> = self.jobs.iter().map(|leased| leased.job.key.clone()).collect();
        let asked = shared.ask.ask(supplier, self.question, &keys).await;
        let answered_at = shared.environment.now();
        shared.tell(&Event::Asked { supplier, jobs: count, took: begin.elapsed() });

        let mut health = Health::Failing;
        for (Leased { job, attempts, ticket }, asked) in self.jobs.into_iter().zip(asked) {
            match &asked {
                Ok(_) => health = better(health, Health::Good),
                Err(trouble) => {
                    shared.tell_trouble(supplier, trouble);
                    if trouble.is_everybodys() {
                        health = Health::Hopeless(trouble.clone());
                    } else if !trouble.is_passing() {
                        health = better(health, Health::Good);
                    }
                }
            }
            let end = end(&shared, asked, attempts.saturating_add(1), purpose, asked_at, answered_at);
            // Whoever settles has ended with an error, which is told elsewhere.
            if shared.settled.send(Settled { job, ticket, end }).await.is_err() {
                break;
            }
        }
        health
    }
}

/// What becomes of a job that was asked so often.
fn end<Q: Queue, A>(
    shared: &Shared<Q, A>,
    asked: Asked,
    attempts: u32,
    purpose: Purpose,
    asked_at: DateTime<Utc>,
    answered_at: DateTime<Utc>,
) -> End {
    let trouble = match asked {
        Ok(heard) => {
            return End::Answered(Answer {
                status: heard.status,
                attempts,
                asked_at,
                answered_at,
                digest: heard.digest,
                cause: None,
                message: heard.message,
                said: heard.said,
            });
        }
        Err(trouble) => trouble,
    };
    match purpose {
        _ if trouble.is_everybodys() => End::Back { after: Duration::ZERO },
        _ if !trouble.is_passing() => End::Dead(Answer::dead(attempts, asked_at, answered_at, &trouble)),
        Purpose::Probe => End::Back { after: shared.delay(attempts, &trouble) },
        Purpose::Work if attempts >= shared.retry.most => {
            End::Dead(Answer::dead(attempts, asked_at, answered_at, &trouble))
        }
        Purpose::Work => {
            let reason = format!("{}: {}", cause_name(trouble.cause), trouble.message);
            End::Later { after: shared.delay(attempts, &trouble), reason }
        }
    }
}

fn better(before: Health, health: Health) -> Health {
    if matches!(before, Health::Hopeless(_)) { before } else { health }
}
