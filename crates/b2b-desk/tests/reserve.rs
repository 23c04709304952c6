//! What becomes of a reservation.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod world;

use b2b_desk::{Cause, Config, Desk, ReserveOutcome, ReserveRequest, Whom};
use b2b_http::Attempt;
use world::{Secrets, at, sandbox, sources};

async fn reserve(config: &Config, sku: &str) -> Result<ReserveOutcome, b2b_desk::DeskError> {
    let desk = Desk::from_config(config).unwrap();
    let attempt = Attempt::new(1, Default::default(), [7; 32]);
    let request = ReserveRequest::new(sku, 101.into(), "BX");
    desk.reserve(&desk.prepare_reservation(&Whom::Able, request, None, &attempt).unwrap()).await
}

#[tokio::test]
async fn a_refusal_is_an_outcome_and_an_error_says_that_nothing_was_sent() {
    let sandbox = sandbox().await;
    let config = sources(&sandbox, &Secrets::right()).load().unwrap();
    let ReserveOutcome::Refused(short) = reserve(&config, "LASTBOX100").await.unwrap() else { panic!("reserved") };
    assert_eq!((short.code(), short.cause()), (Some("OperationAborted"), Cause::Refused));
    let ReserveOutcome::Refused(unknown) = reserve(&config, "NO-SUCH-SKU").await.unwrap() else { panic!("reserved") };
    assert_eq!(unknown.cause(), Cause::NotFound);
    sandbox.shutdown().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let config = at(&format!("https://{nobody}"), &Secrets::right()).load().unwrap();
    assert_eq!(reserve(&config, "LASTBOX100").await.unwrap_err().cause(), Cause::Unreachable);
}
