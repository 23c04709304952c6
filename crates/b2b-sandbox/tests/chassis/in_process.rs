//! The same without ports.

use axum::{
    Router,
    body::to_bytes,
    http::{Request, StatusCode},
};
use b2b_sandbox::{Cause, Context, Explanation, InProcess, Mount, Mounting, Notes, Options, Sandbox, Scheme, Supplier};
use bytes::Bytes;

use crate::support::Dummy;

async fn sandbox() -> InProcess {
    Sandbox::builder().supplier(Dummy::default()).in_process().await.unwrap()
}

fn echo(fault: &str) -> Request<Bytes> {
    Request::post("/echo").header("x-sandbox-fault", fault).body(Bytes::from_static(b"hello")).unwrap()
}

#[tokio::test]
async fn a_request_is_answered_and_recorded() {
    let sandbox = sandbox().await;
    let request = Request::post("/count").body(Bytes::new()).unwrap();
    let response = sandbox.answer(request, Scheme::Https).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers().contains_key("date"));
    assert_eq!(to_bytes(response.into_body(), 100).await.unwrap(), "1");
    assert_eq!(sandbox.exchanges()[0].path, "/count");
}

#[tokio::test]
async fn the_sandbox_has_its_own_pages() {
    let sandbox = sandbox().await;
    let request = Request::get("/_sandbox/health").header("host", "localhost").body(Bytes::new()).unwrap();
    assert_eq!(sandbox.answer(request, Scheme::Http).await.unwrap().status(), 200);
    assert!(sandbox.exchanges().is_empty());
}

#[tokio::test]
async fn faults_that_break_a_connection_end_the_answer() {
    let sandbox = sandbox().await;
    assert!(sandbox.answer(echo("reset"), Scheme::Https).await.is_none());
    let response = sandbox.answer(echo("truncate=2"), Scheme::Https).await.unwrap();
    assert!(to_bytes(response.into_body(), 100).await.is_err());
}

/// Refuses with a cause that has much to say.
struct Talker;

impl Supplier for Talker {
    fn name(&self) -> &'static str {
        "talker"
    }

    fn mount(self: Box<Self>, _: Context) -> Mounting {
        let refuse = || async {
            let cause = Cause::new("talk", "x".repeat(10_000), "Listen.");
            (StatusCode::BAD_REQUEST, Notes::new().refused(Explanation::new("No.").with_cause(cause)), "no")
        };
        Box::pin(async move { Ok(Mount::new(Router::new().fallback(refuse)).at("/talk")) })
    }
}

#[tokio::test]
async fn causes_count_for_what_is_kept() {
    let options = Options { max_exchanges_bytes: 100_000, ..Options::default() };
    let sandbox = Sandbox::builder().options(options).supplier(Talker).in_process().await.unwrap();
    for _ in 0..30 {
        sandbox.answer(Request::post("/talk").body(Bytes::new()).unwrap(), Scheme::Https).await.unwrap();
    }
    let kept = sandbox.exchanges();
    assert!((1..10).contains(&kept.len()), "{}", kept.len());
    assert_eq!(kept[0].id, 30);
}
