//! Answers to what was sent: matched line by line, checked, refused.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use b2b_http::{Rejected, RejectedKind};
use support::{CONTROL_ID, answer, endpoint, exchange, exchange_with};
use techdata_xml::price_availability::Line;
use techdata_xml::*;

/// An answer of Price and Availability with these lines.
fn priced(lines: &str) -> String {
    format!(
        "<XML_PriceAvailability_Response><Header/><Detail>{lines}</Detail><Summary/></XML_PriceAvailability_Response>"
    )
}

fn line(id: &str, number: &str, price: &str) -> String {
    let id = if id.is_empty() { String::new() } else { format!("<AssignedID>{id}</AssignedID>") };
    let number =
        if number.is_empty() { String::new() } else { format!("<RefIDQual1>VP</RefIDQual1><RefID1>{number}</RefID1>") };
    format!("<LineInfo>{id}{number}<UnitPrice1>{price}</UnitPrice1></LineInfo>")
}

const ERROR: &str =
    "<ErrorInfo><RefIDQual3>1Q</RefIDQual3><RefID3>0</RefID3><ErrorDesc>It &amp; that: no.</ErrorDesc></ErrorInfo>";

fn ask(numbers: &[(&str, &str)]) -> PriceAvailabilitySubmit {
    PriceAvailabilitySubmit::of(
        numbers
            .iter()
            .map(|(id, number)| Line { assigned_id: Some((*id).into()), ..Line::from(Item::tech_data(*number)) }),
    )
}

/// What each line asked for came to, and how it was found.
#[track_caller]
fn check(asked: &[(&str, &str)], answered: &str, expected: &[(Option<Matched>, &str)], unasked: usize) {
    let lines = exchange(ask(asked), 200, &priced(answered)).unwrap().value;
    let found: Vec<(Option<Matched>, String)> = lines
        .lines
        .iter()
        .map(|line| {
            let price =
                line.result.as_ref().map(|line| line.unit_price1.as_ref().unwrap().value().unwrap().to_string());
            (line.matched, price.unwrap_or_else(|error| error.to_string()))
        })
        .collect();
    let expected: Vec<_> = expected.iter().map(|(matched, price)| (*matched, (*price).to_owned())).collect();
    assert_eq!(found, expected);
    assert_eq!(lines.unasked.len(), unasked);
}

#[test]
fn lines_are_matched_by_id_then_number_then_place() {
    use Matched::{ByAssignedId, ByPartNumber, ByPosition};
    const NONE: &str = "the answer has no line for it";
    let two = [("1", "10226038"), ("2", "070374")];
    let swapped = line("2", "070374", "$2") + &line("1", "000000000010226038", "$1");
    check(&two, &swapped, &[(Some(ByAssignedId), "1"), (Some(ByAssignedId), "2")], 0);
    // Without ids; the padded number is the same, and a zero of its own is no padding.
    let bare = line("", "000000000000070374", "$2") + &line("", "000000000010226038", "$1");
    check(&two, &bare, &[(Some(ByPartNumber), "1"), (Some(ByPartNumber), "2")], 0);
    let both = line("", "70374", "$2") + &line("", "070374", "$1");
    check(&[("1", "070374"), ("2", "70374")], &both, &[(Some(ByPartNumber), "1"), (Some(ByPartNumber), "2")], 0);
    // With nothing to go by but the place.
    let nameless = line("", "", "$1") + &line("", "", "$2");
    check(&two, &nameless, &[(Some(ByPosition), "1"), (Some(ByPosition), "2")], 0);
    // The place is nothing to go by when there are fewer lines, or when the line speaks against it.
    check(&two, &line("", "", "$1"), &[(None, NONE), (None, NONE)], 1);
    let others = line("", "OTHER", "$1") + &line("9", "", "$2");
    check(&two, &others, &[(None, NONE), (None, NONE)], 2);
    // The manual's own example has one id on two lines.
    let same = line("001", "B", "$2") + &line("001", "A", "$1");
    check(&[("001", "A"), ("001", "B")], &same, &[(Some(ByPartNumber), "1"), (Some(ByPartNumber), "2")], 0);
    // One that is missing in the middle does not shift the others; one too many is kept.
    let three = [("1", "A"), ("2", "B"), ("3", "C")];
    let gap = line("", "A", "$1") + &line("", "C", "$3") + &line("", "D", "$4");
    check(&three, &gap, &[(Some(ByPartNumber), "1"), (None, NONE), (Some(ByPartNumber), "3")], 1);
}

