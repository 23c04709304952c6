//! One mistake after the other.

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine as _};
use percent_encoding::percent_decode_str;
use subtle::ConstantTimeEq;

use super::{Difference, OtherSecret};
use crate::encode::{Escape, QueryEncoding};
use crate::explain::{Explanation, stages};
use crate::key::SigningKey;
use crate::profile::template::{Fill, QuerySource};
use crate::profile::{SignatureMethod, SigningProfile, StringToSign};
use crate::query::written;
use crate::sign::digest::digest;
use crate::verify::received::Parts;

/// Everything that a signature is made of, but the query.
#[derive(Clone, Copy)]
pub(super) struct Attempt<'a> {
    pub(super) method: SignatureMethod,
    pub(super) key: &'a SigningKey,
    pub(super) template: &'a StringToSign,
    pub(super) fill: Fill<'a>,
    pub(super) presented: [u8; 32],
}

/// A mistake, and the stages as they are with it.
type Found = (Difference, Explanation);

/// What encoders of other languages leave as it is: the time's colon, a path's slash, what JavaScript's
/// `encodeURIComponent` does not know as reserved, and all that a query may hold.
const LEFT_PLAIN: [&str; 5] = [":", "/", ":/", "!'()*", "!$'()*,:/?@"];

impl Attempt<'_> {
    /// The stages, if this query gives the signature that came.
    pub(super) fn made(&self, parameters: &[(&str, &str)], query: &str) -> Option<Explanation> {
        let made = digest(self.method, self.template, self.key, &self.fill, &QuerySource::Written(query))?;
        let holds = bool::from(made.ct_eq(&self.presented));
        holds.then(|| stages(Some(self.template), self.key, &self.fill, parameters, query.to_owned()))
    }

    /// Key, time or identifier added after signing.
    pub(super) fn left_out(&self, profile: &SigningProfile, ordered: &[(&str, &str)]) -> Option<Found> {
        let mut names = profile.own_names().filter(|own| *own != profile.signature_name());
        names.find_map(|own| {
            let rest: Vec<_> = ordered.iter().copied().filter(|(name, _)| *name != own).collect();
            let theirs = self.made(&rest, &written(profile.query_encoding().into(), &rest))?;
            Some((Difference::LeftOut(own.to_owned()), theirs))
        })
    }

    /// Another encoding.
    pub(super) fn other_encoding(&self, profile: &SigningProfile, ordered: &[(&str, &str)]) -> Option<Found> {
        let ours = written(profile.query_encoding().into(), ordered);
        let encoded = written(Escape::Rfc3986, ordered);
        let encodings = [QueryEncoding::Raw, QueryEncoding::Rfc3986, QueryEncoding::Form];
        let others = encodings.into_iter().filter(|encoding| *encoding != profile.query_encoding());
        let others = others.map(|encoding| (Difference::Encoded(encoding), written(encoding.into(), ordered)));
        let odd = [
            (Difference::LowerCaseEscapes, lower_case_escapes(&ours)),
            (Difference::PlusForSpace, encoded.replace("%20", "+")),
            (Difference::EncodedTwice, ours.replace('%', "%25")),
        ];
        others.chain(odd).find_map(|(difference, query)| Some((difference, self.made(ordered, &query)?)))
    }

    /// Characters that were left as they are.
    pub(super) fn left_plain(&self, ordered: &[(&str, &str)]) -> Option<Found> {
        let encoded = written(Escape::Rfc3986, ordered);
        LEFT_PLAIN.into_iter().find_map(|left| {
            let theirs = self.made(ordered, &with_plain(&encoded, left))?;
            Some((Difference::LeftPlain(left), theirs))
        })
    }

    /// Another order, or the query as it was sent.
    pub(super) fn other_order(
        &self,
        profile: &SigningProfile,
        parts: &Parts<'_>,
        ordered: &[(&str, &str)],
        raw: &str,
    ) -> Option<Found> {
        let mut sorted = ordered.to_vec();
        sorted.sort_unstable();
        let mut ignoring_case = sorted.clone();
        ignoring_case.sort_by_cached_key(|(name, _)| name.to_ascii_lowercase());
        let orders = [
            (Difference::OrderAsSent, &parts.signed),
            (Difference::OrderSorted, &sorted),
            (Difference::OrderIgnoringCase, &ignoring_case),
        ];
        let escape = Escape::from(profile.query_encoding());
        let made = |(difference, parameters): (Difference, &Vec<(&str, &str)>)| {
            Some((difference, self.made(parameters, &written(escape, parameters))?))
        };
        orders.into_iter().find_map(made).or_else(|| {
            let is_signature = |piece: &&str| piece.split('=').next() == Some(profile.signature_name());
            let as_sent: Vec<&str> = raw.split('&').filter(|piece| !is_signature(piece)).collect();
            Some((Difference::AsSent, self.made(&parts.signed, &as_sent.join("&"))?))
        })
    }

    /// Another method, host or path.
    pub(super) fn other_target(&self, ordered: &[(&str, &str)], query: &str) -> Option<Found> {
        let Fill { method, host, path, .. } = self.fill;
        for other in ["GET".to_owned(), method.to_ascii_lowercase()] {
            if let Some(theirs) = self.filled(Fill { method: &other, ..self.fill }, ordered, query) {
                return Some((Difference::Method(other), theirs));
            }
        }
        for other in other_hosts(host) {
            if let Some(theirs) = self.filled(Fill { host: &other, ..self.fill }, ordered, query) {
                return Some((Difference::Host(other), theirs));
            }
        }
        for other in [
            path.to_ascii_lowercase(),
            path.trim_end_matches('/').to_owned(),
            format!("{path}/"),
            path.trim_start_matches('/').to_owned(),
            percent_decode_str(path).decode_utf8_lossy().into_owned(),
        ] {
            if let Some(theirs) = self.filled(Fill { path: &other, ..self.fill }, ordered, query) {
                return Some((Difference::Path(other), theirs));
            }
        }
        None
    }

    fn filled<'b>(&'b self, fill: Fill<'b>, ordered: &[(&str, &str)], query: &str) -> Option<Explanation> {
        (Attempt { fill, ..*self }).made(ordered, query)
    }

    /// The same parts, put together differently.
    pub(super) fn other_template(&self, ordered: &[(&str, &str)], query: &str) -> Option<Found> {
        if self.method != SignatureMethod::HmacSha256 {
            return None;
        }
        let known = [
            StringToSign::four_lines(),
            StringToSign::query_only(),
            StringToSign::path_and_query(),
            StringToSign::url(),
        ];
        let ours = self.template.to_string();
        let varied = [format!("{ours}\n"), ours.replace('\n', "\r\n"), ours.replace('\n', "")];
        let varied = varied.iter().filter_map(|text| text.parse().ok());
        let mut others = known.into_iter().chain(varied).filter(|other| other != self.template);
        others.find_map(|template| {
            let theirs = (Attempt { template: &template, ..*self }).made(ordered, query)?;
            Some((Difference::Template(template), theirs))
        })
    }

    /// Another secret, or none.
    pub(super) fn other_secret(&self, ordered: &[(&str, &str)], query: &str) -> Option<Found> {
        if self.method != SignatureMethod::HmacSha256 {
            return None;
        }
        let (secret, id) = (self.key.secret(), self.key.id());
        let others = [
            (OtherSecret::WithLineBreak, format!("{secret}\n")),
            (OtherSecret::WithLineBreak, format!("{secret}\r\n")),
            (OtherSecret::Trimmed, secret.trim().to_owned()),
            (OtherSecret::Quoted, format!("\"{secret}\"")),
            (OtherSecret::OtherCase, secret.to_ascii_lowercase()),
            (OtherSecret::OtherCase, secret.to_ascii_uppercase()),
            (OtherSecret::KeyId, id.to_owned()),
        ];
        let by_key = others.into_iter().find_map(|(other, text)| {
            let key = SigningKey::new(id, text.into()).ok()?;
            (Attempt { key: &key, ..*self }).made(ordered, query)?;
            Some(Difference::Secret(other))
        });
        let difference = by_key.or_else(|| {
            let ours = self.template.to_string();
            let hashed = [ours.clone(), format!("{{secret}}{ours}"), format!("{ours}{{secret}}")];
            hashed.iter().find_map(|text| {
                let template = text.parse().ok()?;
                let attempt = Attempt { template: &template, method: SignatureMethod::Sha256, ..*self };
                attempt.made(ordered, query).map(|_| Difference::Unkeyed)
            })
        })?;
        // What was signed is right: its stages are ours.
        Some((difference, stages(Some(self.template), self.key, &self.fill, ordered, query.to_owned())))
    }
}

