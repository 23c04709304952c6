//! Keeping secrets out of everything that is shown: what is marked, and the text that replaces it.

mod escape;
mod pattern;
mod render;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

pub use self::render::render_request;

use self::pattern::Pattern;

/// What stands where a secret was.
pub const REDACTED: &str = "‹redacted›";

/// How much of a body errors and exchange records keep.
const BODY_LIMIT: usize = 64 * 1024;

/// Values of headers and query parameters shorter than this are replaced where they stand, and not searched for elsewhere:
/// they would hide half the text.
const SHORTEST_VALUE: usize = 4;

/// What of a request is secret. An operation puts it into the extensions of its request.
///
/// ```
/// use b2b_http::{Redactions, Redactor, render_request};
///
/// let mut request = http::Request::get("https://b2b.example/stock?sku=4711&Signature=hb3Xq0")
///     .body(bytes::Bytes::new())?;
/// request.extensions_mut().insert(Redactions::new().query_parameter("Signature"));
///
/// let shown = render_request(&request, &Redactor::for_request(&request));
/// assert!(shown.starts_with("GET https://b2b.example/stock?sku=4711&Signature=‹redacted› HTTP/1.1"));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Redactions {
    secrets: Vec<SecretString>,
    query_parameters: Vec<Cow<'static, str>>,
}

impl Redactions {
    /// Nothing is secret yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a secret. It is searched for in the address, the headers, the bodies and all messages, as it is and in its
    /// percent-encoded, XML-escaped, backslash-escaped and base64 forms. An empty secret is ignored.
    #[must_use]
    pub fn secret(mut self, secret: SecretString) -> Self {
        self.secrets.push(secret);
        self
    }

    /// Adds a query parameter whose value is secret. Names are compared without regard to case. The value is searched
    /// for elsewhere too, if it has four bytes or more.
    #[must_use]
    pub fn query_parameter(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.query_parameters.push(name.into());
        self
    }
}

/// Replaces secrets by [`REDACTED`] in whatever is about to be shown.
///
/// The forms it knows can be mixed, as in a percent-encoded form with an XML document in it. A secret that follows other
/// bytes into base64 (`user:password`) is found when it has about six bytes or more, and hides that whole base64 text.
#[derive(Clone, Default)]
pub struct Redactor {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    secrets: Vec<SecretString>,
    query_parameters: Vec<Cow<'static, str>>,
    /// Made when something is shown for the first time: most requests end well and never are.
    patterns: OnceLock<Vec<Pattern>>,
}

impl Redactor {
    /// A redactor for these secrets.
    #[must_use]
    pub fn new(redactions: &Redactions) -> Self {
        Self::build(redactions.clone(), Vec::new())
    }

    /// A redactor for one request: the [`Redactions`] in its extensions, the values of the query parameters they name,
    /// and the values of its sensitive headers. Values of less than four bytes are not searched for elsewhere.
    #[must_use]
    pub fn for_request<B>(request: &http::Request<B>) -> Self {
        let redactions = request.extensions().get::<Redactions>().cloned().unwrap_or_default();
        let mut found = Vec::new();
        for (name, value) in request.headers() {
            if is_secret_header(name, value)
                && let Ok(value) = value.to_str()
            {
                found.push(SecretString::from(value));
                // `Basic dXNlcg==`: the credentials are secret without their scheme too.
                if let Some((_, credentials)) = value.split_once(' ') {
                    found.push(SecretString::from(credentials));
                }
            }
        }
        let query = request.uri().query().filter(|_| !redactions.query_parameters.is_empty());
        for (name, value) in pairs(query.unwrap_or_default()) {
            if is_listed(&redactions.query_parameters, name) {
                let decoded = Zeroizing::new(escape::percent_decode(value.unwrap_or_default()));
                found.push(SecretString::from(decoded.as_str()));
            }
        }
        found.retain(|value| value.expose_secret().len() >= SHORTEST_VALUE);
        Self::build(redactions, found)
    }

