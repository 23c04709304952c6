//! What happens in a worker, as Prometheus reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU64};
use std::sync::{Arc, Mutex, PoisonError};

use b2b_http::Environment;
use chrono::{DateTime, Utc};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::cause_name;
use crate::watch::{Circuit, Event, Watch};

/// The metrics of workers, in Prometheus' text format.
///
/// | metric | labels | meaning |
/// |---|---|---|
/// | `b2b_sync_backlog_jobs` | supplier | jobs that have not ended |
/// | `b2b_sync_backlog_age_seconds` | supplier | how long the oldest of them has waited |
/// | `b2b_sync_in_flight_requests` | supplier | requests under way |
/// | `b2b_sync_requests_total` | supplier | requests that ended |
/// | `b2b_sync_request_duration_seconds` | supplier | how long they took, a histogram |
/// | `b2b_sync_jobs_total` | supplier, status | jobs that ended, by how: its rate is the run's |
/// | `b2b_sync_errors_total` | supplier, cause | jobs that were asked in vain, by what it came down to |
/// | `b2b_sync_circuit_open` | supplier | 1 while a supplier is not asked because it fails, or has stopped |
pub struct Metrics {
    registry: Registry,
    environment: Arc<dyn Environment>,
    since: Mutex<BTreeMap<String, Option<DateTime<Utc>>>>,
    backlog: Family<Supplier, Gauge>,
    age: Family<Supplier, Gauge<f64, AtomicU64>>,
    in_flight: Family<Supplier, Gauge<i64, AtomicI64>>,
    requests: Family<Supplier, Counter>,
    duration: Family<Supplier, Histogram>,
    jobs: Family<Ended, Counter>,
    errors: Family<Failed, Counter>,
    circuit: Family<Supplier, Gauge>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Supplier {
    supplier: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    supplier: String,
    status: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Failed {
    supplier: String,
    cause: String,
}

/// The upper bounds of the histogram, in seconds: suppliers answer in tens of milliseconds to minutes.
const BOUNDS: [f64; 12] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 180.0];

impl Metrics {
    /// Metrics that have seen nothing yet; the age of backlogs is told by this clock.
    #[must_use]
    pub fn new(environment: Arc<dyn Environment>) -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("b2b_sync"),
            environment,
            since: Mutex::default(),
            backlog: Family::default(),
            age: Family::default(),
            in_flight: Family::default(),
            requests: Family::default(),
            duration: Family::new_with_constructor(|| Histogram::new(BOUNDS)),
            jobs: Family::default(),
            errors: Family::default(),
            circuit: Family::default(),
        };
        let Self { registry, backlog, age, in_flight, requests, duration, jobs, errors, circuit, .. } = &mut metrics;
        registry.register("backlog_jobs", "Jobs that have not ended", backlog.clone());
        let help = "How long the oldest job has waited that has not ended";
        registry.register_with_unit("backlog_age", help, Unit::Seconds, age.clone());
        registry.register("in_flight_requests", "Requests under way", in_flight.clone());
        registry.register("requests", "Requests that ended", requests.clone());
        registry.register_with_unit("request_duration", "How long requests took", Unit::Seconds, duration.clone());
        registry.register("jobs", "Jobs that ended, by how", jobs.clone());
        registry.register("errors", "Jobs that were asked in vain, by what it came down to", errors.clone());
        registry.register("circuit_open", "Whether a supplier is not asked because it fails", circuit.clone());
        metrics
    }

    /// What it has seen, in Prometheus' text format, whose media type is [`MEDIA_TYPE`](Self::MEDIA_TYPE).
    #[must_use]
    pub fn render(&self) -> String {
        let now = self.environment.now();
        for (supplier, since) in &*self.since.lock().unwrap_or_else(PoisonError::into_inner) {
            let supplier = Supplier { supplier: supplier.clone() };
            let waits = self.backlog.get_or_create(&supplier).get() > 0;
            let age = since.filter(|_| waits).map_or(0, |since| (now - since).num_milliseconds().max(0));
            #[allow(clippy::cast_precision_loss, reason = "milliseconds of a run are few")]
            self.age.get_or_create(&supplier).set(age as f64 / 1000.0);
        }
        let mut page = String::new();
        // Writing to a string does not fail.
        let _ = text::encode(&mut page, &self.registry);
        page
    }

    /// The media type of [`render`](Self::render).
    pub const MEDIA_TYPE: &'static str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
}

