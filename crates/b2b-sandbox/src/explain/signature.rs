//! Signatures of fcB2B: which mistake gives the one that came.

mod words;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use fcb2b_client::{SigningKey, SigningProfile};
use fcb2b_signing::{Check, Diagnosis, Difference, Explanation, ReceivedRequest, Refusal, Verifier, parse_query};
use serde_json::{Value, json};

use super::clock;
use crate::notes::Cause;

/// Longer than any request is old, since only its signature is looked at.
const EVER: Duration = Duration::MAX;

/// A refused request, and what can be tried with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused<'a> {
    pub(crate) refusal: &'a Refusal,
    pub(crate) came: Came<'a>,
    pub(crate) profile: &'a SigningProfile,
    pub(crate) keys: &'a [SigningKey],
    /// The key that was named, with the secrets of the others.
    pub(crate) swapped: &'a [SigningKey],
    pub(crate) now: DateTime<Utc>,
}

/// The request line and the host, as they came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Came<'a> {
    pub(crate) method: &'a str,
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
}

/// The likely cause, and the sender's stages where they follow from it.
pub(crate) fn cause(refused: &Refused<'_>) -> (Option<Cause>, Option<Explanation>) {
    let theirs = refused.refusal.theirs().cloned();
    match refused.refusal.check() {
        Check::TooOld { age } => (time(refused, -1, *age), None),
        Check::FromTheFuture { ahead } => (time(refused, 1, *ahead), None),
        Check::WrongSignature(Difference::NotFound | Difference::Template(_))
        | Check::Missing(_)
        | Check::Misspelled { .. }
        | Check::MalformedTime => match other_profile(refused) {
            Some((name, stages)) => (Some(words::profile(name)), stages),
            None if holds(refused.profile, refused.swapped, &refused.came) => {
                (Some(words::other_key()), refused.refusal.explanation().cloned())
            }
            None => (words::of(refused.refusal.check(), &refused.came), theirs),
        },
        check => (words::of(check, &refused.came), theirs),
    }
}

/// Stages as the record keeps them.
pub(crate) fn stages(explanation: &Explanation, signature: Option<&str>) -> Value {
    json!({
        "parameters": explanation.parameters,
        "canonical_query": explanation.canonical_query,
        "string_to_sign": explanation.string_to_sign,
        "signature": signature,
    })
}

impl<'a> Came<'a> {
    /// The request as a verifier takes it; discovery is looked at like any other.
    fn with_query<'q>(&self, query: &'q str) -> ReceivedRequest<'q>
    where
        'a: 'q,
    {
        ReceivedRequest::new(self.method, self.host, self.path, query)
    }
}

fn time(refused: &Refused<'_>, sign: i32, by: Duration) -> Option<Cause> {
    let by = TimeDelta::from_std(by).ok()? * sign;
    Some(clock::cause(refused.now.checked_add_signed(by)?, refused.now))
}

/// The named profile by which the request holds, and its stages.
fn other_profile(refused: &Refused<'_>) -> Option<(&'static str, Option<Explanation>)> {
    // Without a signature everything holds.
    let names = SigningProfile::NAMES.into_iter().filter(|name| *name != "unsigned");
    names.filter_map(|name| Some((name, SigningProfile::named(name).ok()?))).find_map(|(name, profile)| {
        let other = profile != *refused.profile && holds(&profile, refused.keys, &refused.came);
        other.then(|| (name, made_by(&profile, refused)))
    })
}

/// Whether a request holds but for its time.
fn holds(profile: &SigningProfile, keys: &[SigningKey], came: &Came<'_>) -> bool {
    verifier(profile).verify(&came.with_query(came.query), DateTime::<Utc>::UNIX_EPOCH, keys).is_ok()
}

fn verifier(profile: &SigningProfile) -> Verifier {
    Verifier::new(profile.clone()).window(EVER, EVER).diagnosis(Diagnosis::Skipped)
}

/// The stages by another profile: what its verifier says of the same request under a signature that is wrong.
fn made_by(profile: &SigningProfile, refused: &Refused<'_>) -> Option<Explanation> {
    let is_signature = |piece: &&str| {
        let name = parse_query(piece, profile.url_encoding()).ok().and_then(|read| Some(read.first()?.0.to_string()));
        name.as_deref() == Some(profile.signature_name())
    };
    let rest: Vec<&str> = refused.came.query.split('&').filter(|piece| !is_signature(piece)).collect();
    let query = format!("{}&{}={}", rest.join("&"), profile.signature_name(), "0".repeat(64));
    let wrong = refused.came.with_query(&query);
    let refusal = verifier(profile).verify(&wrong, DateTime::<Utc>::UNIX_EPOCH, refused.keys).err()?;
    refusal.explanation().cloned()
}
