//! What the producer's reserves say of a reservation whose outcome is unknown.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/mod.rs"]
mod support;

use std::time::Duration;

use fcb2b_client::chrono::TimeDelta;
use fcb2b_client::{
    CreateReserve, Doubt, GetReserves, Mark, Reconciled, Reservation, UnitOfMeasure, UnknownReserve, decode_answer,
};
use support::now;

/// Five boxes of `A`, from 07:53:23 to a minute later on 2024-12-21, with a settle time of 45 seconds.
fn unknown(mark: Mark) -> UnknownReserve {
    unknown_of(&CreateReserve::new("A", 5, UnitOfMeasure::Box), mark)
}

fn unknown_of(request: &CreateReserve, mark: Mark) -> UnknownReserve {
    let times = (now(), now() + TimeDelta::seconds(60));
    UnknownReserve::new(request, mark, times, Duration::from_secs(45), None)
}

fn unique() -> Mark {
    Mark::Unique("b2b-0c5e1f7a92d4".to_owned())
}

/// Number, day, item, quantity, unit and mark of reservations with one line; what is empty is left out.
fn reserves(rows: &[[&str; 6]]) -> Vec<Reservation> {
    let element = |name: &str, text: &str| match text {
        "" => String::new(),
        text => format!("<{name}>{text}</{name}>"),
    };
    let rows = rows.iter().map(|[number, day, sku, quantity, unit, mark]| {
        format!(
            "<Reservation>{}{}<ReservationLine>{}{}{}{}</ReservationLine></Reservation>",
            element("ReserveNumber", number),
            element("CreationDate", day),
            element("SupplierItemSKU", sku),
            element("Quantity", quantity),
            element("UnitOfMeasure", unit),
            element("Sidemarks", mark),
        )
    });
    decode_answer::<GetReserves>(format!("<GetReservesResponse>{}</GetReservesResponse>", rows.collect::<String>()))
        .unwrap()
        .value
}

