//! When a supplier that fails again and again is left alone, and whose fault a failure is.

use std::time::Duration;

use b2b_desk::Pace;
use tokio::time::Instant;

use super::Retry;
use crate::answer::Trouble;

/// Counts a supplier's requests that fail in a row.
#[derive(Debug)]
pub(super) struct Breaker {
    most: usize,
    pause: Duration,
    /// How long all that fails is put down to the supplier.
    patience: Duration,
    /// After how much silence it is not asked any more.
    silence: Duration,
    failures: usize,
    state: State,
    voice: Voice,
    /// Whether it has ever answered: then it accepts who asks.
    has_answered: bool,
}

#[derive(Debug)]
enum State {
    Closed,
    /// It is left alone until then, and then asked one thing at a time.
    Open(Instant),
    Stopped(Trouble),
}

/// What was heard of it last.
#[derive(Debug)]
enum Voice {
    Unheard,
    Answering,
    /// It has been asked in vain since then.
    Silent(Instant),
}

/// What a request says of its supplier.
#[derive(Debug)]
pub(super) enum Health {
    /// It answers, whatever it says.
    Good,
    /// It does not.
    Failing(Trouble),
    /// Nothing will be answered before somebody has seen to this.
    Hopeless(Trouble),
}

/// Whose fault it is that a job has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The job's: the supplier answers others.
    Job,
    /// The supplier's, as far as is known.
    Supplier,
}

/// What follows from a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// Whether the circuit opened or closed by it.
    pub(super) has_turned: bool,
    /// Whose fault it is what failed.
    pub(super) fault: Fault,
}

impl Breaker {
    pub(super) fn new(pace: &Pace, retry: &Retry) -> Self {
        Self {
            most: pace.circuit_failures.max(1),
            pause: pace.circuit_pause,
            patience: retry.patience,
            silence: retry.patience.saturating_add(retry.grace),
            failures: 0,
            state: State::Closed,
            voice: Voice::Unheard,
            has_answered: false,
        }
    }

    /// Takes note of a request.
    pub(super) fn note(&mut self, health: Health, now: Instant) -> Finding {
        let fault = self.listen(&health, now);
        let was_open = self.is_open();
        match (health, &self.state) {
            (_, State::Stopped(_)) => {}
            (Health::Hopeless(trouble), _) => self.state = State::Stopped(trouble),
            (Health::Good, _) => {
                self.failures = 0;
                self.has_answered = true;
                self.state = State::Closed;
            }
            (Health::Failing(trouble), _) if self.is_silent_for(self.silence, now) => {
                self.state = State::Stopped(trouble);
                return Finding { has_turned: true, fault: Fault::Supplier };
            }
            (Health::Failing(_), State::Closed) => {
                self.failures = self.failures.saturating_add(1);
                if self.failures >= self.most {
                    self.state = State::Open(now + self.pause);
                }
            }
            // What was under way when it opened says nothing new.
            (Health::Failing(_), State::Open(until)) if *until > now => {}
            (Health::Failing(_), State::Open(_)) => self.state = State::Open(now + self.pause),
        }
        Finding { has_turned: was_open != self.is_open(), fault }
    }

    /// It was not asked for so long, for reasons of its own: that is no silence.
    pub(super) fn rest(&mut self, time: Duration) {
        if let Voice::Silent(since) = &mut self.voice {
            *since += time;
        }
    }

    fn is_silent_for(&self, time: Duration, now: Instant) -> bool {
        matches!(self.voice, Voice::Silent(since) if now.duration_since(since) >= time)
    }

    /// A supplier that has just answered is there, and what fails then is the job's fault. What fails after that says nothing of
    /// jobs, nor does what fails before it was heard, until it has been silent for so long that its last jobs would never end.
    fn listen(&mut self, health: &Health, now: Instant) -> Fault {
        match (health, &self.voice) {
            (Health::Good, _) => {
                self.voice = Voice::Answering;
                Fault::Job
            }
            (Health::Hopeless(_), _) => Fault::Supplier,
            (Health::Failing(_), Voice::Silent(since)) if now.duration_since(*since) < self.patience => Fault::Supplier,
            (Health::Failing(_), Voice::Silent(_)) => Fault::Job,
            (Health::Failing(_), voice) => {
                let is_there = matches!(voice, Voice::Answering) || self.patience.is_zero();
                self.voice = Voice::Silent(now);
                if is_there { Fault::Job } else { Fault::Supplier }
            }
        }
    }

    /// How many requests may be under way, of so many. A supplier that has not answered yet may not accept who asks, which it is
    /// asked once.
    pub(super) fn room(&self, most: usize) -> usize {
        if self.has_answered && !self.is_open() { most.max(1) } else { 1 }
    }

    /// Until when it is left alone.
    pub(super) fn closed_until(&self, now: Instant) -> Option<Instant> {
        match self.state {
            State::Open(until) if until > now => Some(until),
            _ => None,
        }
    }

    /// Whether it fails, as far as is known.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed)
    }

    pub(super) fn stopped(&self) -> Option<&Trouble> {
        match &self.state {
            State::Stopped(trouble) => Some(trouble),
            _ => None,
        }
    }
}
