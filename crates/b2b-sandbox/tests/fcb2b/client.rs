//! The real client: addresses from discovery, many items at a time, and reservations whose answer is lost.

use std::time::Duration;

use b2b_http::ReqwestTransport;
use b2b_sandbox::{Fcb2b, Options, Sandbox};
use fcb2b_client::{
    Bulk, Client, CreateReserve, Directory, Reconciled, ReserveOutcome, ReservePolicy, StockCheck, UnitOfMeasure,
};
use futures_util::{StreamExt as _, stream};

use crate::support::{http, producer, ready, sandbox, sandbox_for};

/// Knows where services are listed and nothing else.
fn client(sandbox: &Sandbox) -> Client<ReqwestTransport> {
    let services = format!("{}{}", sandbox.url(), ready(sandbox)["services"]);
    let directory = Directory::discovered(services.parse().unwrap());
    Client::with(producer(sandbox), directory, http(sandbox))
        .reserve_policy(ReservePolicy::new().settle(Duration::ZERO))
}

#[tokio::test]
async fn addresses_come_from_discovery_whether_it_is_signed_or_not() {
    for profile in [Fcb2b::DEFAULT_PROFILE, "dancik", "shared-secret"] {
        let sandbox = sandbox_for(profile, Options::default()).await;
        let client = client(&sandbox);
        for _ in 0..2 {
            client.stock_check(StockCheck::new("VV01701002")).await.unwrap();
        }
        let paths: Vec<String> = sandbox.exchanges().iter().rev().map(|exchange| exchange.path.clone()).collect();
        assert_eq!(paths, ["/services", "/StockCheck", "/StockCheck"], "{profile}");
    }
}

#[tokio::test]
async fn one_failed_item_does_not_end_a_run() {
    let sandbox = sandbox().await;
    let skus = ["VV01701002", "NOTHING", "EFERROR001", "BL12000451"].map(str::to_owned);
    let results: Vec<_> = client(&sandbox).stock_checks(stream::iter(skus), Bulk::new()).collect().await;
    let mut failed: Vec<&str> =
        results.iter().filter(|item| item.result.is_err()).map(|item| item.sku.as_str()).collect();
    failed.sort_unstable();
    assert_eq!((results.len(), failed), (4, vec!["EFERROR001", "NOTHING"]));
}

#[tokio::test]
async fn what_became_of_a_lost_reservation_is_found_out() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    client.services().await.unwrap();
    let request = || CreateReserve::new("VV01701002", 5, UnitOfMeasure::Box);
    for (fault, is_made) in
        [("reset;process=yes", true), ("reset", false), ("truncate=100", true), ("html;status=502", false)]
    {
        client.stock_check(StockCheck::new("VV01701002")).await.unwrap();
        sandbox.put_fault(fault.parse().unwrap());
        let outcome = client.create_reserve(request()).await.unwrap();
        sandbox.clear_fault();
        let ReserveOutcome::Unknown(unknown) = outcome else { panic!("{fault}: {outcome:?}") };
        let found = client.reconcile(&unknown).await.unwrap();
        assert_eq!(matches!(found, Reconciled::Reserved(_)), is_made, "{fault}: {found:?}");
        assert_eq!(found == Reconciled::NotReserved, !is_made, "{fault}: {found:?}");
    }
    let outcome = client.create_reserve(CreateReserve::new("LASTBOX100", 101, UnitOfMeasure::Box)).await;
    assert_eq!(outcome.unwrap_err().code(), Some("OperationAborted"));
}
