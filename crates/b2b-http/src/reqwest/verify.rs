//! The platform's verification of certificates, which also tells self-signed ones from those of unknown authorities.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error as TlsError, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

/// The platform's verifier. It decides; this only words two of its refusals, and notes what was presented.
#[derive(Debug)]
pub(super) struct Wording {
    pub(super) verifier: Verifier,
    pub(super) presented: Option<Presented>,
}

/// The certificates that a host presented, in DER, its own first. Copies share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Presented(Arc<Mutex<Vec<Vec<u8>>>>);

impl Presented {
    /// The last ones.
    pub(super) fn take(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, chain: Vec<Vec<u8>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = chain;
    }
}

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
        if let Some(presented) = &self.presented {
            let chain = std::iter::once(end_entity).chain(intermediates);
            presented.note(chain.map(|certificate| certificate.to_vec()).collect());
        }
        self.verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now).map_err(|error| {
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
        self.verifier.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.verifier.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

/// Whether a host's certificate was refused for being an authority's.
pub(super) fn is_authority(error: &CertificateError) -> bool {
    // The error is webpki's, which is not public through rustls.
    matches!(error, CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity"))
}

/// Whether the issuer of a certificate in DER is its subject.
fn is_self_issued(certificate: &[u8]) -> bool {
    Certificate::from_der(certificate).is_ok_and(|certificate| {
        let certificate = certificate.tbs_certificate();
        certificate.issuer() == certificate.subject()
    })
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
        let authority = CertifiedIssuer::self_signed(named("authority"), KeyPair::generate().unwrap()).unwrap();
        assert!(is_self_issued(authority.der()));
        let other = named("host").signed_by(&KeyPair::generate().unwrap(), &authority).unwrap();
        assert!(!is_self_issued(other.der()));
        assert!(!is_self_issued(&authority.der()[1..]), "no certificate");
    }
}
