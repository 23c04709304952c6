//! Where services are found: at addresses that are configured, or at those that the producer's discovery lists.

use std::collections::BTreeSet;
use std::time::Duration;

use b2b_http::Refused;

use crate::codes::ServiceName;
use crate::endpoint::{Endpoints, ServiceUrl};

/// Where a producer's services are found. Configured addresses win over discovered ones; none is ever derived.
///
/// Discovery is answered by whoever has its address, and requests carry what authorizes them: with the profile
/// `shared-secret` the secret itself. So an address on another host than the discovery's is refused, unless that host is
/// [trusted](Self::trust_host); our choice.
///
/// ```
/// use fcb2b_client::{Directory, Endpoints, ServiceName};
///
/// let directory = Directory::discovered("https://b2b.example.com/services".parse()?)
///     .endpoints(Endpoints::new().with(&ServiceName::Orders, "https://orders.example.com/B2B/Orders".parse()?))
///     .trust_host("stock.example.com");
/// assert_eq!(directory.find(&ServiceName::Orders, None)?.host(), "orders.example.com");
///
/// let listed = Endpoints::new().with(&ServiceName::StockCheck, "https://elsewhere.example/stock".parse()?);
/// let refused = directory.find(&ServiceName::StockCheck, Some(&listed)).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "discovery on b2b.example.com lists StockCheck on another host, elsewhere.example",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Directory {
    configured: Endpoints,
    discovery: Option<ServiceUrl>,
    lifetime: Duration,
    trusted: BTreeSet<String>,
}

impl Directory {
    /// These addresses and no others.
    #[must_use]
    pub fn configured(endpoints: Endpoints) -> Self {
        Self { configured: endpoints, discovery: None, lifetime: Self::LIFETIME, trusted: BTreeSet::new() }
    }

    /// The addresses that the discovery at this address lists.
    #[must_use]
    pub fn discovered(url: ServiceUrl) -> Self {
        Self { discovery: Some(url), ..Self::configured(Endpoints::new()) }
    }

    /// How long discovered addresses are used before discovery is asked again, unless told otherwise: an hour. Our choice.
    pub const LIFETIME: Duration = Duration::from_secs(60 * 60);

    /// With configured addresses, which win over discovered ones.
    #[must_use]
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.configured = endpoints;
        self
    }

    /// With another lifetime of discovered addresses.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Trusts a host that discovery may list: what stands between `https://` and the path, with the port if it is not 443.
    #[must_use]
    pub fn trust_host(mut self, host: impl AsRef<str>) -> Self {
        let host = host.as_ref().trim().to_ascii_lowercase();
        self.trusted.insert(host.strip_suffix(":443").unwrap_or(&host).to_owned());
        self
    }

    /// Where discovery is asked: the configured address of the service `Services`, or that given for it.
    #[must_use]
    pub fn discovery(&self) -> Option<&ServiceUrl> {
        self.configured.get(&ServiceName::Services).or(self.discovery.as_ref())
    }

    /// How long discovered addresses are used.
    #[must_use]
    pub fn discovered_lifetime(&self) -> Duration {
        self.lifetime
    }

    /// The address of a service, by what discovery listed if it has been asked.
    ///
    /// # Errors
    ///
    /// [`AddressError`] if there is none that may be used.
    pub fn find<'a>(
        &'a self,
        service: &ServiceName,
        discovered: Option<&'a Endpoints>,
    ) -> Result<&'a ServiceUrl, AddressError> {
        if let Some(url) = self.configured.get(service) {
            return Ok(url);
        }
        let is_discovery = service.is(ServiceName::Services.as_str());
        let Some(discovery) = self.discovery().filter(|_| self.discovery.is_some()) else {
            return Err(AddressError::NotConfigured(service.clone()));
        };
        if is_discovery {
            return Ok(discovery);
        }
        let Some(discovered) = discovered else {
            return Err(AddressError::NotDiscovered(service.clone()));
        };
        let url = discovered.get(service).ok_or_else(|| AddressError::NotListed(service.clone()))?;
        if url.host() == discovery.host() || self.trusted.contains(url.host()) {
            return Ok(url);
        }
        Err(AddressError::OtherHost {
            service: service.clone(),
            host: url.host().to_owned(),
            discovery: discovery.host().to_owned(),
        })
    }
}

