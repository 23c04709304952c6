//! One supplier's messages on their way to a worker.

use std::time::Duration;

use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::pull::Batch;
use futures_util::future::ready;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::absence::Absence;

/// How long one request for jobs waits at the server.
const PULL: Duration = Duration::from_secs(2);

/// One supplier's consumer.
pub(super) struct Lane {
    consumer: PullConsumer,
    /// The request that is open at the server. It outlives whoever waits for it, so that nothing comes for nobody.
    pull: Mutex<Option<(Instant, Batch)>>,
    pub(super) absence: Mutex<Absence>,
}

impl Lane {
    pub(super) fn new(consumer: PullConsumer) -> Self {
        Self { consumer, pull: Mutex::default(), absence: Mutex::default() }
    }

    /// What there is, at most so many; nothing if nothing comes for a while. What comes is for whoever asks next if this is dropped.
    pub(super) async fn messages(&self, most: usize, lease: Duration) -> Result<Vec<Message>, async_nats::Error> {
        let mut pull = self.pull.lock().await;
        // What has come with an old request, and nobody has renewed, may be with another worker by now.
        if pull.as_ref().is_some_and(|(since, _)| since.elapsed() >= lease / 2) {
            *pull = None;
        }
        let (_, batch) = match &mut *pull {
            Some(pull) => pull,
            none => {
                let batch = self.consumer.batch().max_messages(most).expires(PULL).messages().await?;
                none.insert((Instant::now(), batch))
            }
        };
        let mut messages = Vec::new();
        let mut next = Some(batch.next().await);
        while let Some(message) = next {
            match message {
                Some(Ok(message)) => messages.push(message),
                Some(Err(error)) if messages.is_empty() => {
                    *pull = None;
                    return Err(error);
                }
                Some(Err(_)) | None => {
                    *pull = None;
                    break;
                }
            }
            if messages.len() >= most {
                break;
            }
            next = batch.next().now_or_never();
        }
        Ok(messages)
    }

    /// What still comes with the request that is open at the server, if one is. When this ends, it is open no more.
    pub(super) async fn rest(&self) -> Vec<Message> {
        let open = self.pull.lock().await.take().map(|(_, batch)| batch);
        let rest = stream::iter(open).flatten().take_while(|message| ready(message.is_ok()));
        rest.filter_map(|message| ready(message.ok())).collect().await
    }
}
