//! The connect timeout of each request, and the moment from which its answer is waited for.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};
use tower_layer::Layer;
use tower_service::Service;

use crate::BoxError;

tokio::task_local! {
    /// The connecting of the request that the current task sends. reqwest connects on the task that sends, unless a pooled
    /// connection becomes free first; then the attempt to connect goes on elsewhere and no longer matters.
    pub(super) static CONNECTING: Arc<Connecting>;
}

/// Where one request is on its way to a connection.
pub(super) struct Connecting {
    timeout: Duration,
    /// Since when the request has, or may have, a connection. `None` while one is being made.
    ready: Mutex<Option<Instant>>,
    changed: Notify,
}

impl Connecting {
    /// A request that may get a pooled connection at once.
    pub(super) fn new(timeout: Duration) -> Self {
        Self { timeout, ready: Mutex::new(Some(Instant::now())), changed: Notify::new() }
    }

    /// Returns when `duration` has passed since the request had a connection.
    pub(super) async fn passed_since_ready(&self, duration: Duration) {
        loop {
            let ready = *self.ready();
            match ready {
                None => self.changed.notified().await,
                Some(since) => {
                    match since.checked_add(duration) {
                        Some(end) => sleep_until(end).await,
                        None => std::future::pending().await,
                    }
                    if *self.ready() == ready {
                        return;
                    }
                }
            }
        }
    }

    fn set(&self, ready: Option<Instant>) {
        *self.ready() = ready;
        self.changed.notify_one();
    }

    fn ready(&self) -> MutexGuard<'_, Option<Instant>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Connecting took longer than allowed.
#[derive(Debug, thiserror::Error)]
#[error("connecting took longer than {0:?}")]
pub(super) struct ConnectTimedOut(pub(super) Duration);

/// Puts [`Connecting`] around reqwest's connector.
#[derive(Debug, Clone, Copy)]
pub(super) struct ConnectLayer;

impl<S> Layer<S> for ConnectLayer {
    type Service = ConnectService<S>;

    fn layer(&self, connector: S) -> Self::Service {
        ConnectService { connector }
    }
}

#[derive(Debug, Clone)]
pub(super) struct ConnectService<S> {
    connector: S,
}

impl<S, R> Service<R> for ConnectService<S>
where
    S: Service<R, Error = BoxError>,
    S::Future: Send + 'static,
    S::Response: 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let connect = self.connector.call(request);
        let Ok(connecting) = CONNECTING.try_with(Arc::clone) else { return Box::pin(connect) };
        Box::pin(async move {
            connecting.set(None);
            let connected = timeout(connecting.timeout, connect).await;
            connecting.set(Some(Instant::now()));
            connected.unwrap_or_else(|_| Err(ConnectTimedOut(connecting.timeout).into()))
        })
    }
}
