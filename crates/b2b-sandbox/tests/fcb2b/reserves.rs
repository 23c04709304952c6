//! Goods held back: what is reserved, what is left, and for how long.

use b2b_http::Error;
use b2b_sandbox::{Clock, Fcb2b, Options, Sandbox};
use fcb2b_client::chrono::TimeDelta;
use fcb2b_client::{
    CreateReserve, Decimal, GetReserves, InventoryInquiry, OrRaw, RelatedItems, Reservation, ReservationLine,
    RollOrCut, SolutionCheck, StockCheck, UnitOfMeasure,
};
use futures_util::future::join_all;

use crate::support::{ask, ask_as, producer, refused, refused_as, refused_by_hand, sandbox, sandbox_for};

fn amount(value: &Option<OrRaw<Decimal>>) -> String {
    value.as_ref().and_then(OrRaw::value).map(ToString::to_string).unwrap_or_default()
}

fn lines(reservation: &Reservation) -> Vec<String> {
    let row = |line: &ReservationLine| {
        let price_unit = line.price_unit_of_measure.as_ref().map(ToString::to_string).unwrap_or_default();
        let lot = line.shade_or_dye_lot.as_deref().unwrap_or_default();
        format!("{lot} {} at {}/{price_unit}", amount(&line.quantity), amount(&line.price))
    };
    reservation.lines.iter().map(row).collect()
}

fn number(reservation: &Reservation) -> &str {
    reservation.reserve_number.as_deref().unwrap()
}

/// What is left at each place.
async fn left(sandbox: &Sandbox, sku: &str) -> Vec<Decimal> {
    let answer = ask(sandbox, InventoryInquiry::new(sku)).await;
    let amount = |item: &fcb2b_client::AvailableItem| {
        item.quantity.as_ref().and_then(OrRaw::value).and_then(|quantity| quantity.amount()).unwrap().normalize()
    };
    answer.items().iter().map(amount).collect()
}

fn boxes(quantity: i64) -> CreateReserve {
    CreateReserve::new("VV01701002", quantity, UnitOfMeasure::Box)
}

