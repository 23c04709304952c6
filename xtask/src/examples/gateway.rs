//! What stands between some resellers and their suppliers: a proxy, and a host that wants a client certificate.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::Error;

/// A host over TLS that takes only clients with a certificate of its authority, and a proxy that leads to it alone.
pub(super) struct Gateway {
    pub(super) url: String,
    pub(super) proxy: String,
    pub(super) ca: String,
    pub(super) client_certificate: String,
    pub(super) client_key: String,
    passed: Arc<AtomicUsize>,
}

impl Gateway {
    /// Before a service that speaks plain http.
    pub(super) async fn start(service: SocketAddr) -> Result<Self, Error> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let mut client = CertificateParams::new(["reseller".to_owned()])?;
        client.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let client = client.signed_by(&key, &authority)?;

        let acceptor = TlsAcceptor::from(server(&authority)?);
        let host = TcpListener::bind("127.0.0.1:0").await?;
        let proxy = TcpListener::bind("127.0.0.1:0").await?;
        let (host_address, proxy_address) = (host.local_addr()?, proxy.local_addr()?);
        let passed = Arc::new(AtomicUsize::new(0));
        tokio::spawn(accept(host, move |stream| terminate(acceptor.clone(), stream, service)));
        let count = Arc::clone(&passed);
        tokio::spawn(accept(proxy, move |stream| tunnel(stream, host_address, Arc::clone(&count))));
        Ok(Self {
            url: format!("https://{host_address}"),
            proxy: format!("http://{proxy_address}"),
            ca: authority.pem(),
            client_certificate: client.pem(),
            client_key: key.serialize_pem(),
            passed,
        })
    }

    /// How many connections came through the proxy.
    pub(super) fn passed(&self) -> usize {
        self.passed.load(Ordering::SeqCst)
    }
}

/// TLS for 127.0.0.1, for clients of the same authority.
fn server(authority: &CertifiedIssuer<'static, KeyPair>) -> Result<Arc<ServerConfig>, Error> {
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(["127.0.0.1".to_owned()])?.signed_by(&key, authority)?;
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone())?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let clients = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(&provider)).build()?;
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(clients)
        .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())?;
    Ok(Arc::new(config))
}

/// Serves each connection in a task of its own. One that breaks off is its client's affair.
async fn accept<F>(listener: TcpListener, serve: impl Fn(TcpStream) -> F)
where
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    while let Ok((stream, _)) = listener.accept().await {
        let served = serve(stream);
        tokio::spawn(async move { served.await.ok() });
    }
}

async fn terminate(acceptor: TlsAcceptor, stream: TcpStream, service: SocketAddr) -> std::io::Result<()> {
    let mut client = acceptor.accept(stream).await?;
    let mut service = TcpStream::connect(service).await?;
    copy_bidirectional(&mut client, &mut service).await.map(drop)
}

/// `CONNECT` to the host, and a refusal of everything else (RFC 9110, section 9.3.6).
async fn tunnel(stream: TcpStream, host: SocketAddr, passed: Arc<AtomicUsize>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut first, mut line) = (String::new(), String::new());
    stream.read_line(&mut first).await?;
    while stream.read_line(&mut line).await? > 2 {
        line.clear();
    }
    if !first.starts_with(&format!("CONNECT {host} ")) {
        return stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    }
    passed.fetch_add(1, Ordering::SeqCst);
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    copy_bidirectional(&mut stream, &mut TcpStream::connect(host).await?).await.map(drop)
}
