//! The replay cache.

use std::collections::{BTreeSet, HashSet};
use std::fmt;

use b2b_xml::chrono::{DateTime, Utc};

use crate::security::digest::Nonce;

/// Remembers nonce and creation time of each user's tokens for as long as the token would be taken again.
///
/// It is bounded. A full cache forgets what has expired, and nothing else: if that makes no room, it says that it is
/// full, and the token is refused. Otherwise whoever can send enough messages could make it forget the one to replay.
pub struct ReplayCache {
    capacity: usize,
    seen: HashSet<Key>,
    by_expiry: BTreeSet<(DateTime<Utc>, Key)>,
}

type Key = (String, Vec<u8>, String);

/// What became of a token.
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
    /// A cache for this many tokens.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { capacity, seen: HashSet::new(), by_expiry: BTreeSet::new() }
    }

    /// Looks a token up and remembers it until the given time.
    pub fn record(
        &mut self,
        username: &str,
        nonce: &Nonce,
        created: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Recorded {
        self.forget_expired(now);
        let key = (username.to_owned(), nonce.as_bytes().to_vec(), created.to_owned());
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

    /// How many tokens it remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether it remembers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// A token is good at the very end of its time, so it is remembered for that moment too.
    fn forget_expired(&mut self, now: DateTime<Utc>) {
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
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn remembers_until_the_end_and_refuses_when_full() {
        let mut cache = ReplayCache::new(2);
        let (a, b, c) = (Nonce::new([1]), Nonce::new([2]), Nonce::new([3]));
        assert_eq!(cache.record("u", &a, "t", at(0), at(10)), Recorded::New);
        assert_eq!(cache.record("u", &a, "t", at(10), at(10)), Recorded::SeenBefore);
        assert_eq!(cache.record("v", &a, "t", at(5), at(20)), Recorded::New);
        assert_eq!(cache.record("u", &b, "t", at(10), at(20)), Recorded::Full);
        assert_eq!(cache.record("v", &a, "t", at(10), at(20)), Recorded::SeenBefore);
        assert_eq!(cache.record("u", &b, "t", at(11), at(20)), Recorded::New);
        assert_eq!(cache.record("u", &c, "t", at(11), at(20)), Recorded::Full);
        assert_eq!(cache.len(), 2);
        assert_eq!(format!("{cache:?}"), "ReplayCache { capacity: 2, len: 2 }");
    }
}
