//! Answers in the words of the model.
#![cfg(feature = "model")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use b2b_model::{Availability, EndUserNeeds, PriceQuote, ShipVias};
use support::{answer, exchange};
use techdata_xml::invoice_detail_by_po::InvoiceDetailByPoResponse;
use techdata_xml::{model, *};

/// A recorded answer as one to these items, which it names by number.
fn nameless(case: &str) -> String {
    let document = answer(case);
    let ids = ["1", "2", "3"].map(|id| format!("<AssignedID>{id}</AssignedID>"));
    let controls = ["A-100", "M-1", "V-1"].map(|id| format!("<TransControlID>{id}</TransControlID>"));
    ids.iter().chain(&controls).fold(document, |document, tag| document.replace(tag.as_str(), ""))
}

#[test]
fn stock() {
    let items = ["7512ZJ", "ZZZZZZ", "070374", "NEVER-ANSWERED"].map(Item::tech_data);
    let lines = exchange(AvailabilitySubmit::of(items), 200, &nameless("availability")).unwrap().value.lines;
    insta::assert_json_snapshot!(lines.iter().map(model::availability).collect::<Vec<_>>());
}

/// What there is of each item, and what it costs.
fn both<L>(lines: &[LineAnswer<L>]) -> serde_json::Value
where
    Availability: for<'a> From<&'a L>,
    PriceQuote: for<'a> From<&'a L>,
{
    let availability: Vec<_> = lines.iter().map(model::availability).collect();
    let quotes: Vec<_> = lines.iter().map(model::price_quote).collect();
    for ((priced, availability), quote) in lines.iter().map(model::priced).zip(&availability).zip(&quotes) {
        assert_eq!(
            (&priced.quote, &priced.stock, &priced.incoming),
            (quote, &availability.stock, &availability.incoming)
        );
    }
    serde_json::json!({ "availability": availability, "quotes": quotes })
}

#[test]
fn prices_and_stock() {
    let items = [Item::tech_data("10226038"), Item::manufacturer("NO-SUCH"), Item::upc("888793182574")];
    let lines = exchange(PriceAvailabilitySubmit::of(items), 200, &nameless("price-availability")).unwrap().value.lines;
    insta::assert_json_snapshot!(both(&lines));
}

#[test]
fn prices_and_stock_of_all_warehouses() {
    let submission = MultiPriceAvailabilitySubmit::of([Item::tech_data("10226038")]);
    let lines = exchange(submission, 200, &nameless("multi-price-availability")).unwrap().value.lines;
    insta::assert_json_snapshot!(both(&lines));
}

#[test]
fn promotions() {
    let items = [Item::tech_data("10226038"), Item::tech_data("ZZZZZZ")];
    let lines = exchange(PriceListSubmit::of(items), 200, &nameless("price-list")).unwrap().value.lines;
    insta::assert_json_snapshot!(both(&lines));
}

#[test]
fn orders() {
    let read = |case: &str| decode_recorded::<OrderStatusResponse>(answer(case).as_bytes()).unwrap().value;
    insta::assert_json_snapshot!(model::orders(&OrderStatusAnswer::Orders(read("order-status-orders"))));
}

#[test]
fn shipments() {
    let response =
        decode_recorded::<ShipmentStatusResponse>(answer("order-status-shipments").as_bytes()).unwrap().value;
    insta::assert_json_snapshot!(model::orders(&OrderStatusAnswer::Shipments(response)));
}

#[test]
fn invoices() {
    let response =
        decode_recorded::<InvoiceDetailByPoResponse>(answer("invoice-detail-by-po").as_bytes()).unwrap().value;
    insta::assert_json_snapshot!(model::invoices(&response));
}

#[test]
fn quotes() {
    let response = decode_recorded::<QuoteResponse>(answer("quote").as_bytes()).unwrap().value;
    insta::assert_json_snapshot!(model::quotes(&response));
}

#[test]
fn ship_vias() {
    let items = ["7512ZJ", "070374", "NEVER-ANSWERED"].map(Item::tech_data);
    let lines = exchange(ShipViaSubmit::to("33760", items), 200, &nameless("ship-via")).unwrap().value.lines;
    insta::assert_json_snapshot!(lines.iter().map(model::ship_vias).collect::<Vec<_>>());
}