    /// The text without secrets.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        match self.replace(text.as_bytes()) {
            Some(clean) => String::from_utf8_lossy(&clean).into_owned(),
            None => text.to_owned(),
        }
    }

    /// The bytes without secrets.
    #[must_use]
    pub fn bytes(&self, bytes: &Bytes) -> Bytes {
        self.replace(bytes).map_or_else(|| bytes.clone(), Bytes::from)
    }

    /// The address without secrets: user information is replaced, and so are the values of secret query parameters.
    #[must_use]
    pub fn uri(&self, uri: &http::Uri) -> String {
        let mut shown = String::new();
        if let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) {
            shown.extend([scheme, "://"]);
            match authority.as_str().rsplit_once('@') {
                Some((_, host)) => shown.extend([REDACTED, "@", host]),
                None => shown.push_str(authority.as_str()),
            }
        }
        shown.push_str(uri.path());
        let mut separator = '?';
        for (name, value) in uri.query().into_iter().flat_map(pairs) {
            shown.push(separator);
            shown.push_str(name);
            if let Some(value) = value {
                shown.push('=');
                shown.push_str(if is_listed(&self.shared.query_parameters, name) { REDACTED } else { value });
            }
            separator = '&';
        }
        self.text(&shown)
    }

    /// The value of a header without secrets. Sensitive values and those of `Authorization`, `Cookie` and their like are
    /// replaced whole.
    #[must_use]
    pub fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        if is_secret_header(name, value) {
            return REDACTED.to_owned();
        }
        self.text(&String::from_utf8_lossy(value.as_bytes()))
    }

    /// Whether the text has none of the secrets in it.
    #[must_use]
    pub fn is_clean(&self, text: &str) -> bool {
        self.secrets_in(text.as_bytes()).is_empty()
    }

    /// The first 64 KiB of a body, without secrets: what errors and exchange records keep of it.
    ///
    /// Only that much is searched, and as much more as a secret can take, however long the body is: a secret that begins
    /// before the limit is found whole. The limit is one of bytes and may cut a character or a [`REDACTED`] in two.
    ///
    /// ```
    /// use b2b_http::{Redactions, Redactor};
    /// use bytes::Bytes;
    ///
    /// let redactor = Redactor::new(&Redactions::new().secret("hb3Xq0".into()));
    /// assert_eq!(redactor.body(&Bytes::from("<key>hb3Xq0</key>")), "<key>‹redacted›</key>".as_bytes());
    /// assert_eq!(redactor.body(&Bytes::from(vec![b'x'; 100_000])).len(), 64 * 1024);
    /// ```
    #[must_use]
    pub fn body(&self, body: &Bytes) -> Bytes {
        let reach = self.patterns().iter().map(Pattern::longest_match).max().unwrap_or(0);
        let window = body.slice(..body.len().min(BODY_LIMIT.saturating_add(reach)));
        let mut clean = self.bytes(&window);
        clean.truncate(BODY_LIMIT);
        clean
    }

    fn build(redactions: Redactions, found: Vec<SecretString>) -> Self {
        let Redactions { mut secrets, query_parameters } = redactions;
        secrets.extend(found);
        Self { shared: Arc::new(Shared { secrets, query_parameters, patterns: OnceLock::new() }) }
    }

    fn patterns(&self) -> &[Pattern] {
        let Shared { secrets, patterns, .. } = &*self.shared;
        patterns.get_or_init(|| secrets.iter().flat_map(|secret| Pattern::forms_of(secret.expose_secret())).collect())
    }

    fn replace(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let secrets = self.secrets_in(bytes);
        if secrets.is_empty() {
            return None;
        }
        let mut clean = Vec::with_capacity(bytes.len());
        let mut end = 0;
        for secret in secrets {
            clean.extend_from_slice(bytes.get(end..secret.start).unwrap_or_default());
            clean.extend_from_slice(REDACTED.as_bytes());
            end = secret.end;
        }
        clean.extend_from_slice(bytes.get(end..).unwrap_or_default());
        Some(clean)
    }

    /// Where secrets are: in order, without overlap. Overlapping secrets are one.
    fn secrets_in(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        let mut ranges: Vec<_> = self.patterns().iter().flat_map(|pattern| pattern.find_all(bytes)).collect();
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("query_parameters", &self.shared.query_parameters).finish_non_exhaustive()
    }
}

fn is_secret_header(name: &HeaderName, value: &HeaderValue) -> bool {
    const ALWAYS: [HeaderName; 4] =
        [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE, header::SET_COOKIE];
    value.is_sensitive() || ALWAYS.contains(name)
}

fn is_listed(names: &[Cow<'static, str>], encoded: &str) -> bool {
    let name = escape::percent_decode(encoded);
    names.iter().any(|listed| listed.eq_ignore_ascii_case(&name))
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (pair, None),
    })
}
