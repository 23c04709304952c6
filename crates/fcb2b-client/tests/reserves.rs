//! Reservations: sent once, and looked into when nobody knows what became of them.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/mod.rs"]
mod support;

use std::time::Duration;

use b2b_http::{ErrorKind, FixedEnvironment, RetryPolicy, Transport, TransportError};
use bytes::Bytes;
use fcb2b_client::chrono::TimeDelta;
use fcb2b_client::{
    Client, CreateReserve, Doubt, Mark, Reconciled, ReserveOutcome, ReservePolicy, SidemarkMode, UnitOfMeasure,
    UnknownReserve,
};
use http::Request;
use support::{Answering, Asked, answer, directory, now, producer, transport};

const RESERVED: &str = "<Reservation><ReserveNumber>880003</ReserveNumber></Reservation>";

fn request() -> CreateReserve {
    CreateReserve::new("VV01701002", 5, UnitOfMeasure::Box)
}

/// A client that repeats whatever may be repeated, and waits for nothing to settle.
fn client<T: Transport>(transport: T) -> Client<T> {
    let http = b2b_http::Client::builder(transport)
        .retry(RetryPolicy::default().max_attempts(5))
        .total_timeout(Duration::from_secs(30))
        .environment(FixedEnvironment::new(now()))
        .build();
    Client::with(producer("ethervision"), directory(), http).reserve_policy(ReservePolicy::new().settle(Duration::ZERO))
}

#[tokio::test(start_paused = true)]
async fn a_reservation_gets_a_mark_of_its_own_unless_it_has_one_or_is_to_have_none() {
    let reserve = async |request: CreateReserve, policy: ReservePolicy| {
        let asked = Asked::default();
        let client = client(transport(&asked, |_| std::future::ready(answer(200, RESERVED)))).reserve_policy(policy);
        let outcome = client.create_reserve(request).await.unwrap();
        assert!(matches!(&outcome, ReserveOutcome::Reserved(answer)
            if answer.value.reserve_number.as_deref() == Some("880003")));
        let url = asked.urls().remove(0);
        url.split('&').find_map(|pair| pair.strip_prefix("Sidemark=")).map(str::to_owned)
    };
    let default = ReservePolicy::default();
    assert_eq!(reserve(request(), default).await.as_deref(), Some("b2b-010101010101"));
    assert_eq!(reserve(request().sidemark("JONES"), default).await.as_deref(), Some("JONES"));
    assert_eq!(reserve(request(), default.sidemark(SidemarkMode::AsGiven)).await, None);
}

/// What became of a reservation that is answered so.
#[derive(Debug, PartialEq)]
enum Became {
    Refused,
    NotSent,
    Unknown,
}