fn carpet(quantity: Decimal) -> CreateReserve {
    CreateReserve::new("BL12000451", quantity, UnitOfMeasure::SquareYard)
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[tokio::test]
async fn what_is_reserved_is_gone_from_all_answers() {
    let sandbox = sandbox().await;
    let made = ask(&sandbox, boxes(90).same_shade_or_dye_lot(false).sidemark("O'Brien & Søn ~ 5+1")).await;
    // Both places of the lot make one line.
    assert_eq!(lines(&made), ["A1207 90.00 at 58.79/BX"]);
    assert_eq!(made.fob_point.as_deref(), Some("DAL"));
    assert_eq!(made.lines[0].sidemarks.0, ["O'Brien & Søn ~ 5+1"]);
    assert_eq!(made.lines[0].line_number.as_deref(), Some("1"));
    assert!(made.creation_date.is_some() && made.expiration_date.is_some());

    assert_eq!(left(&sandbox, "VV01701002").await, [0, 5, 220].map(Decimal::from));
    let stock = ask(&sandbox, StockCheck::new("VV01701002")).await;
    assert_eq!(stock.quantity.unwrap().value().unwrap().amount(), Some(Decimal::from(5)));
    let related = ask(&sandbox, RelatedItems::new("TRIM000084")).await;
    assert_eq!(related.items[0].quantity.as_ref().unwrap().value().unwrap().amount(), Some(Decimal::from(225)));
    let solution = ask(&sandbox, SolutionCheck::new("VV01701002", 6, 6, UnitOfMeasure::Box)).await;
    assert_eq!(solution.fob_point.as_deref(), Some("ATL"));

    // Asked again it is made again.
    let again = ask(&sandbox, boxes(90)).await;
    assert_ne!(number(&again), number(&made));
    assert_eq!(left(&sandbox, "VV01701002").await, [0, 5, 130].map(Decimal::from));
}

#[tokio::test]
async fn reserves_are_listed_for_those_who_made_them() {
    let sandbox = sandbox().await;
    let made = ask(&sandbox, CreateReserve::new("TRIM000084", 2, UnitOfMeasure::Box).sidemark("HALL")).await;
    let numbers = async |request: GetReserves| -> Vec<String> {
        ask(&sandbox, request).await.iter().map(|reservation| number(reservation).to_owned()).collect()
    };
    assert_eq!(numbers(GetReserves::new()).await, ["7000001", number(&made)]);
    assert_eq!(numbers(GetReserves::new().sku("TRIM000084")).await, [number(&made)]);
    assert_eq!(numbers(GetReserves::new().reserve_number("7000001")).await, ["7000001"]);
    assert!(numbers(GetReserves::new().reserve_number("7000001").sku("TRIM000084")).await.is_empty());
    assert!(numbers(GetReserves::new().sku("LASTBOX100")).await.is_empty());
    assert_eq!(ask(&sandbox, GetReserves::new().reserve_number(number(&made))).await, [made]);
    // Another client's, an expired one, and none.
    for unknown in ["7000002", "7000003", "1", "R-1"] {
        let refused = refused(&sandbox, GetReserves::new().reserve_number(unknown)).await;
        assert_eq!(refused, (404, "ReserveNotFound".to_owned()), "{unknown}");
    }
    let other = ask_as(&sandbox, producer(&sandbox).client_identifier("cl0000002"), GetReserves::new()).await.unwrap();
    assert_eq!(other.value.len(), 1);
}

#[tokio::test]
async fn every_condition_of_a_reserve_counts() {
    async fn check(request: CreateReserve, expected: &[&str]) {
        let sandbox = sandbox().await;
        assert_eq!(lines(&ask(&sandbox, request.clone()).await), expected, "{request:?}");
    }
    check(boxes(5).fob_point("ATL"), &["B0331 5.00 at 62.99/BX"]).await;
    check(boxes(5).shade_or_dye_lot("B0331"), &["B0331 5.00 at 62.99/BX"]).await;
    check(boxes(500).minimum(100), &["B0331 220.00 at 58.79/BX"]).await;
    check(boxes(5).requested_price(decimal("62.99")), &["A1207 5.00 at 62.99/BX"]).await;
    check(boxes(50).requested_price(decimal("58.79")), &["A1207 50.00 at 58.79/BX"]).await;
    let by_foot = boxes(5).requested_price(decimal("2.7")).requested_price_unit_of_measure(UnitOfMeasure::SquareFoot);
    check(by_foot, &["A1207 5.00 at 2.70/SF"]).await;
    // One line for each lot.
    check(carpet(Decimal::from(60)), &["D41 48.50 at 16.90/SY", "D42 11.50 at 16.90/SY"]).await;
    check(carpet(Decimal::from(48)).same_shade_or_dye_lot(true), &["D41 48.00 at 16.90/SY"]).await;
    // Rolls are whole.
    check(carpet(decimal("120")).roll_or_cut(RollOrCut::Roll), &["D41 120.00 at 14.35/SY"]).await;
    check(carpet(decimal("253.33")).roll_or_cut(RollOrCut::Roll), &["D41 253.33 at 13.75/SY"]).await;
    check(carpet(decimal("130")).maximum(140).roll_or_cut(RollOrCut::Roll), &["D41 133.33 at 14.35/SY"]).await;
    check(carpet(decimal("146.67")).roll_number("R100240"), &["D42 146.67 at 14.35/SY"]).await;
    check(CreateReserve::new("TRIM000084", 6, UnitOfMeasure::Box), &[" 6.00 at 220.00/BX"]).await;
    check(CreateReserve::new("DROPPED001", 37, UnitOfMeasure::Box), &["Q9 37.00 at 19.90/BX"]).await;
}

#[tokio::test]
async fn what_cannot_be_reserved_is_refused_and_holds_nothing_back() {
    let sandbox = sandbox().await;
    let check = async |request: CreateReserve, status: u16, code: &str| {
        assert_eq!(refused(&sandbox, request.clone()).await, (status, code.to_owned()), "{request:?}");
    };
    for request in [
        boxes(221),
        boxes(100).fob_point("DAL"),
        boxes(5).fob_point("NOWHERE"),
        boxes(5).shade_or_dye_lot("B0331").fob_point("DAL"),
        boxes(500).minimum(221),
        carpet(Decimal::from(60)).same_shade_or_dye_lot(true).roll_or_cut(RollOrCut::Cut),
        carpet(Decimal::from(130)).roll_or_cut(RollOrCut::Roll),
        carpet(Decimal::from(20)).roll_number("R9"),
        CreateReserve::new("FUTURE0001", 1, UnitOfMeasure::Box),
        boxes(999_999_999),
    ] {
        check(request, 409, "OperationAborted").await;
    }
    for request in [
        boxes(5).requested_price(decimal("62.98")),
        boxes(50).requested_price(decimal("62.99")),
        boxes(5).requested_price(1).requested_price_unit_of_measure(UnitOfMeasure::LinearFoot),
    ] {
        check(request, 409, "PriceMismatch").await;
    }
    for query in [
        "Quantity=5&UnitOfMeasure=BX&Minimum=6",
        "Quantity=5&UnitOfMeasure=BX&Maximum=4",
        "Quantity=5&UnitOfMeasure=BX&Minimum=1.5",
        "Quantity=5&UnitOfMeasure=BX&RequestedPriceUnitOfMeasure=BX",
        "Quantity=5&UnitOfMeasure=SF",
        "Quantity=-5&UnitOfMeasure=BX",
        "Quantity=0&UnitOfMeasure=BX",
        "Quantity=1000000000&UnitOfMeasure=BX",
    ] {
        let query = format!("ClientIdentifier=100059&SupplierItemSKU=VV01701002&{query}");
        let refused = refused_by_hand(&sandbox, "/createreserve", &query).await;
        assert_eq!(refused, (400, "InvalidArgument".to_owned()), "{query}");
    }
    check(CreateReserve::new("NOTHING", 5, UnitOfMeasure::Box), 404, "SKUNotFound").await;
    check(CreateReserve::new("EFERROR001", 5, UnitOfMeasure::Box), 200, "SKUNotFound").await;
    assert_eq!(left(&sandbox, "VV01701002").await, [81, 14, 220].map(Decimal::from));
    assert_eq!(ask(&sandbox, GetReserves::new()).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_hundred_boxes_are_reserved_a_hundred_times() {
    let sandbox = sandbox().await;
    let http = crate::support::http(&sandbox);
    let producer = std::sync::Arc::new(producer(&sandbox));
    let url = crate::support::url::<CreateReserve>(&sandbox);
    let one = || async {
        let request = CreateReserve::new("LASTBOX100", 1, UnitOfMeasure::Box);
        http.send(&fcb2b_client::Call::new(producer.clone(), url.clone(), request)).await
    };
    let answers = join_all((0..200).map(|_| one())).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((made.len(), refused.len()), (100, 100));
    let aborted = |error: Error| (error.status().map(|status| status.as_u16()), error.code().map(str::to_owned));
    for error in refused.into_iter().filter_map(Result::err) {
        assert_eq!(aborted(error), (Some(409), Some("OperationAborted".to_owned())));
    }
    assert_eq!(left(&sandbox, "LASTBOX100").await, [Decimal::ZERO]);
    assert_eq!(ask(&sandbox, GetReserves::new().sku("LASTBOX100")).await.len(), 100);
}

#[tokio::test]
async fn an_expired_reserve_gives_its_goods_back() {
    let dir = tempfile::tempdir().unwrap();
    let start: fcb2b_client::chrono::DateTime<_> = "2025-01-08T12:00:00Z".parse().unwrap();
    for (days, expected, active) in [(0, 60, 2), (13, 60, 1), (14, 100, 0)] {
        let now = start + TimeDelta::days(days);
        let options = Options { clock: Clock::Fixed(now), data: Some(dir.path().into()), ..Options::default() };
        let sandbox = sandbox_for(Fcb2b::DEFAULT_PROFILE, options).await;
        let producer = || producer(&sandbox).clock_offset(now - Clock::System.now());
        if days == 0 {
            let request = CreateReserve::new("LASTBOX100", 40, UnitOfMeasure::Box);
            ask_as(&sandbox, producer(), request).await.unwrap();
        }
        let stock = ask_as(&sandbox, producer(), StockCheck::new("LASTBOX100")).await.unwrap().value;
        assert_eq!(stock.quantity.unwrap().value().unwrap().amount(), Some(Decimal::from(expected)), "day {days}");
        let reserves = ask_as(&sandbox, producer(), GetReserves::new()).await.unwrap().value;
        assert_eq!(reserves.len(), active, "day {days}");
        sandbox.shutdown().await;
    }
}

/// To the client both look alike: the answer is lost, and the goods are reserved or not.
#[tokio::test]
async fn a_lost_answer_may_have_reserved() {
    let sandbox = sandbox().await;
    for (fault, reserves) in [("reset;supplier=fcb2b", 1), ("reset;process=yes;supplier=fcb2b", 2)] {
        sandbox.put_fault(fault.parse().unwrap());
        let error = ask_as(&sandbox, producer(&sandbox), boxes(1)).await.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
        sandbox.clear_fault();
        assert_eq!(ask(&sandbox, GetReserves::new()).await.len(), reserves, "{fault}");
    }
}

#[tokio::test]
async fn reserving_takes_a_key_that_may() {
    let sandbox = sandbox().await;
    let producer = crate::support::with_key(&sandbox, Fcb2b::STOCK_ONLY_KEY, Fcb2b::STOCK_ONLY_SECRET);
    assert_eq!(refused_as(&sandbox, producer, boxes(1)).await, (403, "AccessDenied".to_owned()));
    let producer = crate::support::with_key(&sandbox, Fcb2b::STOCK_ONLY_KEY, Fcb2b::STOCK_ONLY_SECRET);
    ask_as(&sandbox, producer, StockCheck::new("VV01701002")).await.unwrap();
}