#[test]
fn good_lines_between_bad_ones_survive() {
    let answered = line("1", "A", "$1")
        + &format!(
            "<LineInfo><AssignedID>2</AssignedID><RefIDQual1>VP</RefIDQual1><RefID1>B</RefID1>{ERROR}{ERROR}</LineInfo>"
        )
        + &line("3", "C", "$3");
    let lines = exchange(ask(&[("1", "A"), ("2", "B"), ("3", "C")]), 200, &priced(&answered)).unwrap().value;
    assert_eq!(lines.good().count(), 2);
    let error = lines.lines[1].result.as_ref().unwrap_err();
    let expected = TechDataError {
        place: ErrorPlace::Line,
        qualifier: Some("1Q".into()),
        number: Some("0".into()),
        text: Some("It & that: no.".into()),
    };
    assert_eq!(error.errors(), [expected.clone(), expected]);
    let LineError::Refused { line, .. } = error else { panic!("{error:?}") };
    assert_eq!(line.ref_id1.as_deref(), Some("B"), "what else the line says is kept");
}

#[test]
fn ids_that_were_generated_are_matched() {
    let answered = line("abababab-0002", "B", "$2") + &line("abababab-0001", "A", "$1");
    let submission = PriceAvailabilitySubmit::of([Item::tech_data("A"), Item::tech_data("B")]);
    let lines = exchange(submission, 200, &priced(&answered)).unwrap().value.lines;
    assert!(lines.iter().all(|line| line.matched == Some(Matched::ByAssignedId)));
    let asked = lines[0].asked.as_ref().unwrap();
    assert_eq!(asked.assigned_id.as_deref(), Some("abababab-0001"));
    assert_eq!(asked.item, Some(Item::tech_data("A")));
}

/// A login error comes in the shape of a line: one that names nothing.
#[test]
fn a_line_that_names_nothing_refuses_the_whole_request() {
    let login = priced(&format!("<LineInfo>{ERROR}</LineInfo>"));
    for asked in [&[("1", "A")][..], &[("1", "A"), ("2", "B")]] {
        let rejected = exchange(ask(asked), 200, &login).unwrap_err();
        assert_eq!(
            (rejected.kind(), rejected.message(), rejected.code()),
            (RejectedKind::Refused, "It & that: no.", Some("0"))
        );
    }
    // One that repeats the item cannot be told from an error of that line.
    let named = priced(&format!("<LineInfo><RefIDQual1>VP</RefIDQual1><RefID1>A</RefID1>{ERROR}</LineInfo>"));
    assert!(exchange(ask(&[("1", "A")]), 200, &named).unwrap().value.lines[0].result.is_err());
    let mixed = priced(&(format!("<LineInfo>{ERROR}</LineInfo>") + &line("2", "B", "$1")));
    assert_eq!(exchange(ask(&[("1", "A"), ("2", "B")]), 200, &mixed).unwrap().value.good().count(), 1);
}

