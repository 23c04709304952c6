//! Where and as whom: a producer, its addresses, and how requests to it are signed.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use b2b_xml::chrono::TimeDelta;
use fcb2b_signing::{SigningKey, SigningProfile};
use http::Uri;

use crate::codes::ServiceName;
use crate::services::discovery::ServiceProfile;

/// A producer, and as whom it is asked.
#[derive(Debug)]
#[non_exhaustive]
pub struct Producer {
    /// How requests are signed.
    pub profile: SigningProfile,
    /// The key; `None` for a profile that has none.
    pub key: Option<SigningKey>,
    /// The code that the producer issued for electronic exchange; not the account's number. Some producers want none.
    pub client_identifier: Option<String>,
    /// What is added to this machine's clock.
    pub clock_offset: TimeDelta,
    /// How items are written.
    pub sku_case: SkuCase,
    /// What becomes of an answer without the identifier of its request.
    pub echo: Echo,
}

impl Producer {
    /// A producer with a signing profile and a key.
    #[must_use]
    pub fn new(profile: SigningProfile, key: impl Into<Option<SigningKey>>) -> Self {
        Self {
            profile,
            key: key.into(),
            client_identifier: None,
            clock_offset: TimeDelta::zero(),
            sku_case: SkuCase::default(),
            echo: Echo::default(),
        }
    }

    /// With the code that the producer issued.
    #[must_use]
    pub fn client_identifier(mut self, identifier: impl Into<String>) -> Self {
        self.client_identifier = Some(identifier.into());
        self
    }

    /// With a clock that goes before or after this machine's.
    #[must_use]
    pub fn clock_offset(mut self, offset: TimeDelta) -> Self {
        self.clock_offset = offset;
        self
    }

    /// With items written as this producer wants them.
    #[must_use]
    pub fn sku_case(mut self, case: SkuCase) -> Self {
        self.sku_case = case;
        self
    }

    /// With the rule for identifiers that are repeated in answers.
    #[must_use]
    pub fn echo(mut self, echo: Echo) -> Self {
        self.echo = echo;
        self
    }
}

/// Whether a producer repeats the `GlobalIdentifier` of a request in its answer, as the root's child or that of the answer's
/// element. It counts only with profiles that send one. Our choice: one client says that it is repeated, and no recorded
/// answer does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Echo {
    /// It may, or not: another identifier than the one sent is a warning among the answer's messages.
    #[default]
    Ignored,
    /// It does: an answer with another identifier must not be trusted, nor one without; a refusal may be without.
    Required,
}

/// How items are written in requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SkuCase {
    /// As they are given.
    #[default]
    AsGiven,
    /// In upper case, as the known client of one producer writes them.
    Upper,
}

/// The https address of a service, in the form in which it is signed and sent.
///
/// The host is in lower case and the default port left out, as every HTTP client sends them: otherwise another host would be
/// signed than the producer sees.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceUrl {
    host: String,
    path: String,
}

impl ServiceUrl {
    /// The host, with the port if it is not 443.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl FromStr for ServiceUrl {
    type Err = ServiceUrlError;

    fn from_str(text: &str) -> Result<Self, ServiceUrlError> {
        let uri: Uri = text.trim().parse().map_err(|_| ServiceUrlError::NoUrl)?;
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") => return Err(ServiceUrlError::NotHttps),
            _ => return Err(ServiceUrlError::NoUrl),
        }
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        let authority = authority.ok_or(ServiceUrlError::NoUrl)?;
        if uri.query().is_some() {
            return Err(ServiceUrlError::Query);
        }
        let mut host = authority.host().to_ascii_lowercase();
        let port = match authority.as_str().get(host.len()..).unwrap_or_default().strip_prefix(':') {
            Some(port) => port.parse::<u16>().map_err(|_| ServiceUrlError::NoUrl)?,
            None if authority.as_str().len() == host.len() => 443,
            None => return Err(ServiceUrlError::NoUrl),
        };
        if host.is_empty() {
            return Err(ServiceUrlError::NoUrl);
        }
        if port != 443 {
            host.push_str(&format!(":{port}"));
        }
        Ok(Self { host, path: uri.path().to_owned() })
    }
}

