//! Starting, trusting, restarting and stopping.

use std::path::Path;

use b2b_sandbox::{Clock, Context, Mount, Mounting, Options, ReadyLine, Sandbox, StartError, Supplier};
use tokio::net::TcpStream;

use crate::support::{Dummy, Other, client, client_trusting, eventually, sandbox};

#[tokio::test]
async fn its_authority_is_trusted_and_nothing_else_is() {
    let (ours, other) = (sandbox(Options::default()).await, sandbox(Options::default()).await);
    assert_ne!(ours.addr(), other.addr());
    for sandbox in [&ours, &other] {
        let answer = client(sandbox).get(format!("{}/_sandbox/health", sandbox.url())).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(std::fs::read_to_string(sandbox.ca_path()).unwrap(), sandbox.ca_pem());
    }
    let refused = client(&other).get(ours.url()).send().await.unwrap_err();
    assert!(refused.is_connect(), "{refused:?}");
}

#[tokio::test]
async fn localhost_is_a_name_of_its_certificate() {
    let sandbox = sandbox(Options::default()).await;
    let url = format!("https://localhost:{}/", sandbox.addr().port());
    let resolved = reqwest::Url::parse(&url).unwrap();
    let page = client(&sandbox).get(resolved).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("/echo"), "{page}");
}

#[tokio::test]
async fn other_interfaces_are_refused_unless_one_knows() {
    for elsewhere in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
        let listen = elsewhere.parse().unwrap();
        for options in [Options { listen, ..Options::default() }, Options { http_listen: listen, ..Options::default() }]
        {
            let refused = Sandbox::builder().options(options).start().await.unwrap_err();
            assert!(matches!(refused, StartError::NotLoopback(address) if address == listen), "{refused:?}");
        }
    }
}

#[tokio::test]
async fn the_ready_line_is_one_line_of_json() {
    let sandbox = sandbox(Options::default()).await;
    let line = sandbox.ready_line().to_string();
    assert!(!line.contains('\n'));
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["url"], sandbox.url());
    assert_eq!(value["http_url"], sandbox.http_url());
    assert_eq!(value["ca"], sandbox.ca_path().to_str().unwrap());
    assert_eq!(value["dummy"]["account"], "0001");
    assert!(value.get("other").is_none());
    assert_eq!(&serde_json::from_str::<ReadyLine>(&line).unwrap(), sandbox.ready_line());
    assert!(!format!("{sandbox:?}").contains("0001"));
}

#[tokio::test]
async fn a_data_directory_outlives_the_sandbox() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let options = || Options { data: Some(data.clone()), ..Options::default() };
    let mut trusted = None;
    for expected in ["1", "2"] {
        let sandbox = sandbox(options()).await;
        assert_eq!(sandbox.ca_path(), data.join("ca.pem"));
        let client = client_trusting(trusted.get_or_insert_with(|| sandbox.ca_pem().to_owned()));
        let count = client.post(format!("{}/count", sandbox.url())).send().await.unwrap().text().await.unwrap();
        assert_eq!(count, expected);
        sandbox.shutdown().await;
    }
    assert_private(&data.join("ca-key.pem"));
}

#[tokio::test]
async fn a_key_of_another_authority_is_found_out() {
    let dir = tempfile::tempdir().unwrap();
    let data = |name: &str| dir.path().join(name);
    for name in ["a", "b"] {
        sandbox(Options { data: Some(data(name)), ..Options::default() }).await.shutdown().await;
    }
    std::fs::copy(data("a").join("ca-key.pem"), data("b").join("ca-key.pem")).unwrap();
    let options = Options { data: Some(data("b")), ..Options::default() };
    let refused = Sandbox::builder().options(options).start().await.unwrap_err();
    let StartError::Certificate(why) = refused else { panic!("{refused:?}") };
    assert!(why.to_string().contains("remove ca.pem and ca-key.pem"), "{why}");
}