/// The error places of all transactions.
#[test]
fn every_place_of_an_error_is_read() {
    let items = || [Item::tech_data("7512ZJ"), Item::tech_data("ZZZZZZ"), Item::tech_data("070374")];
    let with_ids = |document: String| document.replace("<TransControlID>A-100</TransControlID>", "");
    let errors = |place, qualifier: Option<&str>, number: Option<&str>, text: &str| TechDataError {
        place,
        qualifier: qualifier.map(Text::from),
        number: number.map(Text::from),
        text: Some(text.into()),
    };
    let lines = exchange(AvailabilitySubmit::of(items()), 200, &with_ids(answer("availability"))).unwrap().value;
    let found = lines.lines[1].result.as_ref().unwrap_err().errors().to_vec();
    // The ids in the recorded answer are others than those sent, so that nothing may be matched by them.
    assert_eq!((found.len(), lines.unasked.len()), (0, 3));

    let refused = OrderAnswer::Refused {
        errors: vec![errors(
            ErrorPlace::OrderHeader,
            None,
            None,
            "ITEM WAS NOT FOUND - Assigned ID=0001, ProductIDQual=VP, ProductID=ZZZZZZ",
        )],
        response: Box::new(decode_recorded(answer("order-refused").as_bytes()).unwrap().value),
    };
    let document = answer("order-refused").replace("O-2", CONTROL_ID);
    assert_eq!(exchange(order("PO-4712"), 200, &document).unwrap().value, {
        let OrderAnswer::Refused { errors, mut response } = refused else { panic!() };
        response.header.as_mut().unwrap().trans_control_id = Some(CONTROL_ID.into());
        OrderAnswer::Refused { errors, response }
    });

    let document = answer("order-status-orders").replace("S-1", CONTROL_ID);
    let status = exchange(OrderStatusSubmit::order("5626138"), 200, &document).unwrap().value;
    assert_eq!(
        status.errors(),
        [errors(ErrorPlace::Detail, Some("1Q"), Some("0"), "Order is being changed, try later")]
    );
    assert_eq!(status.orders().iter().map(|order| order.result().is_ok()).collect::<Vec<_>>(), [true, false]);

    let submission = OrderStatusSubmit::shipments_of_order("5626138");
    let status = exchange(submission, 200, &answer("order-status-not-invoiced")).unwrap().value;
    assert_eq!(status.errors(), [errors(ErrorPlace::Detail, Some("1Q"), Some("0"), "Item Shipped, not invoiced")]);
    assert_eq!(status.shipments().len(), 1);

    let submission = InvoiceDetailByPoSubmit::of(["PO-4711", "PO-0000"]);
    let invoices = exchange(submission, 200, &answer("invoice-detail-by-po")).unwrap().value;
    let results: Vec<_> = invoices.results().map(|result| result.map_err(|(error, _)| error)).collect();
    assert!(results[0].is_ok());
    assert_eq!(results[1], Err(errors(ErrorPlace::Invoice, None, None, "No orders found for PO-0000")));

    let submission = PriceListSubmit::of([Item::tech_data("10226038"), Item::tech_data("ZZZZZZ")]);
    let recorded =
        answer("price-list").replace("<AssignedID>1</AssignedID>", "").replace("<AssignedID>2</AssignedID>", "");
    let lines = exchange(submission, 200, &recorded).unwrap().value.lines;
    assert_eq!(lines[0].matched, Some(Matched::ByPartNumber));
    assert_eq!(
        lines[1].result.as_ref().unwrap_err().errors(),
        [errors(ErrorPlace::Line, None, Some("0"), "Item 0000000000ZZZZZZ was not found")]
    );

    let document = answer("quote").replace("Q-1", CONTROL_ID);
    let quotes = exchange(QuoteSubmit::of(["4000500754", "4000500755"]), 200, &document).unwrap();
    assert_eq!(
        quotes.value.details[1].errors(),
        [errors(ErrorPlace::Detail, Some("1Q"), Some("0"), "Quote has expired")]
    );
    assert!(String::from_utf8_lossy(&quotes.body).contains("kept in the body"));

    let document = answer("required-eui").replace("E-1", CONTROL_ID);
    let submission = RequiredEuiSubmit::of([Item::tech_data("10226038"), Item::tech_data("ZZZZZZ")]);
    let lines = exchange(submission, 200, &document).unwrap().value.lines;
    assert_eq!(lines[0].result.as_ref().unwrap().required, ["EuiName", "EuiEndUserPODate"]);
    assert_eq!(lines[1].result.as_ref().unwrap_err().to_string(), "Item was not found");
}

fn order(purchase_order: &str) -> OrderSubmit {
    let line = techdata_xml::order::Line::new(Item::tech_data("7512ZJ"), 1);
    OrderSubmit::new(purchase_order, OrderType::Bs).line(line)
}

fn told(name: &str, rejected: &Rejected) -> String {
    let kind = match rejected.kind() {
        RejectedKind::Refused => "refused",
        RejectedKind::Unreadable => "unreadable",
        RejectedKind::Untrusted => "untrusted",
        _ => "new kind",
    };
    let (code, hint) = (rejected.code().unwrap_or("-"), rejected.hint().unwrap_or("-"));
    format!("{name}\n  {kind}, {code}: {rejected}\n  {hint}")
}

