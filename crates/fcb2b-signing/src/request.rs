//! What is signed.

use std::time::SystemTime;

use crate::class;
use crate::error::SigningError;

/// A request before it is signed, borrowed from the caller.
#[derive(Clone, Copy, Debug)]
pub struct SignableRequest<'a> {
    pub(crate) method: &'a str,
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    pub(crate) parameters: &'a [(&'a str, &'a str)],
    pub(crate) kind: RequestKind,
}

/// Whether a request asks for service discovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestKind {
    Service,
    Discovery,
}

impl<'a> SignableRequest<'a> {
    /// A `GET` of a service.
    ///
    /// * `host`: the authority as it stands in the URL, with the port if it is there. Its case is kept.
    /// * `path`: as it stands in the URL, percent-encoded already. It is not touched.
    /// * `parameters`: the service's own, as plain text. They are encoded here and nowhere else.
    #[must_use]
    pub fn new(host: &'a str, path: &'a str, parameters: &'a [(&'a str, &'a str)]) -> Self {
        Self { method: "GET", host, path, parameters, kind: RequestKind::Service }
    }

    /// A `GET` of service discovery, without parameters of its own.
    #[must_use]
    pub fn discovery(host: &'a str, path: &'a str) -> Self {
        Self { kind: RequestKind::Discovery, ..Self::new(host, path, &[]) }
    }

    /// With another method. How producers want a `POST` signed is not known; here only the method of the string to sign
    /// changes, and the parameters stay in the query.
    #[must_use]
    pub fn method(mut self, method: &'a str) -> Self {
        self.method = method;
        self
    }

    /// Refuses what could not be told apart in the string to sign, or would break the URL.
    pub(crate) fn check(&self) -> Result<(), SigningError> {
        check_target(self.method, self.host, self.path)?;
        if self.parameters.iter().any(|(name, _)| name.is_empty()) { Err(SigningError::EmptyName) } else { Ok(()) }
    }
}

/// What makes a request unlike the one before.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    pub(crate) time: SystemTime,
    pub(crate) global_identifier: Option<&'a str>,
}

impl<'a> Stamp<'a> {
    /// A stamp with this time and without an identifier. A `chrono::DateTime<Utc>` will do.
    #[must_use]
    pub fn new(time: impl Into<SystemTime>) -> Self {
        Self { time: time.into(), global_identifier: None }
    }

    /// With this `GlobalIdentifier`: a random UUID, new for each request. Profiles that do not send it leave it out.
    #[must_use]
    pub fn global_identifier(mut self, identifier: &'a str) -> Self {
        self.global_identifier = Some(identifier);
        self
    }
}

pub(crate) fn check_target(method: &str, host: &str, path: &str) -> Result<(), SigningError> {
    if method.is_empty() || !class::all(method, class::TOKEN) {
        return Err(SigningError::Method);
    }
    if host.is_empty() || !class::all(host, class::HOST) {
        return Err(SigningError::Host);
    }
    if !(path.is_empty() || path.starts_with('/')) || !class::all(path, class::PATH) {
        return Err(SigningError::Path);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(method: &str, host: &str, path: &str, expected: Option<&SigningError>) {
        assert_eq!(check_target(method, host, path).err().as_ref(), expected);
    }

    #[test]
    fn targets_are_parts_of_a_url() {
        check("GET", "sandbox.example.com", "/fcb2b/StockCheck", None);
        check("POST", "[::1]:8443", "", None);
        check("GET", "a", "/%C3%A9/~x;y=1", None);
        for method in ["", "GET ", "GET\n", "G/T"] {
            check(method, "a", "/", Some(&SigningError::Method));
        }
        for host in ["", "a/b", "user@a", "a\n", "a b", "é"] {
            check("GET", host, "/", Some(&SigningError::Host));
        }
        for path in ["x", "/a?b", "/a#b", "/a b", "/a\nb", "/é", "?", "https://a/"] {
            check("GET", "a", path, Some(&SigningError::Path));
        }
    }
}