#[tokio::test]
async fn the_certificate_goes_where_it_is_wanted_and_its_key_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let wanted = dir.path().join("certificates");
    let sandbox = sandbox(Options { ca_dir: Some(wanted.clone()), ..Options::default() }).await;
    assert_eq!(sandbox.ca_path(), wanted.join("ca.pem"));
    drop(sandbox);
    let left: Vec<_> = std::fs::read_dir(&wanted).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["ca.pem"]);
}

#[tokio::test]
async fn without_a_directory_nothing_is_left() {
    let sandbox = sandbox(Options::default()).await;
    let ca = sandbox.ca_path().to_path_buf();
    assert!(ca.exists());
    sandbox.shutdown().await;
    assert!(!ca.parent().unwrap().exists());
}

#[tokio::test]
async fn the_clock_is_the_one_that_was_given() {
    let clock = Clock::Fixed("2016-05-31T12:30:00Z".parse().unwrap());
    let sandbox = sandbox(Options { clock, ..Options::default() }).await;
    let answer = client(&sandbox).post(format!("{}/echo", sandbox.url())).send().await.unwrap();
    assert_eq!(answer.headers()["date"], "Tue, 31 May 2016 12:30:00 GMT");
    assert_eq!(sandbox.exchanges()[0].received.to_rfc3339(), "2016-05-31T12:30:00+00:00");
}

#[tokio::test]
async fn a_seed_repeats_itself() {
    struct Seeded(std::sync::mpsc::Sender<[u8; 8]>);
    impl Supplier for Seeded {
        fn name(&self) -> &'static str {
            "seeded"
        }
        fn mount(self: Box<Self>, context: Context) -> Mounting {
            Box::pin(async move {
                self.0.send(context.random.bytes())?;
                Ok(Mount::new(axum::Router::new()))
            })
        }
    }
    let (sent, received) = std::sync::mpsc::channel();
    for seed in [Some(1), Some(1), None] {
        let options = Options { seed, ..Options::default() };
        Sandbox::builder().options(options).supplier(Seeded(sent.clone())).start().await.unwrap();
    }
    let bytes: Vec<_> = received.try_iter().collect();
    assert_eq!(bytes[0], bytes[1]);
    assert_ne!(bytes[1], bytes[2]);
}

#[tokio::test]
async fn suppliers_that_collide_are_refused() {
    let refused = Sandbox::builder().supplier(Other).supplier(Other).start().await.unwrap_err();
    assert!(matches!(refused, StartError::Taken(name) if name == "other"));
}

#[tokio::test]
async fn a_supplier_that_fails_is_named() {
    struct Broken;
    impl Supplier for Broken {
        fn name(&self) -> &'static str {
            "broken"
        }
        fn mount(self: Box<Self>, _: Context) -> Mounting {
            Box::pin(async { Err("no seed".into()) })
        }
    }
    let refused = Sandbox::builder().supplier(Broken).start().await.unwrap_err();
    assert!(matches!(&refused, StartError::Supplier { name: "broken", source } if source.to_string() == "no seed"));
}

#[tokio::test]
async fn shutdown_lets_a_request_finish() {
    let dummy = Dummy::default();
    let sandbox = Sandbox::builder().supplier(dummy.clone()).start().await.unwrap();
    let request = client(&sandbox).get(format!("{}/gate", sandbox.url())).send();
    let request = tokio::spawn(async { request.await.unwrap().text().await.unwrap() });
    eventually(dummy.arrived.notified()).await;
    let stopping = tokio::spawn(sandbox.shutdown());
    dummy.open.notify_one();
    assert_eq!(eventually(request).await.unwrap(), "through");
    eventually(stopping).await.unwrap();
}

#[tokio::test]
async fn dropping_stops() {
    let sandbox = sandbox(Options::default()).await;
    let addresses = [sandbox.addr(), sandbox.http_addr()];
    drop(sandbox);
    for address in addresses {
        eventually(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    }
}

#[cfg(unix)]
fn assert_private(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "{}", file.display());
}

#[cfg(not(unix))]
fn assert_private(_: &Path) {}
