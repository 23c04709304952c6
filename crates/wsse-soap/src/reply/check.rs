//! What a reply's headers must say.

use b2b_xml::Lexical;
use b2b_xml::chrono::{DateTime, Utc};

use super::error::ReplyErrorKind;
use super::expect::{Expect, RelatesTo, ResponseTimestamp};
use crate::received::headers::Headers;
use crate::received::security::ReceivedTimestamp;
use crate::received::{Content, ReceivedEnvelope};

/// Checks an envelope against what is expected. Of a fault only what it relates to.
pub(super) fn check<B>(envelope: &ReceivedEnvelope<B>, expect: &Expect) -> Result<(), ReplyErrorKind> {
    let headers = &envelope.headers;
    let fault = matches!(envelope.content, Content::Fault(_));
    if !fault && envelope.version != expect.version {
        return Err(ReplyErrorKind::Version { expected: expect.version, found: envelope.version });
    }
    check_relation(headers, expect, fault)?;
    if fault {
        return Ok(());
    }
    let unknown = headers.not_understood(&expect.understood);
    if !unknown.is_empty() {
        return Err(ReplyErrorKind::NotUnderstood(unknown));
    }
    check_timestamp(headers, expect)
}

/// WS-Addressing Core, section 3.4: a reply relates to the request's message id.
fn check_relation(headers: &Headers, expect: &Expect, fault: bool) -> Result<(), ReplyErrorKind> {
    let Some(expected) = &expect.message_id else { return Ok(()) };
    let found = headers.addressing.relates_to.as_ref();
    let sound = match found {
        Some(found) => found == expected,
        None => fault || expect.relates_to == RelatesTo::IfPresent,
    };
    if sound {
        return Ok(());
    }
    Err(ReplyErrorKind::RelatesTo { expected: expected.clone(), found: found.cloned() })
}

fn check_timestamp(headers: &Headers, expect: &Expect) -> Result<(), ReplyErrorKind> {
    if expect.timestamp == ResponseTimestamp::Ignored {
        return Ok(());
    }
    let mut timestamps =
        headers.security.iter().filter(|security| security.for_us).flat_map(|security| &security.timestamps);
    let Some(timestamp) = timestamps.next() else {
        return match expect.timestamp {
            ResponseTimestamp::Required => Err(ReplyErrorKind::NoTimestamp),
            _ => Ok(()),
        };
    };
    if timestamps.next().is_some() {
        return Err(ReplyErrorKind::IllFormedTimestamp("stands there twice"));
    }
    let created = instant(timestamp, "Created", "has two Created", "has a Created that is no time in UTC")?;
    let expires = instant(timestamp, "Expires", "has two Expires", "has an Expires that is no time in UTC")?;
    let Some(created) = created else {
        return Err(ReplyErrorKind::IllFormedTimestamp("has no Created"));
    };
    let now = expect.now;
    // A time beyond the calendar never comes.
    let later = now.checked_add_signed(expect.clock_skew).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let earlier = now.checked_sub_signed(expect.clock_skew).unwrap_or(DateTime::<Utc>::MIN_UTC);
    if created > later {
        return Err(ReplyErrorKind::NotYetCreated { created, now });
    }
    if let Some(expires) = expires {
        if expires <= created {
            return Err(ReplyErrorKind::IllFormedTimestamp("expires before it is created"));
        }
        if expires < earlier {
            return Err(ReplyErrorKind::Expired { expires, now });
        }
    }
    Ok(())
}

fn instant(
    timestamp: &ReceivedTimestamp,
    local: &str,
    twice: &'static str,
    malformed: &'static str,
) -> Result<Option<DateTime<Utc>>, ReplyErrorKind> {
    let mut texts = timestamp.texts(local);
    let Some(text) = texts.next() else { return Ok(None) };
    if texts.next().is_some() {
        return Err(ReplyErrorKind::IllFormedTimestamp(twice));
    }
    let instant = DateTime::<Utc>::parse(text).map_err(|_| ReplyErrorKind::IllFormedTimestamp(malformed))?;
    Ok(Some(instant.value))
}