async fn check(answering: impl Fn() -> Answering + Send + Sync, expected: Became, why: &str) {
    let asked = Asked::default();
    let client = client(transport(&asked, |_| std::future::ready(answering())));
    let became = match client.create_reserve(request()).await {
        Ok(ReserveOutcome::Unknown(unknown)) => {
            assert_eq!(unknown.reason, unknown.error().unwrap().to_string());
            assert!(unknown.reason.contains(why), "{} {why}", unknown.reason);
            Became::Unknown
        }
        Err(error) => {
            assert!(error.to_string().contains(why), "{error} {why}");
            if matches!(error, b2b_http::Error::NotSent(_)) { Became::NotSent } else { Became::Refused }
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(became, expected, "{why}");
    if expected != Became::NotSent {
        assert_eq!(asked.count(), 1, "{why}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_is_certain_is_an_error() {
    use Became::{NotSent, Refused, Unknown};
    let aborted = "<Error><Code>OperationAborted</Code><Message>Not enough</Message></Error>";
    check(|| answer(409, aborted), Refused, "OperationAborted, status 409").await;
    check(|| answer(200, aborted), Refused, "OperationAborted, status 200").await;
    check(|| answer(200, "<x><error>SKUNotFound</error></x>"), Refused, "SKUNotFound").await;
    check(|| answer(403, "<html/>"), Refused, "status 403").await;
    check(|| answer(404, ""), Refused, "status 404").await;
    for status in [400, 409, 410, 422, 429, 451] {
        check(|| answer(status, "<html/>"), Unknown, &format!("status {status}")).await;
    }
    check(|| Err(TransportError::not_sent(ErrorKind::Connect, "refused")), NotSent, "was not sent: refused").await;

    check(|| answer(500, aborted), Unknown, "OperationAborted, status 500").await;
    check(|| answer(200, "<x><error>InternalError</error></x>"), Unknown, "InternalError, status 200").await;
    check(|| answer(200, "<x><Error>Something went wrong</Error></x>"), Unknown, "Something went wrong").await;
    check(|| answer(200, "<x><error>PriceMismatch</error></x>"), Refused, "PriceMismatch").await;
    check(|| answer(402, "<x><error>ZZ9</error></x>"), Refused, "ZZ9").await;
    for (status, code) in
        [(200, "Timeout"), (200, "ZZ9"), (200, "E500"), (408, "Timeout"), (408, "ZZ9"), (425, "ZZ9"), (499, "ZZ9")]
    {
        check(|| answer(status, &format!("<r><error>{code}</error></r>")), Unknown, code).await;
    }
    for code in ["InternalError", "ServiceUnavailable", "Timeout", "Gateway_Timeout", "SystemError", "soap:Server"] {
        check(|| answer(409, &format!("<r><error>{code}</error></r>")), Unknown, code).await;
    }
    let two = "<r><error>SKUNotFound</error><error>InternalError</error></r>";
    check(|| answer(200, two), Unknown, "(InternalError, status 200)").await;
    check(|| answer(408, aborted), Refused, "OperationAborted").await;
    check(|| answer(200, "<r><Messages>OK</Messages></r>"), Unknown, "no Reservation").await;
    // One that was made, and is said not to be; and one without a number.
    let both = format!("<r>{RESERVED}{aborted}</r>");
    check(|| answer(409, &both), Unknown, "has a ReserveNumber").await;
    check(|| answer(500, &both), Unknown, "has a ReserveNumber").await;
    let within = format!("<r><Error><Code>OperationAborted</Code>{RESERVED}</Error></r>");
    check(|| answer(409, &within), Unknown, "has a ReserveNumber").await;
    let other = "<r><error>SKUNotFound</error><reserve><reserveNumber>1</reserveNumber></reserve></r>";
    check(|| answer(200, other), Unknown, "no Reservation").await;
    for empty in [
        "<Reservation/>",
        "<Reservation><ReserveNumber/></Reservation>",
        "<Reservation><Status>FAILED</Status></Reservation>",
    ] {
        check(|| answer(200, &format!("<CreateReserveResponse>{empty}</CreateReserveResponse>")), Unknown, "no Reserv")
            .await;
    }
    check(|| answer(200, "<html/>"), Unknown, "HTML").await;
    check(|| answer(200, ""), Unknown, "empty").await;
    check(|| answer(200, "<CreateReserveResponse><Reserv"), Unknown, "cut off").await;
    check(|| answer(200, "<CreateReserveResponse/>"), Unknown, "no Reservation").await;
    check(|| answer(408, ""), Unknown, "status 408").await;
    check(|| answer(302, ""), Unknown, "redirects").await;
    check(|| answer(502, "<html/>"), Unknown, "status 502").await;
    check(|| answer(503, ""), Unknown, "status 503").await;
    check(|| Err(TransportError::unknown(ErrorKind::Reset, "reset")), Unknown, "reset").await;
    check(|| Err(TransportError::unknown(ErrorKind::Truncated, "cut")), Unknown, "cut").await;
}

#[tokio::test(start_paused = true)]
async fn a_reservation_with_a_number_is_one_whatever_stands_beside_it() {
    for (status, beside, said) in [
        (
            200,
            "<MessageList><Message><Code>W12</Code><Text>Lot split</Text></Message></MessageList>",
            "Lot split (W12)",
        ),
        (200, "<Messages>OK</Messages>", "OK"),
        (201, "<error>InternalError</error>", "InternalError"),
    ] {
        let body = format!("<r>{RESERVED}{beside}</r>");
        let client = client(transport(&Asked::default(), |_| std::future::ready(answer(status, &body))));
        let ReserveOutcome::Reserved(made) = client.create_reserve(request()).await.unwrap() else {
            panic!("{beside}")
        };
        assert_eq!(made.value.reserve_number.as_deref(), Some("880003"));
        assert_eq!(made.messages[0].to_string(), said);
    }
}

#[tokio::test(start_paused = true)]
async fn the_policy_and_the_producers_clock_are_kept_with_what_is_unknown() {
    let http = b2b_http::Client::builder(transport(&Asked::default(), |_| std::future::ready(answer(502, ""))))
        .environment(FixedEnvironment::new(now()))
        .build();
    let producer = producer("ethervision").clock_offset(TimeDelta::hours(30));
    let client =
        Client::with(producer, directory(), http).reserve_policy(ReservePolicy::new().lapse(Duration::from_secs(600)));
    let ReserveOutcome::Unknown(unknown) = client.create_reserve(request()).await.unwrap() else { panic!() };
    assert_eq!((unknown.lapsed, unknown.clock_offset), (Some(now() + TimeDelta::minutes(10)), 30 * 60 * 60));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_parameter_is_not_sent() {
    let asked = Asked::default();
    let client = client(transport(&asked, |_| std::future::ready(answer(200, RESERVED))));
    let error = client.create_reserve(request().minimum(6)).await.unwrap_err();
    assert_eq!(error.to_string(), "fcb2b.CreateReserve was not sent: Minimum is above Quantity");
    assert_eq!(asked.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_reservation_that_hangs_is_found_by_its_mark() {
    let asked = Asked::default();
    let client = client(transport(&asked, |request: Request<Bytes>| async move {
        if request.uri().path() == "/createreserve" {
            std::future::pending::<()>().await;
        }
        answer(
            200,
            "<r><Reservation><ReserveNumber>1</ReserveNumber><ReservationLines><ReservationLine>\
             <SupplierItemSKU>VV01701002</SupplierItemSKU><Sidemarks>JONES</Sidemarks></ReservationLine></ReservationLines>\
             </Reservation><Reservation><ReserveNumber>2</ReserveNumber><ReservationLines><ReservationLine>\
             <SupplierItemSKU>vv01701002</SupplierItemSKU><Sidemarks> B2B-010101010101 </Sidemarks></ReservationLine>\
             </ReservationLines></Reservation></r>",
        )
    }));
    let ReserveOutcome::Unknown(unknown) = client.create_reserve(request()).await.unwrap() else { panic!() };
    assert_eq!(unknown.error().unwrap().kind(), ErrorKind::TotalTimeout);
    assert_eq!(unknown.mark, Mark::Unique("b2b-010101010101".to_owned()));

    // It can be kept over a restart.
    let kept = serde_json::to_string(&unknown).unwrap();
    assert!(!kept.contains(support::SECRET) && !kept.contains("signature"), "{kept}");
    let kept: UnknownReserve = serde_json::from_str(&kept).unwrap();
    assert!(kept.error().is_none() && kept.reason.contains("total timeout"));

    let Reconciled::Reserved(found) = client.reconcile(&kept).await.unwrap() else { panic!() };
    assert_eq!(found.reserve_number.as_deref(), Some("2"));
    assert_eq!(asked.paths(), ["sandbox.example.com/createreserve", "sandbox.example.com/getreserves"]);
    assert!(asked.urls()[1].contains("SupplierItemSKU=VV01701002"));
}

#[tokio::test(start_paused = true)]
async fn a_reservation_that_was_not_made_is_not_there() {
    let client = client(transport(&Asked::default(), |request: Request<Bytes>| {
        let is_new = request.uri().path() == "/createreserve";
        std::future::ready(if is_new { answer(502, "") } else { answer(200, "<GetReservesResponse/>") })
    }));
    let ReserveOutcome::Unknown(unknown) = client.create_reserve(request()).await.unwrap() else { panic!() };
    assert_eq!(client.reconcile(&unknown).await.unwrap(), Reconciled::NotReserved);

    let patient = client.reserve_policy(ReservePolicy::default());
    let ReserveOutcome::Unknown(unknown) = patient.create_reserve(request()).await.unwrap() else { panic!() };
    assert_eq!(unknown.wait(now()), Duration::from_secs(45));
    let expected = Reconciled::StillUnknown { why: Doubt::TooEarly, candidates: vec![] };
    assert_eq!(patient.reconcile(&unknown).await.unwrap(), expected);
}

#[test]
fn calls_can_be_spawned() {
    fn check(_: impl Send) {}
    let client = client(transport(&Asked::default(), |_| std::future::ready(answer(200, RESERVED))));
    check(client.stock_check(fcb2b_client::StockCheck::new("A")));
    check(client.create_reserve(request()));
    check(client.call(fcb2b_client::Any::new("A")));
    check(client.services());
    check(client.stock_checks(futures_util::stream::empty(), fcb2b_client::Bulk::new()));
}
