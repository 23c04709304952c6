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
    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_comes_soon_goes_with_the_same_batch() {
        let (sender, mut waiting) = mpsc::channel(MOST);
        let sending = async move {
            for job in 1..=4 {
                sleep(Duration::from_millis(2)).await;
                sender.send(job).await.unwrap();
            }
        };
        let mut batch = vec![0];
        let gathering = gather(&mut waiting, &mut batch, Duration::from_millis(5));
        futures_util::future::join(gathering, sending).await;
        assert_eq!(batch, [0, 1, 2]);
        // What is full does not wait, and neither does what is the last.
        for mut batch in [vec![0; MOST - 1], vec![0; MOST - 2]] {
            let before = Instant::now();
            gather(&mut waiting, &mut batch, Duration::from_millis(5)).await;
            assert_eq!(
                (batch.last(), before.elapsed()),
                (Some(if batch.len() == MOST { &3 } else { &4 }), Duration::ZERO)
            );
        }
    }
}
