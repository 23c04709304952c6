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
    // Whatever stands around it, and however the item is written.
    for mark in ["SM: b2b-0c5e1f7a92d4", "b2b-0c5e1f7a92d4 / WEB", "B2B0C5E1F7A92D4", "JONES|B2B 0C5E 1F7A 92D4"] {
        check(&unknown(unique()), &[other, ["1", TODAY, "A", "5", "BX", mark]], 60, "reserved 1");
        check(&unknown(unique()), &[["1", TODAY, "0A-1", "5", "BX", mark]], 60, "reserved 1");
        check(&unknown(unique()), &[["1", TODAY, "", "", "", mark]], 60, "reserved 1");
    }
    check(&unknown(unique()), &[ours, ["3", TODAY, "A", "5", "BX", "b2b-0c5e1f7a92d4"]], 60, "SeveralWithTheMark 1 3");
    // A producer that keeps fewer characters.
    check(&unknown(unique()), &[other, ["1", TODAY, "A", "5", "BX", "b2b-0c5e1f"]], 60, "MarkCutShort 1");
    check(&unknown(unique()), &[["1", TODAY, "A", "5", "BX", "b2b-0"]], 60, "MarkCutShort 1");
    check(&unknown(unique()), &[["1", TODAY, "0A-1", "5", "BX", "SM b2b 0c5e1"]], 60, "MarkCutShort 1");
    check(&unknown(unique()), &[["1", TODAY, "A", "5", "BX", "b2b"]], 60, "not reserved");
    // A mark that says nothing is on no other.
    check(&unknown(Mark::Unique("-".to_owned())), &[other], 60, "not reserved");
}

#[test]
fn an_unmarked_reservation_is_a_candidate_whatever_marks_others_have() {
    let (like, marked) = (["1", TODAY, "A", "5", "BX", ""], ["2", TODAY, "A", "9", "BX", "JONES"]);
    check(&unknown(unique()), &[like, marked], 60, "NoMarksReturned 1");
    check(&unknown(Mark::Given("SMITH".to_owned())), &[like, marked], 60, "NoMarksReturned 1");
    check(&unknown(unique()), &[["1", TODAY, "A", "6", "BX", ""], marked], 60, "not reserved");
    check(&unknown(unique()), &[like, ["2", TODAY, "A", "5", "BX", "b2b-0c5"]], 60, "MarkCutShort 1 2");
}

/// Reservation 1 of `A`, of today, with these lines: quantity, and what stands after it.
fn with_lines(lines: &[(&str, &str)]) -> Vec<Reservation> {
    let lines: String = lines
        .iter()
        .map(|(quantity, more)| {
            format!(
                "<ReservationLine><SupplierItemSKU>A</SupplierItemSKU><Quantity>{quantity}</Quantity>\
                 <UnitOfMeasure>BX</UnitOfMeasure>{more}</ReservationLine>"
            )
        })
        .collect();
    let document = format!(
        "<r><Reservation><ReserveNumber>1</ReserveNumber><CreationDate>{TODAY}</CreationDate><ReservationLines>{lines}\
         </ReservationLines></Reservation></r>"
    );
    decode_answer::<GetReserves>(document).unwrap().value
}

#[test]
fn all_marks_of_a_line_count() {
    for marks in [
        "<Sidemarks>WEB</Sidemarks><Sidemarks>b2b-0c5e1f7a92d4</Sidemarks>",
        "<Sidemarks>b2b-0c5e1f7a92d4</Sidemarks><Sidemarks>WEB</Sidemarks>",
        "<Sidemarks><Sidemark>WEB</Sidemark><Sidemark>b2b-0c5e1f7a92d4</Sidemark></Sidemarks>",
        "<Sidemarks>b2b-0c5e1f</Sidemarks><Sidemarks>7a92d4</Sidemarks>",
    ] {
        let reserves = with_lines(&[("5", marks)]);
        let judged = unknown(unique()).judge(&reserves, now() + TimeDelta::hours(1));
        assert!(matches!(judged, Reconciled::Reserved(_)), "{marks} {judged:?}");
    }
    assert_eq!(with_lines(&[("5", "<Sidemarks/><Sidemarks> A </Sidemarks>")])[0].lines[0].sidemarks.0, ["A"]);
}

