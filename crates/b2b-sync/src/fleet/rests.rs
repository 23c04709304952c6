//! Suppliers that want to be left alone, as one worker tells the others.
//!
//! It goes over plain NATS, which keeps nothing: whoever does not hear it is told by the supplier.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_nats::{Client, Message};
use futures_util::StreamExt as _;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::names::{EVERY_REST, resting, rests_of};
use crate::answer::LONGEST;
use crate::queue::QueueError;

/// What was heard of suppliers that want to be left alone.
pub(super) struct Rests {
    heard: Arc<Mutex<Heard>>,
    /// Ends with this.
    _listening: JoinSet<()>,
}

/// Until when each supplier wants to be left alone: a moment that is past, if it does not.
struct Heard(BTreeMap<String, Instant>);

/// Tells all workers, the one that tells it included.
pub(super) async fn tell(client: &Client, supplier: &str, time: Duration) {
    let payload = time.as_millis().to_string();
    if let Err(error) = client.publish(rests_of(supplier), payload.into()).await {
        tracing::debug!(%error, supplier, "other workers were not told that it wants to be left alone");
    }
}

impl Rests {
    /// Listens for these suppliers for as long as this lives.
    pub(super) async fn listen(client: &Client, suppliers: &[String]) -> Result<Self, QueueError> {
        let failed = |error| QueueError::new("NATS tells nothing of other workers", error);
        let mut messages = client.subscribe(EVERY_REST).await.map_err(failed)?;
        let now = Instant::now();
        let heard = Heard(suppliers.iter().map(|supplier| (supplier.clone(), now)).collect());
        let heard = Arc::new(Mutex::new(heard));
        let listener = Arc::clone(&heard);
        let mut listening = JoinSet::new();
        listening.spawn(async move {
            while let Some(message) = messages.next().await {
                listener.lock().unwrap_or_else(PoisonError::into_inner).hear(&message);
            }
        });
        Ok(Self { heard, _listening: listening })
    }

    /// Until when a supplier wants to be left alone.
    pub(super) fn until(&self, supplier: &str) -> Option<Instant> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).0.get(supplier).copied()
    }
}

impl Heard {
    /// Takes note of a message. In one of a supplier that is not asked here, or with what is no time, is nothing to note.
    fn hear(&mut self, message: &Message) {
        let millis = std::str::from_utf8(&message.payload).ok().and_then(|millis| millis.parse().ok());
        let until = resting(&message.subject).and_then(|supplier| self.0.get_mut(supplier));
        if let (Some(millis), Some(until)) = (millis, until) {
            *until = (*until).max(Instant::now() + Duration::from_millis(millis).min(LONGEST));
        }
    }
}
