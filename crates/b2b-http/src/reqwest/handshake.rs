//! A TLS handshake by itself: what a host presents, and whether it is accepted.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;

use super::builder::{ReqwestTransportBuilder, SetupError};
use super::classify;
use super::verify::Presented;
use crate::{ErrorKind, TransportError};

/// What came of a TLS handshake.
#[derive(Debug)]
#[non_exhaustive]
pub struct Handshake {
    /// The certificates that the host presented, in DER, its own first. None if it did not come to that.
    pub chain: Vec<Vec<u8>>,
    /// Why the host cannot be asked, in the words of an exchange.
    pub failure: Option<TransportError>,
}

impl ReqwestTransportBuilder {
    /// Connects to the first of these addresses that takes the connection and does the TLS handshake that an exchange with
    /// `host` would begin with, then closes the connection. Certificates are verified as in an exchange; those of a host that
    /// is refused are told all the same.
    ///
    /// Each address has an equal share of the time that is left, so that one that does not answer leaves some to the next; the
    /// last one and the handshake have all the rest. Proxies are not gone through: what an exchange reaches through one may
    /// not be reached here.
    ///
    /// # Errors
    ///
    /// [`SetupError`] as for [`build`](Self::build).
    pub async fn handshake(
        &self,
        host: &str,
        addresses: &[SocketAddr],
        timeout: Duration,
    ) -> Result<Handshake, SetupError> {
        let presented = Presented::default();
        let config = self.tls(Some(presented.clone()))?;
        let connector = TlsConnector::from(Arc::new(config));
        let shaken =
            tokio::time::timeout(timeout, shake(&connector, host, addresses, timeout)).await.unwrap_or_else(|_| {
                let message = format!("{host} could not be connected to within {timeout:?}");
                Err(TransportError::not_sent(ErrorKind::ConnectTimeout, message))
            });
        Ok(Handshake { chain: presented.take(), failure: shaken.err() })
    }
}

async fn shake(
    connector: &TlsConnector,
    host: &str,
    addresses: &[SocketAddr],
    timeout: Duration,
) -> Result<(), TransportError> {
    // The name in an address with an IPv6 host has brackets.
    let name =
        ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']').to_owned()).map_err(|error| {
            TransportError::not_sent(ErrorKind::Build, format!("{host} is no name of a host")).with_source(error)
        })?;
    let stream = first_of(addresses, timeout, TcpStream::connect)
        .await
        .map_err(|error| classify::while_connecting(error, host))?;
    connector.connect(name, stream).await.map_err(|error| classify::while_connecting(error, host))?;
    Ok(())
}

/// The first connection that is made, or why the last one was not.
async fn first_of<S, F: Future<Output = io::Result<S>>>(
    addresses: &[SocketAddr],
    timeout: Duration,
    connect: impl Fn(SocketAddr) -> F,
) -> io::Result<S> {
    let ends = Instant::now() + timeout;
    let mut failure = io::Error::new(io::ErrorKind::InvalidInput, "there is no address to connect to");
    for (address, left) in addresses.iter().zip((1..=addresses.len()).rev()) {
        let share = ends.saturating_duration_since(Instant::now()) / u32::try_from(left).unwrap_or(u32::MAX);
        match tokio::time::timeout(share, connect(*address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => failure = error,
            Err(_) => failure = io::ErrorKind::TimedOut.into(),
        }
    }
    Err(failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SILENT: SocketAddr = SocketAddr::new(std::net::IpAddr::V6(std::net::Ipv6Addr::LOCALHOST), 1);
    const GOOD: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 2);

    #[tokio::test(start_paused = true)]
    async fn an_address_that_does_not_answer_leaves_time_to_the_next() {
        let timeout = Duration::from_secs(10);
        let connect = |address: SocketAddr| async move {
            if address == SILENT {
                std::future::pending::<()>().await;
            }
            Ok(address)
        };
        let reached = tokio::time::timeout(timeout, first_of(&[SILENT, GOOD], timeout, connect)).await.unwrap();
        assert_eq!(reached.unwrap(), GOOD);
        let refused = first_of(&[SILENT], timeout, connect).await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::TimedOut);
        let nowhere = first_of(&[], timeout, connect).await.unwrap_err();
        assert_eq!(nowhere.kind(), io::ErrorKind::InvalidInput);
    }
}
