//! The secrets of a request, for the exchange record to leave out.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use wsse_soap::{Fragment, Request};

use super::Westcon;
use crate::exchange::redact::decoded;

/// The passwords and digests in a request. `None` if there may be some that cannot be named: the body cannot be read, or
/// writes one in a form that would not be found in it.
pub(super) fn find(headers: &HeaderMap, body: &[u8]) -> Option<Vec<SecretString>> {
    let mut secrets = Vec::new();
    if let Some((encoded, credentials)) = basic(headers) {
        secrets.extend(credentials.split_once(':').map(|(_, password)| SecretString::from(password)));
        secrets.extend([SecretString::from(encoded), SecretString::from(credentials)]);
    }
    if body.is_empty() {
        return Some(secrets);
    }
    let request = Request::<Fragment>::decode(body).ok()?;
    let text = decoded(body)?;
    for password in
        request.headers.security.iter().flat_map(|security| &security.tokens).flat_map(|token| &token.passwords)
    {
        let plain = password.text.expose_secret();
        let escaped = plain.replace('&', "&amp;").replace('<', "&lt;");
        let escaped_further = escaped.replace('>', "&gt;");
        if ![plain, &escaped, &escaped_further].iter().any(|form| text.contains(*form)) {
            return None;
        }
        secrets.push(password.text.clone());
    }
    secrets.extend(meant(&text));
    Some(secrets)
}

/// What was meant as a password by a sender who wrote the element's name or namespace wrong.
fn meant(text: &str) -> impl Iterator<Item = SecretString> {
    text.split('<').filter_map(|element| {
        let (tag, content) = element.split_once('>')?;
        let name = tag.split_whitespace().next()?.rsplit(':').next()?;
        let is_password = ["password", "passwd", "pwd", "key"].iter().any(|known| name.eq_ignore_ascii_case(known));
        let content = content.trim();
        (is_password && !content.is_empty()).then(|| SecretString::from(content))
    })
}

/// Whether HTTP Basic credentials, where there are any, are those of the account.
pub(super) fn basic_is_right(headers: &HeaderMap, key: &SecretString) -> bool {
    let right = format!("{}:{}", Westcon::ACCOUNT, key.expose_secret());
    basic(headers).is_none_or(|(_, credentials)| credentials == right)
}

/// The credentials as sent and decoded. What is no Base64 counts as credentials, and as wrong ones.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let encoded = encoded.trim();
    let credentials = BASE64_STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    Some((encoded.to_owned(), credentials.unwrap_or_default()))
}
