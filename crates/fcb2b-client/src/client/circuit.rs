//! A circuit that opens when a producer fails again and again, so that a long run neither hammers it nor fails item by item.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// When a run of many requests pauses, and when it gives up.
///
/// After so many failures in a row the circuit opens: nothing is sent for a while. Then one request probes. If it succeeds
/// the run goes on; if it fails the circuit opens again. When it has opened again too often in the run, the rest is not asked
/// at all.
///
/// The numbers of the default are those of a client in live use: 10 failures, 5 minutes, 3 times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Circuit {
    /// How many failures in a row open it. Zero is taken as one.
    pub failures: u32,
    /// For how long nothing is sent.
    pub pause: Duration,
    /// How often it may open again in one run, after a probe that failed or after failures that came later.
    pub reopenings: u32,
}

impl Circuit {
    /// A circuit that opens after so many failures in a row.
    #[must_use]
    pub fn new(failures: u32) -> Self {
        Self { failures, ..Self::default() }
    }

    /// With another pause.
    #[must_use]
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// With another number of times that it may open again.
    #[must_use]
    pub fn reopenings(mut self, reopenings: u32) -> Self {
        self.reopenings = reopenings;
        self
    }
}

impl Default for Circuit {
    fn default() -> Self {
        Self { failures: 10, pause: Duration::from_secs(5 * 60), reopenings: 3 }
    }
}

/// What happens to a circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CircuitEvent {
    /// So many failures in a row: nothing is sent for a while.
    Opened {
        /// The failures in a row.
        failures: u32,
        /// For how long.
        pause: Duration,
    },
    /// One request is sent, to see whether the producer answers again.
    Probing,
    /// The probe failed: nothing is sent for a while.
    Reopened {
        /// How often it has opened again.
        times: u32,
        /// For how long.
        pause: Duration,
    },
    /// The probe succeeded: the run goes on.
    Closed,
    /// The producer failed once too often: the rest is not asked.
    GivenUp,
}

/// The circuit is open for good, and the item was not asked for.
///
/// What to do: find out what is wrong with the producer, and ask for these items in another run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("not asked: the producer failed too often in this run")]
#[non_exhaustive]
pub struct CircuitOpen;

/// What an answer says of the producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It answers.
    Well,
    /// It fails.
    Failing,
    /// Nothing: the request was never sent.
    Nothing,
}

/// Gets the events of a circuit.
pub(super) type Observer = Arc<dyn Fn(&CircuitEvent) + Send + Sync>;

/// A circuit at work.
pub(super) struct Breaker {
    circuit: Circuit,
    observer: Option<Observer>,
    state: Mutex<State>,
    changed: Notify,
}

/// `opened` is how often it has opened in this run.
#[derive(Clone, Copy, Debug)]
enum State {
    Closed { failures: u32, opened: u32 },
    Open { until: Instant, opened: u32 },
    Probing { opened: u32 },
    GivenUp,
}

/// Whether a request may be sent now.
enum Admission {
    Send { is_probe: bool },
    At(Instant),
    AfterProbe,
    Never,
}

/// Leave to send one request. Dropped without a verdict, it has said nothing.
pub(super) struct Leave<'b> {
    breaker: &'b Breaker,
    is_probe: bool,
    verdict: Verdict,
}

impl Breaker {
    pub(super) fn new(circuit: Circuit, observer: Option<Observer>) -> Self {
        Self { circuit, observer, state: Mutex::new(State::Closed { failures: 0, opened: 0 }), changed: Notify::new() }
    }

