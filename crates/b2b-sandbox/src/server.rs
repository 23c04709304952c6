//! The ports: accepting, TLS and HTTP/1.1 on each connection, and the bounds that keep one client from starving others.

pub(crate) mod places;
pub(crate) mod wire;

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::body::Body;
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Serialize;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::{
    places::Place,
    wire::{Control, Peer, Socket, Wire},
};
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
        let draining = chassis.draining.clone();
        let server = Self { tasks: TaskTracker::new(), draining, stopped: CancellationToken::new() };
        let port = |tls| Port {
            chassis: Arc::clone(chassis),
            tls,
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
    tasks: TaskTracker,
    draining: CancellationToken,
    stopped: CancellationToken,
}

impl Port {
    async fn accept(self, listener: TcpListener) {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.draining.cancelled() => return,
            };
            let places = &self.chassis.places;
            let stream = match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "no connection could be accepted");
                    places.recover().await;
                    continue;
                }
            };
            // Only for a client that is there, since both ports share the places.
            let place = tokio::select! {
                place = places.take() => Arc::new(place),
                () = self.draining.cancelled() => return,
            };
            let port = self.clone();
            self.tasks.spawn(async move { port.serve(stream, place).await });
        }
    }

    async fn serve(&self, stream: TcpStream, place: Arc<Place>) {
        let control = Control::new(Peer::of(&stream));
        let limits = &self.chassis.limits;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "the connection will be slow");
        }
        let socket = Socket::new(stream, control.clone());
        let Some(tls) = &self.tls else {
            let wire = Wire::new(socket, control.clone(), Arc::clone(&place), limits.write_timeout);
            return self.speak(wire, Scheme::Http, &control, &place).await;
        };
        if self.chassis.faults.strikes_connection() {
            return control.reset();
        }
        let handshake = tokio::select! {
            handshake = tokio::time::timeout(limits.header_timeout, tls.accept(socket)) => handshake,
            () = place.given_up() => return,
            () = self.draining.cancelled() => return,
        };
        match handshake {
            Ok(Ok(stream)) => {
                let wire = Wire::new(stream, control.clone(), Arc::clone(&place), limits.write_timeout);
                self.speak(wire, Scheme::Https, &control, &place).await;
            }
            Ok(Err(error)) => tracing::debug!(%error, "the TLS handshake failed"),
            Err(_) => tracing::debug!("the TLS handshake took too long"),
        }
    }

    async fn speak<S>(&self, wire: Wire<S>, scheme: Scheme, control: &Control, place: &Arc<Place>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send,
    {
        let limits = &self.chassis.limits;
        let service = service_fn(|request: Request<Incoming>| {
            let chassis = Arc::clone(&self.chassis);
            let (control, place) = (control.clone(), Arc::clone(place));
            async move { Ok::<_, Infallible>(chassis.answer(request.map(Body::new), scheme, &control, &place).await) }
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
                () = place.given_up() => return,
                () = self.stopped.cancelled() => return,
                () = self.draining.cancelled(), if !draining => {
                    draining = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}
