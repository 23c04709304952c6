//! Settling: what waits while a batch is settled goes with the next one.

use std::sync::Arc;

use tokio::sync::{Notify, mpsc};

use crate::queue::{Queue, QueueError, Settled};

/// How many settle together at most, and how many wait at most for the next batch.
pub(super) const MOST: usize = 512;

/// Settles until nobody is left who could send more.
pub(super) async fn run<Q: Queue>(
    queue: Arc<Q>,
    mut waiting: mpsc::Receiver<Settled<Q::Ticket>>,
    stored: Arc<Notify>,
) -> Result<(), QueueError> {
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, MOST).await > 0 {
        queue.settle(std::mem::take(&mut batch)).await?;
        stored.notify_waiters();
    }
    Ok(())
}
