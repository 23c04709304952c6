//! The queue of many machines, over a real nats-server: what others publish there, and what NATS does not take.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{self, AckKind, Context};
use b2b_desk::Pace;
use b2b_http::{Environment, SystemEnvironment};
use b2b_model::Availability;
use b2b_sync::{
    Answer, Ask, Asked, Cause, Collected, End, Fleet, Heard, Job, Journal, JournalError, Lease, Nats, Question, Queue,
    QueueError, Run, Said, Settled, Status, Submitted, Trouble, Worker,
};
use b2b_testing::NatsServer;
use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

/// What everybody can do who is let in.
async fn context(server: &NatsServer) -> Context {
    jetstream::new(async_nats::connect(server.address()).await.unwrap())
}

async fn connect(server: &NatsServer) -> Fleet {
    Fleet::connect(Nats::at(server.address())).await.unwrap()
}

/// A supplier that knows everything, but will not tell of one key, at length.
#[derive(Default)]
struct Mill {
    pace: Pace,
    asked: AtomicUsize,
}

/// What it will not tell of, and how many bytes it takes to say so: more than NATS takes.
const SECRET: &str = "secret";
const LONG: usize = 2 << 20;

impl Ask for Mill {
    fn per_request(&self, _: &str, _: Question) -> Option<usize> {
        Some(50)
    }

    fn pace(&self, _: &str) -> Pace {
        self.pace.clone()
    }

    async fn ask(&self, _: &str, _: Question, keys: &[String]) -> Vec<Asked> {
        let say = |key: &String| {
            let count = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            let sku = Some(format!("{key}-{count}").as_str().into());
            let mut heard = Heard::answered(Said::Stock(Availability { sku, ..Availability::default() }));
            if key == SECRET {
                (heard.status, heard.said, heard.message) = (Status::Refused, None, Some("\n".repeat(LONG)));
            }
            Ok(heard)
        };
        keys.iter().map(say).collect()
    }
}

fn night() -> Run {
    "night".parse().unwrap()
}

fn job(key: &str) -> Job {
    Job::new("mill", Question::Stock, key)
}

async fn submit(fleet: &Fleet, keys: &[&str]) -> Result<Submitted, QueueError> {
    fleet.submit(&night(), keys.iter().map(|key| Ok(job(key)))).await
}

/// Works until no job of the run is open.
async fn work(fleet: &Fleet, mill: &Arc<Mill>) {
    let queue = fleet.queue(&["mill".to_owned()], &**mill).await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = Worker::new(Arc::new(queue), Arc::clone(mill));
    let working = tokio::spawn(worker.run(vec!["mill".to_owned()], async { drop(stopped.await) }));
    fleet.ended(&night()).await.unwrap();
    stop.send(()).unwrap();
    assert!(working.await.unwrap().unwrap().is_interrupted);
}

/// What there is of the run.
async fn collect(fleet: &Fleet) -> (Collected, Vec<(String, Answer)>) {
    let home = TempDir::new().unwrap();
    let journal = Journal::open(&home.path().join("journal.sqlite")).unwrap();
    let collected = fleet.collect(&night(), &journal).await.unwrap();
    let mut answers = Vec::new();
    let take = |job: &Job, answer: &Answer| {
        answers.push((job.key.clone(), answer.clone()));
        Ok::<_, JournalError>(())
    };
    journal.answers(Question::Stock, take).unwrap();
    (collected, answers)
}

async fn publish(context: &Context, subject: &str, payload: String) {
    context.publish(subject.to_owned(), payload.into()).await.unwrap().await.unwrap();
}

