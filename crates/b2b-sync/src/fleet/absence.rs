//! Waiting for NATS when it is away.

use std::time::Duration;

use tokio::time::Instant;

/// How long to wait before it is tried again the first time; twice as long each time after, and this long at most. Our choice.
const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(5);

/// Since when NATS is away, if it is.
#[derive(Debug, Default)]
pub(super) struct Absence {
    since: Option<Instant>,
    tries: u32,
}

impl Absence {
    /// How long to wait before it is tried again; `None` if it has been away for longer than that.
    pub(super) fn pause(&mut self, patience: Duration) -> Option<Duration> {
        let now = Instant::now();
        if now.duration_since(*self.since.get_or_insert(now)) >= patience {
            return None;
        }
        let doubled = FIRST.saturating_mul(2_u32.saturating_pow(self.tries));
        self.tries = self.tries.saturating_add(1);
        Some(doubled.min(LONGEST))
    }

    /// It is there.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_until_patience_ends() {
        let (begin, mut absence, mut pauses) = (Instant::now(), Absence::default(), Vec::new());
        while let Some(pause) = absence.pause(Duration::from_secs(20)) {
            pauses.push(pause.as_millis());
            tokio::time::sleep(pause).await;
        }
        assert_eq!(pauses, [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
        assert_eq!(begin.elapsed(), Duration::from_millis(22_750));
        assert_eq!(absence.pause(Duration::from_secs(20)), None);
        absence.end();
        assert_eq!(absence.pause(Duration::from_secs(20)), Some(FIRST));
    }
}
