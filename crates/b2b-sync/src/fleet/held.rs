//! Messages that are with this worker.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use async_nats::Client;
use async_nats::connection::State;
use async_nats::jetstream::AckKind;
use async_nats::jetstream::message::Acker;
use tokio::time::Instant;

use crate::queue::QueueError;

/// A message that is with this worker for as long as this lives: dropped without having been acknowledged, it lapses.
pub(super) struct Held {
    acker: Acker,
    /// When it came, or was last renewed.
    renewed: Mutex<Instant>,
}

/// What is with this worker.
#[derive(Default)]
pub(super) struct Holding(Mutex<Vec<Weak<Held>>>);

impl Held {
    /// Whether it has been renewed lately, given that it lapses after so long. One that has not may lapse while it is asked about.
    pub(super) fn is_fresh(&self, lease: Duration) -> bool {
        self.renewed.lock().unwrap_or_else(PoisonError::into_inner).elapsed() < lease / 2
    }

    async fn renew(&self) {
        // It lapses so long after the server has heard of it, which is later.
        let now = Instant::now();
        // Whoever cannot renew it loses it.
        if self.acker.ack_with(AckKind::Progress).await.is_ok() {
            *self.renewed.lock().unwrap_or_else(PoisonError::into_inner) = now;
        }
    }

    pub(super) async fn end(&self, kind: AckKind) -> Result<(), QueueError> {
        self.acker.ack_with(kind).await.map_err(|error| QueueError::new("NATS cannot be told of a job", error))
    }
}

impl Holding {
    /// Holds messages, and renews them for as long as this lives.
    pub(super) fn new(lease: Duration, client: Client) -> Arc<Self> {
        let holding = Arc::new(Self::default());
        let weak = Arc::downgrade(&holding);
        tokio::spawn(async move {
            // So that one that is lost on the way does no harm.
            let mut ticks = tokio::time::interval(lease / 4);
            loop {
                ticks.tick().await;
                let Some(holding) = weak.upgrade() else { return };
                // What is not sent now would be sent when it is late.
                if client.connection_state() != State::Connected {
                    continue;
                }
                for held in holding.all() {
                    held.renew().await;
                }
            }
        });
        holding
    }

    pub(super) fn hold(&self, acker: Acker) -> Arc<Held> {
        let held = Arc::new(Held { acker, renewed: Mutex::new(Instant::now()) });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&held));
        held
    }

    fn all(&self) -> Vec<Arc<Held>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|held| held.strong_count() > 0);
        all.iter().filter_map(Weak::upgrade).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use async_nats::ConnectOptions;
    use async_nats::jetstream;
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_cannot_be_renewed_is_not_fresh_for_long() {
        // Nobody answers there, and what is to be sent waits.
        let nats = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("nats://{}", nats.local_addr().unwrap());
        let client = ConnectOptions::new().retry_on_initial_connect().connect(url).await.unwrap();
        let context = jetstream::new(client);
        let held = |reply: Option<&'static str>| Held {
            acker: Acker::new(context.clone(), reply.map(Into::into)),
            renewed: Mutex::new(Instant::now()),
        };
        let (renewed, lost) = (held(Some("reply")), held(None));
        let lease = Duration::from_secs(10);
        for (passed, is_fresh) in [(4, [true, true]), (4, [true, false]), (6, [false, false])] {
            advance(Duration::from_secs(passed)).await;
            assert_eq!([renewed.is_fresh(lease), lost.is_fresh(lease)], is_fresh);
            renewed.renew().await;
            lost.renew().await;
        }
    }
}
