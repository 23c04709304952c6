//! What a collector is sent.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use b2b_testing::NatsServer;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::metrics::v1::{metric::Data, number_data_point::Value as Number};
use prost::Message as _;

use super::{TOKEN, run};
use crate::sync::{JOBS, summary, world};
use crate::world::World;

/// A collector that answers everything alike, and keeps what it is sent.
struct Collector {
    address: SocketAddr,
    sent: Receiver<Sent>,
}

/// A request: its head, and what it says.
struct Sent {
    head: Vec<String>,
    metrics: ExportMetricsServiceRequest,
}

impl Collector {
    fn start(status: &'static str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, sent) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                // Whoever started it may not want to know any more.
                let _ = sender.send(Sent::read(&stream));
                write!(&stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            }
        });
        Self { address, sent }
    }

    /// The variables that lead there. Nothing is sent before the end.
    fn variables(&self) -> [(&'static str, String); 4] {
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://{}", self.address)),
            ("OTEL_EXPORTER_OTLP_HEADERS", format!("authorization=Bearer%20{TOKEN}")),
            ("OTEL_METRIC_EXPORT_INTERVAL", "86400000".to_owned()),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test".to_owned()),
        ]
    }

    /// What it was sent until now, which is one request.
    #[track_caller]
    fn sent(&self) -> Sent {
        let mut sent: Vec<_> = self.sent.try_iter().collect();
        assert_eq!(sent.len(), 1);
        sent.remove(0)
    }
}

impl Sent {
    fn read(stream: &TcpStream) -> Self {
        let mut reader = BufReader::new(stream);
        let head: Vec<String> =
            reader.by_ref().lines().map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
        let length = head.iter().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        reader.read_exact(&mut body).unwrap();
        Self { head, metrics: ExportMetricsServiceRequest::decode(&*body).unwrap() }
    }

    /// What is said of the sender.
    fn sender(&self) -> BTreeMap<&str, &str> {
        self.metrics
            .resource_metrics
            .iter()
            .flat_map(|metrics| texts(&metrics.resource.as_ref().unwrap().attributes))
            .collect()
    }

    /// How many jobs of which supplier ended how.
    fn jobs(&self) -> BTreeMap<(&str, &str), i64> {
        let scopes = self.metrics.resource_metrics.iter().flat_map(|metrics| &metrics.scope_metrics);
        let metric = scopes.flat_map(|scope| &scope.metrics).find(|metric| metric.name == "b2b_sync.jobs").unwrap();
        let Some(Data::Sum(jobs)) = &metric.data else { panic!("{metric:?}") };
        let count = |point: &Option<Number>| match point {
            Some(Number::AsInt(count)) => *count,
            other => panic!("{other:?}"),
        };
        let points = jobs.data_points.iter().map(|point| (texts(&point.attributes), count(&point.value)));
        points.map(|(said, count)| ((said["supplier"], said["status"]), count)).collect()
    }
}

/// What is said in words.
fn texts(attributes: &[KeyValue]) -> BTreeMap<&str, &str> {
    let said =
        attributes.iter().filter_map(|attribute| Some((&*attribute.key, attribute.value.as_ref()?.value.as_ref()?)));
    said.filter_map(|(name, value)| match value {
        Value::StringValue(text) => Some((name, &**text)),
        _ => None,
    })
    .collect()
}

#[test]
fn a_run_tells_a_collector_how_its_jobs_ended() {
    let world = world();
    let collector = Collector::start("200 OK");
    world.write("jobs.csv", JOBS);
    let mut command = world.command("sync run jobs.csv --out out --format ndjson -vv");
    command.envs(collector.variables()).env("OTEL_SERVICE_NAME", "nightly");
    let ended = world.ended(command);
    ended.data(1);
    assert_eq!(summary(&ended), "11 jobs: 9 answered, 1 not found, 1 refused");
    assert!(!ended.stderr.contains("warning: ") && !ended.stderr.contains(TOKEN), "{}", ended.stderr);

    let sent = collector.sent();
    assert_eq!(sent.head[0], "POST /v1/metrics HTTP/1.1");
    for line in ["content-type: application/x-protobuf", &format!("authorization: Bearer {TOKEN}")] {
        assert!(sent.head.iter().any(|said| said == line), "{line}: {:?}", sent.head);
    }
    let sender = sent.sender();
    assert_eq!((sender["service.name"], sender["deployment.environment.name"]), ("nightly", "test"));
    assert!(uuid::Uuid::try_parse(sender["service.instance.id"]).is_ok(), "{sender:?}");
    let expected = [
        (("mill", "answered"), 4),
        (("mill", "not_found"), 1),
        (("techdata", "answered"), 3),
        (("westcon", "answered"), 2),
        (("westcon", "refused"), 1),
    ];
    assert_eq!(sent.jobs(), BTreeMap::from(expected));
}

#[test]
fn a_collector_that_refuses_changes_no_answer() {
    let collector = Collector::start("401 Unauthorized");
    let variables = collector.variables();
    let mut variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    variables.push(("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
    let ended = run(&World::of_flooring(), &variables);
    assert!(
        ended.stderr.contains("warning: grpc is not spoken: metrics are sent by http/protobuf\n"),
        "{}",
        ended.stderr
    );
    let warning = "warning: the last metrics were not sent: the collector answers 401 Unauthorized\n";
    assert!(ended.stderr.contains(warning), "{}", ended.stderr);
    assert_eq!(collector.sent().sender()["service.name"], "b2b");
}

#[test]
#[cfg(unix)]
fn who_is_asked_to_end_sends_what_it_has() {
    use std::process::{Command, Stdio};

    use crate::world::{Ended, send, wait_for};

    let Some(nats) = NatsServer::for_test("") else { return };
    let world = World::of_flooring();
    let collector = Collector::start("200 OK");
    let command = |arguments: &str| -> Command {
        let mut command = world.command(arguments);
        command.env("B2B_NATS", nats.url());
        command
    };
    world.write("jobs.csv", "supplier,question,key\nfcb2b,stock,VV01701002\nfcb2b,stock,NOSUCHSKU1\n");
    world.ended(command("sync submit jobs.csv --run night")).data(0);
    let mut worker = command("sync worker").envs(collector.variables()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(worker.stderr.take().unwrap());
    wait_for(&mut said, 1, "for the fleet");
    world.ended(command("sync collect --run night --out out --wait")).data(1);
    send("TERM", &worker);
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    let ended = Ended::of(worker.wait_with_output().unwrap());
    assert_eq!((ended.code, rest.as_str()), (Some(130), ""));
    assert_eq!(collector.sent().jobs(), BTreeMap::from([(("fcb2b", "answered"), 1), (("fcb2b", "not_found"), 1)]));
}
