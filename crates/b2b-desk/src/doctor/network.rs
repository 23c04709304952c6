//! The way to a host: its name, the connection, its certificate.

use std::net::{IpAddr, SocketAddr};

use b2b_http::{ErrorKind, Handshake, TransportLimits};
use chrono::{DateTime, Utc};
use fcb2b_client::ServiceName;
use http::Uri;

use super::certificate::Facts;
use super::{Check, Subject};
use crate::Cause;
use crate::config::{Connection, SupplierConfig};
use crate::error::in_the_words_of_the_configuration;
use crate::supplier::transport;

/// A certificate that ends within so many days is told of, and within so few it is urgent. Our choice: authorities renew a
/// month before the end, and many who do it by hand need two weeks.
const DAYS: (i64, i64) = (30, 14);

/// Whom addresses of the configuration name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// As it stands in the address.
    host: String,
    port: u16,
    is_plain: bool,
}

impl Host {
    /// All hosts of a configuration, each once, that which is called first.
    pub(super) fn all(config: &SupplierConfig) -> Vec<Self> {
        let addresses: Vec<String> = match config {
            SupplierConfig::Westcon(config) => vec![config.url.clone()],
            SupplierConfig::Techdata(config) => vec![config.url.clone()],
            SupplierConfig::Fcb2b(config) => {
                let own = config.addresses.get(&ServiceName::StockCheck);
                let first = own.or(config.services.as_ref());
                let others = config.services.iter().chain(config.addresses.iter().map(|(_, url)| url));
                first.into_iter().chain(others).map(ToString::to_string).collect()
            }
        };
        let mut hosts: Vec<Self> = Vec::new();
        for host in addresses.iter().filter_map(|address| Self::of(address)) {
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }

    fn of(address: &str) -> Option<Self> {
        let uri: Uri = address.parse().ok()?;
        let is_plain = uri.scheme_str() == Some("http");
        let port = uri.port_u16().unwrap_or(if is_plain { 80 } else { 443 });
        Some(Self { host: uri.host()?.to_owned(), port, is_plain })
    }

    /// With the port, if it is not the usual one.
    pub(super) fn name(&self) -> String {
        match (self.is_plain, self.port) {
            (true, 80) | (false, 443) => self.host.clone(),
            (_, port) => format!("{}:{port}", self.host),
        }
    }

    /// Looks for the addresses of its name.
    pub(super) async fn resolve(&self) -> (Check, Option<Vec<SocketAddr>>) {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse::<IpAddr>() {
            let check = Check::well(Subject::Dns, "it is an address, no name");
            return (check, Some(vec![SocketAddr::new(address, self.port)]));
        }
        let found: Vec<SocketAddr> = match tokio::net::lookup_host((bare, self.port)).await {
            Ok(found) => found.collect(),
            Err(_) => Vec::new(),
        };
        if found.is_empty() {
            let message = format!("the host name {bare} has no address");
            return (Check::failed(Subject::Dns, message, ErrorKind::Dns.hint(), Cause::Unreachable), None);
        }
        let mut shown: Vec<_> = found.iter().map(|address| address.ip().to_string()).collect();
        shown.dedup();
        shown.truncate(4);
        (Check::well(Subject::Dns, shown.join(", ")), Some(found))
    }

    /// Connects, and looks at the certificate.
    pub(super) async fn shake(&self, connection: &Connection, addresses: &[SocketAddr], now: DateTime<Utc>) -> Check {
        if self.is_plain {
            let found = "plain http: whoever is on the way reads user name and password";
            return Check::warning(Subject::Tls, found, "Use an https address, if the supplier has one.");
        }
        let builder = match transport(connection) {
            Ok(builder) => builder,
            Err(error) => return Check::of_config_error(Subject::Tls, &error),
        };
        let patience = connection.connect_timeout.unwrap_or(TransportLimits::default().connect_timeout);
        match builder.handshake(&self.host, addresses, patience).await {
            Ok(handshake) => judge(&handshake, now),
            Err(error) => {
                Check::failed(Subject::Tls, error.to_string(), "Check the certificates of the system.", Cause::Config)
            }
        }
    }
}

fn judge(handshake: &Handshake, now: DateTime<Utc>) -> Check {
    let facts = Facts::of(&handshake.chain);
    if let Some(failure) = &handshake.failure {
        let kind = failure.kind();
        let cause = if matches!(kind, ErrorKind::Tls(_)) { Cause::Certificate } else { Cause::Unreachable };
        let found = match &facts {
            Some(facts) => format!("{failure} ({})", facts.words()),
            None => failure.to_string(),
        };
        let advice = in_the_words_of_the_configuration(kind).unwrap_or(kind.hint());
        return Check::failed(Subject::Tls, found, advice, cause);
    }
    match facts {
        Some(facts) => expiry(&facts, now),
        // It was accepted; only the words for it are missing.
        None => Check::well(Subject::Tls, "the certificate is accepted"),
    }
}

fn expiry(facts: &Facts, now: DateTime<Utc>) -> Check {
    let days = (facts.ends - now).num_days();
    let found = format!("{}, {days} days left", facts.words());
    match days {
        days if days < DAYS.1 => {
            let advice = "Tell the supplier now: when it has ended, nothing can be asked.";
            Check::warning(Subject::Tls, found, advice)
        }
        days if days < DAYS.0 => {
            Check::warning(Subject::Tls, found, "Ask the supplier when the certificate will be renewed.")
        }
        _ => Check::well(Subject::Tls, found),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::Verdict;
    use super::*;

    #[track_caller]
    fn check(days: i64, verdict: Verdict, advice: &str) {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let ends = now + TimeDelta::days(days) + TimeDelta::hours(1);
        let facts = Facts { issuer: "CN=A".to_owned(), begins: DateTime::UNIX_EPOCH, ends };
        let check = expiry(&facts, now);
        assert_eq!(check.verdict, verdict, "{days}");
        assert!(check.found.ends_with(&format!(", {days} days left")), "{}", check.found);
        assert!(check.advice.unwrap_or_default().starts_with(advice));
    }

    #[test]
    fn a_near_end_is_told() {
        check(300, Verdict::Well, "");
        check(30, Verdict::Well, "");
        check(29, Verdict::Warning, "Ask the supplier");
        check(14, Verdict::Warning, "Ask the supplier");
        check(13, Verdict::Warning, "Tell the supplier now");
    }

    #[test]
    fn hosts_are_called_as_in_addresses() {
        let name = |address| Host::of(address).map(|host| host.name());
        assert_eq!(name("https://b2b.example/x").as_deref(), Some("b2b.example"));
        assert_eq!(name("https://b2b.example:8443/x").as_deref(), Some("b2b.example:8443"));
        assert_eq!(name("http://[::1]:80/x").as_deref(), Some("[::1]"));
        assert_eq!(name("/b2b"), None);
    }
}