#[tokio::test]
async fn what_others_publish_does_no_harm() {
    let Some(server) = NatsServer::for_test("") else { return };
    let (fleet, context, mill) = (connect(&server).await, context(&server).await, Arc::new(Mill::default()));
    for payload in [
        "no job".to_owned(),
        json!({ "supplier": "other", "question": "stock", "key": "A1" }).to_string(),
        json!({ "supplier": "a b.>", "question": "stock", "key": "A1" }).to_string(),
        json!({ "supplier": "mill", "question": "stock", "key": "A".repeat(900_000) }).to_string(),
    ] {
        publish(&context, "b2b.jobs.night.mill", payload).await;
    }
    publish(&context, "b2b.answers.night.mill.answered", "no answer".to_owned()).await;
    submit(&fleet, &["A1"]).await.unwrap();
    work(&fleet, &mill).await;
    // What comes after one that cannot be read is collected.
    let (collected, answers) = collect(&fleet).await;
    assert_eq!((collected.answers, collected.unreadable, collected.open), (1, 1, 0));
    assert_eq!(answers.first().map(|(key, answer)| (key.as_str(), answer.status)), Some(("A1", Status::Answered)));
    assert_eq!(mill.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refusal_at_length_stops_nobody() {
    let Some(server) = NatsServer::for_test("") else { return };
    let (fleet, mill) = (connect(&server).await, Arc::new(Mill::default()));
    submit(&fleet, &[SECRET, "A1"]).await.unwrap();
    work(&fleet, &mill).await;
    let (_, answers) = collect(&fleet).await;
    let [(_, refused), (_, answered)] = answers.as_slice() else { panic!("{} answers", answers.len()) };
    assert_eq!((refused.status, answered.status), (Status::Refused, Status::Answered));
    let message = refused.message.as_ref().unwrap();
    assert!(message.len() < LONG && message.starts_with("\n\n") && message.ends_with(" …"));
}

#[tokio::test]
async fn what_nats_never_takes_is_told_at_once() {
    // Its patience is an hour.
    let Some(server) = NatsServer::for_test("max_payload: 1536\n") else { return };
    let fleet = connect(&server).await;
    let told = |error: QueueError| format!("{error}: {}", std::error::Error::source(&error).unwrap());
    let error = submit(&fleet, &["A1", &"\n".repeat(1024)]).await.unwrap_err();
    assert!(told(error).starts_with("NATS does not store: max payload size exceeded"));
    let error = submit(&fleet, &["A2", &"A".repeat(1025)]).await.unwrap_err();
    assert_eq!(told(error), "the key of a job is too long: it takes 1025 bytes, and 1024 at most");
    // What came before is there.
    assert_eq!(fleet.status().await.unwrap().first().unwrap().open, 2);
}

#[tokio::test]
async fn what_is_submitted_again_is_asked_again_and_collected_once() {
    let Some(server) = NatsServer::for_test("") else { return };
    let (fleet, context, mill) = (connect(&server).await, context(&server).await, Arc::new(Mill::default()));
    submit(&fleet, &["A1"]).await.unwrap();
    work(&fleet, &mill).await;
    let submitted = submit(&fleet, &["A1"]).await.unwrap();
    assert_eq!((submitted.jobs, submitted.repeated), (0, 1));
    // As if ten minutes had gone by: NATS knows nothing of the first time.
    publish(&context, "b2b.jobs.night.mill", serde_json::to_string(&job("A1")).unwrap()).await;
    work(&fleet, &mill).await;
    let (collected, answers) = collect(&fleet).await;
    assert_eq!((collected.answers, collected.repeated), (1, 1));
    let said: Vec<_> = answers.into_iter().map(|(_, answer)| answer.said).collect();
    let last = Availability { sku: Some("A1-2".into()), ..Availability::default() };
    assert_eq!(said, [Some(Said::Stock(last))]);
}

#[tokio::test]
async fn a_job_that_nobody_lives_to_settle_is_a_dead_letter() {
    let Some(server) = NatsServer::for_test("") else { return };
    let (fleet, context, mill) = (connect(&server).await, context(&server).await, Arc::new(Mill::default()));
    submit(&fleet, &["A1"]).await.unwrap();
    fleet.queue(&["mill".to_owned()], &*mill).await.unwrap();
    let consumer: PullConsumer = context.get_consumer_from_stream("mill", "b2b_jobs").await.unwrap();
    for _ in 0..100 {
        let mut messages = consumer.batch().max_messages(1).messages().await.unwrap();
        messages.next().await.unwrap().unwrap().ack_with(AckKind::Nak(None)).await.unwrap();
    }
    work(&fleet, &mill).await;
    let (_, answers) = collect(&fleet).await;
    let [(_, dead)] = answers.as_slice() else { panic!("{} answers", answers.len()) };
    assert_eq!((dead.status, dead.cause.as_deref()), (Status::Failed, Some("outcome_unknown")));
    assert_eq!(dead.message.as_deref(), Some("workers had it 100 times, and none lived to say what came of it"));
    assert_eq!(mill.asked.load(Ordering::SeqCst), 0);
}

/// A clock that lags behind by a day.
#[derive(Debug)]
struct Lagging(AtomicUsize);

impl Environment for Lagging {
    fn now(&self) -> DateTime<Utc> {
        self.0.fetch_add(1, Ordering::SeqCst);
        SystemEnvironment.now() - Duration::from_secs(24 * 3600)
    }

    fn random(&self) -> std::io::Result<[u8; 32]> {
        SystemEnvironment.random()
    }
}

#[tokio::test]
async fn a_worker_whose_clock_lags_waits_once() {
    let Some(server) = NatsServer::for_test("") else { return };
    let (context, mill) = (context(&server).await, Arc::new(Mill::default()));
    let clock = Arc::new(Lagging(AtomicUsize::new(0)));
    let fleet = connect(&server).await.environment(Arc::clone(&clock) as Arc<dyn Environment>);
    let again = json!({ "place": 7, "attempts": 1, "wait": 1 });
    let message = json!({ "supplier": "mill", "question": "stock", "key": "A1", "again": again });
    publish(&context, "b2b.jobs.night.mill", message.to_string()).await;
    work(&fleet, &mill).await;
    let (_, answers) = collect(&fleet).await;
    assert_eq!(answers.first().map(|(_, answer)| (answer.status, answer.attempts)), Some((Status::Answered, 2)));
    assert_eq!(clock.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn as_many_jobs_are_out_as_workers_can_ask_about() {
    let Some(server) = NatsServer::for_test("") else { return };
    let (fleet, context) = (connect(&server).await, context(&server).await);
    // One worker that has no part asks about a single job, if no more are there: so each may be a request of its own.
    for (shared_by, out) in [(1, 4), (2, 200), (4, 200), (8, 4)] {
        let mut mill = Mill::default();
        (mill.pace.fleet, mill.pace.shared_by) = (4, shared_by);
        fleet.queue(&["mill".to_owned()], &mill).await.unwrap();
        let consumer: PullConsumer = context.get_consumer_from_stream("mill", "b2b_jobs").await.unwrap();
        assert_eq!(consumer.cached_info().config.max_ack_pending, out, "{shared_by}");
    }
}

#[tokio::test]
async fn what_comes_for_a_worker_that_leaves_goes_back() {
    let Some(server) = NatsServer::for_test("") else { return };
    let (fleet, context, suppliers) = (connect(&server).await, context(&server).await, ["mill".to_owned()]);
    let queue = fleet.queue(&suppliers, &Mill::default()).await.unwrap();
    let mut consumer: PullConsumer = context.get_consumer_from_stream("mill", "b2b_jobs").await.unwrap();
    let is_open = async { while consumer.info().await.unwrap().num_waiting == 0 {} };
    tokio::select! {
        _ = queue.lease("mill", 200) => panic!("there is no job"),
        () = is_open => {}
    }
    submit(&fleet, &["A1"]).await.unwrap();
    let again = json!({ "place": 7, "attempts": 1, "wait": 30_000 });
    let message = json!({ "supplier": "mill", "question": "stock", "key": "A2", "again": again });
    publish(&context, "b2b.jobs.night.mill", message.to_string()).await;
    queue.leave("mill").await;
    // It was given back once, and what is to wait for its time still waits.
    let mut messages = consumer.batch().max_messages(1).expires(Duration::from_secs(10)).messages().await.unwrap();
    let message = messages.next().await.expect("it lies with whoever has left").unwrap();
    assert!(String::from_utf8_lossy(&message.payload).contains("A1"));
    assert_eq!(message.info().unwrap().delivered, 2);
    assert!(consumer.fetch().max_messages(1).messages().await.unwrap().next().await.is_none());
    assert_eq!(consumer.info().await.unwrap().num_ack_pending, 2);
}

#[tokio::test]
async fn workers_tell_each_other_who_wants_to_be_left_alone() {
    let Some(server) = NatsServer::for_test("") else { return };
    let (suppliers, hour) = (["mill".to_owned(), "weaver".to_owned()], Duration::from_secs(3600));
    let connect = async || connect(&server).await.queue(&suppliers, &Mill::default()).await.unwrap();
    let (teller, other, begin) = (connect().await, connect().await, Instant::now());
    let left = |supplier| other.rests_until(supplier).unwrap().saturating_duration_since(begin.into_std());
    let heard = async |supplier| {
        let heard = async {
            while left(supplier).is_zero() {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(60), heard).await.expect("nothing is heard");
        left(supplier)
    };
    teller.rest("mill", hour).await;
    let told = heard("mill").await;
    assert!((hour..2 * hour).contains(&told) && left("weaver").is_zero(), "{told:?}");

    // What is no time does no harm, nothing shortens what was told, and nobody stops it for good.
    let client = async_nats::connect(server.address()).await.unwrap();
    let long = u64::MAX.to_string();
    for (supplier, time) in [("mill", "soon"), ("mill", ""), ("mill", "1"), ("nobody", "1"), ("weaver", &long)] {
        client.publish(format!("b2b.rests.{supplier}"), time.to_owned().into()).await.unwrap();
    }
    let told = heard("weaver").await;
    assert!((6 * hour..7 * hour).contains(&told), "{told:?}");
    assert!(left("mill") >= hour && other.rests_until("nobody").is_none());
}

#[tokio::test]
async fn a_stream_of_others_is_not_used() {
    let Some(server) = NatsServer::for_test("") else { return };
    let config = jetstream::stream::Config {
        name: "b2b_jobs".to_owned(),
        subjects: vec!["b2b.jobs.*.*".to_owned()],
        ..jetstream::stream::Config::default()
    };
    context(&server).await.create_stream(config).await.unwrap();
    let error = Fleet::connect(Nats::at(server.address())).await.unwrap_err();
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "there is another one of the name b2b_jobs");
}

#[tokio::test]
async fn nothing_is_said_without_tls_to_an_address_of_it() {
    let Some(server) = NatsServer::for_test("") else { return };
    let address = server.address();
    // Whichever of the addresses answers.
    for url in [format!("tls://{address}"), format!("nats://{address},tls://{address}")] {
        assert!(Fleet::connect(Nats::at(&url)).await.is_err(), "{url}");
    }
    Fleet::connect(Nats::at(format!("nats://{address}"))).await.unwrap();
}

#[test]
fn what_is_settled_is_sent_before_a_worker_ends() {
    let Some(server) = NatsServer::for_test("") else { return };
    let new = || runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // When it is dropped, nothing is sent any more.
    new().block_on(async {
        let fleet = connect(&server).await;
        submit(&fleet, &["A1"]).await.unwrap();
        let queue = fleet.queue(&["mill".to_owned()], &Mill::default()).await.unwrap();
        let Lease::Jobs(leased) = queue.lease("mill", 1).await.unwrap() else { panic!("there is a job") };
        let now = SystemEnvironment.now();
        let end = || End::Dead(Answer::dead(1, now, now, &Trouble::new(Cause::NotFound, "it is not there")));
        let settled = leased.into_iter().map(|leased| Settled { job: leased.job, ticket: leased.ticket, end: end() });
        queue.settle(settled.collect()).await.unwrap();
    });
    // The server is not done at once; but whoever was not told would wait for ever.
    new().block_on(async { connect(&server).await.ended(&night()).await.unwrap() });
}

#[tokio::test]
async fn whoever_reads_waits_for_nats() {
    let Some(mut server) = NatsServer::for_test("") else { return };
    let (fleet, mill) = (connect(&server).await, Arc::new(Mill::default()));
    let mut nats = Nats::at(server.address());
    nats.patience = Duration::ZERO;
    let impatient = Fleet::connect(nats).await.unwrap();
    submit(&fleet, &["A1"]).await.unwrap();
    server.stop().unwrap();
    assert!(impatient.status().await.is_err());
    let waiting = fleet.clone();
    let waiting = tokio::spawn(async move { (waiting.ended(&night()).await, collect(&waiting).await) });
    server.go_on().unwrap();
    work(&fleet, &mill).await;
    let (ended, (collected, _)) = waiting.await.unwrap();
    ended.unwrap();
    assert_eq!((collected.answers, collected.open), (1, 0));
}
