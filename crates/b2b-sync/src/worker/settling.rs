//! Settling: what waits while a batch is settled goes with the next one.

use std::sync::Arc;

use tokio::sync::{Notify, mpsc};

use crate::Status;
use crate::queue::{End, Queue, QueueError, Settled};
use crate::watch::{Event, Watch};

/// How many settle together at most, and how many wait at most for the next batch.
pub(super) const MOST: usize = 256;

/// Settles until nobody is left who could send more.
pub(super) async fn run<Q: Queue>(
    queue: Arc<Q>,
    mut waiting: mpsc::Receiver<Settled<Q::Ticket>>,
    stored: Arc<Notify>,
    watches: Vec<Arc<dyn Watch>>,
) -> Result<(), QueueError> {
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, MOST).await > 0 {
        let ended: Vec<_> = batch.iter().filter_map(ended).collect();
        queue.settle(std::mem::take(&mut batch)).await?;
        stored.notify_waiters();
        for (supplier, status) in &ended {
            watches.iter().for_each(|watch| watch.see(&Event::Ended { supplier, status: *status }));
        }
    }
    Ok(())
}

/// Whose job has ended for good, and how.
fn ended<T>(settled: &Settled<T>) -> Option<(String, Status)> {
    match &settled.end {
        End::Answered(answer) | End::Dead(answer) => Some((settled.job.supplier.clone(), answer.status)),
        _ => None,
    }
}
