//! The replay cache.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::time::SystemTime;

/// Remembers key and `GlobalIdentifier` of each request for as long as its time would be taken again.
///
/// It is bounded. A full cache forgets what has expired, and nothing else: if that makes no room, it says that it is
/// full, and the request is refused. Otherwise whoever can send enough requests could make it forget the one to replay.
pub struct ReplayCache {
    capacity: usize,
    seen: HashSet<Key>,
    by_expiry: BTreeSet<(SystemTime, Key)>,
}

type Key = (String, String);

/// What became of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is new, and from now on known.
    New,
    /// It was here before.
    SeenBefore,
    /// It is new, and there is no room to remember it.
    Full,
}

impl ReplayCache {
    /// A cache for this many requests.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { capacity, seen: HashSet::new(), by_expiry: BTreeSet::new() }
    }

    /// Looks an identifier up and remembers it until the given time, that time included.
    pub fn record(&mut self, key_id: &str, identifier: &str, now: SystemTime, until: SystemTime) -> Recorded {
        self.forget_expired(now);
        let key = (key_id.to_owned(), identifier.to_owned());
        if self.seen.contains(&key) {
            return Recorded::SeenBefore;
        }
        if self.seen.len() >= self.capacity {
            return Recorded::Full;
        }
        self.by_expiry.insert((until, key.clone()));
        self.seen.insert(key);
        Recorded::New
    }

    /// How many requests it remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether it remembers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    fn forget_expired(&mut self, now: SystemTime) {
        while let Some(first) = self.by_expiry.pop_first() {
            if first.0 >= now {
                self.by_expiry.insert(first);
                return;
            }
            self.seen.remove(&first.1);
        }
    }
}

impl fmt::Debug for ReplayCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayCache").field("capacity", &self.capacity).field("len", &self.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(second: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(second)
    }

    #[test]
    fn remembers_until_the_end_and_refuses_when_full() {
        let mut cache = ReplayCache::new(2);
        assert_eq!(cache.record("k", "a", at(0), at(10)), Recorded::New);
        assert_eq!(cache.record("k", "a", at(10), at(10)), Recorded::SeenBefore);
        assert_eq!(cache.record("l", "a", at(5), at(20)), Recorded::New);
        assert_eq!(cache.record("k", "b", at(10), at(20)), Recorded::Full);
        assert_eq!(cache.record("l", "a", at(10), at(20)), Recorded::SeenBefore);
        assert_eq!(cache.record("k", "b", at(11), at(20)), Recorded::New);
        assert_eq!(cache.record("k", "c", at(11), at(20)), Recorded::Full);
        assert_eq!(cache.len(), 2);
        assert_eq!(format!("{cache:?}"), "ReplayCache { capacity: 2, len: 2 }");
    }
}
