//! One operation under one fault.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use b2b_http::{Client as HttpClient, RetryPolicy};
use http::HeaderValue;

use crate::fault::{End, Fault, LARGEST, LONG, SHORT, Way};
use crate::operations::{Ended, Operation, Told};
use crate::place::{At, Carrier, Door, Place};

pub(crate) struct Cell {
    pub(crate) number: usize,
    pub(crate) fault: &'static Fault,
    pub(crate) operation: Operation,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} under {}", self.operation.name, self.fault.name)
    }
}

/// How often the fault strikes, and whether the client repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Every request; the client sends each once.
    Lasting,
    /// The first request; the client repeats what may be repeated.
    Passing,
}

impl Cell {
    /// What is wrong with it.
    pub(crate) async fn run(&self, place: &Arc<Place>) -> Vec<String> {
        let mut wrong = Vec::new();
        let tries = if self.fault.waits() { SHORT.len() } else { 1 };
        for short in SHORT.into_iter().take(tries) {
            wrong = self.run_within(short, place).await;
            if wrong.is_empty() {
                break;
            }
        }
        wrong
    }

    async fn run_within(&self, short: Duration, place: &Arc<Place>) -> Vec<String> {
        let (mut wrong, mut expected_requests) = (Vec::new(), Vec::new());
        for phase in [Phase::Lasting, Phase::Passing] {
            let at = self.prepare(place, phase, short);
            let is_repeated = phase == Phase::Passing && self.is_repeated();
            let expected = if is_repeated { End::Good } else { self.fault.end(&self.operation) };
            let ended = (self.operation.ask)(at.clone()).await;
            let told = format!("in the phase {phase:?}, {ended:?}");
            if ended.end != expected {
                wrong.push(format!("{told} instead of {expected:?}"));
            }
            if expected != End::Good && ended.retry_after != self.fault.retry_after() {
                wrong.push(format!("{told}, and not what Retry-After says"));
            }
            wrong.extend(self.look_at_what_was_written(&at, &ended).await.map(|what| format!("{told}, {what}")));
            let mut requests = self.fault.requests() + usize::from(is_repeated);
            if phase == Phase::Passing && self.operation.may_be_repeated {
                // The fault is over.
                let again = (self.operation.ask)(at.clone()).await;
                wrong.extend((again.end != End::Good).then(|| format!("asked again, {again:?}")));
                requests += 1;
            }
            // Where a deadline ends the call, a busy machine may end it before the request is there, and a good answer that
            // comes after it is asked for once more.
            let least = if self.fault.waits() { 0 } else { requests };
            let most = if is_repeated && self.fault.waits() { usize::MAX } else { requests };
            expected_requests.push((at.mark, (least, most)));
        }
        if wrong.is_empty() {
            expected_requests.into_iter().for_each(|(call, requests)| place.expect(call, requests));
        }
        wrong
    }

    /// Whether the client repeats it by itself, and with success.
    fn is_repeated(&self) -> bool {
        self.operation.may_be_repeated && !self.operation.is_streamed && self.fault.is_passing()
    }

    fn prepare(&self, place: &Arc<Place>, phase: Phase, short: Duration) -> At {
        let mark = format!("{}-{phase:?}-{short:?}", self.number);
        let times = if phase == Phase::Passing { ";times=1" } else { "" };
        let mut url = place.sandbox.url().to_owned();
        let mut carrier = Carrier::of(place.transport.clone()).call(&mark);
        match self.fault.way {
            Way::Switch(switch) => {
                let switch = format!("{switch}{times};id={mark}");
                carrier.switch = Some(HeaderValue::from_str(&switch).unwrap());
            }
            Way::Connection => {
                place.sandbox.put_fault(format!("reset=before{times}").parse().unwrap());
                carrier.inner = place.transport();
            }
            Way::ClosedPort => {
                let door = Door::closed(place.sandbox.addr());
                url = format!("https://{}", door.addr);
                carrier.opens = phase == Phase::Passing;
                carrier.door = Some(door);
            }
        }
        let retry = match phase {
            Phase::Lasting => RetryPolicy::never(),
            Phase::Passing => RetryPolicy::default().max_attempts(5).delays(Duration::ZERO, Duration::ZERO),
        };
        let (read, total) = self.fault.deadlines(short);
        let http = HttpClient::builder(carrier).connect_timeout(LONG).read_timeout(read).total_timeout(total);
        let http = http.max_response_bytes(LARGEST).retry(retry).build();
        At { place: Arc::clone(place), url, http, mark }
    }

    /// What was told of something that changes the supplier's state must be so, and it must have happened once at most.
    async fn look_at_what_was_written(&self, at: &At, ended: &Ended) -> Option<String> {
        let is_made = self.operation.made?;
        if self.fault.way == Way::Connection {
            at.place.sandbox.clear_fault();
        }
        let made = is_made(at.undisturbed()).await;
        if made != usize::from(self.fault.is_processed) {
            return Some(format!("there are {made} of it"));
        }
        let is_true = match ended.told {
            Some(Told::Done) => made == 1,
            Some(Told::NotDone) => made == 0,
            Some(Told::Unknown(is_made)) => is_made == (made == 1),
            None => true,
        };
        (!is_true).then(|| format!("and there are {made} of it"))
    }
}
