//! The streams as a queue.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_nats::jetstream::consumer::pull::{Batch, Config};
use async_nats::jetstream::consumer::{AckPolicy, PullConsumer};
use async_nats::jetstream::{AckKind, Message};
use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::sync::Mutex;

use super::collect::Stored;
use super::held::{Held, Holding};
use super::names::{jobs_of, run_of};
use super::publish::Post;
use super::{Fleet, Run};
use crate::answer::{Answer, Trouble};
use crate::ask::Ask;
use crate::queue::{End, Lease, Leased, Queue, QueueError, Settled};
use crate::{Cause, Job, Question, Status};

/// How long one request for jobs waits at the server.
const PULL: Duration = Duration::from_secs(2);

/// How long to wait after one that failed, and how many may fail in a row.
const PAUSE: Duration = Duration::from_secs(1);
const FAILURES: u32 = 180;

/// What a message has beside its payload, at most.
const HEADERS: usize = 1024;

/// The jobs of a [`Fleet`], for one worker.
pub struct FleetQueue {
    pub(super) fleet: Fleet,
    pub(super) lanes: BTreeMap<String, Lane>,
    holding: Arc<Holding>,
}

/// One supplier's consumer.
pub(super) struct Lane {
    consumer: PullConsumer,
    /// The request that is open at the server. It outlives whoever waits for it, so that nothing comes for nobody.
    pull: Mutex<Option<Batch>>,
    failures: AtomicU32,
}

/// What a job of a fleet is known by while a worker has it. Dropped, it comes back.
pub struct Ticket {
    held: Arc<Held>,
    run: Run,
    place: u64,
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
            let largest = Question::ALL.iter().filter_map(|question| ask.per_request(supplier, *question)).max();
            let out = ask.pace(supplier).fleet.max(1).saturating_mul(largest.unwrap_or(1));
            let config = Config {
                durable_name: Some(supplier.clone()),
                filter_subject: jobs_of(supplier),
                ack_policy: AckPolicy::Explicit,
                ack_wait: self.nats.lease,
                max_ack_pending: i64::try_from(out).unwrap_or(i64::MAX),
                // The server would only stop to deliver. The worker that gets a job too often says so, and why.
                max_deliver: -1,
                ..Config::default()
            };
            let consumer = self.jobs.create_consumer(config).await;
            let consumer = consumer.map_err(|error| QueueError::new("NATS gives no jobs", error))?;
            lanes.insert(supplier.clone(), Lane { consumer, pull: Mutex::default(), failures: AtomicU32::new(0) });
        }
        Ok(FleetQueue { fleet: self.clone(), lanes, holding: Holding::new(self.nats.lease) })
    }
}

impl Queue for FleetQueue {
    type Ticket = Ticket;

    async fn lease(&self, supplier: &str, most: usize) -> Result<Lease<Ticket>, QueueError> {
        let Some(lane) = self.lanes.get(supplier) else { return Ok(Lease::End) };
        let messages = match lane.messages(most).await {
            Ok(messages) => messages,
            Err(error) if lane.failures.fetch_add(1, Ordering::Relaxed) >= FAILURES => {
                return Err(QueueError::new("NATS gives no jobs", error));
            }
            Err(error) => {
                tracing::warn!(%error, supplier, "NATS gives no jobs; trying again");
                return Ok(Lease::Wait(PAUSE));
            }
        };
        lane.failures.store(0, Ordering::Relaxed);
        let mut jobs = Vec::new();
        for message in messages {
            jobs.extend(self.receive(message).await?);
        }
        Ok(if jobs.is_empty() { Lease::Wait(Duration::ZERO) } else { Lease::Jobs(jobs) })
    }

    async fn settle(&self, settled: Vec<Settled<Ticket>>) -> Result<(), QueueError> {
        let posts = settled.iter().filter_map(|settled| match &settled.end {
            End::Answered(answer) | End::Dead(answer) => Some(self.post(&settled.ticket, &settled.job, answer)),
            _ => None,
        });
        self.fleet.publish(&posts.collect::<Result<Vec<_>, _>>()?).await?;
        for Settled { ticket, end, .. } in settled {
            ticket
                .held
                .end(match end {
                    End::Answered(_) | End::Dead(_) => AckKind::Ack,
                    End::Back { after } if after.is_zero() => AckKind::Nak(None),
                    End::Later { after, .. } | End::Back { after } => AckKind::Nak(Some(after)),
                })
                .await?;
        }
        Ok(())
    }
}