impl Watch for Metrics {
    fn see(&self, event: &Event<'_>) {
        let of = |supplier: &str| Supplier { supplier: supplier.to_owned() };
        match *event {
            Event::Backlog { supplier, jobs, since } => {
                self.backlog.get_or_create(&of(supplier)).set(i64::try_from(jobs).unwrap_or(i64::MAX));
                self.since.lock().unwrap_or_else(PoisonError::into_inner).insert(supplier.to_owned(), since);
            }
            Event::Asking { supplier, .. } => {
                self.in_flight.get_or_create(&of(supplier)).inc();
            }
            Event::Asked { supplier, took, .. } => {
                self.in_flight.get_or_create(&of(supplier)).dec();
                self.requests.get_or_create(&of(supplier)).inc();
                self.duration.get_or_create(&of(supplier)).observe(took.as_secs_f64());
            }
            Event::Ended { supplier, status } => {
                self.backlog.get_or_create(&of(supplier)).dec();
                let ended = Ended { supplier: supplier.to_owned(), status: status.name().to_owned() };
                self.jobs.get_or_create(&ended).inc();
            }
            Event::Trouble { supplier, cause } => {
                let failed = Failed { supplier: supplier.to_owned(), cause: cause_name(cause) };
                self.errors.get_or_create(&failed).inc();
            }
            // Quiet hours say nothing of it.
            Event::Circuit { circuit: Circuit::Quiet, .. } => {}
            Event::Circuit { supplier, circuit } => {
                let is_open = matches!(circuit, Circuit::Open | Circuit::Stopped);
                self.circuit.get_or_create(&of(supplier)).set(i64::from(is_open));
            }
        }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use b2b_http::FixedEnvironment;

    use super::*;
    use crate::{Cause, Status};

    #[test]
    fn what_was_seen_is_told() {
        let now: DateTime<Utc> = "2026-01-15T12:00:00Z".parse().unwrap();
        let metrics = Metrics::new(Arc::new(FixedEnvironment::new(now)));
        let (supplier, since) = ("mill", Some(now - chrono::TimeDelta::seconds(90)));
        metrics.see(&Event::Backlog { supplier, jobs: 3, since });
        metrics.see(&Event::Asking { supplier, jobs: 1 });
        metrics.see(&Event::Asking { supplier, jobs: 1 });
        metrics.see(&Event::Asked { supplier, jobs: 1, took: Duration::from_millis(40) });
        metrics.see(&Event::Ended { supplier, status: Status::Answered });
        metrics.see(&Event::Trouble { supplier, cause: Cause::OutcomeUnknown });
        metrics.see(&Event::Circuit { supplier, circuit: Circuit::Open });
        metrics.see(&Event::Circuit { supplier, circuit: Circuit::Quiet });
        let page = metrics.render();
        for line in [
            "b2b_sync_backlog_jobs{supplier=\"mill\"} 2",
            "b2b_sync_backlog_age_seconds{supplier=\"mill\"} 90.0",
            "b2b_sync_in_flight_requests{supplier=\"mill\"} 1",
            "b2b_sync_requests_total{supplier=\"mill\"} 1",
            "b2b_sync_request_duration_seconds_bucket{le=\"0.025\",supplier=\"mill\"} 0",
            "b2b_sync_request_duration_seconds_bucket{le=\"0.05\",supplier=\"mill\"} 1",
            "b2b_sync_jobs_total{supplier=\"mill\",status=\"answered\"} 1",
            "b2b_sync_errors_total{supplier=\"mill\",cause=\"outcome_unknown\"} 1",
            "b2b_sync_circuit_open{supplier=\"mill\"} 1",
        ] {
            assert!(page.lines().any(|found| found == line), "{line}\n{page}");
        }
        metrics.see(&Event::Ended { supplier, status: Status::Answered });
        metrics.see(&Event::Ended { supplier, status: Status::NotFound });
        assert!(metrics.render().contains("b2b_sync_backlog_age_seconds{supplier=\"mill\"} 0.0"));
    }
}