/// The host as a client may have known it.
fn other_hosts(host: &str) -> Vec<String> {
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let mut hosts = vec![
        host.to_ascii_lowercase(),
        name.to_owned(),
        name.to_ascii_lowercase(),
        format!("{name}:443"),
        format!("{name}:80"),
        format!("https://{host}"),
    ];
    let local = ["localhost", "127.0.0.1"];
    if local.contains(&name) {
        for other in local.into_iter().filter(|other| *other != name) {
            hosts.extend([other.to_owned(), format!("{other}:{port}")]);
        }
    }
    hosts
}

/// How the bytes of a signature were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As a digest is.
    Plain,
    /// Base64 of hexadecimal digits.
    HexInBase64,
}

/// The 32 bytes, however they are written: Base64 with or without padding, of either alphabet, encoded twice or with a `+`
/// that became a space; hexadecimal digits of any case; Base64 of such digits.
pub(super) fn presented_bytes(text: &str) -> Option<([u8; 32], Form)> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    let mut bytes = [0; 32];
    if hex::decode_to_slice(text.as_bytes(), &mut bytes).is_ok() {
        return Some((bytes, Form::Plain));
    }
    let text = text.trim_end_matches('=').replace([' ', '-'], "+").replace('_', "/");
    let decoded = BASE64_STANDARD_NO_PAD.decode(text).ok()?;
    if hex::decode_to_slice(&decoded, &mut bytes).is_ok() {
        return Some((bytes, Form::HexInBase64));
    }
    Some((decoded.try_into().ok()?, Form::Plain))
}

fn lower_case_escapes(query: &str) -> String {
    let mut lower = String::with_capacity(query.len());
    let mut left = 0;
    for character in query.chars() {
        left = if character == '%' { 2 } else { left };
        lower.push(if left > 0 { character.to_ascii_lowercase() } else { character });
        left -= i32::from(left > 0 && character != '%');
    }
    lower
}

/// An encoded query with these characters decoded.
fn with_plain(encoded: &str, characters: &str) -> String {
    characters.chars().fold(encoded.to_owned(), |query, character| {
        query.replace(&format!("%{:02X}", u32::from(character)), &character.to_string())
    })
}
