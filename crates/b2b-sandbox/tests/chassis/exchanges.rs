//! The record of exchanges, and who may see it.

use b2b_sandbox::{Options, Outcome, Sandbox};
use reqwest::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::support::{PASSWORD, client, eventually, exchanges, sandbox};

async fn post(sandbox: &Sandbox, path: &str, body: &str) -> reqwest::Response {
    client(sandbox).post(format!("{}{path}", sandbox.url())).body(body.to_owned()).send().await.unwrap()
}

#[tokio::test]
async fn a_refusal_is_explained_without_its_secrets() {
    let sandbox = sandbox(Options::default()).await;
    let body = "<r><p>hunter&amp;2</p><d>wrong</d><k>the-key</k></r>";
    let answer = client(&sandbox)
        .post(format!("{}/ECHO?pass=hunter%262&a=1", sandbox.url()))
        .header(AUTHORIZATION, "Basic aHVudGVyMg==")
        .header(COOKIE, "session=1")
        .header("x-key", "the-key")
        .body(body)
        .send()
        .await
        .unwrap();
    // The mount owns the path in any case; the router then has the last word.
    assert_eq!(answer.status(), 404);

    let answer = client(&sandbox)
        .post(format!("{}/echo?pass=hunter%262&a=1", sandbox.url()))
        .header(AUTHORIZATION, "Basic aHVudGVyMg==")
        .header(COOKIE, "session=1")
        .header("x-key", "the-key")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 401);

    let all = exchanges(&sandbox, "").await;
    let newest = &all[0];
    let expected = json!({
        "id": 2, "scheme": "https", "method": "POST", "path": "/echo", "query": "pass=‹redacted›&a=1",
        "request_body": "<r><p>‹redacted›</p><d>wrong</d><k>‹redacted›</k></r>",
        "status": 401, "response_body": "<no/>",
        "supplier": "dummy", "operation": "Echo", "fault": null, "outcome": "refused",
        "explanation": {
            "sentence": "The digest differs.",
            "detail": { "ours": "digest(‹redacted›)", "theirs": "digest(wrong)" },
        },
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&newest[key], value, "{key}");
    }
    let headers = &newest["request_headers"];
    assert_eq!(headers["authorization"], "‹redacted›");
    assert_eq!(headers["cookie"], "‹redacted›");
    assert_eq!(headers["x-key"], "‹redacted›");
    assert_eq!(newest["response_headers"]["content-type"], "text/xml");
    assert!(newest["duration_us"].is_u64());

    let everything = format!("{}{:?}", serde_json::to_string(&all).unwrap(), sandbox.exchanges());
    for secret in [PASSWORD, "hunter", "the-key", "aHVudGVyMg"] {
        assert!(!everything.contains(secret), "{secret} in {everything}");
    }
}

#[tokio::test]
async fn the_list_is_newest_first_filtered_and_can_be_emptied() {
    let sandbox = sandbox(Options { max_exchanges: 3, ..Options::default() }).await;
    for (path, body) in [("/echo", "1"), ("/echo", "wrong"), ("/other", ""), ("/nowhere", ""), ("/echo", "5")] {
        post(&sandbox, path, body).await;
    }
    let ids = |list: Vec<serde_json::Value>| list.iter().map(|one| one["id"].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!(ids(exchanges(&sandbox, "").await), [5, 4, 3]);
    assert_eq!(ids(exchanges(&sandbox, "?limit=2").await), [5, 4]);
    assert_eq!(ids(exchanges(&sandbox, "?supplier=other").await), [3]);
    assert_eq!(ids(exchanges(&sandbox, "?refused=true").await), [4]);
    assert_eq!(ids(exchanges(&sandbox, "?refused=false&limit=1").await), [5]);

    let list = format!("{}/_sandbox/exchanges", sandbox.url());
    assert_eq!(client(&sandbox).get(format!("{list}?limit=x")).send().await.unwrap().status(), 400);
    assert_eq!(client(&sandbox).delete(&list).send().await.unwrap().status(), 204);
    assert_eq!(exchanges(&sandbox, "").await, Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn what_nobody_vouched_for_is_withheld() {
    let sandbox = sandbox(Options::default()).await;
    for path in ["/quiet?q=private", "/nowhere?q=private"] {
        post(&sandbox, path, "private").await;
    }
    for exchange in sandbox.exchanges() {
        assert_eq!(exchange.query.as_deref(), Some("‹withheld›"));
        assert_eq!(exchange.request_body, "‹withheld›");
        assert!(!format!("{exchange:?}").contains("private"));
    }
}

#[tokio::test]
async fn secrets_are_found_where_no_handler_ran() {
    let sandbox = sandbox(Options::default()).await;
    sandbox.put_fault("status=503".parse().unwrap());
    post(&sandbox, "/other?key=letmein", "user=me pw=letmein").await;
    let exchange = &sandbox.exchanges()[0];
    assert_eq!(exchange.outcome, Outcome::Faulted);
    assert_eq!(exchange.query.as_deref(), Some("key=‹redacted›"));
    assert_eq!(exchange.request_body, "user=me pw=‹redacted›");
}

#[tokio::test]
async fn plain_http_is_the_suppliers_to_answer() {
    let sandbox = sandbox(Options::default()).await;
    let client = reqwest::Client::builder().no_proxy().tls_backend_preconfigured(unused_tls()).build().unwrap();
    let get = async |path: &str| client.get(format!("{}{path}", sandbox.http_url())).send().await.unwrap();
    assert_eq!(get("/echo").await.text().await.unwrap(), "in the clear");
    assert_eq!(get("/_sandbox/health").await.status(), 200);
    assert_eq!(get("/nowhere").await.status(), 404);
    let refused = get("/other").await;
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains(sandbox.url()));
    let newest = serde_json::to_value(sandbox.exchanges()[0].as_ref()).unwrap();
    assert_eq!((&newest["scheme"], &newest["outcome"]), (&json!("http"), &json!("refused")));
}

fn unused_tls() -> rustls::ClientConfig {
    rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

#[tokio::test]
async fn a_client_that_leaves_is_recorded() {
    let sandbox = sandbox(Options::default()).await;
    let mut stream = TcpStream::connect(sandbox.http_addr()).await.unwrap();
    let request = "GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Sandbox-Fault: delay=10m\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    drop(stream);
    let exchanges = eventually(sandbox.exchanges_when(|exchanges| !exchanges.is_empty())).await;
    let exchange = &exchanges[0];
    assert_eq!(exchange.outcome, Outcome::Abandoned);
    assert_eq!(exchange.fault.as_deref(), Some("delay=10m"));
    assert_eq!(exchange.status, None);
}

#[tokio::test]
async fn pages_of_other_sites_are_refused() {
    let sandbox = sandbox(Options::default()).await;
    for path in ["/", "/_sandbox/health", "/_sandbox/exchanges", "/_sandbox/fault", "/_sandbox/nowhere"] {
        for (name, value) in [(HOST, "rebound.example"), (ORIGIN, "https://evil.example"), (ORIGIN, "null")] {
            let url = format!("{}{path}", sandbox.url());
            let answer = client(&sandbox).get(url).header(name, value).send().await.unwrap();
            assert_eq!(answer.status(), 403, "{path} {value}");
        }
    }
    let own = client(&sandbox).get(format!("{}/_sandbox/health", sandbox.url())).header(ORIGIN, sandbox.url());
    assert_eq!(own.send().await.unwrap().status(), 200);
    assert!(sandbox.exchanges().is_empty());
}
