//! One mistake after the other.

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine as _};
use percent_encoding::percent_decode_str;
use subtle::ConstantTimeEq;

use super::Difference;
use crate::encode::{Escape, QueryEncoding};
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

impl Attempt<'_> {
    /// Whether this query gives the signature that came.
    pub(super) fn query(&self, query: &str) -> bool {
        let made = digest(self.method, self.template, self.key, &self.fill, &QuerySource::Written(query));
        made.is_some_and(|made| made.ct_eq(&self.presented).into())
    }

    /// Key, time or identifier added after signing.
    pub(super) fn left_out(&self, profile: &SigningProfile, ordered: &[(&str, &str)]) -> Option<Difference> {
        let mut names = profile.own_names().filter(|own| *own != profile.signature_name());
        let left_out = names.find(|own| {
            let rest: Vec<_> = ordered.iter().copied().filter(|(name, _)| name != own).collect();
            self.query(&written(profile.query_encoding().into(), &rest))
        });
        left_out.map(|name| Difference::LeftOut(name.to_owned()))
    }

    /// Another order or encoding.
    pub(super) fn other_query(
        &self,
        profile: &SigningProfile,
        parts: &Parts<'_>,
        ordered: &[(&str, &str)],
        raw: &str,
    ) -> Option<Difference> {
        let escape = Escape::from(profile.query_encoding());
        for encoding in [QueryEncoding::Raw, QueryEncoding::Rfc3986, QueryEncoding::Form] {
            if encoding != profile.query_encoding() && self.query(&written(encoding.into(), ordered)) {
                return Some(Difference::Encoded(encoding));
            }
        }
        if self.query(&lower_case_escapes(&written(escape, ordered))) {
            return Some(Difference::LowerCaseEscapes);
        }
        if self.query(&written(escape, &parts.signed)) {
            return Some(Difference::OrderAsSent);
        }
        let mut sorted = ordered.to_vec();
        sorted.sort_unstable();
        if self.query(&written(escape, &sorted)) {
            return Some(Difference::OrderSorted);
        }
        sorted.sort_by_cached_key(|(name, _)| name.to_ascii_lowercase());
        if self.query(&written(escape, &sorted)) {
            return Some(Difference::OrderIgnoringCase);
        }
        let is_signature = |piece: &&str| piece.split('=').next() == Some(profile.signature_name());
        let as_sent: Vec<&str> = raw.split('&').filter(|piece| !is_signature(piece)).collect();
        self.query(&as_sent.join("&")).then_some(Difference::AsSent)
    }

    /// Another method, host or path.
    pub(super) fn other_target(&self, query: &str) -> Option<Difference> {
        let Fill { method, host, path, .. } = self.fill;
        for other in ["GET".to_owned(), method.to_ascii_lowercase()] {
            let fill = Fill { method: &other, ..self.fill };
            if (Attempt { fill, ..*self }).query(query) {
                return Some(Difference::Method(other));
            }
        }
        let without_port = host.rsplit_once(':').map_or(host, |(name, _)| name);
        for other in [
            host.to_ascii_lowercase(),
            without_port.to_owned(),
            without_port.to_ascii_lowercase(),
            format!("{without_port}:443"),
            format!("https://{host}"),
        ] {
            let fill = Fill { host: &other, ..self.fill };
            if (Attempt { fill, ..*self }).query(query) {
                return Some(Difference::Host(other));
            }
        }
        for other in [
            path.to_ascii_lowercase(),
            path.trim_end_matches('/').to_owned(),
            format!("{path}/"),
            path.trim_start_matches('/').to_owned(),
            percent_decode_str(path).decode_utf8_lossy().into_owned(),
        ] {
            let fill = Fill { path: &other, ..self.fill };
            if (Attempt { fill, ..*self }).query(query) {
                return Some(Difference::Path(other));
            }
        }
        None
    }

    /// The same parts, put together differently.
    pub(super) fn other_template(&self, query: &str) -> Option<Difference> {
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
        let hit = others.find(|template| (Attempt { template, ..*self }).query(query));
        hit.map(Difference::Template)
    }
}

/// The 32 bytes, however they are written: Base64 with or without padding, of either alphabet, encoded twice or with a `+`
/// that became a space; hexadecimal digits of any case.
pub(super) fn presented_bytes(text: &str) -> Option<[u8; 32]> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    let mut bytes = [0; 32];
    if hex::decode_to_slice(text.as_bytes(), &mut bytes).is_ok() {
        return Some(bytes);
    }
    let text = text.trim_end_matches('=').replace([' ', '-'], "+").replace('_', "/");
    BASE64_STANDARD_NO_PAD.decode(text).ok()?.try_into().ok()
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
