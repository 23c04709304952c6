//! What happens in a worker, as OpenTelemetry's instruments.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use b2b_http::Environment;
use chrono::{DateTime, Utc};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Gauge, Histogram, Meter, UpDownCounter};

use crate::cause_name;
use crate::watch::{Circuit, Event, Watch};

/// The same as [`Metrics`](crate::Metrics), given to OpenTelemetry: `b2b_sync.backlog.jobs`, `b2b_sync.backlog.age`,
/// `b2b_sync.requests.in_flight`, `b2b_sync.request.duration`, `b2b_sync.jobs`, `b2b_sync.errors` and `b2b_sync.circuit.open`, with the
/// attributes `supplier`, `status` and `cause`.
///
/// ```
/// use std::sync::Arc;
///
/// use b2b_http::SystemEnvironment;
/// use b2b_sync::{Event, Otel, Status, Watch as _};
///
/// // Which exporter there is, the program's meter provider says.
/// let meter = opentelemetry::global::meter("nightly");
/// let otel = Otel::new(&meter, Arc::new(SystemEnvironment));
/// otel.see(&Event::Ended { supplier: "mill", status: Status::Answered });
/// ```
pub struct Otel {
    backlogs: Arc<Mutex<BTreeMap<String, Backlog>>>,
    jobs_left: UpDownCounter<i64>,
    in_flight: UpDownCounter<i64>,
    duration: Histogram<f64>,
    jobs: Counter<u64>,
    errors: Counter<u64>,
    circuit: Gauge<u64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Backlog {
    jobs: i64,
    since: Option<DateTime<Utc>>,
}

impl Otel {
    /// Instruments of this meter; the age of backlogs is told by this clock.
    #[must_use]
    pub fn new(meter: &Meter, environment: Arc<dyn Environment>) -> Self {
        let backlogs = Arc::<Mutex<BTreeMap<String, Backlog>>>::default();
        let seen = Arc::clone(&backlogs);
        meter
            .f64_observable_gauge("b2b_sync.backlog.age")
            .with_unit("s")
            .with_description("How long the oldest job has waited that has not ended")
            .with_callback(move |observer| {
                let now = environment.now();
                for (supplier, backlog) in &*seen.lock().unwrap_or_else(PoisonError::into_inner) {
                    let since = backlog.since.filter(|_| backlog.jobs > 0);
                    let age = since.and_then(|since| (now - since).to_std().ok()).unwrap_or_default();
                    observer.observe(age.as_secs_f64(), &[of(supplier)]);
                }
            })
            .build();
        Self {
            backlogs,
            jobs_left: meter
                .i64_up_down_counter("b2b_sync.backlog.jobs")
                .with_description("Jobs that have not ended")
                .build(),
            in_flight: meter
                .i64_up_down_counter("b2b_sync.requests.in_flight")
                .with_description("Requests under way")
                .build(),
            duration: meter
                .f64_histogram("b2b_sync.request.duration")
                .with_unit("s")
                .with_description("How long requests took")
                .build(),
            jobs: meter.u64_counter("b2b_sync.jobs").with_description("Jobs that ended, by how").build(),
            errors: meter.u64_counter("b2b_sync.errors").with_description("Jobs that were asked in vain").build(),
            circuit: meter
                .u64_gauge("b2b_sync.circuit.open")
                .with_description("Whether a supplier is not asked because it fails")
                .build(),
        }
    }

    /// Changes what is left to do for a supplier.
    fn left(&self, supplier: &str, change: impl FnOnce(&mut Backlog)) {
        let mut backlogs = self.backlogs.lock().unwrap_or_else(PoisonError::into_inner);
        let backlog = backlogs.entry(supplier.to_owned()).or_default();
        let before = backlog.jobs;
        change(backlog);
        self.jobs_left.add(backlog.jobs - before, &[of(supplier)]);
    }
}

impl Watch for Otel {
    fn see(&self, event: &Event<'_>) {
        match *event {
            Event::Backlog { supplier, jobs, since } => self.left(supplier, |backlog| {
                *backlog = Backlog { jobs: i64::try_from(jobs).unwrap_or(i64::MAX), since };
            }),
            Event::Asking { supplier, .. } => self.in_flight.add(1, &[of(supplier)]),
            Event::Asked { supplier, took, .. } => {
                self.in_flight.add(-1, &[of(supplier)]);
                self.duration.record(took.as_secs_f64(), &[of(supplier)]);
            }
            Event::Ended { supplier, status } => {
                self.left(supplier, |backlog| backlog.jobs -= 1);
                self.jobs.add(1, &[of(supplier), KeyValue::new("status", status.name())]);
            }
            Event::Trouble { supplier, cause } => {
                self.errors.add(1, &[of(supplier), KeyValue::new("cause", cause_name(cause))]);
            }
            // Quiet hours say nothing of it.
            Event::Circuit { circuit: Circuit::Quiet, .. } => {}
            Event::Circuit { supplier, circuit } => {
                let is_open = matches!(circuit, Circuit::Open | Circuit::Stopped);
                self.circuit.record(u64::from(is_open), &[of(supplier)]);
            }
        }
    }
}

impl fmt::Debug for Otel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Otel").finish_non_exhaustive()
    }
}