#[test]
fn answers_that_are_none() {
    let ask = || ask(&[("1", "A")]);
    let good = priced(&line("1", "A", "$1"));
    let header = |document: &str, header: &str| document.replace("<Header/>", &format!("<Header>{header}</Header>"));
    let accepted = answer("order-accepted").replace("O-1", CONTROL_ID);
    let html = "<!DOCTYPE html>\n<html><head><title>Maintenance</title></head></html>";
    let login = "<XML_OrderStatus_Response><Header/><Detail><ErrorInfo><ErrorIDQual>1Q</ErrorIDQual><ErrorID>0</ErrorID>\
                 <ErrorDesc>Wrong password</ErrorDesc></ErrorInfo></Detail></XML_OrderStatus_Response>";
    let cases = [
        ("another message", exchange(ask(), 200, &header(&good, "<TransControlID>X</TransControlID>")).unwrap_err()),
        ("html", exchange(ask(), 200, html).unwrap_err()),
        ("html 503", exchange(ask(), 503, html).unwrap_err()),
        ("a good document with status 500", exchange(ask(), 500, &good).unwrap_err()),
        ("cut", exchange(ask(), 200, &good[..good.len() / 2]).unwrap_err()),
        ("empty", exchange(ask(), 200, " \n").unwrap_err()),
        ("no xml", exchange(ask(), 200, "Service Unavailable").unwrap_err()),
        ("another transaction", exchange(ask(), 200, &answer("availability")).unwrap_err()),
        ("a subset that declares", exchange(ask(), 200, &format!("<!DOCTYPE x [<!ENTITY a 'b'>]>{good}")).unwrap_err()),
        ("an order's other number", exchange(order("PO-9"), 200, &accepted).unwrap_err()),
        (
            "an order of both minds",
            exchange(order("PO-4711"), 200, &accepted.replace("<OrderConf", "<DescHdrErr>No</DescHdrErr><OrderConf")).unwrap_err(),
        ),
        (
            "an order of neither",
            exchange(order("PO-4711"), 200, &accepted.replace("<RefID>6000000911</RefID>", "")).unwrap_err(),
        ),
        ("login, status", exchange(OrderStatusSubmit::order("1"), 200, login).unwrap_err()),
        (
            "login, invoices",
            exchange(
                InvoiceDetailByPoSubmit::of(["PO-1"]),
                200,
                "<XML_InvoiceDetailByPO_Response><Header/><Detail><OrderInfo><ErrorMsg>Who are you?</ErrorMsg></OrderInfo>\
                 </Detail></XML_InvoiceDetailByPO_Response>",
            )
            .unwrap_err(),
        ),
        (
            "other purchase orders",
            exchange(InvoiceDetailByPoSubmit::of(["PO-1"]), 200, &answer("invoice-detail-by-po")).unwrap_err(),
        ),
    ];
    insta::assert_snapshot!(cases.iter().map(|(name, rejected)| told(name, rejected)).collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_id_that_is_not_repeated_is_not_missed() {
    let good = priced(&line("1", "A", "$1"));
    for header in ["<Header/>", "<Header><TransControlID/></Header>", ""] {
        let answered = good.replace("<Header/>", header);
        assert!(exchange(ask(&[("1", "A")]), 200, &answered).is_ok(), "{header}");
    }
    let repeated = format!("<Header><TransControlID> {CONTROL_ID} </TransControlID></Header>");
    assert!(exchange(ask(&[("1", "A")]), 200, &good.replace("<Header/>", &repeated)).is_ok());
}

#[test]
fn bare_ampersands_are_an_option() {
    let raw =
        priced(&line("1", "A", "$1")).replace("<UnitPrice1>", "<ProductDesc>A & B &amp; C</ProductDesc><UnitPrice1>");
    assert!(exchange(ask(&[("1", "A")]), 200, &raw).is_err());
    let wire = Wire::default().ampersands(Ampersands::Repair);
    let read = exchange_with(&Call::new(endpoint().wire(wire), ask(&[("1", "A")])), 200, &raw).unwrap();
    let line = read.value.lines[0].result.as_ref().unwrap();
    assert_eq!(line.product_desc.as_deref(), Some("A & B & C"));
    assert!(String::from_utf8_lossy(&read.body).contains("A & B"), "the body stays as it came");
}

#[test]
fn a_confirmed_order_is_accepted() {
    let document = answer("order-accepted").replace("O-1", CONTROL_ID);
    let accepted = exchange(order("PO-4711"), 200, &document).unwrap().value;
    let OrderAnswer::Accepted { number, response } = accepted else { panic!("{accepted:?}") };
    assert_eq!(number, "6000000911");
    assert_eq!(response.confirmed().len(), 2, "an order can split");
    assert_eq!(response.confirmed()[1].reference(&ReferenceQualifier::Order).map(Text::as_str), Some("6000000912"));
}

/// Order and presence of elements do not matter when reading, and other versions' elements are passed over.
#[test]
fn other_versions_are_read() {
    let document = "<XML_OrderStatus_Response><Summary/><Detail><Freight>1</Freight><OrderStatus>INVOICED</OrderStatus>\
                    <RefInfo><RefID>1</RefID><RefIDQual>ON</RefIDQual></RefInfo><LineInfo><QtyOrdered>1</QtyOrdered>\
                    <Novelty><Deep/></Novelty></LineInfo></Detail></XML_OrderStatus_Response>";
    let answer = exchange(OrderStatusSubmit::order("1"), 200, document).unwrap();
    let order = &answer.value.orders()[0];
    assert_eq!(order.order_status, Some(StatusCode::Invoiced));
    assert_eq!(order.reference(&ReferenceQualifier::Order).map(Text::as_str), Some("1"));
    let warnings: Vec<String> = answer.warnings.iter().map(|warning| warning.kind.to_string()).collect();
    assert_eq!(warnings.iter().filter(|warning| warning.contains("unknown element")).count(), 2, "{warnings:?}");
}
