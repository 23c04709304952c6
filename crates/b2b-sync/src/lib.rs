//! Nightly runs over many distributors: jobs from files, answers into tables.
//!
//! A [`Job`] is a question to one supplier about one key. Jobs come from a [source], wait in a [`Queue`], are asked by a
//! [`Worker`] within each supplier's limits, and leave an [`Answer`] each, which a [sink] turns into [rows].
//!
//! ```text
//! source ─► Queue ─ lease ─► Worker ─ Ask ─► supplier
//!             ▲                │
//!             └─── settle ◄────┘          Queue's answers ─► rows ─► sink
//! ```
//!
//! * One engine, whatever the queue: [`Journal`] is that of one machine, a SQLite file; that of many is a `Fleet`, two streams of NATS
//!   JetStream. Both implement [`Queue`], and are worked off by the same [`Worker`].
//! * The work is parted by supplier, which is one account at one distributor: a name in `b2b.toml`. Its limits are there too:
//!   `max_concurrent` requests at a time, `max_per_second`, `quiet_hours`, and when a circuit opens. See [`b2b_desk::Pace`].
//! * Nothing is lost but work in flight. An answer is stored before its job is done with; whoever is killed asks again what it
//!   does not know, which changes nothing at a supplier.
//! * Nothing is asked twice that is answered: a job that is given twice is one job, and an answer that is young enough is taken
//!   over from the run before. In a fleet, what is submitted again after ten minutes is asked again.
//! * A run's result depends on its jobs and the suppliers' answers alone: rows stand in the order of the jobs, whatever came
//!   first.
//!
//! # Features
//!
//! * `nats`: the queue of many machines, `Fleet`.
//! * `s3`: sinks write to `s3://BUCKET/PREFIX`.
//! * `otel`: OpenTelemetry's instruments.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod answer;
mod ask;
#[cfg(feature = "nats")]
mod fleet;
mod job;
mod journal;
mod metrics;
#[cfg(feature = "otel")]
mod otel;
mod queue;
pub mod rows;
pub mod sink;
pub mod source;
mod watch;
mod worker;

pub use answer::{Answer, Digest, Said, Status, Trouble, cause_name};
pub use ask::{Ask, Asked, Heard, Suppliers};
pub use b2b_desk::Cause;
#[cfg(feature = "nats")]
pub use fleet::{Collected, Fleet, FleetQueue, Nats, Run, RunError, Standing, Submitted, Ticket, Waiting};
pub use job::{Job, Question, QuestionError};
pub use journal::{Backlog, Journal, JournalError, JournalTicket, Loaded, State, Tally};
pub use metrics::Metrics;
#[cfg(feature = "otel")]
pub use otel::Otel;
pub use queue::{End, Lease, Leased, Queue, QueueError, Settled};
pub use watch::{Circuit, Event, Watch};
pub use worker::{Ended, Retry, Worker};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
