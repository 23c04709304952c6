//! The page of metrics for Prometheus.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use b2b_sync::Metrics;
use http::{Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

/// How long is waited when no connection can be accepted.
const ROOM: Duration = Duration::from_millis(100);

/// How many connections are served at a time. One that says nothing is closed by the server's own timer.
const CONNECTIONS: usize = 16;

/// Serves `/metrics` for as long as the runtime lives.
pub(super) async fn serve(address: SocketAddr, metrics: Arc<Metrics>) -> Result<(), Failure> {
    let unheard = |error: std::io::Error| {
        let message = format!("metrics cannot be served at {address}: {error}");
        Failure::new(Exit::Input, message, "Choose another port, or port 0 for a free one.")
    };
    let listener = TcpListener::bind(address).await.map_err(unheard)?;
    let address = listener.local_addr().map_err(unheard)?;
    output::talk(&format_args!("metrics are at http://{address}/metrics"));
    if !address.ip().is_loopback() {
        output::talk(&"whoever reaches that address reads the names of suppliers and how they fare");
    }
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::spawn(async move {
        while let Ok(place) = Arc::clone(&places).acquire_owned().await {
            let Ok((stream, _)) = listener.accept().await else {
                // Whoever could not be accepted comes again, when there is room for another connection.
                tokio::time::sleep(ROOM).await;
                continue;
            };
            let metrics = Arc::clone(&metrics);
            let service =
                service_fn(move |request| std::future::ready(Ok::<_, Infallible>(answer(&request, &metrics))));
            tokio::spawn(async move {
                let _place = place;
                let mut server = http1::Builder::new();
                // A reader who goes away is no error.
                let _ = server.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    Ok(())
}

fn answer(request: &Request<Incoming>, metrics: &Metrics) -> Response<String> {
    let is_known = request.uri().path() == "/metrics";
    let mut response = Response::new(if is_known { metrics.render() } else { String::new() });
    if is_known {
        let kind = header::HeaderValue::from_static(Metrics::MEDIA_TYPE);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    } else {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
