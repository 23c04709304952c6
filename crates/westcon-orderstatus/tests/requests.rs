//! What goes over the wire, and what is refused before it does.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_http::{Attempt, Operation, Redactor, render_request};
use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use bytes::Bytes;
use http::Request;
use roxmltree::{Document, Node};
use secrecy::SecretString;
use westcon_orderstatus::{Endpoint, Environment, GetOrderStatus, MemberOrder, OrderQuery, SerialNumbers, Wire};

const KEY: &str = "a-made-up-key-of-thirty-six-letters!";

fn now() -> DateTime<Utc> {
    "2016-05-18T00:17:56.115Z".parse().unwrap()
}

fn endpoint() -> Endpoint {
    Endpoint::new(Environment::Qa, "1001065", KEY)
}

fn write(endpoint: Endpoint, query: OrderQuery) -> Request<Bytes> {
    let mut random = [0x11; 32];
    random[16..].fill(0x22);
    GetOrderStatus::new(endpoint, query).request(&Attempt::new(1, now(), random)).unwrap().0
}

fn refusal(endpoint: Endpoint, query: OrderQuery) -> String {
    let operation = GetOrderStatus::new(endpoint, query);
    let refused = operation.request(&Attempt::new(1, now(), [0; 32])).unwrap_err();
    format!("{refused} | {}", refused.hint().unwrap_or("no hint"))
}

fn text(request: &Request<Bytes>) -> String {
    render_request(request, &Redactor::for_request(request)).replace("><", ">\n<")
}

#[test]
fn wcf() {
    insta::assert_snapshot!(text(&write(endpoint(), OrderQuery::westcon(["704571"]))));
}

#[test]
fn guide() {
    insta::assert_snapshot!(text(&write(endpoint().wire(Wire::GUIDE), OrderQuery::westcon(["704571"]))));
}

#[test]
fn lean() {
    let query = OrderQuery::customer(["897879", "PO <&> 2007"]).serial_numbers(SerialNumbers::Include);
    insta::assert_snapshot!(text(&write(endpoint().wire(Wire::LEAN), query)));
}

#[test]
fn the_guides_printed_request_is_what_is_written() {
    let query = OrderQuery::westcon(["704571"]).serial_numbers(SerialNumbers::Unsaid);
    let written = write(endpoint().wire(Wire::GUIDE), query);
    let written = std::str::from_utf8(written.body()).unwrap();
    let printed = include_str!("guide/request.xml");
    // The guide leaves the security header to SoapUI; everything else is compared, prefixes included.
    let shape = |text: &str| elements(Document::parse(text).unwrap().root_element(), 0);
    let written: Vec<String> = shape(written);
    let body = written.iter().position(|line| line.contains("soapenv:Body")).unwrap();
    let without_header: Vec<String> = [&written[..1], &written[body..]].concat();
    assert_eq!(without_header, shape(printed));
}

/// Each element with its depth, prefix, namespace and text.
fn elements(node: Node<'_, '_>, depth: usize) -> Vec<String> {
    let name = node.tag_name();
    let prefix = name.namespace().and_then(|uri| node.lookup_prefix(uri)).unwrap_or_default();
    let text = node.text().map(str::trim).unwrap_or_default();
    let mut lines =
        vec![format!("{depth} {prefix}:{} {{{}}} {text}", name.name(), name.namespace().unwrap_or_default())];
    for child in node.children().filter(Node::is_element) {
        lines.extend(elements(child, depth + 1));
    }
    lines
}

/// WCF's serializer silently skips what stands out of its order, so the order is part of the protocol.
#[test]
fn member_order_is_pinned() {
    #[track_caller]
    fn check(order: MemberOrder, expected: &[&str]) {
        let mut wire = Wire::LEAN;
        wire.members = order;
        let request = write(endpoint().wire(wire), OrderQuery::westcon(["1"]));
        let document = std::str::from_utf8(request.body()).unwrap().to_owned();
        let document = Document::parse(&document).unwrap();
        let names = |parent: &str| -> Vec<String> {
            let parent = document.descendants().find(|node| node.tag_name().name() == parent).unwrap();
            parent.children().map(|child| child.tag_name().name().to_owned()).collect()
        };
        assert_eq!(names("WestconOrderStatus"), expected);
        assert_eq!(names("request"), ["WestconMetadata", "WestconOrderStatus"]);
        let metadata = ["Culture", "OperationType", "SourceSystem", "TimeStamp", "TransactionID"];
        assert_eq!(names("WestconMetadata"), metadata);
    }
    check(
        MemberOrder::DataContract,
        &["CustomerAccountNumber", "OrderNumberType", "Orders", "ReturnSerialNumberAndMACAddress"],
    );
    check(
        MemberOrder::GuideTable,
        &["CustomerAccountNumber", "OrderNumberType", "ReturnSerialNumberAndMACAddress", "Orders"],
    );
}

#[test]
fn what_the_service_would_refuse_is_not_sent() {
    let one = || OrderQuery::westcon(["704571"]);
    let at = |account: &str| Endpoint::new(Environment::Qa, account, KEY);
    insta::assert_snapshot!(
        [
            refusal(at("10010651234"), one()),
            refusal(at(""), one()),
            refusal(endpoint().user_name("somebody"), one()),
            refusal(endpoint(), OrderQuery::westcon(Vec::<String>::new())),
            refusal(endpoint(), OrderQuery::westcon(["7".repeat(36)])),
            refusal(endpoint(), OrderQuery::customer(["", "a\u{1}b"])),
            refusal(Endpoint::at("not a url", "1001065", KEY), one()),
            refusal(endpoint().clock_offset(TimeDelta::MAX), one()),
        ]
        .join("\n")
    );
}

#[test]
fn the_clock_offset_moves_every_time_that_is_sent() {
    let request = write(endpoint().clock_offset(TimeDelta::hours(-1)), OrderQuery::westcon(["1"]));
    let body = std::str::from_utf8(request.body()).unwrap().to_owned();
    assert!(body.contains("<u:Created>2016-05-17T23:17:56.115Z</u:Created>"), "{body}");
    assert!(body.contains("<u:Expires>2016-05-17T23:22:56.115Z</u:Expires>"), "{body}");
}

#[test]
fn the_key_is_never_shown() {
    let key = SecretString::from(KEY);
    for wire in [Wire::WCF, Wire::GUIDE, Wire::LEAN] {
        let endpoint = Endpoint::new(Environment::Production, "1001065", key.clone()).wire(wire);
        let operation = GetOrderStatus::new(endpoint.clone(), OrderQuery::westcon(["1"]));
        let (request, sent) = operation.request(&Attempt::new(1, now(), [3; 32])).unwrap();
        let shown = format!("{endpoint:?} {operation:?} {sent:?} {:?} {}", request.headers(), text(&request));
        assert!(!shown.contains(KEY), "{shown}");
        assert!(!shown.contains("MTAwMTA2NTph"), "Basic credentials: {shown}");
    }
}
