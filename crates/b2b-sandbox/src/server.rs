//! The ports: accepting, TLS and HTTP/1.1 on each connection, and the bounds that keep one client from starving others.

pub(crate) mod wire;

use std::{convert::Infallible, sync::Arc, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Serialize;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::wire::{Control, Socket, Wire};
use crate::chassis::Chassis;

/// How a request came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Over TLS.
    Https,
    /// In the clear.
    Http,
}

/// Both ports and the connections that came in on them.
#[derive(Debug)]
pub(crate) struct Server {
    tasks: TaskTracker,
    /// Cancelled: accept nothing more, and close each connection after the request it is on.
    draining: CancellationToken,
    /// Cancelled: drop every connection.
    stopped: CancellationToken,
}

impl Server {
    pub(crate) fn start(chassis: &Arc<Chassis>, https: (TcpListener, TlsAcceptor), http: TcpListener) -> Self {
        let server =
            Self { tasks: TaskTracker::new(), draining: CancellationToken::new(), stopped: CancellationToken::new() };
        let port = |tls| Port {
            chassis: Arc::clone(chassis),
            tls,
            connections: Arc::clone(&chassis.connections),
            tasks: server.tasks.clone(),
            draining: server.draining.clone(),
            stopped: server.stopped.clone(),
        };
        let (listener, acceptor) = https;
        server.tasks.spawn(port(Some(acceptor)).accept(listener));
        server.tasks.spawn(port(None).accept(http));
        server
    }

    /// Lets requests under way finish for as long as `grace`, then stops.
    pub(crate) async fn shutdown(&self, grace: Duration) {
        self.draining.cancel();
        self.tasks.close();
        if tokio::time::timeout(grace, self.tasks.wait()).await.is_err() {
            self.stopped.cancel();
            self.tasks.wait().await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.draining.cancel();
        self.stopped.cancel();
    }
}

#[derive(Clone)]
struct Port {
    chassis: Arc<Chassis>,
    tls: Option<TlsAcceptor>,
    connections: Arc<Semaphore>,
    tasks: TaskTracker,
    draining: CancellationToken,
    stopped: CancellationToken,
}

impl Port {
    async fn accept(self, listener: TcpListener) {
        loop {
            // A place is taken only for a client that is there, since both ports share the places.
            let next = async {
                let accepted = listener.accept().await;
                (accepted, Arc::clone(&self.connections).acquire_owned().await)
            };
            let (accepted, place) = tokio::select! {
                next = next => next,
                () = self.draining.cancelled() => return,
            };
            match accepted {
                Ok((stream, _)) => {
                    let port = self.clone();
                    self.tasks.spawn(async move {
                        port.serve(stream).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of file descriptors, most likely: trying again at once would spin.
                    tracing::warn!(%error, "no connection could be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    async fn serve(&self, stream: TcpStream) {
        let control = Control::new();
        let limits = &self.chassis.limits;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "the connection will be slow");
        }
        let socket = Socket::new(stream, control.clone());
        let Some(tls) = &self.tls else {
            return self.speak(Wire::new(socket, control.clone(), limits.write_timeout), Scheme::Http, &control).await;
        };
        if self.chassis.faults.strikes_connection() {
            return control.reset();
        }
        let handshake = tokio::select! {
            handshake = tokio::time::timeout(limits.header_timeout, tls.accept(socket)) => handshake,
            () = self.draining.cancelled() => return,
        };
        match handshake {
            Ok(Ok(stream)) => {
                let wire = Wire::new(stream, control.clone(), limits.write_timeout);
                self.speak(wire, Scheme::Https, &control).await;
            }
            Ok(Err(error)) => tracing::debug!(%error, "the TLS handshake failed"),
            Err(_) => tracing::debug!("the TLS handshake took too long"),
        }
    }

    async fn speak<S>(&self, wire: Wire<S>, scheme: Scheme, control: &Control)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send,
    {
        let limits = &self.chassis.limits;
        let service = service_fn(|request| {
            let chassis = Arc::clone(&self.chassis);
            let control = control.clone();
            async move { Ok::<_, Infallible>(chassis.answer(request, scheme, control).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_timeout)
            .max_buf_size(limits.max_header_bytes.max(8 * 1024))
            .auto_date_header(false)
            .serve_connection(TokioIo::new(wire), service);
        tokio::pin!(connection);
        let mut draining = false;
        loop {
            tokio::select! {
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "the connection broke");
                    }
                    return;
                }
                () = control.aborted() => return,
                () = self.stopped.cancelled() => return,
                () = self.draining.cancelled(), if !draining => {
                    draining = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}
