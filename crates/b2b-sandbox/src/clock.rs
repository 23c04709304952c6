//! What time it is in the sandbox.

use chrono::{DateTime, TimeDelta, Utc};

/// The sandbox's clock: the one place suppliers take the time from.
///
/// Certificates are the exception: a client checks them against its own clock, so they follow the system's time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clock {
    /// The system's time.
    #[default]
    System,
    /// Always this instant.
    Fixed(DateTime<Utc>),
    /// The system's time moved by this much, for a client whose clock is wrong.
    Offset(TimeDelta),
}

impl Clock {
    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => system_now(),
            Self::Fixed(instant) => *instant,
            Self::Offset(by) => system_now().checked_add_signed(*by).unwrap_or(DateTime::<Utc>::MAX_UTC),
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the sandbox is an edge: this is the clock that it injects")]
pub(crate) fn system_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_still() {
        let clock = Clock::Fixed(DateTime::UNIX_EPOCH);
        assert_eq!(clock.now(), clock.now());
    }

    #[test]
    fn an_offset_moves_the_system_clock() {
        let ahead = Clock::Offset(TimeDelta::days(2)).now();
        assert!(ahead > Clock::System.now() + TimeDelta::days(1));
        assert_eq!(Clock::Offset(TimeDelta::MAX).now(), DateTime::<Utc>::MAX_UTC);
    }
}
