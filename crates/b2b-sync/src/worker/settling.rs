//! Settling: what comes soon, and what waits while a batch is settled, goes with the next one.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, timeout_at};

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
        gather(&mut waiting, &mut batch, Q::GATHER).await;
        let ended: Vec<_> = batch.iter().filter_map(ended).collect();
        queue.settle(std::mem::take(&mut batch)).await?;
        stored.notify_waiters();
        for (supplier, status) in &ended {
            watches.iter().for_each(|watch| watch.see(&Event::Ended { supplier, status: *status }));
        }
    }
    Ok(())
}

/// Waits for what goes with the same batch.
async fn gather<T>(waiting: &mut mpsc::Receiver<T>, batch: &mut Vec<T>, time: Duration) {
    let until = Instant::now() + time;
    while !time.is_zero()
        && let Some(room @ 1..) = MOST.checked_sub(batch.len())
        && let Ok(1..) = timeout_at(until, waiting.recv_many(batch, room)).await
    {}
}

/// Whose job has ended for good, and how.
fn ended<T>(settled: &Settled<T>) -> Option<(String, Status)> {
    match &settled.end {
        End::Answered(answer) | End::Dead(answer) => Some((settled.job.supplier.clone(), answer.status)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::FutureExt as _;
    use tokio::time::advance;

    use super::*;

    const TIME: Duration = Duration::from_millis(5);

    #[tokio::test(start_paused = true)]
    async fn what_comes_soon_goes_with_the_same_batch() {
        let (sender, mut waiting) = mpsc::channel(MOST);
        let mut batch = vec![0];
        {
            let mut gathering = pin!(gather(&mut waiting, &mut batch, TIME));
            for job in [1, 2] {
                assert!(gathering.as_mut().now_or_never().is_none());
                advance(Duration::from_millis(2)).await;
                sender.try_send(job).unwrap();
            }
            assert!(gathering.as_mut().now_or_never().is_none());
            advance(Duration::from_millis(1)).await;
            assert!(gathering.now_or_never().is_some());
        }
        assert_eq!(batch, [0, 1, 2]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_full_or_the_last_does_not_wait() {
        let (sender, mut waiting) = mpsc::channel(MOST);
        sender.try_send(1).unwrap();
        let mut full = vec![0; MOST - 1];
        assert!(gather(&mut waiting, &mut full, TIME).now_or_never().is_some());
        drop(sender);
        let mut last = vec![0];
        assert!(gather(&mut waiting, &mut last, TIME).now_or_never().is_some());
        assert_eq!((full.last(), last.len()), (Some(&1), 1));
    }
}
