//! What reqwest's errors mean: whether the request left, and what to do.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use rustls::{AlertDescription, CertificateError, Error as TlsError};

use super::connect::ConnectTimedOut;
use super::verify::{SelfSigned, is_authority};
use crate::{ErrorKind, TlsProblem, TransportError, TransportLimits};

/// The error of an exchange whose answer has not begun.
pub(super) fn before_headers(error: ::reqwest::Error, host: &str, limits: &TransportLimits) -> TransportError {
    // The address has the query in it, which may be secret.
    let error = error.without_url();
    if error.is_builder() {
        return TransportError::not_sent(ErrorKind::Build, "the request cannot be sent as it is").with_source(error);
    }
    if !error.is_connect() {
        return after_connecting(error, host);
    }
    if find::<ConnectTimedOut>(&error).is_some() {
        let message = format!("{host} could not be connected to within {:?}", limits.connect_timeout);
        return TransportError::not_sent(ErrorKind::ConnectTimeout, message);
    }
    if let Some(tls) = find::<TlsError>(&error) {
        let (problem, message) = tls_problem(tls, host);
        return TransportError::not_sent(ErrorKind::Tls(problem), message).with_source(error);
    }
    if error.is_dns() {
        return TransportError::not_sent(ErrorKind::Dns, format!("the host name {host} has no address"))
            .with_source(error);
    }
    TransportError::not_sent(ErrorKind::Connect, unconnected(io_kind(&error), host)).with_source(error)
}

/// The error of a connection or a handshake that was made by itself.
pub(super) fn while_connecting(error: io::Error, host: &str) -> TransportError {
    match find::<TlsError>(&error) {
        Some(tls) => {
            let (problem, message) = tls_problem(tls, host);
            TransportError::not_sent(ErrorKind::Tls(problem), message).with_source(error)
        }
        None => TransportError::not_sent(ErrorKind::Connect, unconnected(Some(error.kind()), host)).with_source(error),
    }
}

fn unconnected(kind: Option<io::ErrorKind>, host: &str) -> String {
    match kind {
        Some(io::ErrorKind::ConnectionRefused) => format!("{host} refused the connection"),
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe) => {
            format!("{host} closed the connection while it was being made")
        }
        _ => format!("{host} could not be connected to"),
    }
}

/// The error of an exchange whose answer has begun.
pub(super) fn in_body(error: ::reqwest::Error, host: &str) -> TransportError {
    TransportError::unknown(ErrorKind::Truncated, format!("the answer of {host} ended before it was complete"))
        .with_source(error.without_url())
}

fn after_connecting(error: ::reqwest::Error, host: &str) -> TransportError {
    // With TLS 1.3 the host refuses a client's certificate only after the client has begun to send.
    if let Some(tls @ TlsError::AlertReceived(_)) = find::<TlsError>(&error) {
        let (problem, message) = tls_problem(tls, host);
        return TransportError::unknown(ErrorKind::Tls(problem), message).with_source(error);
    }
    let closed = matches!(
        io_kind(&error),
        Some(
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof
        )
    );
    let description = chain(&error).map(ToString::to_string).collect::<Vec<_>>().join(": ");
    // Hyper's own types are not public through reqwest; it says this when the connection ends before the headers do.
    if closed || description.contains("connection closed before message completed") {
        let message = format!("{host} closed the connection before its answer began");
        return TransportError::unknown(ErrorKind::Reset, message).with_source(error);
    }
    TransportError::unknown(ErrorKind::Other, format!("the exchange with {host} failed")).with_source(error)
}

fn tls_problem(error: &TlsError, host: &str) -> (TlsProblem, String) {
    match error {
        TlsError::InvalidCertificate(error) => certificate_problem(error, host),
        TlsError::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRevoked
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::NoCertificate,
        ) => (
            TlsProblem::ClientCertificate,
            format!("{host} does not accept this client's certificate or the lack of one"),
        ),
        TlsError::InvalidMessage(_) => (TlsProblem::Protocol, format!("{host} does not speak TLS on this port")),
        _ => (TlsProblem::Protocol, format!("the TLS handshake with {host} failed: {}", bounded(error))),
    }
}

