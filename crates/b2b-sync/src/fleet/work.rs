//! The streams as a queue.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use async_nats::jetstream::consumer::AckPolicy;
use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::{AckKind, Message};
use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::collect::Stored;
use super::held::{Held, Holding};
use super::lane::Lane;
use super::names::jobs_of;
use super::publish::Post;
use super::rests::{self, Rests};
use super::task::{Again, Task};
use super::{Fleet, Run};
use crate::answer::{Answer, Trouble};
use crate::ask::Ask;
use crate::queue::{End, Lease, Leased, Queue, QueueError, Settled};
use crate::{Cause, Job, Question, Status};

/// What a message has beside its payload, at most.
const HEADERS: usize = 1024;

/// How often the message of a job comes at most before somebody settles it: after that, whoever asks it dies, as far as can be told.
/// Workers that are asked to end settle what they have, and give back once what comes too late for them, so it is nearly deaths alone that
/// count, and restarts of the server. Our choice.
const MOST_DELIVERED: i64 = 100;

/// The jobs of a [`Fleet`], for one worker.
pub struct FleetQueue {
    pub(super) fleet: Fleet,
    pub(super) lanes: BTreeMap<String, Lane>,
    holding: Arc<Holding>,
    rests: Rests,
}

/// What a job of a fleet is known by while a worker has it. Dropped, it comes back.
pub struct Ticket {
    held: Arc<Held>,
    run: Run,
    /// The place of the job, and that of its message.
    place: u64,
    message: u64,
    attempts: u32,
}

impl Fleet {
    /// The jobs of these suppliers, for a worker that asks as `ask` does. Whoever comes last says how many requests each account
    /// takes: let all workers have the same configuration.
    ///
    /// # Errors
    ///
    /// [`QueueError`] when NATS refuses.
    pub async fn queue<A: Ask>(&self, suppliers: &[String], ask: &A) -> Result<FleetQueue, QueueError> {
        // NATS has heard of it when it has answered what comes next.
        let rests = Rests::listen(&self.client, suppliers).await?;
        let mut lanes = BTreeMap::new();
        for supplier in suppliers {
            let out = places(supplier, ask);
            let config = Config {
                durable_name: Some(supplier.clone()),
                filter_subject: jobs_of(supplier),
                ack_policy: AckPolicy::Explicit,
                ack_wait: self.nats.lease,
                max_ack_pending: i64::try_from(out).unwrap_or(i64::MAX),
                // Deliveries count what befalls workers and servers. What befalls the job stands in its message.
                max_deliver: -1,
                ..Config::default()
            };
            let consumer = self.jobs.create_consumer(config).await;
            let consumer = consumer.map_err(|error| QueueError::new("NATS gives no jobs", error))?;
            lanes.insert(supplier.clone(), Lane::new(consumer));
        }
        let holding = Holding::new(self.nats.lease, self.client.clone());
        Ok(FleetQueue { fleet: self.clone(), lanes, holding, rests })
    }
}

/// How many messages of a supplier are out at a time, over all workers: as many as the account takes requests, since each of them may
/// be a request of its own. Only if the workers have a part each of those requests, as `shared_by` says, are there places for as many
/// full ones.
fn places<A: Ask>(supplier: &str, ask: &A) -> usize {
    let pace = ask.pace(supplier);
    let largest = Question::ALL.iter().filter_map(|question| ask.per_request(supplier, *question)).max();
    let have_parts = (2..=pace.fleet).contains(&pace.shared_by);
    pace.fleet.max(1).saturating_mul(if have_parts { largest.unwrap_or(1) } else { 1 })
}

impl Queue for FleetQueue {
    type Ticket = Ticket;

    const ROUNDS: usize = 1;

    /// A message that waits keeps one of its account's places.
    const GATHER: Duration = Duration::ZERO;