/// A service without an address that may be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It is not configured, and there is no discovery.
    ///
    /// What to do: configure it, or give the address of discovery.
    #[error("no address is configured for {0}, and none for discovery")]
    NotConfigured(ServiceName),
    /// It is not configured, and discovery has not been asked.
    ///
    /// What to do: ask discovery, or configure it.
    #[error("no address is configured for {0}, and discovery has not been asked")]
    NotDiscovered(ServiceName),
    /// Discovery does not list it, or with no https address.
    ///
    /// What to do: look at what discovery lists; the producer may not have the service, or not for this key.
    #[error("discovery lists no https address for {0}")]
    NotListed(ServiceName),
    /// Discovery lists it on a host that is not trusted.
    ///
    /// What to do: if the host is the producer's, trust it or configure the address.
    #[error("discovery on {discovery} lists {service} on another host, {host}")]
    OtherHost {
        /// The service.
        service: ServiceName,
        /// The host that is listed.
        host: String,
        /// The host of discovery.
        discovery: String,
    },
}

impl AddressError {
    /// What to do about it, in one sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotConfigured(_) => "Configure the service's address, or that of discovery.",
            Self::NotDiscovered(_) => "Ask discovery first, or configure the service's address.",
            Self::NotListed(_) => {
                "Look at what discovery lists: the producer may not have the service, or not for this key."
            }
            Self::OtherHost { .. } => "If the host is the producer's, trust it, or configure the service's address.",
        }
    }
}

impl From<AddressError> for Refused {
    fn from(error: AddressError) -> Self {
        Self::new(error.to_string()).with_hint(error.hint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> ServiceUrl {
        text.parse().unwrap()
    }

    fn listed() -> Endpoints {
        Endpoints::new()
            .with(&ServiceName::StockCheck, url("https://b2b.example.com/B2B/stockcheck"))
            .with(&ServiceName::Orders, url("https://other.example.com/orders"))
            .with(&ServiceName::GetReserves, url("https://b2b.example.com:8443/reserves"))
    }

    #[track_caller]
    fn check(directory: &Directory, service: &ServiceName, expected: Result<&str, &str>) {
        let found = directory.find(service, Some(&listed())).map(ToString::to_string);
        assert_eq!(found.map_err(|error| error.to_string()), expected.map(str::to_owned).map_err(str::to_owned));
    }

    #[test]
    fn configured_addresses_win_and_hosts_are_trusted_one_by_one() {
        let discovered = Directory::discovered(url("https://b2b.example.com/services"));
        check(&discovered, &ServiceName::Services, Ok("https://b2b.example.com/services"));
        check(&discovered, &ServiceName::from("STOCK_CHECK"), Ok("https://b2b.example.com/B2B/stockcheck"));
        check(&discovered, &ServiceName::PriceInquiry, Err("discovery lists no https address for PriceInquiry"));
        let other = "discovery on b2b.example.com lists Orders on another host, other.example.com";
        check(&discovered, &ServiceName::Orders, Err(other));
        let port = "discovery on b2b.example.com lists GetReserves on another host, b2b.example.com:8443";
        check(&discovered, &ServiceName::GetReserves, Err(port));

        let trusting = discovered.clone().trust_host("Other.example.com:443").trust_host("b2b.example.com:8443");
        check(&trusting, &ServiceName::Orders, Ok("https://other.example.com/orders"));
        check(&trusting, &ServiceName::GetReserves, Ok("https://b2b.example.com:8443/reserves"));

        let configured = Endpoints::new().with(&ServiceName::Orders, url("https://third.example.com/orders"));
        check(&discovered.endpoints(configured.clone()), &ServiceName::Orders, Ok("https://third.example.com/orders"));
        let only = Directory::configured(configured);
        check(&only, &ServiceName::Orders, Ok("https://third.example.com/orders"));
        let none = "no address is configured for StockCheck, and none for discovery";
        check(&only, &ServiceName::StockCheck, Err(none));
    }
}