fn certificate_problem(error: &CertificateError, host: &str) -> (TlsProblem, String) {
    match error {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => (
            TlsProblem::UnknownIssuer,
            format!("the certificate of {host} is not signed by an authority this machine trusts"),
        ),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            (TlsProblem::Expired, format!("the certificate of {host} has expired"))
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            (TlsProblem::NotYetValid, format!("the certificate of {host} is not valid yet"))
        }
        CertificateError::NotValidForName => {
            (TlsProblem::WrongName, format!("the certificate that {host} presents is for another name"))
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            // rustls gives them as `DnsName("host.example")`.
            let names: Vec<_> = presented.iter().map(|name| name.split('"').nth(1).unwrap_or(name)).collect();
            let names = names.join(", ");
            (TlsProblem::WrongName, format!("the certificate that {host} presents is for another name: {names}"))
        }
        CertificateError::Revoked => (TlsProblem::Revoked, format!("the certificate of {host} has been revoked")),
        CertificateError::Other(other) => match other.0.downcast_ref() {
            Some(SelfSigned { authority: true }) => (
                TlsProblem::SelfSignedAuthority,
                format!("the certificate of {host} is self-signed and made for an authority (CA:TRUE), not for a host"),
            ),
            Some(SelfSigned { authority: false }) => (
                TlsProblem::SelfSigned,
                format!("the certificate of {host} is self-signed, and this machine does not trust it"),
            ),
            None if is_authority(error) => (
                TlsProblem::BadCertificate,
                format!("the certificate of {host} is made for an authority (CA:TRUE), not for a host"),
            ),
            None => (TlsProblem::BadCertificate, unacceptable(host, &other.0)),
        },
        CertificateError::BadEncoding => (TlsProblem::BadCertificate, unacceptable(host, &"it is malformed")),
        CertificateError::UnhandledCriticalExtension => {
            (TlsProblem::BadCertificate, unacceptable(host, &"it has a critical extension that is not known here"))
        }
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            (TlsProblem::BadCertificate, unacceptable(host, &"it is not for servers"))
        }
        _ => (TlsProblem::BadCertificate, unacceptable(host, error)),
    }
}

/// A certificate's defect in the verifier's words.
fn unacceptable(host: &str, defect: &dyn fmt::Display) -> String {
    format!("the certificate of {host} cannot be accepted: {}", bounded(defect))
}

/// On one line and not long.
fn bounded(text: &dyn fmt::Display) -> String {
    const MOST: usize = 200;
    let text = text.to_string().replace(char::is_control, " ");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
        None => text,
    }
}

/// The outermost error of this type in the chain.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    chain(error).find_map(|error| error.downcast_ref())
}

/// What the innermost I/O error in the chain is.
fn io_kind(error: &(dyn StdError + 'static)) -> Option<io::ErrorKind> {
    chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// The error and its sources, with those that I/O errors wrap: `source` of an I/O error skips the error within it.
fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
        None => error.source(),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use reqwest::dns::{Name, Resolve, Resolving};

    use super::*;
    use crate::Phase;

    struct NoNames;

    impl Resolve for NoNames {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(std::future::ready(Err("no such name".into())))
        }
    }

    #[test]
    fn a_defect_is_named_on_one_short_line() {
        let (problem, message) = certificate_problem(&CertificateError::BadEncoding, "b2b.example");
        assert_eq!(problem, TlsProblem::BadCertificate);
        assert_eq!(message, "the certificate of b2b.example cannot be accepted: it is malformed");
        let other = CertificateError::Other(rustls::OtherError(Arc::from(Box::<dyn StdError + Send + Sync>::from(
            "a\n\u{1b}b".to_owned() + &"é".repeat(1000),
        ))));
        let (_, message) = certificate_problem(&other, "b2b.example");
        let expected = "é".repeat(196);
        assert_eq!(message, format!("the certificate of b2b.example cannot be accepted: a  b{expected}…"));
        let (_, message) = tls_problem(&TlsError::AlertReceived(AlertDescription::HandshakeFailure), "b2b.example");
        assert_eq!(message, "the TLS handshake with b2b.example failed: received fatal alert: HandshakeFailure");
    }

    #[tokio::test]
    async fn a_name_without_address_means_not_sent() {
        let client =
            crate::ReqwestTransport::builder().http().unwrap().dns_resolver(Arc::new(NoNames)).build().unwrap();
        let error = client.get("https://b2b.example/?Signature=secret").send().await.unwrap_err();
        let error = before_headers(error, "b2b.example", &TransportLimits::default());
        assert_eq!((error.phase(), error.kind()), (Phase::NotSent, ErrorKind::Dns), "{error:?}");
        assert_eq!(error.to_string(), "the host name b2b.example has no address");
        assert!(!format!("{error:?}").contains("secret"));
    }
}
