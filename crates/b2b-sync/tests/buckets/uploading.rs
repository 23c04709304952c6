//! What is in the bucket afterwards.

use std::process::Command;

use b2b_sync::sink::{self, Format, Place};

use crate::protocol::Call;
use crate::server::Server;
use crate::support::{BUCKET, Run, bucket, bucket_with, key};

const MIB: usize = 1024 * 1024;

/// Writes a run into a bucket and into a directory, and says what the server did.
async fn check(run: &Run, server: &Server, place: &Place, format: Format) -> Vec<Call> {
    let before = server.done().len();
    let file = if format == Format::Sqlite { "answers.sqlite".to_owned() } else { format!("stock.{}", format.name()) };
    let written = sink::write(&run.journal, place, format).await.unwrap();
    let directory = Place::new(run.directory().to_str().unwrap()).unwrap();
    let expected = sink::write(&run.journal, &directory, format).await.unwrap();
    assert_eq!((written.len(), written[0].rows), (1, expected[0].rows));
    assert_eq!(written[0].path, format!("{BUCKET}/{file}"));
    // Not assert_eq!, which would print them.
    assert!(server.object(&key(&file)) == std::fs::read(run.directory().join(&file)).unwrap(), "{file} differs");
    server.done()[before..].to_vec()
}

#[tokio::test]
async fn a_small_file_is_one_part() {
    let (run, server) = (Run::of(3, 20).await, Server::start().await);
    let place = bucket(&server);
    for format in Format::ALL {
        let done = check(&run, &server, &place, *format).await;
        assert_eq!(done, [Call::Create, Call::Part(1), Call::Complete]);
    }
    let files = ["answers.sqlite", "stock.csv", "stock.ndjson", "stock.parquet"];
    assert_eq!(server.names(), files.map(key));
    assert_eq!(server.unfinished(), 0);
}

#[tokio::test]
async fn a_large_file_is_several_parts() {
    let (run, server) = (Run::of(12, MIB).await, Server::start().await);
    let place = bucket(&server);
    for format in [Format::Parquet, Format::Ndjson] {
        let done = check(&run, &server, &place, format).await;
        assert_eq!((done.len(), done[0], done[4]), (5, Call::Create, Call::Complete), "{done:?}");
        assert!([1, 2, 3].iter().all(|number| done.contains(&Call::Part(*number))), "{done:?}");
    }
    assert_eq!(server.unfinished(), 0);
}

#[tokio::test]
async fn a_file_takes_the_place_of_the_one_before() {
    let server = Server::start().await;
    let place = bucket(&server);
    for checks in [5, 2] {
        check(&Run::of(checks, 20).await, &server, &place, Format::Ndjson).await;
    }
    assert_eq!(server.names(), [key("stock.ndjson")]);
}

/// A process has one environment: the test before this one runs in another process, with a proxy that does not exist.
#[test]
fn what_stays_on_the_machine_goes_by_no_proxy() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "uploading::a_small_file_is_one_part"]);
    let proxies = ["HTTP_PROXY", "http_proxy", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:9"));
    let output = again.envs(proxies).env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
}

#[tokio::test]
async fn a_certificate_is_verified() {
    let (run, server) = (Run::of(1, 20).await, Server::start_with_tls().await);
    let place = bucket(&server);
    let error = sink::write(&run.journal, &place, Format::Ndjson).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.to_lowercase().contains("certificate"), "{cause}");
    assert!(server.done().is_empty());

    // A proxy's certificate is the only one that variables can give; the server itself needs no proxy.
    let (address, certificate) = (server.address(), server.certificate.clone().unwrap());
    let trusting = [
        ("AWS_PROXY_URL", address.as_str()),
        ("AWS_PROXY_CA_CERTIFICATE", certificate.as_str()),
        ("AWS_PROXY_EXCLUDES", "127.0.0.1"),
    ];
    check(&run, &server, &bucket_with(&server, &trusting), Format::Ndjson).await;
}