#[test]
fn end_user_needs() {
    let items = [Item::tech_data("10226038"), Item::tech_data("ZZZZZZ"), Item::manufacturer("NEVER-ANSWERED")];
    let document = answer("required-eui").replace("<TransControlID>E-1</TransControlID>", "");
    let lines = exchange(RequiredEuiSubmit::of(items), 200, &document).unwrap().value.lines;
    insta::assert_json_snapshot!(lines.iter().map(model::end_user_needs).collect::<Vec<_>>());
}

#[test]
fn recorded_lines_say_of_themselves_what_they_are_about() {
    let response = decode_recorded::<ShipViaResponse>(answer("ship-via").as_bytes()).unwrap().value;
    let ways: Vec<_> = response.detail.unwrap().lines.iter().map(ShipVias::from).collect();
    let about: Vec<_> = ways.iter().map(|one| (one.sku.as_ref().map(AsRef::as_ref), one.problems.len())).collect();
    assert_eq!(about, [(Some("7512ZJ"), 0), (None, 1)]);
    let response = decode_recorded::<RequiredEuiResponse>(answer("required-eui").as_bytes()).unwrap().value;
    let needs: Vec<_> = response.lines.iter().map(EndUserNeeds::from).collect();
    assert_eq!(needs[0].required, ["EuiName", "EuiEndUserPODate"]);
    assert_eq!(needs[1].problems[0].message.as_deref(), Some("Item was not found"));
}

#[test]
fn placed_orders() {
    let read = |case: &str| decode_recorded::<OrderResponse>(answer(case).as_bytes()).unwrap().value;
    insta::assert_json_snapshot!([model::placed(&read("order-accepted")), model::placed(&read("order-refused"))]);
}

#[track_caller]
fn check_placed(header: &str, lines: &str, expected: &str) {
    let document =
        format!("<XML_Order_Response><Header>{header}</Header><Detail>{lines}</Detail></XML_Order_Response>");
    let response = decode_recorded::<OrderResponse>(document.as_bytes()).unwrap().value;
    let told = match model::placed(&response) {
        b2b_model::Outcome::Done(taken) => format!("done {}", numbers(&taken)),
        b2b_model::Outcome::Partial { value, problems } => format!("partial {} {}", numbers(&value), problems.len()),
        b2b_model::Outcome::Refused(problems) => format!("refused {}", problems.len()),
        b2b_model::Outcome::Unknown(problem) => problem.message.unwrap(),
    };
    assert_eq!(told, expected);
}

fn numbers(taken: &b2b_model::OrderAcknowledgement) -> String {
    taken.supplier_orders().map(AsRef::as_ref).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_became_of_an_order() {
    const ERROR: &str = "<LineInfo><ErrorInfo><ErrorDesc>NOT FOUND</ErrorDesc></ErrorInfo></LineInfo>";
    check_placed("<PONbr>A</PONbr><RefID>6000000911</RefID>", "", "done 6000000911");
    check_placed("<PONbr>A</PONbr><RefID>6000000911</RefID><RefIDQual>ON</RefIDQual>", ERROR, "partial 6000000911 1");
    check_placed("<PONbr>A</PONbr><DescHdrErr>NO</DescHdrErr>", "", "refused 1");
    check_placed("<PONbr>A</PONbr>", "", "the answer has neither an order number nor an error");
    check_placed(
        "<RefID>1</RefID><DescHdrErr>NO</DescHdrErr>",
        "",
        "the answer has both an order number, 1, and an error: NO",
    );
}

/// Orders of a confirmation, each with such a number or none.
#[track_caller]
fn check_confirmed(numbers: &[Option<&str>], expected: &str) {
    let info = |number: &str| format!("<RefInfo><RefIDQual2>ON</RefIDQual2><RefID2>{number}</RefID2></RefInfo>");
    let order = |number: &Option<&str>| format!("<OrderDetail>{}</OrderDetail>", number.map(info).unwrap_or_default());
    let orders: String = numbers.iter().map(order).collect();
    let header = format!("<RefID>6000000911</RefID><OrderConfirmation>{orders}</OrderConfirmation>");
    check_placed(&header, "", expected);
}

#[test]
fn the_number_of_a_taken_order_is_never_lost() {
    check_confirmed(&[Some("6000000911"), Some("6000000912")], "done 6000000911 6000000912");
    check_confirmed(&[Some("0006000000911")], "done 0006000000911");
    check_confirmed(&[None], "done 6000000911");
    check_confirmed(&[None, None], "done 6000000911");
    check_confirmed(&[Some("6000000912")], "done 6000000912 6000000911");
}
