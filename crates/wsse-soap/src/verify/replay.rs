//! The replay cache.

use std::collections::{BTreeSet, HashSet};
use std::fmt;

use b2b_xml::chrono::{DateTime, Utc};
use sha1::{Digest, Sha1};

use crate::security::nonce::Nonce;

/// Remembers nonce and creation time of each user's tokens for as long as the token would be taken again.
///
/// It is bounded in tokens and in bytes: of each token it keeps a hash. A full cache forgets what has expired, and nothing
/// else: if that makes no room, it says that it is full, and the token is refused. Otherwise whoever can send enough
/// messages could make it forget the one to replay.
pub struct ReplayCache {
    capacity: usize,
    seen: HashSet<Key>,
    by_expiry: BTreeSet<(DateTime<Utc>, Key)>,
}

/// The SHA-1 of user, nonce and creation time. Who makes two tokens with the same one harms nobody else: the second is
/// refused.
type Key = [u8; 20];

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
        let key = key(username, nonce, created);
        if self.seen.contains(&key) {
            return Recorded::SeenBefore;
        }
        if self.seen.len() >= self.capacity {
            return Recorded::Full;
        }
        self.by_expiry.insert((until, key));
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

/// Hashes the parts with their lengths, so that none can pass for a piece of another.
fn key(username: &str, nonce: &Nonce, created: &str) -> Key {
    let mut hash = Sha1::new();
    for part in [username.as_bytes(), nonce.as_bytes(), created.as_bytes()] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
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

    #[test]
    fn a_long_token_takes_no_more_room_than_a_short_one() {
        assert_eq!(size_of::<Key>(), 20);
        assert!(!std::mem::needs_drop::<Key>());
    }

    #[test]
    fn the_parts_of_a_token_are_told_apart() {
        let tokens =
            [("ab", &b"c"[..], "d"), ("a", b"bc", "d"), ("ab", b"", "cd"), ("ab", b"cd", ""), ("", b"abc", "d")];
        let keys: HashSet<Key> =
            tokens.iter().map(|(user, nonce, created)| key(user, &Nonce::new(*nonce), created)).collect();
        assert_eq!(keys.len(), tokens.len());
    }
}
