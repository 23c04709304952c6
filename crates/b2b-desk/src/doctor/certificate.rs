//! What a certificate says.

use chrono::{DateTime, Utc};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;
use x509_cert::time::Time;

/// What matters of the certificates that a host presented.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// Who signed the last of them: whom one has to trust.
    pub(super) issuer: String,
    pub(super) begins: DateTime<Utc>,
    /// When the first of them ends.
    pub(super) ends: DateTime<Utc>,
}

impl Facts {
    /// Of the certificates in DER, the host's own first. `None` if they cannot be read.
    pub(super) fn of(chain: &[Vec<u8>]) -> Option<Self> {
        let chain: Vec<_> = chain.iter().map(|der| Certificate::from_der(der).ok()).collect::<Option<_>>()?;
        let own = chain.first()?.tbs_certificate();
        // A root may be presented too; whether it is trusted is not its to say.
        let is_root = |certificate: &&Certificate| {
            certificate.tbs_certificate().issuer() == certificate.tbs_certificate().subject()
        };
        let signed = chain.iter().filter(|certificate| !is_root(certificate));
        let last = signed.clone().next_back().map_or(own, Certificate::tbs_certificate);
        let own_end = instant(own.validity().not_after);
        let ends = signed.map(|certificate| instant(certificate.tbs_certificate().validity().not_after));
        Some(Self {
            issuer: clean(&last.issuer().to_string()),
            begins: instant(own.validity().not_before),
            ends: ends.min().unwrap_or(own_end),
        })
    }

    /// `issued by CN=…, valid from … to …`.
    pub(super) fn words(&self) -> String {
        let Self { issuer, begins, ends } = self;
        format!("issued by {issuer}, valid from {} to {}", begins.date_naive(), ends.date_naive())
    }
}

/// Times of certificates lie within four digits of a year.
fn instant(time: Time) -> DateTime<Utc> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok();
    seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// On one line and not long: whoever answers can write what it likes here.
fn clean(name: &str) -> String {
    const MOST: usize = 200;
    let text: String = name.replace(char::is_control, " ").chars().take(MOST).collect();
    if text.trim().is_empty() { "nobody it names".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};

    use super::*;

    fn params(name: &str, from: i32, to: i32) -> CertificateParams {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        params
    }

    #[test]
    fn the_first_end_and_the_last_issuer_count() {
        let key = || KeyPair::generate().unwrap();
        let root = CertifiedIssuer::self_signed(params("root\n", 2000, 2002), key()).unwrap();
        let between = CertifiedIssuer::signed_by(params("between", 2001, 2030), key(), &root).unwrap();
        let own = params("own", 2020, 2040).signed_by(&key(), &between).unwrap();
        let chain = [own.der().to_vec(), between.der().to_vec(), root.der().to_vec()];
        let facts = Facts::of(&chain).unwrap();
        let words = facts.words();
        assert_eq!(words, r"issued by CN=root\0a, valid from 2020-01-01 to 2030-01-01");
        let alone = Facts::of(&[root.der().to_vec()]).unwrap();
        assert_eq!(alone.ends.date_naive().to_string(), "2002-01-01");
        assert_eq!(Facts::of(&[]), None);
        assert_eq!(Facts::of(&[vec![0x30, 0x84, 0xFF]]), None);
    }
}
