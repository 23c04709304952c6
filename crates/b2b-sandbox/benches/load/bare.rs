//! The least a server can do: TLS, HTTP, and an axum handler that returns bytes.

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use rcgen::{CertificateParams, KeyPair};
use rustls::{ServerConfig, crypto::ring, pki_types::PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::Runtimes;

/// A server that answers everything with the same document. It stops with the process.
pub(crate) struct Bare {
    pub(crate) url: String,
    pub(crate) ca_pem: String,
}

impl Bare {
    /// TLS is set up as the sandbox does it: the same kind of key, provider and protocol.
    pub(crate) fn start(runtimes: &Runtimes, document: Bytes) -> Self {
        let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let certificate = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().self_signed(&key).unwrap();
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .unwrap();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let answer = move || std::future::ready(([(CONTENT_TYPE, "text/xml; charset=utf-8")], document.clone()));
        let router = Router::new().fallback(answer);
        let listener = runtimes.servers.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        runtimes.servers.spawn(serve(listener, TlsAcceptor::from(Arc::new(config)), router));
        Self { url, ca_pem: certificate.pem() }
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, router: Router) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (acceptor, service) = (acceptor.clone(), TowerToHyperService::new(router.clone()));
        tokio::spawn(async move {
            // A client that closes its connection is no error, nor is one that thinks better of it.
            if stream.set_nodelay(true).is_err() {
                return;
            }
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
