//! The places that connections take, and who has to leave when others want one.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::options::Limits;

/// Instead of a time: the client waits for the sandbox, and not the sandbox for the client.
const AT_WORK: u64 = u64::MAX;

/// How long to wait for a connection to leave, or after a failed accept, before looking again.
const PAUSE: Duration = Duration::from_millis(100);

/// The places on both ports, and the memory that the bodies of requests take.
#[derive(Debug)]
pub(crate) struct Places {
    free: Arc<Semaphore>,
    seats: Mutex<HashMap<u64, Arc<Seat>>>,
    last: AtomicU64,
    /// All bytes of bodies under way.
    bodies: AtomicUsize,
    max_bodies: usize,
    crowded_timeout: Duration,
    start: Instant,
}

/// What is known of one connection.
#[derive(Debug)]
struct Seat {
    /// Since when the sandbox waits for the client, in microseconds, or [`AT_WORK`].
    waits_since: AtomicU64,
    /// The bytes of its request's body.
    body: AtomicUsize,
    given_up: CancellationToken,
}

/// A connection's place, free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    id: u64,
    seat: Arc<Seat>,
    places: Arc<Places>,
    _permit: Option<OwnedSemaphorePermit>,
}

/// There is no memory for a body, and none to be had from others.
#[derive(Debug)]
pub(crate) struct NoRoom;

impl Places {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            free: Arc::new(Semaphore::new(limits.max_connections.clamp(1, Semaphore::MAX_PERMITS))),
            seats: Mutex::default(),
            last: AtomicU64::new(0),
            bodies: AtomicUsize::new(0),
            max_bodies: limits.max_bodies_bytes,
            crowded_timeout: limits.crowded_timeout,
            start: Instant::now(),
        }
    }

    /// A place for a client that is there. When none is free, the connection that has kept the sandbox waiting longest is
    /// given up, once that is longer than the limit.
    pub(crate) async fn take(self: &Arc<Self>) -> Place {
        if let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() {
            return self.seat(Some(permit));
        }
        loop {
            let patience = self.patience();
            // The semaphore is never closed. The shortest timeout is a millisecond, and there may be thousands in a crowd.
            if !patience.is_zero()
                && let Ok(permit) = timeout(patience, Arc::clone(&self.free).acquire_owned()).await
            {
                return self.seat(permit.ok());
            }
            self.give_up_longest();
            if let Ok(permit) = timeout(PAUSE, Arc::clone(&self.free).acquire_owned()).await {
                return self.seat(permit.ok());
            }
        }
    }

    /// A place for a request that came in on no connection.
    pub(crate) fn beside(self: &Arc<Self>) -> Place {
        self.seat(None)
    }

    /// After a failed accept: makes room, or waits for it. Out of file descriptors, most likely, and trying again at once
    /// would spin.
    pub(crate) async fn recover(&self) {
        if !self.give_up_longest() {
            sleep(PAUSE).await;
        }
        tokio::task::yield_now().await;
    }

    fn seat(self: &Arc<Self>, permit: Option<OwnedSemaphorePermit>) -> Place {
        let id = self.last.fetch_add(1, Relaxed);
        let waits_since = AtomicU64::new(self.now());
        let seat = Arc::new(Seat { waits_since, body: AtomicUsize::new(0), given_up: CancellationToken::new() });
        self.seats().insert(id, Arc::clone(&seat));
        Place { id, seat, places: Arc::clone(self), _permit: permit }
    }

    /// How long the one who waits longest may still do so.
    fn patience(&self) -> Duration {
        let seats = self.seats();
        let longest = seats.values().filter(|seat| seat.is_waiting()).map(|seat| seat.waits_since.load(Relaxed)).min();
        let waited = longest.map_or(0, |since| self.now().saturating_sub(since));
        self.crowded_timeout.saturating_sub(Duration::from_micros(waited))
    }

    /// Whether there was a connection to give up.
    fn give_up_longest(&self) -> bool {
        let limit = u64::try_from(self.crowded_timeout.as_micros()).unwrap_or(u64::MAX);
        let seats = self.seats();
        let longest = seats.values().filter(|seat| seat.is_waiting()).min_by_key(|seat| seat.waits_since.load(Relaxed));
        let over = longest.filter(|seat| self.now().saturating_sub(seat.waits_since.load(Relaxed)) >= limit);
        over.inspect(|seat| seat.given_up.cancel()).is_some()
    }

    fn seats(&self) -> MutexGuard<'_, HashMap<u64, Arc<Seat>>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_micros()).unwrap_or(AT_WORK - 1)
    }
}