    async fn lease(&self, supplier: &str, most: usize) -> Result<Lease<Ticket>, QueueError> {
        let Some(lane) = self.lanes.get(supplier) else { return Ok(Lease::End) };
        let messages = match self.fleet.is_there() {
            Ok(()) => lane.messages(most, self.fleet.nats.lease).await,
            Err(error) => Err(error),
        };
        let mut absence = lane.absence.lock().await;
        let messages = match messages {
            Ok(messages) => messages,
            Err(error) => {
                let Some(pause) = absence.pause(self.fleet.patience()) else {
                    return Err(QueueError::new("NATS gives no jobs", error));
                };
                tracing::warn!(%error, supplier, "NATS gives no jobs; trying again in {pause:?}");
                return Ok(Lease::Wait(pause));
            }
        };
        absence.end();
        drop(absence);
        let mut jobs = Vec::new();
        for message in messages {
            jobs.extend(self.receive(message).await?);
        }
        Ok(if jobs.is_empty() { Lease::Wait(Duration::ZERO) } else { Lease::Jobs(jobs) })
    }

    fn is_held(&self, ticket: &Ticket) -> bool {
        ticket.held.is_fresh(self.fleet.nats.lease)
    }

    async fn settle(&self, settled: Vec<Settled<Ticket>>) -> Result<(), QueueError> {
        let posts = settled.iter().map(|settled| self.post(settled));
        self.fleet.publish(&posts.collect::<Result<Vec<_>, _>>()?).await?;
        for Settled { ticket, .. } in settled {
            ticket.held.end(AckKind::Ack).await?;
        }
        // The worker may end now, and with it what is told and not sent.
        self.fleet.flush().await;
        Ok(())
    }

    async fn rest(&self, supplier: &str, time: Duration) {
        // What waits until NATS is back is heard too late.
        if self.fleet.is_there().is_ok() {
            rests::tell(&self.fleet.client, supplier, time).await;
        }
    }

    fn rests_until(&self, supplier: &str) -> Option<Instant> {
        self.rests.until(supplier).map(tokio::time::Instant::into_std)
    }

    async fn leave(&self, supplier: &str) {
        let Some(lane) = self.lanes.get(supplier).filter(|_| self.fleet.is_there().is_ok()) else { return };
        // What is given back while the request is open would come again with it.
        for message in lane.rest().await {
            // What has come before may be under way here. It lapses, as does what cannot be given back.
            if let Ok(info) = message.info()
                && info.delivered == 1
            {
                let again = Task::read(&message.subject, &message.payload).and_then(|(_, task)| task.again);
                let early = self.early(again, info.delivered, info.published);
                let _ = message.ack_with(AckKind::Nak(early)).await;
            }
        }
        self.fleet.flush().await;
    }

    fn hurry(&self) {
        self.fleet.is_hurried.store(true, Ordering::Relaxed);
    }
}

impl FleetQueue {
    /// The job of a message, unless its time has not come, or it is none.
    async fn receive(&self, message: Message) -> Result<Option<Leased<Ticket>>, QueueError> {
        let unreadable = |error| QueueError::new("NATS sends what is no message of a stream", error);
        let info = message.info().map_err(unreadable)?;
        let (sequence, published, delivered) = (info.stream_sequence, info.published, info.delivered);
        let (message, acker) = message.split();
        let held = self.holding.hold(acker);
        let Some((run, Task { job, again })) = Task::read(&message.subject, &message.payload) else {
            tracing::error!(subject = %message.subject, "this message is no job, and is taken from the queue");
            held.end(AckKind::Term).await?;
            return Ok(None);
        };
        if let Some(early) = self.early(again, delivered, published) {
            held.end(AckKind::Nak(Some(early))).await?;
            return Ok(None);
        }
        let (place, attempts) = again.map_or((sequence, 0), |again| (again.place, again.attempts));
        let ticket = Ticket { held, run, place, message: sequence, attempts };
        if delivered > MOST_DELIVERED {
            self.give_up(job, ticket).await?;
            return Ok(None);
        }
        Ok(Some(Leased { job, attempts, ticket }))
    }