impl FleetQueue {
    /// The job of a message, unless it was delivered too often, or is none.
    async fn receive(&self, message: Message) -> Result<Option<Leased<Ticket>>, QueueError> {
        let unreadable = |error| QueueError::new("NATS sends what is no message of a stream", error);
        let (delivered, place) =
            message.info().map(|info| (info.delivered, info.stream_sequence)).map_err(unreadable)?;
        let (message, acker) = message.split();
        let held = self.holding.hold(acker);
        let run = run_of(&message.subject).map(|(run, _)| run);
        let (Some(run), Ok(job)) = (run, serde_json::from_slice::<Job>(&message.payload)) else {
            tracing::error!(subject = %message.subject, "this message is no job, and is taken from the queue");
            held.end(AckKind::Term).await?;
            return Ok(None);
        };
        let ticket = Ticket { held, run, place };
        let before = u32::try_from(delivered.saturating_sub(1)).unwrap_or_default();
        if before < self.fleet.nats.deliveries {
            return Ok(Some(Leased { job, attempts: before, ticket }));
        }
        let now = self.fleet.environment.now();
        let message = format!("it was given to workers {before} times, and none came to an end with it");
        let answer = Answer::dead(before, now, now, &Trouble::new(Cause::OutcomeUnknown, message));
        self.fleet.publish(&[self.post(&ticket, &job, &answer)?]).await?;
        ticket.held.end(AckKind::Ack).await?;
        Ok(None)
    }

    /// An answer as it is published. One that NATS does not take is a dead letter.
    fn post(&self, ticket: &Ticket, job: &Job, answer: &Answer) -> Result<Post, QueueError> {
        let most = self.fleet.client.server_info().max_payload;
        let payload = Stored::write(ticket.place, job, answer)?;
        if payload.len().saturating_add(HEADERS) <= most || answer.said.is_none() {
            return Ok(ticket.post(job, answer, payload));
        }
        let message = format!("the answer takes {} bytes, and NATS takes {most} (max_payload)", payload.len());
        let trouble = Trouble { digest: answer.digest, ..Trouble::new(Cause::TooLarge, message) };
        let dead = Answer::dead(answer.attempts, answer.asked_at, answer.answered_at, &trouble);
        let payload = Stored::write(ticket.place, job, &dead)?;
        Ok(ticket.post(job, &dead, payload))
    }
}

impl Ticket {
    /// A dead letter does not stand in the way of an answer that comes after all.
    fn post(&self, job: &Job, answer: &Answer, payload: Bytes) -> Post {
        let id = self.run.id(job);
        let id = if answer.status == Status::Failed { format!("{id}.{}", answer.status) } else { id };
        Post { subject: self.run.answer(&job.supplier, answer.status), id, payload }
    }
}

impl Lane {
    /// What there is, at most so many; nothing if nothing comes for a while. What comes is for whoever asks next if this is dropped.
    async fn messages(&self, most: usize) -> Result<Vec<Message>, async_nats::Error> {
        let mut pull = self.pull.lock().await;
        let batch = match &mut *pull {
            Some(batch) => batch,
            none => none.insert(self.consumer.batch().max_messages(most).expires(PULL).messages().await?),
        };
        let mut messages = Vec::new();
        let mut next = Some(batch.next().await);
        while let Some(message) = next {
            match message {
                Some(Ok(message)) => messages.push(message),
                Some(Err(error)) if messages.is_empty() => {
                    *pull = None;
                    return Err(error);
                }
                Some(Err(_)) | None => {
                    *pull = None;
                    break;
                }
            }
            if messages.len() >= most {
                break;
            }
            next = batch.next().now_or_never();
        }
        Ok(messages)
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
