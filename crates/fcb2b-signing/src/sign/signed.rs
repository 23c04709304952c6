//! What signing returns.

use std::fmt;
use std::ops::Range;

use crate::profile::SigningProfile;
use crate::query::{Parameter, parse_query};
use crate::request::SignableRequest;

/// What to send: the query, whole or by its additions. The request itself is the caller's to make.
///
/// The query holds the signature, and with the profile `shared-secret` the secret itself. `Debug` and
/// [`SignedRequest::redacted_url`] leave it out.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedRequest<'a> {
    profile: &'a SigningProfile,
    host: &'a str,
    path: &'a str,
    query: String,
    signature: Option<Range<usize>>,
}

impl<'a> SignedRequest<'a> {
    pub(crate) fn new(
        profile: &'a SigningProfile,
        request: &SignableRequest<'a>,
        query: String,
        signature: Option<Range<usize>>,
    ) -> Self {
        Self { profile, host: request.host, path: request.path, query, signature }
    }

    /// The whole query, encoded, without `?`: send it as it is, and encode nothing again.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The whole query, to keep.
    #[must_use]
    pub fn into_query(self) -> String {
        self.query
    }

    /// The URL: `https://{host}{path}?{query}`, without `?` if the query is empty.
    #[must_use]
    pub fn url(&self) -> String {
        join(self.host, self.path, [&self.query])
    }

    /// The URL with `‹redacted›` for the signature, to show and to log.
    #[must_use]
    pub fn redacted_url(&self) -> String {
        self.url_with("‹redacted›")
    }

    /// The signature as it stands in the query, percent-encoded; `None` if there is none.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        self.query.get(self.signature.clone()?)
    }

    /// The parameters that signing added, decoded and in the order of the query: key, time, identifier and signature, as
    /// far as the profile has them. For callers who put the query together themselves; they must send every parameter that
    /// was signed, in any encoding of RFC 3986, and in the same order if the profile does not sort.
    pub fn added(&self) -> impl Iterator<Item = Parameter<'_>> {
        let all = parse_query(&self.query, self.profile.url_encoding()).unwrap_or_default();
        all.into_iter().filter(|(name, _)| self.profile.own_names().any(|own| own == name))
    }
}

impl SignedRequest<'_> {
    /// The URL with something else for the signature.
    pub(crate) fn url_with(&self, signature: &str) -> String {
        let parts = self
            .signature
            .clone()
            .and_then(|Range { start, end }| Some([self.query.get(..start)?, signature, self.query.get(end..)?]));
        match parts {
            Some(parts) => join(self.host, self.path, parts),
            None => self.url(),
        }
    }
}

impl fmt::Debug for SignedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest").field("url", &self.redacted_url()).finish_non_exhaustive()
    }
}

fn join<const N: usize>(host: &str, path: &str, query: [&str; N]) -> String {
    let parts: [&str; 3] = ["https://", host, path];
    let query_len: usize = query.iter().map(|part| part.len()).sum();
    let mut url = String::with_capacity(parts.iter().map(|part| part.len()).sum::<usize>() + 1 + query_len);
    parts.iter().for_each(|part| url.push_str(part));
    if query_len > 0 {
        url.push('?');
        query.iter().for_each(|part| url.push_str(part));
    }
    url
}
