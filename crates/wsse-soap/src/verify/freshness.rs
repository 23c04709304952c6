//! Whether a message is neither too old nor from the future.

use b2b_xml::chrono::{DateTime, TimeDelta, Utc};

use super::instant;
use super::policy::{Demand, Policy};
use super::refusal::{Check, Refusal};
use crate::received::security::ReceivedSecurity;

/// Checks the `Timestamp`. All of them, if the rule that there is one only is not enforced.
pub(super) fn check_timestamp(security: &ReceivedSecurity, policy: &Policy, now: DateTime<Utc>) -> Result<(), Refusal> {
    match policy.timestamp {
        Demand::Ignored => return Ok(()),
        Demand::Required if security.timestamps.is_empty() => return Err(Check::NoTimestamp.into()),
        _ => {}
    }
    for timestamp in &security.timestamps {
        let parse = |text: Option<&str>| match text.map(instant) {
            None => Ok(None),
            Some(Some(instant)) => Ok(Some(instant)),
            Some(None) => Err(Refusal::from(Check::MalformedTimestamp)),
        };
        let created = parse(timestamp.created())?;
        let expires = parse(timestamp.expires())?;
        if let Some(created) = created {
            check_age(created, policy, now)?;
            if expires.is_some_and(|expires| expires <= created) {
                return Err(Check::MalformedTimestamp.into());
            }
        }
        if let Some(expires) = expires
            && now.signed_duration_since(expires) > policy.expiry_skew
        {
            return Err(Check::Expired { by: now.signed_duration_since(expires) }.into());
        }
    }
    Ok(())
}

/// Checks the `Created` of a token that is looked at, and reads it.
pub(super) fn check_created(text: &str, policy: &Policy, now: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
    let Some(created) = instant(text) else { return Err(Check::MalformedCreated.into()) };
    check_age(created, policy, now)?;
    Ok(created)
}

/// Until when a token created then could be sent again.
pub(super) fn good_until(created: Option<DateTime<Utc>>, policy: &Policy, now: DateTime<Utc>) -> DateTime<Utc> {
    created.unwrap_or(now).checked_add_signed(policy.freshness).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn check_age(created: DateTime<Utc>, policy: &Policy, now: DateTime<Utc>) -> Result<(), Refusal> {
    let age = now.signed_duration_since(created);
    if age > policy.freshness {
        return Err(Check::Stale { age }.into());
    }
    let ahead = TimeDelta::zero() - age;
    if ahead > policy.future_skew {
        return Err(Check::FromTheFuture { ahead }.into());
    }
    Ok(())
}