    /// How much too early a message comes, if it does. Whoever comes back has waited, whatever the clock of this worker says.
    fn early(&self, again: Option<Again>, delivered: i64, published: DateTime<Utc>) -> Option<Duration> {
        let left = again.filter(|_| delivered == 1)?.left(self.fleet.environment.now() - published);
        (!left.is_zero()).then_some(left)
    }

    /// Makes a job a dead letter that nobody lived to settle.
    async fn give_up(&self, job: Job, ticket: Ticket) -> Result<(), QueueError> {
        let now = self.fleet.environment.now();
        let message = format!("workers had it {MOST_DELIVERED} times, and none lived to say what came of it");
        let dead = Answer::dead(ticket.attempts, now, now, &Trouble::new(Cause::OutcomeUnknown, message));
        self.settle(vec![Settled { job, ticket, end: End::Dead(dead) }]).await
    }

    /// What is stored before the message of a job is acknowledged: its answer, or its next message.
    fn post(&self, Settled { job, ticket, end }: &Settled<Ticket>) -> Result<Post, QueueError> {
        match end {
            End::Answered(answer) | End::Dead(answer) => self.answer(ticket, job, answer),
            End::Later { after, .. } => ticket.again(job, ticket.attempts.saturating_add(1), *after),
            End::Back { after } => ticket.again(job, ticket.attempts, *after),
        }
    }

    /// An answer as it is published. One that NATS does not take is a dead letter; a refusal that it does not take ends early.
    fn answer(&self, ticket: &Ticket, job: &Job, answer: &Answer) -> Result<Post, QueueError> {
        let most = self.fleet.client.server_info().max_payload;
        let payload = Stored::write(ticket.place, job, answer)?;
        if payload.len().saturating_add(HEADERS) <= most {
            return Ok(ticket.answer(job, answer, payload));
        }
        let small = if answer.said.is_some() {
            let message = format!("the answer takes {} bytes, and NATS takes {most} (max_payload)", payload.len());
            let trouble = Trouble { digest: answer.digest, ..Trouble::new(Cause::TooLarge, message) };
            Answer::dead(answer.attempts, answer.asked_at, answer.answered_at, &trouble)
        } else {
            // A byte takes six at most in JSON.
            let message = answer.message.as_deref().map(|message| beginning(message, most / 12));
            Answer { message, ..answer.clone() }
        };
        let payload = Stored::write(ticket.place, job, &small)?;
        Ok(ticket.answer(job, &small, payload))
    }
}

/// A text up to so many bytes.
fn beginning(text: &str, most: usize) -> String {
    let beginning = (0..=most.min(text.len())).rev().find_map(|end| text.get(..end));
    format!("{} …", beginning.unwrap_or_default())
}

impl Ticket {
    /// Whoever else has had its job makes the same, unless it was submitted again. A dead letter does not stand in the way of an
    /// answer that comes after all.
    fn answer(&self, job: &Job, answer: &Answer, payload: Bytes) -> Post {
        let id = format!("{}.{}", self.run.id(job), self.place);
        let id = if answer.status == Status::Failed { format!("{id}.{}", answer.status) } else { id };
        Post { subject: self.run.answer(&job.supplier, answer.status), id, payload }
    }

    /// The next message of its job. Whoever else has had this one, because it came back, makes the same.
    fn again(&self, job: &Job, attempts: u32, after: Duration) -> Result<Post, QueueError> {
        let task = Task { job: job.clone(), again: Some(Again::new(self.place, attempts, after)) };
        let id = format!("{}.{}", self.run.id(job), self.message);
        Ok(Post { subject: self.run.job(&job.supplier), id, payload: task.write()? })
    }
}

impl fmt::Debug for FleetQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FleetQueue").field("suppliers", &self.lanes.keys()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("run", &self.run).field("place", &self.place).finish_non_exhaustive()
    }
}
