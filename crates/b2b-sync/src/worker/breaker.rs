//! When a supplier that fails again and again is left alone.

use std::time::Duration;

use b2b_desk::Pace;
use tokio::time::Instant;

use crate::answer::Trouble;

/// Counts a supplier's requests that fail in a row.
#[derive(Debug)]
pub(super) struct Breaker {
    most: usize,
    pause: Duration,
    failures: usize,
    state: State,
}

#[derive(Debug)]
enum State {
    Closed,
    /// It is left alone until then, and then asked one thing at a time.
    Open(Instant),
    Stopped(Trouble),
}

/// What a request says of its supplier.
#[derive(Debug)]
pub(super) enum Health {
    /// It answers, whatever it says.
    Good,
    /// It does not.
    Failing,
    /// Nothing will be answered before somebody has seen to this.
    Hopeless(Trouble),
}

impl Breaker {
    pub(super) fn new(pace: &Pace) -> Self {
        Self { most: pace.circuit_failures.max(1), pause: pace.circuit_pause, failures: 0, state: State::Closed }
    }

    /// Takes note of a request, and says whether the circuit opened or closed by it.
    pub(super) fn note(&mut self, health: Health, now: Instant) -> bool {
        let was_open = self.is_open();
        match (health, &self.state) {
            (_, State::Stopped(_)) => {}
            (Health::Hopeless(trouble), _) => self.state = State::Stopped(trouble),
            (Health::Good, _) => {
                self.failures = 0;
                self.state = State::Closed;
            }
            (Health::Failing, State::Closed) => {
                self.failures = self.failures.saturating_add(1);
                if self.failures >= self.most {
                    self.state = State::Open(now + self.pause);
                }
            }
            // What was under way when it opened says nothing new.
            (Health::Failing, State::Open(until)) if *until > now => {}
            (Health::Failing, State::Open(_)) => self.state = State::Open(now + self.pause),
        }
        was_open != self.is_open()
    }

    /// Until when it is left alone.
    pub(super) fn closed_until(&self, now: Instant) -> Option<Instant> {
        match self.state {
            State::Open(until) if until > now => Some(until),
            _ => None,
        }
    }

    /// Whether it fails, as far as is known. What is asked then is asked to find that out.
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
