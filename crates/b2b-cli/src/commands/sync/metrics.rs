//! Metrics of long runs, for whoever wants them.

#[cfg(feature = "otel")]
mod otel;
mod prometheus;

use std::net::SocketAddr;
use std::sync::Arc;

use b2b_http::SystemEnvironment;
use b2b_sync::{Event, Metrics, Watch};

use crate::failure::Failure;

/// Those who look at the metrics: Prometheus, and a collector of OpenTelemetry's.
pub(super) struct Meters {
    watches: Vec<Arc<dyn Watch>>,
    #[cfg(feature = "otel")]
    export: Option<Arc<otel::Export>>,
}

impl Meters {
    /// Serves Prometheus at this address, if there is one, and sends to a collector, if the environment names one.
    pub(super) async fn start(address: Option<SocketAddr>) -> Result<Self, Failure> {
        let mut watches = Vec::<Arc<dyn Watch>>::new();
        if let Some(address) = address {
            let metrics = Arc::new(Metrics::new(Arc::new(SystemEnvironment)));
            prometheus::serve(address, Arc::clone(&metrics)).await?;
            watches.push(metrics);
        }
        #[cfg(feature = "otel")]
        let export = otel::Export::start().map(Arc::new);
        #[cfg(feature = "otel")]
        if let Some(export) = &export {
            watches.push(Arc::<otel::Export>::clone(export));
        }
        Ok(Self {
            watches,
            #[cfg(feature = "otel")]
            export,
        })
    }

    /// Whether anybody looks at them.
    #[cfg(feature = "nats")]
    pub(super) fn are_read(&self) -> bool {
        !self.watches.is_empty()
    }

    /// Sends what has not been sent.
    pub(super) async fn end(&self) {
        #[cfg(feature = "otel")]
        if let Some(export) = &self.export {
            export.end().await;
        }
    }
}

impl Watch for Meters {
    fn see(&self, event: &Event<'_>) {
        self.watches.iter().for_each(|watch| watch.see(event));
    }
}