fn of(supplier: &str) -> KeyValue {
    KeyValue::new("supplier", supplier.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fmt::Display;
    use std::time::Duration;

    use b2b_http::FixedEnvironment;
    use opentelemetry::metrics::MeterProvider as _;
    use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData};
    use opentelemetry_sdk::metrics::{InMemoryMetricExporter, PeriodicReader, SdkMeterProvider};

    use super::*;
    use crate::{Cause, Status};

    /// What is exported now: an instrument, its unit, the attributes and the value in each line.
    fn exported(provider: &SdkMeterProvider, exporter: &InMemoryMetricExporter) -> Vec<String> {
        exporter.reset();
        provider.force_flush().unwrap();
        let exported = exporter.get_finished_metrics().unwrap();
        let metrics = exported.iter().flat_map(|all| all.scope_metrics()).flat_map(|scope| scope.metrics());
        let mut lines: Vec<String> = metrics
            .flat_map(|metric| {
                let points = match metric.data() {
                    AggregatedMetrics::F64(data) => points(data),
                    AggregatedMetrics::U64(data) => points(data),
                    AggregatedMetrics::I64(data) => points(data),
                };
                points.into_iter().map(move |point| format!("{}[{}] {point}", metric.name(), metric.unit()))
            })
            .collect();
        lines.sort_unstable();
        lines
    }

    fn points<T: Copy + Display>(data: &MetricData<T>) -> Vec<String> {
        match data {
            MetricData::Gauge(gauge) => {
                gauge.data_points().map(|point| line(point.attributes(), point.value())).collect()
            }
            MetricData::Sum(sum) => sum.data_points().map(|point| line(point.attributes(), point.value())).collect(),
            MetricData::Histogram(histogram) => histogram
                .data_points()
                .map(|point| line(point.attributes(), format!("{} in {}", point.count(), point.sum())))
                .collect(),
            MetricData::ExponentialHistogram(_) => panic!("nobody has asked for one"),
        }
    }

    fn line<'a>(attributes: impl Iterator<Item = &'a KeyValue>, value: impl Display) -> String {
        let mut attributes: Vec<String> = attributes.map(|pair| format!("{}={}", pair.key, pair.value)).collect();
        attributes.sort_unstable();
        format!("{{{}}} {value}", attributes.join(","))
    }

    #[test]
    fn what_was_seen_is_exported() {
        let exporter = InMemoryMetricExporter::default();
        let provider =
            SdkMeterProvider::builder().with_reader(PeriodicReader::builder(exporter.clone()).build()).build();
        let now: DateTime<Utc> = "2026-01-15T12:00:00Z".parse().unwrap();
        let otel = Otel::new(&provider.meter("nightly"), Arc::new(FixedEnvironment::new(now)));
        let (supplier, since) = ("mill", Some(now - chrono::TimeDelta::seconds(90)));
        otel.see(&Event::Backlog { supplier, jobs: 3, since });
        otel.see(&Event::Asking { supplier, jobs: 1 });
        otel.see(&Event::Asking { supplier, jobs: 1 });
        otel.see(&Event::Asked { supplier, jobs: 1, took: Duration::from_millis(40) });
        otel.see(&Event::Ended { supplier, status: Status::Answered });
        otel.see(&Event::Trouble { supplier, cause: Cause::OutcomeUnknown });
        otel.see(&Event::Circuit { supplier, circuit: Circuit::Open });
        otel.see(&Event::Circuit { supplier, circuit: Circuit::Quiet });
        assert_eq!(
            exported(&provider, &exporter),
            [
                "b2b_sync.backlog.age[s] {supplier=mill} 90",
                "b2b_sync.backlog.jobs[] {supplier=mill} 2",
                "b2b_sync.circuit.open[] {supplier=mill} 1",
                "b2b_sync.errors[] {cause=outcome_unknown,supplier=mill} 1",
                "b2b_sync.jobs[] {status=answered,supplier=mill} 1",
                "b2b_sync.request.duration[s] {supplier=mill} 1 in 0.04",
                "b2b_sync.requests.in_flight[] {supplier=mill} 1",
            ]
        );

        // What is told of a backlog takes the place of what was, and does not come on top; who has none waits for nothing.
        otel.see(&Event::Backlog { supplier, jobs: 1, since });
        otel.see(&Event::Backlog { supplier: "westcon", jobs: 5, since: None });
        otel.see(&Event::Asked { supplier, jobs: 1, took: Duration::from_millis(60) });
        otel.see(&Event::Ended { supplier, status: Status::NotFound });
        otel.see(&Event::Circuit { supplier, circuit: Circuit::Closed });
        assert_eq!(
            exported(&provider, &exporter),
            [
                "b2b_sync.backlog.age[s] {supplier=mill} 0",
                "b2b_sync.backlog.age[s] {supplier=westcon} 0",
                "b2b_sync.backlog.jobs[] {supplier=mill} 0",
                "b2b_sync.backlog.jobs[] {supplier=westcon} 5",
                "b2b_sync.circuit.open[] {supplier=mill} 0",
                "b2b_sync.errors[] {cause=outcome_unknown,supplier=mill} 1",
                "b2b_sync.jobs[] {status=answered,supplier=mill} 1",
                "b2b_sync.jobs[] {status=not_found,supplier=mill} 1",
                "b2b_sync.request.duration[s] {supplier=mill} 2 in 0.1",
                "b2b_sync.requests.in_flight[] {supplier=mill} 0",
            ]
        );
    }
}
