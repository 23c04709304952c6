//! Metrics for OpenTelemetry, by OTLP over HTTP. Where to, how often and as whom is said by the variables of its specification, most of
//! which its SDK reads itself.

use std::env;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use b2b_http::{Environment as _, Proxy, ReqwestTransport, SystemEnvironment, Transport as _, TransportLimits};
use b2b_sync::{Event, Otel, Watch};
use opentelemetry::KeyValue;
use opentelemetry::metrics::MeterProvider as _;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{
    MetricExporter, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT,
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL, OTEL_EXPORTER_OTLP_METRICS_TIMEOUT, OTEL_EXPORTER_OTLP_PROTOCOL,
    OTEL_EXPORTER_OTLP_PROTOCOL_HTTP_PROTOBUF, OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_EXPORTER_OTLP_TIMEOUT_DEFAULT,
    WithHttpConfig as _,
};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::resource::{EnvResourceDetector, TelemetryResourceDetector};
use tokio::runtime::Handle;

use crate::output;

/// Sends the metrics to a collector: every minute, unless the environment says otherwise, and at the end.
pub(super) struct Export {
    instruments: Otel,
    provider: SdkMeterProvider,
    collector: Arc<Collector>,
}

impl Export {
    /// Nothing is started unless the environment says where to. That it cannot be sent there keeps no run from going on.
    pub(super) fn start() -> Option<Self> {
        if !is_wanted(variable) {
            return None;
        }
        let protocols = [OTEL_EXPORTER_OTLP_METRICS_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL];
        let protocol = protocols.into_iter().find_map(variable);
        if let Some(other) = protocol.filter(|name| name != OTEL_EXPORTER_OTLP_PROTOCOL_HTTP_PROTOBUF) {
            output::warn(&format_args!("{other} is not spoken: metrics are sent by http/protobuf"));
        }
        let export = Self::new();
        export.inspect_err(|error| output::warn(&format_args!("metrics are not sent: {error}"))).ok()
    }

    fn new() -> Result<Self, String> {
        let collector = Arc::new(Collector::new()?);
        let client = Arc::<Collector>::clone(&collector);
        let exporter = MetricExporter::builder().with_http().with_shared_http_client(client).build();
        // The error has the address in it, which may hold a password.
        let exporter = exporter.map_err(|_| "the address of the collector cannot be used")?;
        let provider = SdkMeterProvider::builder().with_resource(sender()).with_periodic_exporter(exporter).build();
        let instruments = Otel::new(&provider.meter("b2b_sync"), Arc::new(SystemEnvironment));
        Ok(Self { instruments, provider, collector })
    }

    /// Sends what has not been sent. The SDK waits five seconds for it and no longer.
    pub(super) async fn end(&self) {
        let provider = self.provider.clone();
        let ended = tokio::task::spawn_blocking(move || provider.shutdown()).await;
        if !matches!(ended, Ok(Ok(()))) {
            let trouble = self.collector.trouble().take();
            let trouble = trouble.as_deref().unwrap_or("the collector does not answer");
            output::warn(&format_args!("the last metrics were not sent: {trouble}"));
        }
    }
}

impl Watch for Export {
    fn see(&self, event: &Event<'_>) {
        self.instruments.see(event);
    }
}

/// Whether the environment says where metrics go, and not that none are to go there.
fn is_wanted(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_disabled = variable("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let exporters = variable("OTEL_METRICS_EXPORTER");
    let is_otlp = exporters.is_none_or(|names| names.split(',').any(|name| name.trim() == "otlp"));
    let mut addresses = [OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT].into_iter();
    !is_disabled && is_otlp && addresses.any(|name| variable(name).is_some())
}

/// What a variable says. By the specification, an empty one says nothing.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Who sends, as far as the environment does not say it.
fn sender() -> Resource {
    let random = SystemEnvironment.random().ok().and_then(|random| random.first_chunk().copied());
    // The workers of a fleet are no single series that goes up and down.
    let instance = random.map(|random| uuid::Builder::from_random_bytes(random).into_uuid().to_string());
    Resource::builder_empty()
        .with_service_name("b2b")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attributes(instance.map(|instance| KeyValue::new("service.instance.id", instance)))
        .with_detectors(&[Box::new(TelemetryResourceDetector), Box::new(EnvResourceDetector::new())])
        .with_attributes(variable("OTEL_SERVICE_NAME").map(|name| KeyValue::new("service.name", name)))
        .build()
}

/// A collector, reached as suppliers are.
#[derive(Debug)]
struct Collector {
    transport: ReqwestTransport,
    timeout: Duration,
    runtime: Handle,
    /// Why it did not take what was sent last.
    trouble: Mutex<Option<String>>,
}

impl Collector {
    fn new() -> Result<Self, String> {
        let transport = ReqwestTransport::builder().proxy(Proxy::System).build().map_err(|error| error.to_string())?;
        let timeouts = [OTEL_EXPORTER_OTLP_METRICS_TIMEOUT, OTEL_EXPORTER_OTLP_TIMEOUT];
        let timeout = timeouts.into_iter().find_map(|name| variable(name)?.parse().ok());
        Ok(Self {
            transport,
            timeout: timeout.map_or(OTEL_EXPORTER_OTLP_TIMEOUT_DEFAULT, Duration::from_millis),
            runtime: Handle::current(),
            trouble: Mutex::default(),
        })
    }

    fn trouble(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        // One of them may be the token that lets us in.
        request.headers_mut().values_mut().for_each(|value| value.set_sensitive(true));
        let (transport, timeout) = (self.transport.clone(), self.timeout);
        // The SDK calls from a thread of its own, where there is no runtime.
        let exchange = self.runtime.spawn(async move {
            match tokio::time::timeout(timeout, transport.send(request, &TransportLimits::default())).await {
                Ok(sent) => sent.map_err(|error| error.to_string()),
                Err(_) => Err(format!("the collector has not answered within {timeout:?}")),
            }
        });
        let sent = exchange.await?;
        *self.trouble() = match &sent {
            Ok(response) if response.status().is_success() => None,
            Ok(response) => Some(format!("the collector answers {}", response.status())),
            Err(trouble) => Some(trouble.clone()),
        };
        Ok(sent?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)], expected: bool) {
        let variable = |name: &str| {
            let mut values = variables.iter().filter(|(given, _)| *given == name);
            values.next().map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(is_wanted(variable), expected, "{variables:?}");
    }

    #[test]
    fn what_the_environment_says() {
        let address = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        check(&[], false);
        check(&[address], true);
        check(&[("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://127.0.0.1:4318/metrics")], true);
        check(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4318/traces")], false);
        check(&[address, ("OTEL_SDK_DISABLED", "True")], false);
        check(&[address, ("OTEL_SDK_DISABLED", "false")], true);
        check(&[address, ("OTEL_METRICS_EXPORTER", "none")], false);
        check(&[address, ("OTEL_METRICS_EXPORTER", "prometheus, otlp")], true);
    }
}
