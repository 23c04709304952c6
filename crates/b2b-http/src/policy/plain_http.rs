//! Where plain http is allowed.

use std::net::IpAddr;

/// Where requests may go without TLS. Whatever is sent there can be read and changed on the way, passwords included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlainHttp {
    /// Nowhere.
    #[default]
    Never,
    /// To this machine: `localhost`, `127.0.0.0/8` and `::1`. For sandboxes and tests.
    LoopbackOnly,
    /// To the one host of this name (without port), because it offers nothing else, as some suppliers' test hosts do.
    /// Passwords travel there in clear: use none that is worth anything elsewhere. Loopback is not included.
    AllowHost(String),
}

impl PlainHttp {
    /// Whether plain http to this host is allowed.
    #[must_use]
    pub fn allows(&self, host: &str) -> bool {
        match self {
            Self::Never => false,
            Self::LoopbackOnly => is_loopback(host),
            Self::AllowHost(allowed) => allowed.eq_ignore_ascii_case(host),
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(policy: &PlainHttp, host: &str, expected: bool) {
        assert_eq!(policy.allows(host), expected, "{policy:?} and {host}");
    }

    #[test]
    fn only_what_was_asked_for() {
        for host in ["localhost", "LocalHost", "127.0.0.1", "127.8.9.1", "[::1]"] {
            check(&PlainHttp::LoopbackOnly, host, true);
            check(&PlainHttp::Never, host, false);
        }
        for host in ["localhost.example", "127.0.0.1.example", "10.0.0.1", "0.0.0.0", "[::2]", "example", ""] {
            check(&PlainHttp::LoopbackOnly, host, false);
        }
        let one = PlainHttp::AllowHost("test.example".to_owned());
        check(&one, "TEST.example", true);
        check(&one, "a.test.example", false);
        check(&one, "localhost", false);
    }
}
