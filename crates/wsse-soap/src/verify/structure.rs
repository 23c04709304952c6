//! The layout of the header, judged strictly.

use super::refusal::{Check, Refusal};
use crate::qname::is_ncname;
use crate::received::security::ReceivedSecurity;

/// Timestamp first, ids that are ids, and the role attribute of the right version.
pub(super) fn check(security: &ReceivedSecurity) -> Result<(), Refusal> {
    if security.misnamed_role {
        return Err(Check::MisnamedRole.into());
    }
    let at = |local| security.children.iter().position(|name| name.local == local);
    if let (Some(token), Some(timestamp)) = (at("UsernameToken"), at("Timestamp"))
        && token < timestamp
    {
        return Err(Check::TokenBeforeTimestamp.into());
    }
    let timestamps = security.timestamps.iter().filter_map(|timestamp| timestamp.id.as_deref());
    let mut ids = timestamps.chain(security.tokens.iter().filter_map(|token| token.id.as_deref()));
    if ids.any(|id| !is_ncname(id)) {
        return Err(Check::MalformedId.into());
    }
    Ok(())
}
