//! Publishing, so that what is published is there.

use std::time::Duration;

use async_nats::client;
use async_nats::jetstream::context::{PublishError, PublishErrorKind};
use async_nats::jetstream::message::PublishMessage;
use bytes::Bytes;
use futures_util::future::join_all;
use tokio::time::{sleep, timeout};

use super::Fleet;
use super::absence::Absence;
use crate::queue::QueueError;

/// How many are under way before the first is waited for.
pub(super) const CHUNK: usize = 1000;

/// How long these may take before they are published again. Our choice.
const WAIT: Duration = Duration::from_secs(30);

/// What is published.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) subject: String,
    /// What is published again under the same id is there once.
    pub(super) id: String,
    pub(super) payload: Bytes,
}

impl Fleet {
    /// Publishes, and says how many were there already, as far as is known: what is there when it is tried again may be there since
    /// the first time. When this returns, all are stored.
    pub(super) async fn publish(&self, posts: &[Post]) -> Result<u64, QueueError> {
        let mut there = 0;
        for chunk in posts.chunks(CHUNK) {
            let (mut left, mut absence): (Vec<&Post>, _) = (chunk.iter().collect(), Absence::default());
            let mut is_first = true;
            loop {
                let (mut unstored, mut reason) = (Vec::new(), None);
                for (post, published) in left.iter().zip(self.publish_once(&left).await) {
                    match published {
                        Ok(was_there) => there += u64::from(was_there && is_first),
                        Err(error) if is_for_good(&error) => return Err(QueueError::new("NATS does not store", error)),
                        Err(error) => {
                            unstored.push(*post);
                            reason = Some(error);
                        }
                    }
                }
                let Some(error) = reason else { break };
                let Some(pause) = absence.pause(self.patience()) else {
                    return Err(QueueError::new("NATS does not store", error));
                };
                tracing::warn!(%error, count = unstored.len(), "NATS does not store; trying again in {pause:?}");
                (left, is_first) = (unstored, false);
                sleep(pause).await;
            }
        }
        Ok(there)
    }

    /// Whether each was there already, in their order.
    async fn publish_once(&self, posts: &[&Post]) -> Vec<Result<bool, async_nats::Error>> {
        let publishing = async {
            self.is_there()?;
            let mut sent = Vec::with_capacity(posts.len());
            for Post { subject, id, payload } in posts {
                let message = PublishMessage::build().message_id(id).payload(payload.clone());
                sent.push(self.context.send_publish(subject.clone(), message).await);
            }
            Ok(join_all(sent.into_iter().map(async |sent| Ok(sent?.await?.duplicate))).await)
        };
        let failed: async_nats::Error = match timeout(WAIT, publishing).await {
            Ok(Ok(published)) => return published,
            Ok(Err(error)) => error,
            Err(elapsed) => elapsed.into(),
        };
        let reason = failed.to_string();
        posts.iter().map(|_| Err(reason.clone().into())).collect()
    }
}

/// Whether it will fail however often it is tried.
fn is_for_good(error: &async_nats::Error) -> bool {
    let Some(error) = error.downcast_ref::<PublishError>() else { return false };
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<client::PublishError>());
    error.kind() == PublishErrorKind::MaxPayloadExceeded
        || source.is_some_and(|source| source.kind() == client::PublishErrorKind::InvalidSubject)
}
