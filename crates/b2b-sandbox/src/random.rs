//! Random bytes and ids, from the system or from a seed.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use uuid::Uuid;

/// The sandbox's source of random bytes, shared by everything that holds a clone of it.
///
/// TLS does not use it: keys and certificates always come from the system's generator.
#[derive(Clone)]
pub struct Random(Arc<Mutex<ChaCha20Rng>>);

impl Random {
    /// A generator that gives the same bytes for the same seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    #[allow(clippy::disallowed_methods, reason = "the sandbox is an edge: this seeds the generator that it injects")]
    pub(crate) fn from_system() -> std::io::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(std::io::Error::other)?;
        Ok(Self(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed)))))
    }

    /// Fills `bytes`.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A version 4 UUID (RFC 9562, section 5.4).
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Random").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself() {
        let ids = |random: Random| [random.uuid(), random.uuid()];
        assert_eq!(ids(Random::seeded(7)), ids(Random::seeded(7)));
        assert_ne!(ids(Random::seeded(7)), ids(Random::seeded(8)));
    }

    #[test]
    fn clones_share_one_sequence() {
        let random = Random::seeded(7);
        assert_ne!(random.clone().bytes::<16>(), random.bytes::<16>());
        assert_eq!(random.uuid().get_version_num(), 4);
    }
}