    /// Waits until a request may be sent.
    pub(super) async fn admit(&self) -> Result<Leave<'_>, CircuitOpen> {
        loop {
            let changed = self.changed.notified();
            match self.look() {
                Admission::Send { is_probe } => {
                    if is_probe {
                        self.tell(&CircuitEvent::Probing);
                    }
                    return Ok(Leave { breaker: self, is_probe, verdict: Verdict::Nothing });
                }
                Admission::Never => return Err(CircuitOpen),
                // Whoever wakes up first probes; the others then wait for its outcome.
                Admission::At(until) => drop(timeout_at(until, changed).await),
                Admission::AfterProbe => changed.await,
            }
        }
    }

    fn look(&self) -> Admission {
        let mut state = self.state();
        match *state {
            State::Closed { .. } => Admission::Send { is_probe: false },
            State::GivenUp => Admission::Never,
            State::Probing { .. } => Admission::AfterProbe,
            State::Open { until, .. } if Instant::now() < until => Admission::At(until),
            State::Open { opened, .. } => {
                *state = State::Probing { opened };
                Admission::Send { is_probe: true }
            }
        }
    }

    fn judge(&self, is_probe: bool, verdict: Verdict) {
        let event = {
            let mut state = self.state();
            let (next, event) = self.next(*state, is_probe, verdict);
            *state = next;
            event
        };
        if let Some(event) = event {
            self.tell(&event);
        }
        if is_probe || event.is_some() {
            self.changed.notify_waiters();
        }
    }

    fn next(&self, state: State, is_probe: bool, verdict: Verdict) -> (State, Option<CircuitEvent>) {
        let Circuit { failures: most, pause, reopenings } = self.circuit;
        match (state, verdict) {
            (State::Closed { opened, .. }, Verdict::Well) => (State::Closed { failures: 0, opened }, None),
            (State::Closed { failures, opened }, Verdict::Failing) => {
                let failures = failures.saturating_add(1);
                if failures < most.max(1) {
                    (State::Closed { failures, opened }, None)
                } else if opened > reopenings {
                    (State::GivenUp, Some(CircuitEvent::GivenUp))
                } else {
                    (self.open(opened), Some(CircuitEvent::Opened { failures, pause }))
                }
            }
            (State::Probing { opened }, Verdict::Well) if is_probe => {
                (State::Closed { failures: 0, opened }, Some(CircuitEvent::Closed))
            }
            (State::Probing { opened }, Verdict::Failing) if is_probe && opened > reopenings => {
                (State::GivenUp, Some(CircuitEvent::GivenUp))
            }
            (State::Probing { opened }, Verdict::Failing) if is_probe => {
                (self.open(opened), Some(CircuitEvent::Reopened { times: opened, pause }))
            }
            // The next item may probe at once.
            (State::Probing { opened }, Verdict::Nothing) if is_probe => {
                (State::Open { until: Instant::now(), opened }, None)
            }
            // What was under way when the circuit opened says nothing new.
            (state, _) => (state, None),
        }
    }

    fn open(&self, opened: u32) -> State {
        // A year is as good as for ever, and can be added to any time.
        const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);
        State::Open { until: Instant::now() + self.circuit.pause.min(LONGEST), opened: opened.saturating_add(1) }
    }

    fn tell(&self, event: &CircuitEvent) {
        match event {
            CircuitEvent::Probing | CircuitEvent::Closed => tracing::info!(%event, "circuit"),
            _ => tracing::warn!(%event, "circuit"),
        }
        if let Some(observer) = &self.observer {
            observer(event);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leave<'_> {
    /// Reports what came of the request.
    pub(super) fn report(mut self, verdict: Verdict) {
        self.verdict = verdict;
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.breaker.judge(self.is_probe, self.verdict);
    }
}

impl fmt::Display for CircuitEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opened { failures, pause } => {
                write!(f, "{failures} failures in a row: nothing is sent for {pause:?}")
            }
            Self::Probing => f.write_str("one request is sent to see whether the producer answers again"),
            Self::Reopened { times, pause } => {
                write!(f, "the producer still fails (time {times}): nothing is sent for {pause:?}")
            }
            Self::Closed => f.write_str("the producer answers again"),
            Self::GivenUp => f.write_str("the producer failed too often: the rest is not asked"),
        }
    }
}
