//! The server of a bucket, on this machine.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::Request;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rcgen::CertifiedKey;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::protocol::{Bucket, Call, Does, refuse};

/// A server, as long as it is kept.
pub(crate) struct Server {
    address: SocketAddr,
    /// Its certificate, if it has one.
    pub(crate) certificate: Option<String>,
    bucket: Arc<Bucket>,
    serving: JoinSet<()>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::serve(None).await
    }

    /// One with a certificate that nobody has issued.
    pub(crate) async fn start_with_tls() -> Self {
        let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = signing_key.serialize_der().try_into().unwrap();
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
        let mut server = Self::serve(Some(TlsAcceptor::from(Arc::new(config)))).await;
        server.certificate = Some(cert.pem());
        server
    }

    async fn serve(tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bucket = Arc::new(Bucket {
            mood: Mutex::new(Box::new(|_| Does::Serve)),
            objects: Mutex::default(),
            uploads: Mutex::default(),
            done: Default::default(),
        });
        let mut server =
            Self { address: listener.local_addr().unwrap(), certificate: None, bucket, serving: JoinSet::new() };
        let bucket = Arc::clone(&server.bucket);
        server.serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, bucket) = (tls.clone(), Arc::clone(&bucket));
                connections.spawn(async move {
                    match tls {
                        None => speak(stream, bucket).await,
                        Some(tls) => {
                            // Who does not trust it goes away.
                            if let Ok(stream) = tls.accept(stream).await {
                                speak(stream, bucket).await;
                            }
                        }
                    }
                });
            }
        });
        server
    }

    pub(crate) fn address(&self) -> String {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// From now on it does this.
    pub(crate) fn will(&self, mood: impl Fn(Call) -> Does + Send + Sync + 'static) {
        *self.bucket.mood.lock().unwrap() = Box::new(mood);
    }

    /// The names of what is there.
    pub(crate) fn names(&self) -> Vec<String> {
        self.bucket.objects.lock().unwrap().keys().cloned().collect()
    }

    pub(crate) fn object(&self, key: &str) -> Bytes {
        self.bucket.objects.lock().unwrap()[key].clone()
    }

    /// How many files are neither whole nor thrown away.
    pub(crate) fn unfinished(&self) -> usize {
        self.bucket.uploads.lock().unwrap().len()
    }

    /// What it has done.
    pub(crate) fn done(&self) -> Vec<Call> {
        self.bucket.done.borrow().clone()
    }

    /// Waits until it has done this, after as much as it had done then.
    pub(crate) async fn has_done_after(&self, then: usize, call: Call) {
        self.bucket.done.subscribe().wait_for(|done| done[then..].contains(&call)).await.unwrap();
    }
}

async fn speak(stream: impl AsyncRead + AsyncWrite + Unpin, bucket: Arc<Bucket>) {
    let service = service_fn(|request: Request<Incoming>| {
        let bucket = Arc::clone(&bucket);
        async move {
            let (parts, body) = request.into_parts();
            let answer = match body.collect().await {
                Ok(body) => bucket.answer(&parts, body.to_bytes()).await,
                Err(_) => refuse(400, "RequestTimeout", "The body did not arrive"),
            };
            Ok::<_, Infallible>(answer)
        }
    });
    // Whoever is given up breaks the connection.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}
