//! WS-Security: the token, what its digest is made of, and where its times lie.

use b2b_xml::Lexical as _;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use wsse_soap::{Check, DigestMistake, Headers, Policy, ReceivedSecurity, ReceivedToken, Refusal};

use super::clock;
use crate::notes::{Cause, Explanation};

/// The most characters that are shown of a text which should be short.
const LONGEST: usize = 200;

/// What there is to compare.
pub(crate) fn detail(refusal: &Refusal, headers: &Headers, policy: &Policy, now: DateTime<Utc>) -> Value {
    let security = headers.security.iter().find(|security| security.for_us);
    let mut detail = json!({ "check": format!("{:?}", refusal.check()), "sandbox_time": now.to_rfc3339() });
    let Some(members) = detail.as_object_mut() else { return detail };
    if let Some(explanation) = refusal.explanation() {
        members.insert("digest".to_owned(), explanation.to_string().into());
    }
    if let Some(security) = security {
        members.insert("security".to_owned(), header(security));
        members.insert("window".to_owned(), window(security, policy, now));
    }
    detail
}

/// The likely cause.
pub(crate) fn cause(refusal: &Refusal, now: DateTime<Utc>) -> Option<Cause> {
    if let Some(mistake) = refusal.explanation().and_then(wsse_soap::DigestExplanation::mistake) {
        return Some(digest(mistake));
    }
    Some(match refusal.check() {
        Check::Stale { age } => clock::cause(now.checked_sub_signed(*age)?, now),
        Check::FromTheFuture { ahead } => clock::cause(now.checked_add_signed(*ahead)?, now),
        // Whatever was created too long ago is stale before it is looked at whether it has expired.
        Check::Expired { by } => Cause::new(
            "expired",
            format!("The Timestamp expired {} s ago.", by.num_seconds()),
            "Make a new one for every message, good for some minutes, and send it at once.",
        ),
        Check::Replayed => Cause::new(
            "replay",
            "A token with this nonce and creation time was here before.",
            "Make a new nonce for every message, repeated ones too.",
        ),
        Check::NoSecurity => Cause::new(
            "no-security-header",
            "There is no wsse:Security header for this receiver.",
            "Send one with a UsernameToken; its namespace is that of WSS 1.0.",
        ),
        Check::UnknownUser => {
            Cause::new("unknown-user", "There is no such account here.", "Take the account of the ready line.")
        }
        Check::WrongPassword => Cause::new(
            "wrong-password",
            "The account is known, and the password is another.",
            "Take the key of the ready line; white space counts.",
        ),
        Check::WrongDigest => Cause::new(
            "wrong-digest",
            "None of the usual mistakes gives this digest: the password is another.",
            "Compare the passwords first, then the inputs of the digest.",
        ),
        Check::PasswordType(_) => Cause::new(
            "password-type",
            "This address takes clear passwords only, as WCF does.",
            "Send PasswordText, or ask at the digest path of the ready line.",
        ),
        Check::MalformedTimestamp | Check::MalformedCreated => Cause::new(
            "malformed-time",
            "A time is none, has no time zone, or the Timestamp expires before it is created.",
            "Write xsd:dateTime in UTC, with a Z at its end.",
        ),
        Check::NoNonce | Check::MalformedNonce => {
            Cause::new("nonce", "The nonce is missing or no Base64.", "Send 16 random bytes in Base64.")
        }
        Check::NoToken | Check::RepeatedToken | Check::Username | Check::NoPassword | Check::NoCreated => Cause::new(
            "incomplete-token",
            "The UsernameToken is not there once, or lacks a part.",
            "Send one token with Username and Password, and with Nonce and Created beside a digest.",
        ),
        _ => return None,
    })
}

/// Why members of a request were not read, although nobody was told.
pub(crate) fn out_of_order(members: &[&str], skipped: &[String]) -> Explanation {
    let sentence = format!(
        "Out of the order in which a DataContractSerializer reads, so skipped without a word: {}.",
        skipped.join(", ")
    );
    let order: Vec<Value> = members
        .iter()
        .map(|member| json!({ "element": member, "skipped": skipped.iter().any(|skipped| skipped == member) }))
        .collect();
    let what = format!("WCF skips elements that are out of order: {}.", skipped.join(", "));
    Explanation::new(sentence).with_detail(json!({ "order": order })).with_cause(Cause::new(
        "element-order",
        what,
        "Send the elements in the order of the contract.",
    ))
}

fn digest(mistake: DigestMistake) -> Cause {
    let name = match mistake {
        DigestMistake::NonceNotDecoded => "nonce-not-decoded",
        DigestMistake::NonceLeftOut => "nonce-left-out",
        DigestMistake::CreatedLeftOut => "created-left-out",
        DigestMistake::CreatedFirst => "created-before-nonce",
        DigestMistake::PasswordFirst => "password-first",
        DigestMistake::OtherPasswordInput => "password-hashed",
        DigestMistake::Hexadecimal => "digest-in-hexadecimal",
        DigestMistake::ClearPassword => "clear-password-as-digest",
        _ => "digest-input",
    };
    let what = format!("The digest comes from a common mistake: {mistake}.");
    Cause::new(name, what, "It is Base64(SHA-1(nonce + created + password)), the nonce as bytes and not as Base64.")
}

/// The header as it came, without what is secret in it.
fn header(security: &ReceivedSecurity) -> Value {
    let children: Vec<&str> = security.children.iter().map(|name| &*name.local).collect();
    json!({
        "children": children,
        "tokens": security.tokens.iter().map(token).collect::<Vec<_>>(),
    })
}

fn token(token: &ReceivedToken) -> Value {
    let password_type = token.passwords.first().map(|password| password.password_type.as_deref());
    json!({
        "username": token.usernames.iter().map(|name| short(name)).collect::<Vec<_>>(),
        "password_type": password_type.map(|uri| uri.map_or("none, which means PasswordText".to_owned(), short)),
        "nonce": token.nonces.first().map(|nonce| short(&nonce.text)),
        "created": token.created.first().map(|created| short(created)),
        "digest_input": digest_input(token),
    })
}

/// What a digest is made of, in its order.
fn digest_input(token: &ReceivedToken) -> Value {
    let nonce = token.nonces.first().map_or("no nonce".to_owned(), |nonce| format!("bytes of {}", short(&nonce.text)));
    let created = token.created.first().map_or("no creation time".to_owned(), |created| short(created));
    json!([nonce, created, "‹secret›"])
}

/// The times of a message around those that the sandbox takes.
fn window(security: &ReceivedSecurity, policy: &Policy, now: DateTime<Utc>) -> Value {
    let timestamp = security.timestamps.first();
    let token = security.tokens.first();
    let at = |by: TimeDelta| now.checked_add_signed(by).map(written);
    json!({
        "earliest": at(-policy.freshness),
        "now": written(now),
        "latest": at(policy.future_skew),
        "created": timestamp.and_then(|it| instant(it.created()?)).map(written),
        "expires": timestamp.and_then(|it| instant(it.expires()?)).map(written),
        "token_created": token.and_then(|it| instant(it.created.first()?)).map(written),
    })
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::<Utc>::parse(text.trim()).ok().map(|lexed| lexed.value)
}

fn written(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