impl fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "https://{}{}", self.host, self.path)
    }
}

/// An address that cannot be a service's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceUrlError {
    /// It is no absolute address.
    ///
    /// What to do: give the whole of it, beginning with `https://`.
    #[error("is no absolute address")]
    NoUrl,
    /// It begins with `http://`, which fcB2B forbids.
    ///
    /// What to do: give the https address.
    #[error("is not https")]
    NotHttps,
    /// It has a query, where the parameters will stand.
    ///
    /// What to do: leave the query out.
    #[error("has a query")]
    Query,
}

/// The addresses of a producer's services, from discovery or from configuration. They are never derived: producers write
/// their paths in different ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints(BTreeMap<String, ServiceUrl>);

impl Endpoints {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With the address of a service.
    #[must_use]
    pub fn with(mut self, service: &ServiceName, url: ServiceUrl) -> Self {
        self.0.insert(ServiceName::key(service.as_str()), url);
        self
    }

    /// The addresses that discovery lists, and the services whose address cannot be used.
    #[must_use]
    pub fn from_profiles(profiles: &[ServiceProfile]) -> (Self, Vec<(ServiceName, ServiceUrlError)>) {
        let (mut endpoints, mut unusable) = (Self::new(), Vec::new());
        for profile in profiles {
            let Some(name) = profile.name.as_deref() else { continue };
            let name = ServiceName::from(name);
            match profile.https_address().map(ServiceUrl::from_str) {
                Some(Ok(url)) => endpoints = endpoints.with(&name, url),
                Some(Err(error)) => unusable.push((name, error)),
                None => unusable.push((name, ServiceUrlError::NoUrl)),
            }
        }
        (endpoints, unusable)
    }

    /// The address of a service.
    #[must_use]
    pub fn get(&self, service: &ServiceName) -> Option<&ServiceUrl> {
        self.0.get(&ServiceName::key(service.as_str()))
    }

    /// Every service, by its name in lower case, and its address.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ServiceUrl)> {
        self.0.iter().map(|(name, url)| (name.as_str(), url))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, ServiceUrlError>) {
        let url = text.parse::<ServiceUrl>().map(|url| url.to_string());
        assert_eq!(url, expected.map(str::to_owned), "{text}");
    }

    #[test]
    fn addresses_are_written_as_clients_send_them() {
        check("https://FCB2B.example.com:443/B2B/StockCheck", Ok("https://fcb2b.example.com/B2B/StockCheck"));
        check("https://localhost:8443/services", Ok("https://localhost:8443/services"));
        check("https://[::1]:8443", Ok("https://[::1]:8443/"));
        check("http://fcb2b.example.com/services", Err(ServiceUrlError::NotHttps));
        check("/services", Err(ServiceUrlError::NoUrl));
        check("ftp://fcb2b.example.com/", Err(ServiceUrlError::NoUrl));
        check("https://user:word@fcb2b.example.com/", Err(ServiceUrlError::NoUrl));
        for text in
            ["https://example.com:99999/x", "https://example.com:/x", "https://:8443/x", "https://:443/x", "https:///x"]
        {
            check(text, Err(ServiceUrlError::NoUrl));
        }
        check("https://example.com:0443/x", Ok("https://example.com/x"));
        check("https://fcb2b.example.com/s?company=1", Err(ServiceUrlError::Query));
    }

    #[test]
    fn services_are_found_whatever_their_case() {
        let url: ServiceUrl = "https://fcb2b.example.com/B2B/stockcheck".parse().unwrap();
        let endpoints = Endpoints::new().with(&ServiceName::from("Stock Check"), url.clone());
        assert_eq!(endpoints.get(&ServiceName::StockCheck), Some(&url));
        assert_eq!(endpoints.get(&ServiceName::Orders), None);
    }
}
