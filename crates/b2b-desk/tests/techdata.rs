//! The Tech Data table of a configuration, and the requests it makes.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

use b2b_desk::{
    AvailabilityQuestion, Capability, Cause, Conditions, Desk, EndUserQuestion, InvoicesQuestion, OrderQuestion,
    OrderRequest, PriceListRequest, PriceQuestion, Question, QuotesQuestion, RequestedLine, ShipViaQuestion, Sources,
    Whom,
};
use b2b_http::Attempt;

const PASSWORD: &str = "techdata-example-password-0001";
const USERNAME: &str = "100001";

fn attempt() -> Attempt {
    Attempt::new(1, Default::default(), [7; 32])
}

fn sources(settings: &[(&str, &str)]) -> Sources {
    let all = [("techdata.username", USERNAME), ("techdata.password", "env:PASSWORD")];
    let sources = Sources::new().environment([("PASSWORD", PASSWORD)]);
    all.iter().chain(settings).fold(sources, |sources, (key, value)| sources.set(*key, *value))
}

fn desk(settings: &[(&str, &str)]) -> Desk {
    let all: Vec<_> = [("techdata.environment", "production")].iter().chain(settings).copied().collect();
    Desk::from_config(&sources(&all).load().unwrap()).unwrap()
}

#[track_caller]
fn check(settings: &[(&str, &str)], expected: &str) {
    let error = sources(settings).load().unwrap_err();
    assert!(!format!("{error:?}").contains(PASSWORD));
    assert_eq!(format!("{error}. {}", error.hint()), expected);
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    check(
        &[],
        "the supplier techdata has no environment and no url. Set environment below [techdata] in b2b.toml, or \
         B2B_TECHDATA_ENVIRONMENT.",
    );
    check(
        &[("techdata.environment", "test")],
        "the setting techdata.environment is plain http, which shows the password to everybody on the way. Set plain_http = \
         true beside it if the password is worth nothing elsewhere.",
    );
    check(
        &[("techdata.url", "ftp://a.example")],
        "the setting techdata.url is no address. Give the whole address, beginning with https://.",
    );
    check(
        &[("techdata.environment", "production"), ("techdata.doctype", "yes")],
        "the setting techdata.doctype has a value that is not among those it can have. Known: omit, send.",
    );
    check(
        &[("techdata.environment", "production"), ("techdata.user_name", "1")],
        "the setting techdata.user_name is not a known key. Did you mean username?",
    );
    let allowed = [("techdata.environment", "test"), ("techdata.plain_http", "true")];
    assert!(sources(&allowed).load().is_ok());
}

#[track_caller]
fn shown<Q: Question>(desk: &Desk, question: &Q) -> String {
    let mut replies = desk.offline(&Whom::Able, question, &attempt()).unwrap();
    let requests = replies.remove(0).result.unwrap().concat();
    assert!(!requests.contains(PASSWORD) && !requests.contains(USERNAME), "{requests}");
    requests
}

#[test]
fn every_question_can_be_shown() {
    let desk = desk(&[("techdata.xml_declaration", "send"), ("techdata.lines_per_request", "2")]);
    for (requests, expected) in [
        (shown(&desk, &AvailabilityQuestion::of(["A", "up:B"])), "<RefIDQual>UP</RefIDQual><RefID>B</RefID>"),
        (shown(&desk, &PriceQuestion::of(["A"]).order_level("FE".to_owned())), "<OrderLevel>FE</OrderLevel>"),
        (shown(&desk, &OrderQuestion::by_customer_number(["PO-1"])), "<PurposeCode>01</PurposeCode>"),
        (shown(&desk, &OrderQuestion::by_supplier_number(["1"])), "<PurposeCode>02</PurposeCode>"),
        (shown(&desk, &InvoicesQuestion::of(["PO-1", "PO-2", "PO-3"])), "<PONbr>PO-3</PONbr></POInfo>"),
        (shown(&desk, &QuotesQuestion::of(["4"])), "<RefIDQual>QT</RefIDQual>"),
        (shown(&desk, &ShipViaQuestion::to("33760", ["A"])), "<PostalCode>33760</PostalCode>"),
        (shown(&desk, &EndUserQuestion::of(["A"])), "XML_RequiredEUI_Submit"),
    ] {
        assert!(requests.starts_with("POST https://tdxml.techdata.com/xmlservlet"), "{requests}");
        assert!(requests.contains(expected), "{requests}");
        assert!(requests.contains("<?xml version"), "{requests}");
    }
    let long = shown(&desk, &PriceQuestion::of(["A", "B", "C"]));
    assert_eq!(long.matches("<XML_PriceAvailability_Submit>").count(), 2);
    let list = desk.offline_price_list(&Whom::Able, &PriceListRequest::of(["A"]).with_stock(), &attempt()).unwrap();
    assert!(list.concat().contains("<ReturnAvailability>Y</ReturnAvailability>"));
}

#[test]
fn what_cannot_be_asked_is_said() {
    let desk = desk(&[]);
    assert_eq!(desk.able(Capability::PlaceOrder).collect::<Vec<_>>(), ["techdata"]);
    let question = PriceQuestion::of(["A"]).conditions(Conditions::new(1.into(), "EA"));
    let error = desk.offline(&Whom::Able, &question, &attempt()).unwrap_err();
    assert_eq!(error.cause(), Cause::Unsupported);
    assert_eq!(error.to_string(), "no configured supplier can be asked under conditions of unit, lot or day");
    let mut replies = desk.offline(&Whom::Able, &PriceQuestion::of([""]), &attempt()).unwrap();
    let error = replies.remove(0).result.unwrap_err();
    assert_eq!(error.cause(), Cause::Input);
    let mut replies = desk.offline(&Whom::Able, &PriceQuestion::of([""; 0]), &attempt()).unwrap();
    assert_eq!(replies.remove(0).result.unwrap(), [""; 0]);
}

#[test]
fn an_order_is_checked_before_it_is_sent() {
    let order = OrderRequest::new("PO-1").line(RequestedLine::new("mg:A&B", 2));
    let error = desk(&[]).prepare_order(&Whom::Able, order.clone(), &attempt()).unwrap_err();
    assert_eq!(error.to_string(), "techdata cannot be asked: the order has no kind");
    let desk = desk(&[("techdata.order_type", "BS")]);
    let pending = desk.prepare_order(&Whom::Able, order.clone(), &attempt()).unwrap();
    let shown = desk.offline_order(&pending, &attempt()).unwrap().concat();
    assert!(shown.contains("<ProductIDQual>MG</ProductIDQual><ProductID>A&amp;B</ProductID>"), "{shown}");
    let mut wrong = order;
    wrong.kind = Some("LONG".to_owned());
    wrong.ship_to.address = vec!["1\u{7}".to_owned()];
    let error = desk.prepare_order(&Whom::Able, wrong, &attempt()).unwrap_err().to_string();
    assert!(error.contains("OrderTypeCode") && error.contains("Addr"), "{error}");
}
