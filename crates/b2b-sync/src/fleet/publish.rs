//! Publishing, so that what is published is there.

use std::time::Duration;

use async_nats::jetstream::context::PublishError;
use async_nats::jetstream::message::PublishMessage;
use bytes::Bytes;
use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use super::Fleet;
use crate::queue::QueueError;

/// How many are under way before the first is waited for.
pub(super) const CHUNK: usize = 1000;

/// How long NATS may be away while something is to be published. Our choice.
const PATIENCE: Duration = Duration::from_secs(180);

/// How long to wait before what was not stored is published again. Our choice.
const PAUSE: Duration = Duration::from_millis(250);

/// What is published.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) subject: String,
    /// What is published again under the same id is there once.
    pub(super) id: String,
    pub(super) payload: Bytes,
}

impl Fleet {
    /// Publishes, and says how many were there already. When this returns, all are stored.
    pub(super) async fn publish(&self, posts: &[Post]) -> Result<u64, QueueError> {
        let mut there = 0;
        for chunk in posts.chunks(CHUNK) {
            let until = Instant::now() + PATIENCE;
            let mut left: Vec<&Post> = chunk.iter().collect();
            loop {
                let (mut unstored, mut reason) = (Vec::new(), None);
                for (post, published) in left.iter().zip(self.publish_once(&left).await) {
                    match published {
                        Ok(was_there) => there += u64::from(was_there),
                        Err(error) => {
                            unstored.push(*post);
                            reason = Some(error);
                        }
                    }
                }
                match reason {
                    None => break,
                    Some(error) if Instant::now() > until => return Err(QueueError::new("NATS does not store", error)),
                    Some(error) => tracing::warn!(%error, count = unstored.len(), "NATS does not store; trying again"),
                }
                left = unstored;
                sleep(PAUSE).await;
            }
        }
        Ok(there)
    }

    /// Whether each was there already, in their order.
    async fn publish_once(&self, posts: &[&Post]) -> Vec<Result<bool, PublishError>> {
        let mut sent = Vec::with_capacity(posts.len());
        for Post { subject, id, payload } in posts {
            let message = PublishMessage::build().message_id(id).payload(payload.clone());
            sent.push(self.context.send_publish(subject.clone(), message).await);
        }
        join_all(sent.into_iter().map(async |sent| Ok(sent?.await?.duplicate))).await
    }
}