/// `after` is the number of seconds since the attempt ended.
#[track_caller]
fn check(unknown: &UnknownReserve, rows: &[[&str; 6]], after: i64, expected: &str) {
    let judged = unknown.judge(&reserves(rows), unknown.ended + TimeDelta::seconds(after));
    let number = |reservation: &Reservation| reservation.reserve_number.clone().unwrap();
    let judged = match judged {
        Reconciled::Reserved(found) => format!("reserved {}", number(&found)),
        Reconciled::NotReserved => "not reserved".to_owned(),
        Reconciled::StillUnknown { why, candidates } => {
            format!("{why:?} {}", candidates.iter().map(number).collect::<Vec<_>>().join(" "))
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(judged, expected, "{rows:?}");
}

const TODAY: &str = "2024-12-21";

#[test]
fn a_mark_of_ours_says_everything() {
    let ours = ["1", TODAY, "A", "5", "BX", "b2b-0c5e1f7a92d4"];
    let other = ["2", TODAY, "A", "5", "BX", "JONES"];
    check(&unknown(unique()), &[other, ours], 0, "reserved 1");
    // Whatever its day, quantity and unit, in any case, padded, and among others.
    check(&unknown(unique()), &[["1", "2020-01-01", "a ", "100", "SF", " B2B-0C5E1F7A92D4 "]], 0, "reserved 1");
    check(&unknown(unique()), &[["1", "", "A", "", "", "JONES; b2b-0c5e1f7a92d4"]], 0, "reserved 1");
    // Of another item it is another reservation.
    check(&unknown(unique()), &[["1", TODAY, "B", "5", "BX", "b2b-0c5e1f7a92d4"]], 60, "not reserved");
    check(&unknown(unique()), &[ours, ["3", TODAY, "A", "5", "BX", "b2b-0c5e1f7a92d4"]], 60, "SeveralWithTheMark 1 3");
    // A producer that keeps fewer characters.
    check(&unknown(unique()), &[other, ["1", TODAY, "A", "5", "BX", "b2b-0c5e1f"]], 60, "MarkCutShort 1");
    check(&unknown(unique()), &[["1", TODAY, "A", "5", "BX", "b2b-0"]], 60, "not reserved");
}

#[test]
fn an_absence_counts_when_things_have_settled() {
    let other = ["2", TODAY, "A", "5", "BX", "JONES"];
    for rows in [&[][..], &[other]] {
        check(&unknown(unique()), rows, 0, "TooEarly ");
        check(&unknown(unique()), rows, 44, "TooEarly ");
        check(&unknown(unique()), rows, 45, "not reserved");
    }
    check(&unknown(Mark::None), &[], 44, "TooEarly ");
    check(&unknown(Mark::None), &[], 45, "not reserved");
}

#[test]
fn a_mark_of_the_callers_may_be_older() {
    let given = unknown(Mark::Given("JONES".to_owned()));
    check(&given, &[["1", TODAY, "A", "5", "BX", "Jones"]], 0, "reserved 1");
    check(&given, &[["1", "", "A", "5", "BX", "JONES"]], 0, "reserved 1");
    check(&given, &[["1", "2024-12-01", "A", "5", "BX", "JONES"]], 60, "not reserved");
    check(
        &given,
        &[["1", "2024-12-01", "A", "5", "BX", "JONES"], ["2", TODAY, "A", "5", "BX", "JONES"]],
        0,
        "reserved 2",
    );
    check(&given, &[["1", TODAY, "A", "5", "BX", "JON"]], 60, "not reserved");
}

#[test]
fn without_marks_there_are_candidates_and_no_more() {
    let like = ["1", TODAY, "A", "5.00", "bx", ""];
    check(&unknown(unique()), &[like], 60, "NoMarksReturned 1");
    check(&unknown(Mark::None), &[like], 60, "NoMarkSent 1");
    check(&unknown(Mark::None), &[like, ["2", TODAY, "A", "5", "BX", "JONES"]], 60, "NoMarkSent 1 2");
    // The days before and after, for time zones.
    check(&unknown(unique()), &[["1", "2024-12-20", "A", "5", "BX", ""]], 60, "NoMarksReturned 1");
    check(&unknown(unique()), &[["1", "2024-12-22T23:59:00", "A", "5", "BX", ""]], 60, "NoMarksReturned 1");
    check(&unknown(unique()), &[["1", "2024-12-19", "A", "5", "BX", ""]], 60, "not reserved");
    check(&unknown(unique()), &[["1", TODAY, "A", "6", "BX", ""]], 60, "not reserved");
    check(&unknown(unique()), &[["1", TODAY, "B", "5", "BX", ""]], 60, "not reserved");
    // What is not said, cannot be read or may have been converted is not held against it.
    check(&unknown(unique()), &[["1", "soon", "A", "some", "BX", ""]], 60, "NoMarksReturned 1");
    check(&unknown(unique()), &[["1", "", "A", "", "", ""]], 60, "NoMarksReturned 1");
    check(&unknown(unique()), &[["1", TODAY, "A", "113.5", "SF", ""]], 60, "NoMarksReturned 1");
}

#[test]
fn a_quantity_between_the_bounds_that_were_asked_for_can_be_ours() {
    let request = CreateReserve::new("A", 5, UnitOfMeasure::Box).minimum(3).maximum(6);
    let unknown = unknown_of(&request, Mark::None);
    for (quantity, expected) in
        [("2", "not reserved"), ("3", "NoMarkSent 1"), ("6", "NoMarkSent 1"), ("7", "not reserved")]
    {
        check(&unknown, &[["1", TODAY, "A", quantity, "BX", ""]], 60, expected);
    }
}

#[test]
fn reservations_that_are_not_understood_are_no_absence() {
    let vague = [["1", TODAY, "", "5", "BX", "JONES"]];
    check(&unknown(unique()), &vague, 60, "LinesNotRead 1");
    let document = "<GetReservesResponse><Reservation><ReserveNumber>1</ReserveNumber><Goods><Good>A</Good></Goods>\
        </Reservation></GetReservesResponse>";
    let reserves = decode_answer::<GetReserves>(document).unwrap().value;
    let judged = unknown(unique()).judge(&reserves, now() + TimeDelta::days(1));
    assert_eq!(judged, Reconciled::StillUnknown { why: Doubt::LinesNotRead, candidates: reserves });
    assert_eq!(unknown(unique()).reason, "its end was not seen");
}

#[test]
fn a_doubt_says_what_it_is() {
    assert_eq!(Doubt::TooEarly.to_string(), "there is none yet, but the producer may still be at work");
    let far = UnknownReserve::new(
        &CreateReserve::new("A", 5, UnitOfMeasure::Box),
        Mark::None,
        (now(), now()),
        Duration::MAX,
        None,
    );
    check(&far, &[], 1_000_000, "TooEarly ");
}