#[test]
fn a_reservation_in_several_lines_is_as_much_as_they_are_together() {
    let later = now() + TimeDelta::hours(1);
    let candidates = |lines| match unknown(unique()).judge(&with_lines(lines), later) {
        Reconciled::StillUnknown { why: Doubt::NoMarksReturned, candidates } => candidates.len(),
        Reconciled::NotReserved => 0,
        other => panic!("{other:?}"),
    };
    assert_eq!(candidates(&[("3", ""), ("2", "")]), 1);
    assert_eq!(candidates(&[("3", ""), ("3", "")]), 0);
    let mark = "<Sidemarks>SMITH</Sidemarks>";
    let given = unknown(Mark::Given("SMITH".to_owned())).judge(&with_lines(&[("3", mark), ("2", mark)]), later);
    assert!(matches!(given, Reconciled::Reserved(_)), "{given:?}");
}

#[test]
fn an_absence_long_after_is_not_believed() {
    const DAY: i64 = 24 * 60 * 60;
    check(&unknown(unique()), &[], DAY, "not reserved");
    check(&unknown(unique()), &[], DAY + 1, "TooLate ");
    check(&unknown(unique()).lapse(Duration::from_secs(100)), &[], 101, "TooLate ");
    check(&unknown(unique()).lapse(Duration::MAX), &[], 100 * DAY, "not reserved");
    check(&unknown(unique()), &[["1", TODAY, "A", "5", "BX", "b2b-0c5e1f7a92d4"]], 100 * DAY, "reserved 1");
    // One that was kept by a version without this.
    let mut kept = unknown(unique());
    kept.lapsed = None;
    check(&kept, &[], DAY + 1, "TooLate ");
}

#[test]
fn days_are_compared_by_the_producers_clock() {
    let late = [["1", "2024-12-24", "A", "5", "BX", ""]];
    check(&unknown(unique()), &late, 60, "not reserved");
    check(&unknown(unique()).clock_offset(TimeDelta::days(2)), &late, 60, "NoMarksReturned 1");
    let same = [["1", TODAY, "A", "5", "BX", ""]];
    check(&unknown(unique()).clock_offset(TimeDelta::days(2)), &same, 60, "not reserved");
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
    check(&given, &[["1", TODAY, "A", "5", "BX", "JONE"]], 60, "MarkCutShort 1");
    check(&given, &[["1", TODAY, "B", "5", "BX", "JONE"]], 60, "not reserved");
    let long = unknown(Mark::Given("Smith residence, master bedroom 2".to_owned()));
    check(&long, &[["1", TODAY, "A", "5", "BX", "Smith residence, mas"]], 60, "MarkCutShort 1");
}

#[test]
fn a_mark_of_the_callers_must_be_on_what_was_asked_for() {
    let given = unknown(Mark::Given("JONES".to_owned()));
    let ours = ["1", TODAY, "A", "5", "BX", "JONES"];
    check(&given, &[["1", TODAY, "A", "500", "BX", "JONES"]], 60, "NotAlike 1");
    check(&given, &[["1", TODAY, "A", "5", "SF", "JONES"]], 60, "NotAlike 1");
    check(&given, &[["1", TODAY, "A", "", "BX", "JONES"]], 60, "NotAlike 1");
    check(&given, &[ours, ["2", TODAY, "A", "500", "BX", "JONES"]], 60, "reserved 1");
    check(&given, &[ours, ["2", TODAY, "A", "5", "BX", "JONES"]], 60, "SeveralWithTheMark 1 2");
    // Without a day it may be any of them.
    let undated = ["1", "", "A", "5", "BX", "JONES"];
    check(&given, &[undated], 60, "reserved 1");
    check(&given, &[undated, ["2", TODAY, "A", "500", "BX", "JONES"]], 60, "SeveralWithTheMark 1 2");
    // It may be another's with more around it.
    check(&given, &[["1", TODAY, "A", "5", "BX", "JONESTOWN"]], 60, "MarkCutShort 1");
    check(&unknown(Mark::Given("JO".to_owned())), &[["1", TODAY, "A", "5", "BX", "JONES"]], 60, "not reserved");
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
