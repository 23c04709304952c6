//! The receiving side: did the holder of the key ask this, now, and once?

mod check;
mod diagnose;
mod received;
mod refusal;
mod replay;

pub use check::{Check, Stage};
pub use diagnose::{Difference, OtherSecret};
pub use received::{ReceivedRequest, Verified};
pub use refusal::{Beginnings, Refusal};
pub use replay::{Recorded, ReplayCache};

use std::time::{Duration, SystemTime};

use subtle::ConstantTimeEq;

use self::received::Parts;
use self::refusal::Stages;
use crate::explain::recompute;
use crate::key::{Keys, SigningKey};
use crate::profile::template::{Fill, QuerySource};
use crate::profile::{DiscoverySigning, SignatureMethod, SigningProfile};
use crate::query::{order, parse_query};
use crate::request::RequestKind;
use crate::sign::digest::signature_text;

/// The widest window.
const CENTURY: Duration = Duration::from_secs(36_525 * 86_400);

/// Whether a wrong signature is looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Diagnosis {
    /// The usual mistakes are tried until one gives the signature that came: about 50 signatures more. How long that takes
    /// tells a stranger whether the key is known.
    #[default]
    Tried,
    /// It is not: for producers who are open to the world.
    Skipped,
}

/// Checks requests by one profile, and remembers which it has seen if it is given a [`ReplayCache`].
///
/// The order of the checks is ours: the form first, then the signature, the time, and the replay cache last, so that a
/// stranger can neither fill it nor learn from it. Signatures and secrets are compared in constant time, for keys that do
/// not exist too.
///
/// How far clocks may differ and whether producers refuse a repeated `GlobalIdentifier` is not known of any of them; the
/// window of 15 minutes either way is our choice, after Amazon S3.
///
/// ```
/// use fcb2b_signing::{ReceivedRequest, ReplayCache, SigningKey, SigningProfile, Verifier};
///
/// let keys = [SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into())?];
/// let mut verifier = Verifier::new(SigningProfile::dancik()).replay_cache(ReplayCache::new(100_000));
/// let query = "GlobalIdentifier=123e4567-e89b-42d3-a456-426614174000&SupplierItemSKU=CASIMP10\
///     &TimeStamp=2025-01-02T03%3A04%3A05Z&apiKey=EXAMPLEKEY1\
///     &Signature=fP8C8FtmnV%2BKbrH1SRoZYGZwq0c%2FmJURFKnB1pSTFu0%3D";
/// let request = ReceivedRequest::new("GET", "sandbox.example.com", "/fcb2b/StockCheck", query);
/// let now = "2025-01-02T03:05:00Z".parse::<chrono::DateTime<chrono::Utc>>()?;
/// let verified = verifier.verify(&request, now, keys.as_slice())?;
/// assert_eq!(verified.parameters, [("SupplierItemSKU".to_owned(), "CASIMP10".to_owned())]);
/// let refusal = verifier.verify(&request, now, keys.as_slice()).unwrap_err();
/// assert_eq!(refusal.to_string(), "the GlobalIdentifier was used before");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Verifier {
    profile: SigningProfile,
    past: Duration,
    future: Duration,
    longest_query: usize,
    diagnosis: Diagnosis,
    replay: Option<ReplayCache>,
    nobody: SigningKey,
}

impl Verifier {
    /// A verifier with a window of 15 minutes either way, queries of at most 16 KiB, diagnosis, and no replay cache.
    #[must_use]
    pub fn new(profile: SigningProfile) -> Self {
        Self {
            profile,
            past: Duration::from_secs(15 * 60),
            future: Duration::from_secs(15 * 60),
            longest_query: 16 * 1024,
            diagnosis: Diagnosis::default(),
            replay: None,
            nobody: SigningKey::nobody(),
        }
    }

    /// With this much difference of clocks: how old a request may be, and how far in the future its time may lie. More
    /// than a century is a century.
    #[must_use]
    pub fn window(mut self, past: Duration, future: Duration) -> Self {
        self.past = past.min(CENTURY);
        self.future = future.min(CENTURY);
        self
    }

    /// With queries of at most this many bytes.
    #[must_use]
    pub fn longest_query(mut self, bytes: usize) -> Self {
        self.longest_query = bytes;
        self
    }

