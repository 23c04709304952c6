//! A supplier without a protocol, and clients that trust a sandbox.

use std::{future::Future, sync::Arc, time::Duration};

use axum::{
    Router,
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
    response::IntoResponse,
    routing::{get, post},
};
use b2b_sandbox::{Context, Explanation, Migration, Mount, Mounting, Notes, Options, Sandbox, Supplier};
use rustls::pki_types::ServerName;
use serde_json::{Value, json};
use tokio::{net::TcpStream, sync::Notify};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::tls::trusting;

/// What `/echo` takes for the password.
pub(crate) const PASSWORD: &str = "hunter&2";

/// Answers `/echo`, `/count`, `/gate` and a few that misbehave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dummy {
    /// Notified when a request waits at `/gate`.
    pub(crate) arrived: Arc<Notify>,
    /// Lets a request through `/gate`.
    pub(crate) open: Arc<Notify>,
}

impl Supplier for Dummy {
    fn name(&self) -> &'static str {
        "dummy"
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![Migration::new(
            "0001",
            "CREATE TABLE dummy_count (n INTEGER NOT NULL); INSERT INTO dummy_count VALUES (0)",
        )]
    }

    fn mount(self: Box<Self>, context: Context) -> Mounting {
        Box::pin(async move {
            let count = move || {
                let store = context.store.clone();
                async move {
                    let counted = store.write(|tx| {
                        tx.query_row("UPDATE dummy_count SET n = n + 1 RETURNING n", [], |row| row.get::<_, i64>(0))
                    });
                    (Notes::new(), counted.await.unwrap().to_string())
                }
            };
            let gate = move || async move {
                self.arrived.notify_one();
                self.open.notified().await;
                (Notes::new(), "through")
            };
            let router = Router::new()
                .route("/echo", post(echo))
                .route("/count", post(count))
                .route("/gate", get(gate))
                .route("/quiet", post(|body: String| async { body }))
                .route("/panic", get(|| async { panic!("on purpose") as () }))
                .route("/stuck", get(std::future::pending::<()>));
            Ok(["/echo", "/count", "/gate", "/quiet", "/panic", "/stuck"]
                .into_iter()
                .fold(Mount::new(router), Mount::at)
                .plain_http(Router::new().fallback(|| async { (Notes::new(), "in the clear") }))
                .ready(json!({ "account": "0001" }))
                .secret("the-key"))
        })
    }
}

async fn echo(body: String) -> impl IntoResponse {
    let notes = Notes::new().operation("Echo").redact(PASSWORD);
    let xml = [(CONTENT_TYPE, "text/xml")];
    if body.contains("wrong") {
        let detail = json!({ "ours": format!("digest({PASSWORD})"), "theirs": "digest(wrong)" });
        let why = Explanation::new("The digest differs.").with_detail(detail);
        return (StatusCode::UNAUTHORIZED, notes.refused(why), xml, "<no/>".to_owned());
    }
    (StatusCode::OK, notes, xml, body)
}

/// A second supplier, to tell them apart.
pub(crate) struct Other;

impl Supplier for Other {
    fn name(&self) -> &'static str {
        "other"
    }

    fn mount(self: Box<Self>, _: Context) -> Mounting {
        let router = Router::new().fallback(|| async { (Notes::new(), "other") });
        let secrets = |_: &Parts, body: &[u8]| {
            let text = String::from_utf8_lossy(body);
            Some(text.split_once("pw=").map(|(_, secret)| secret.into()).into_iter().collect())
        };
        Box::pin(async move { Ok(Mount::new(router).at("/other").find_secrets(secrets)) })
    }
}

/// A sandbox with [`Dummy`] and [`Other`].
pub(crate) async fn sandbox(options: Options) -> Sandbox {
    Sandbox::builder().options(options).supplier(Dummy::default()).supplier(Other).start().await.unwrap()
}

/// A client that trusts the sandbox.
pub(crate) fn client(sandbox: &Sandbox) -> reqwest::Client {
    client_trusting(sandbox.ca_pem())
}

/// A client that trusts this authority and no other.
pub(crate) fn client_trusting(ca_pem: &str) -> reqwest::Client {
    reqwest::Client::builder().tls_backend_preconfigured(trusting(ca_pem)).no_proxy().build().unwrap()
}

/// A bare TLS connection to the sandbox.
pub(crate) async fn connect(sandbox: &Sandbox) -> TlsStream<TcpStream> {
    let stream = TcpStream::connect(sandbox.addr()).await.unwrap();
    let name = ServerName::from(sandbox.addr().ip());
    TlsConnector::from(Arc::new(trusting(sandbox.ca_pem()))).connect(name, stream).await.unwrap()
}

/// What `GET /_sandbox/exchanges` shows, with this query.
pub(crate) async fn exchanges(sandbox: &Sandbox, query: &str) -> Vec<Value> {
    let url = format!("{}/_sandbox/exchanges{query}", sandbox.url());
    client(sandbox).get(url).send().await.unwrap().json().await.unwrap()
}

/// Fails instead of hanging; no test depends on how soon it is done.
pub(crate) async fn eventually<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), work).await.expect("done within a minute")
}
