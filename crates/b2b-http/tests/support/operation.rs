//! Operations to send in tests.
#![allow(dead_code, reason = "each test binary uses its part")]

use b2b_http::{Attempt, Operation, Received, Redactions, Refused, Rejected, Repeatable};
use bytes::Bytes;
use http::{HeaderValue, Method};
use secrecy::{ExposeSecret, SecretString};

/// A query: repeatable.
pub(crate) type Query = Echo<true>;
/// An order: not repeatable.
pub(crate) type Order = Echo<false>;

/// Sends a body and reads the answer as text.
///
/// An answer with `x-code` is a refusal, `x-stale` makes it untrusted, and other errors are unreadable.
#[derive(Clone, Debug)]
pub(crate) struct Echo<const REPEATABLE: bool> {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) redactions: Redactions,
    pub(crate) key: Option<SecretString>,
}

impl<const REPEATABLE: bool> Echo<REPEATABLE> {
    pub(crate) fn to(url: impl Into<String>) -> Self {
        let redactions = Redactions::new();
        Self { method: Method::GET, url: url.into(), body: String::new(), redactions, key: None }
    }

    pub(crate) fn post(url: impl Into<String>, body: impl Into<String>) -> Self {
        Self { method: Method::POST, body: body.into(), ..Self::to(url) }
    }
}

impl<const REPEATABLE: bool> Operation for Echo<REPEATABLE> {
    const NAME: &'static str = if REPEATABLE { "test.Query" } else { "test.Order" };
    const REPEATABLE: Repeatable = if REPEATABLE { Repeatable::Yes } else { Repeatable::No };
    type Sent = u32;
    type Output = String;

    fn request(&self, attempt: &Attempt) -> Result<(http::Request<Bytes>, u32), Refused> {
        let mut request = http::Request::builder()
            .method(self.method.clone())
            .uri(&self.url)
            .header("x-attempt", attempt.number)
            .body(Bytes::from(self.body.clone()))
            .map_err(|error| Refused::new("the address is no address").with_source(error))?;
        if let Some(key) = &self.key {
            let mut value =
                HeaderValue::from_str(key.expose_secret()).map_err(|_| Refused::new("the key is no key"))?;
            value.set_sensitive(true);
            request.headers_mut().insert("x-key", value);
        }
        request.extensions_mut().insert(self.redactions.clone());
        Ok((request, attempt.number))
    }

    fn response(&self, _: &u32, received: Received) -> Result<String, Rejected> {
        let response = received.response;
        let text = String::from_utf8_lossy(response.body()).into_owned();
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        if let Some(code) = header("x-code") {
            let source = std::io::Error::other(format!("the fault said {text}"));
            return Err(Rejected::refused(text).with_code(code).with_source(source));
        }
        if header("x-stale").is_some() {
            return Err(Rejected::untrusted("the answer is from yesterday"));
        }
        if header("x-busy").is_some() {
            return Err(Rejected::refused("busy").transient());
        }
        if !response.status().is_success() {
            return Err(Rejected::unreadable("this is no text of ours"));
        }
        Ok(text)
    }
}