impl Seat {
    fn is_waiting(&self) -> bool {
        self.waits_since.load(Relaxed) != AT_WORK && !self.given_up.is_cancelled()
    }
}

impl Place {
    /// It is the client's turn.
    pub(crate) fn waits(&self) {
        self.seat.waits_since.store(self.places.now(), Relaxed);
    }

    /// The client takes what is written: who reads a long answer does not keep the sandbox waiting.
    pub(crate) fn reads(&self) {
        if self.seat.waits_since.load(Relaxed) != AT_WORK {
            self.waits();
        }
    }

    /// It is the sandbox's turn.
    pub(crate) fn works(&self) {
        self.seat.waits_since.store(AT_WORK, Relaxed);
    }

    /// Ready once the connection has to end.
    pub(crate) async fn given_up(&self) {
        self.seat.given_up.cancelled().await;
    }

    /// Makes room for so many more bytes of the request's body. When there is none, the largest of the bodies that are still
    /// coming in is given up, which keeps small ones going.
    pub(crate) fn hold(&self, bytes: usize) -> Result<(), NoRoom> {
        let places = &*self.places;
        self.seat.body.fetch_add(bytes, Relaxed);
        places.bodies.fetch_add(bytes, Relaxed);
        while places.bodies.load(Relaxed) > places.max_bodies {
            let seats = places.seats();
            let largest = seats.values().filter(|seat| seat.is_waiting()).max_by_key(|seat| seat.body.load(Relaxed));
            match largest {
                Some(other) if !Arc::ptr_eq(other, &self.seat) && other.body.load(Relaxed) > 0 => {
                    other.given_up.cancel();
                    places.bodies.fetch_sub(other.body.swap(0, Relaxed), Relaxed);
                }
                _ => return Err(NoRoom),
            }
        }
        Ok(())
    }

    /// The request's body is no longer needed.
    pub(crate) fn release(&self) {
        self.places.bodies.fetch_sub(self.seat.body.swap(0, Relaxed), Relaxed);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.release();
        self.places.seats().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(max_connections: usize, max_bodies_bytes: usize, crowded_timeout: Duration) -> Arc<Places> {
        Arc::new(Places::new(&Limits { max_connections, max_bodies_bytes, crowded_timeout, ..Limits::default() }))
    }

    fn is_given_up(place: &Place) -> bool {
        place.seat.given_up.is_cancelled()
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_longest_leaves_first() {
        let places = places(3, 100, Duration::from_secs(1));
        let [first, second, third] = [places.take().await, places.take().await, places.take().await];
        first.works();
        tokio::time::advance(Duration::from_millis(600)).await;
        second.waits();
        let begin = Instant::now();
        let leaving = async {
            third.given_up().await;
            assert!((400..500).contains(&begin.elapsed().as_millis()), "{:?}", begin.elapsed());
            drop(third);
        };
        let (_fourth, ()) = tokio::join!(places.take(), leaving);
        assert!(!is_given_up(&first) && !is_given_up(&second));
    }

    #[tokio::test]
    async fn who_is_at_work_stays() {
        let places = places(1, 100, Duration::ZERO);
        let busy = places.take().await;
        busy.works();
        assert!(!places.give_up_longest());
        busy.waits();
        assert!(places.give_up_longest() && is_given_up(&busy));
        assert!(!places.give_up_longest(), "nobody is given up twice");
    }

    #[tokio::test]
    async fn the_largest_body_makes_room() {
        let places = places(9, 100, Duration::ZERO);
        let [large, small, other] = [places.take().await, places.take().await, places.take().await];
        large.hold(70).unwrap();
        small.hold(20).unwrap();
        other.hold(30).unwrap();
        assert!(is_given_up(&large) && !is_given_up(&small));
        drop(large);
        assert!(other.hold(60).is_err(), "its own is the largest now");
        other.release();
        small.hold(80).unwrap();
        small.works();
        assert!(other.hold(1).is_err(), "what the sandbox works on stays");
    }
}
