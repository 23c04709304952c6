//! The streams as a queue.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::jetstream::consumer::AckPolicy;
use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::{AckKind, Message};
use bytes::Bytes;

use super::collect::Stored;
use super::held::{Held, Holding};
use super::lane::Lane;
use super::names::{jobs_of, run_of};
use super::publish::Post;
use super::task::{Again, Task};
use super::{Fleet, Run};
use crate::answer::{Answer, Trouble};
use crate::ask::Ask;
use crate::queue::{End, Lease, Leased, Queue, QueueError, Settled};
use crate::{Cause, Job, Question, Status};

/// What a message has beside its payload, at most.
const HEADERS: usize = 1024;

/// The jobs of a [`Fleet`], for one worker.
pub struct FleetQueue {
    pub(super) fleet: Fleet,
    pub(super) lanes: BTreeMap<String, Lane>,
    holding: Arc<Holding>,
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
        Ok(FleetQueue { fleet: self.clone(), lanes, holding: Holding::new(self.nats.lease, self.client.clone()) })
    }
}

/// How many messages of a supplier are out at a time, over all workers. Jobs that go together take a place each, so there are places
/// for as many requests as the account takes, each full; unless it takes fewer requests than there are workers, each of which may
/// have begun one.
fn places<A: Ask>(supplier: &str, ask: &A) -> usize {
    let pace = ask.pace(supplier);
    let largest = Question::ALL.iter().filter_map(|question| ask.per_request(supplier, *question)).max();
    let largest = if pace.shared_by > pace.fleet { 1 } else { largest.unwrap_or(1) };
    pace.fleet.max(1).saturating_mul(largest)
}

impl Queue for FleetQueue {
    type Ticket = Ticket;

    const ROUNDS: usize = 1;

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
        let posts = settled.iter().filter_map(|settled| self.post(settled).transpose());
        self.fleet.publish(&posts.collect::<Result<Vec<_>, _>>()?).await?;
        for Settled { ticket, end, .. } in settled {
            ticket.held.end(if is_untouched(&end) { AckKind::Nak(None) } else { AckKind::Ack }).await?;
        }
        Ok(())
    }

    fn hurry(&self) {
        self.fleet.is_hurried.store(true, Ordering::Relaxed);
    }
}

/// Whether its message may go to another worker as it is.
fn is_untouched(end: &End) -> bool {
    matches!(end, End::Back { after } if after.is_zero())
}

impl FleetQueue {
    /// The job of a message, unless its time has not come, or it is none.
    async fn receive(&self, message: Message) -> Result<Option<Leased<Ticket>>, QueueError> {
        let unreadable = |error| QueueError::new("NATS sends what is no message of a stream", error);
        let (sequence, published) =
            message.info().map(|info| (info.stream_sequence, info.published)).map_err(unreadable)?;
        let (message, acker) = message.split();
        let held = self.holding.hold(acker);
        let task = serde_json::from_slice::<Task>(&message.payload).ok();
        // Whoever is asked is whose places it takes.
        let task = run_of(&message.subject)
            .zip(task)
            .and_then(|((run, supplier), task)| (supplier == task.job.supplier).then_some((run, task)));
        let Some((run, task)) = task else {
            tracing::error!(subject = %message.subject, "this message is no job, and is taken from the queue");
            held.end(AckKind::Term).await?;
            return Ok(None);
        };
        let Task { job, again } = task;
        let left = again.map_or(Duration::ZERO, |again| again.left(self.fleet.environment.now() - published));
        if !left.is_zero() {
            held.end(AckKind::Nak(Some(left))).await?;
            return Ok(None);
        }
        let (place, attempts) = again.map_or((sequence, 0), |again| (again.place, again.attempts));
        Ok(Some(Leased { job, attempts, ticket: Ticket { held, run, place, message: sequence, attempts } }))
    }

    /// What is stored before the message of a job is acknowledged: its answer, or its next message.
    fn post(&self, Settled { job, ticket, end }: &Settled<Ticket>) -> Result<Option<Post>, QueueError> {
        Ok(match end {
            End::Answered(answer) | End::Dead(answer) => Some(self.answer(ticket, job, answer)?),
            End::Later { after, .. } => Some(ticket.again(job, ticket.attempts.saturating_add(1), *after)?),
            End::Back { .. } if is_untouched(end) => None,
            End::Back { after } => Some(ticket.again(job, ticket.attempts, *after)?),
        })
    }

    /// An answer as it is published. One that NATS does not take is a dead letter.
    fn answer(&self, ticket: &Ticket, job: &Job, answer: &Answer) -> Result<Post, QueueError> {
        let most = self.fleet.client.server_info().max_payload;
        let payload = Stored::write(ticket.place, job, answer)?;
        if payload.len().saturating_add(HEADERS) <= most || answer.said.is_none() {
            return Ok(ticket.answer(job, answer, payload));
        }
        let message = format!("the answer takes {} bytes, and NATS takes {most} (max_payload)", payload.len());
        let trouble = Trouble { digest: answer.digest, ..Trouble::new(Cause::TooLarge, message) };
        let dead = Answer::dead(answer.attempts, answer.asked_at, answer.answered_at, &trouble);
        let payload = Stored::write(ticket.place, job, &dead)?;
        Ok(ticket.answer(job, &dead, payload))
    }
}

impl Ticket {
    /// A dead letter does not stand in the way of an answer that comes after all.
    fn answer(&self, job: &Job, answer: &Answer, payload: Bytes) -> Post {
        let id = self.run.id(job);
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
