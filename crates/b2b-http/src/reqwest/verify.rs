//! The platform's verification of certificates, which also tells self-signed ones from those of unknown authorities.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error as TlsError, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;

/// The platform's verifier. It decides; this only words two of its refusals.
#[derive(Debug)]
pub(super) struct Wording(pub(super) Verifier);

/// A self-signed certificate that was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SelfSigned {
    /// Whether it is made for an authority (CA:TRUE), so that no host can use it, whoever trusts it.
    pub(super) authority: bool,
}

impl fmt::Display for SelfSigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.authority { "self-signed as an authority" } else { "self-signed and not trusted" })
    }
}

impl std::error::Error for SelfSigned {}

impl ServerCertVerifier for Wording {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        self.0.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now).map_err(|error| {
            let authority = match &error {
                TlsError::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => false,
                TlsError::InvalidCertificate(error) if is_authority(error) => true,
                _ => return error,
            };
            if !is_self_issued(end_entity) {
                return error;
            }
            TlsError::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(SelfSigned { authority }))))
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// Whether a host's certificate was refused for being an authority's.
pub(super) fn is_authority(error: &CertificateError) -> bool {
    // The error is webpki's, which is not public through rustls.
    matches!(error, CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity"))
}

/// Whether the issuer of a certificate in DER is its subject.
fn is_self_issued(certificate: &[u8]) -> bool {
    names(certificate).is_some_and(|(issuer, subject)| issuer == subject)
}

/// The issuer and the subject.
fn names(certificate: &[u8]) -> Option<(&[u8], &[u8])> {
    const VERSION: u8 = 0xA0;
    let (_, certificate, _) = element(certificate)?;
    let (_, mut rest, _) = element(certificate)?;
    if rest.first() == Some(&VERSION) {
        (_, _, rest) = element(rest)?;
    }
    let (_, _, rest) = element(rest)?; // the serial number
    let (_, _, rest) = element(rest)?; // the signature's algorithm
    let (_, issuer, rest) = element(rest)?;
    let (_, _, rest) = element(rest)?; // the validity
    let (_, subject, _) = element(rest)?;
    Some((issuer, subject))
}

/// The tag and the content of the first element of DER, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7F => (usize::from(length), rest),
        0x81..=0x84 => {
            let (length, rest) = rest.split_at_checked(usize::from(length & 0x7F))?;
            (length.iter().try_fold(0, |sum: usize, &byte| sum.checked_mul(256)?.checked_add(byte.into()))?, rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair};

    use super::*;

    #[test]
    fn issuer_and_subject_are_compared() {
        let named = |name: &str| {
            let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
            params.distinguished_name.push(DnType::CommonName, name);
            params
        };
        // A name too long for a short length.
        for name in ["authority", &"x".repeat(300)] {
            let authority = CertifiedIssuer::self_signed(named(name), KeyPair::generate().unwrap()).unwrap();
            assert!(is_self_issued(authority.der()));
            let other = named("host").signed_by(&KeyPair::generate().unwrap(), &authority).unwrap();
            assert!(!is_self_issued(other.der()));
            for end in 0..other.der().len() {
                assert!(!is_self_issued(&other.der()[..end]));
            }
        }
        assert!(!is_self_issued(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]));
    }
}