    /// With or without a look into wrong signatures.
    #[must_use]
    pub fn diagnosis(mut self, diagnosis: Diagnosis) -> Self {
        self.diagnosis = diagnosis;
        self
    }

    /// With this replay cache. It knows requests by key and `GlobalIdentifier`, and is of no effect in profiles that do not
    /// send one.
    #[must_use]
    pub fn replay_cache(mut self, cache: ReplayCache) -> Self {
        self.replay = Some(cache);
        self
    }

    /// The profile.
    #[must_use]
    pub fn profile(&self) -> &SigningProfile {
        &self.profile
    }

    /// Checks a request.
    ///
    /// With the profile `unsigned` only the form, the time and the replay cache are checked: it says nothing of who asks. A
    /// template that leaves out method, host or path does not protect them.
    ///
    /// # Errors
    ///
    /// The first check that failed, safe to log.
    pub fn verify<K: Keys + ?Sized>(
        &mut self,
        request: &ReceivedRequest<'_>,
        now: impl Into<SystemTime>,
        keys: &K,
    ) -> Result<Verified, Refusal> {
        let now = now.into();
        if request.query.len() > self.longest_query {
            return Err(Check::QueryTooLong { len: request.query.len(), limit: self.longest_query }.into());
        }
        request.check()?;
        if request.kind == RequestKind::Discovery && self.profile.discovery() == DiscoverySigning::Plain {
            return Ok(request.unchecked(&self.profile)?);
        }
        let all = parse_query(request.query, self.profile.url_encoding()).map_err(Check::Query)?;
        let parts = Parts::read(&self.profile, &all)?;
        if let Some(id) = parts.key_id {
            self.check_signature(request, &parts, keys.key(id))?;
        }
        let time = self.profile.timestamp_format().parse(parts.time).ok_or(Check::MalformedTime)?;
        match now.duration_since(time) {
            Ok(age) if age > self.past => return Err(Check::TooOld { age }.into()),
            Err(ahead) if ahead.duration() > self.future => {
                return Err(Check::FromTheFuture { ahead: ahead.duration() }.into());
            }
            _ => {}
        }
        if let (Some(cache), Some(identifier)) = (&mut self.replay, parts.global_identifier) {
            let until = time.checked_add(self.past).unwrap_or(time);
            match cache.record(parts.key_id.unwrap_or_default(), identifier, now, until) {
                Recorded::New => {}
                Recorded::SeenBefore => return Err(Check::Replayed.into()),
                Recorded::Full => return Err(Check::ReplayCacheFull.into()),
            }
        }
        Ok(parts.verified(time))
    }

    fn check_signature(
        &self,
        request: &ReceivedRequest<'_>,
        parts: &Parts<'_>,
        known: Option<&SigningKey>,
    ) -> Result<(), Refusal> {
        let Some(presented) = parts.signature else {
            return known.map(|_| ()).ok_or_else(|| Check::UnknownKey.into());
        };
        let profile = &self.profile;
        let key = known.unwrap_or(&self.nobody);
        let fill = Fill { method: request.method, host: request.host, path: request.path, secret: key.secret() };
        let mut parameters = parts.signed.clone();
        order(profile.parameter_order(), &mut parameters);
        let source = QuerySource::Pairs(&parameters, profile.query_encoding().into());
        let expected = signature_text(profile, key, &fill, &source);
        let holds = match &expected {
            Some(expected) => bool::from(expected.as_str().as_bytes().ct_eq(presented.as_bytes())),
            None => profile.method() == SignatureMethod::SharedSecret && key.secret_is(presented),
        };
        match (known, holds) {
            (Some(_), true) => Ok(()),
            (Some(key), false) => {
                let (difference, theirs) = match self.diagnosis {
                    Diagnosis::Tried if profile.computes() => {
                        diagnose::difference(profile, key, &fill, parts, request.query)
                    }
                    _ => (Difference::NotLookedInto, None),
                };
                let check = if profile.computes() { Check::WrongSignature(difference) } else { Check::WrongSecret };
                let ours = recompute(profile, key, &fill, &parameters);
                let beginnings = expected.map(|expected| diagnose::beginnings(expected.as_str(), presented, key));
                Err(Refusal::new(check, Some(Stages { ours, theirs, beginnings })))
            }
            (None, _) => Err(Check::UnknownKey.into()),
        }
    }
}
