//! What goes over the wire, and what is refused before it does.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use b2b_http::{Operation, Redactor, render_request};
use roxmltree::Node;
use support::{PASSWORD, USER, attempt, endpoint, refusal, written};
use techdata_xml::availability;
use techdata_xml::order::{CreditCardInfo, EndUserInfo, Line, MyOrderTracker, RefNbr};
use techdata_xml::*;

fn shown<T: Transaction>(submission: T) -> String {
    let (request, _) = Call::new(endpoint(), submission).request(&attempt()).unwrap();
    render_request(&request, &Redactor::for_request(&request)).replace("><", ">\n<")
}

fn items() -> [Item; 3] {
    [Item::tech_data("7512ZJ"), Item::manufacturer("HG-2200X"), Item::upc("012345678905")]
}

fn order() -> OrderSubmit {
    let mut order = OrderSubmit::new("PO-4711", OrderType::Bs)
        .with_confirmation()
        .line(Line::new(Item::tech_data("7512ZJ"), 2))
        .line(Line {
            unit_price: Some("125.00".parse::<Decimal>().unwrap().into()),
            id_code: Some(ShipViaCode::UpsGround),
            whse_code: Some("A1".into()),
            promo_accept_ind: Some(Indicator::Yes),
            ..Line::new(Item::tech_data("070374"), 10)
        });
    let header = &mut order.header;
    header.ref_nbrs = vec![RefNbr::end_user("EU-9")];
    header.sales_requirement_code = Some(SalesRequirement::ShipPartialBackorderRest);
    header.date = Some("2012-07-10".parse::<chrono::NaiveDate>().unwrap().into());
    header.name = Some("SMITH & SONS <LTD>".into());
    header.addresses = vec!["5350 SAMPLE DR".into(), "FLOOR 2".into()];
    header.city_name = Some("CLEARWATER".into());
    header.state_province_code = Some("FL".into());
    header.postal_code = Some("33760".into());
    header.order_messages = vec!["RING THE BELL".into(), "TWICE".into()];
    header.end_user_info = Some(EndUserInfo {
        eui_name: Some("AN AGENCY".into()),
        eui_end_user_po_date: Some("2012-07-01".parse::<chrono::NaiveDate>().unwrap().into()),
        ..EndUserInfo::default()
    });
    header.credit_card_info = Some(CreditCardInfo {
        cc_nbr: Some("4000000000000002".into()),
        cc_verify_number: Some("987".into()),
        ..CreditCardInfo::default()
    });
    header.my_order_tracker = Some(MyOrderTracker {
        reseller_email: Some("orders@reseller.example".into()),
        reseller_events: vec![TrackerEvent::Confirmed, TrackerEvent::Shipped],
        ..MyOrderTracker::default()
    });
    order
}

#[test]
fn availability_is_written() {
    insta::assert_snapshot!(shown(AvailabilitySubmit::of(items())));
}

#[test]
fn price_availability_is_written() {
    insta::assert_snapshot!(shown(PriceAvailabilitySubmit::of(items()).order_level(OrderLevel::Federal)));
}

#[test]
fn multi_price_availability_is_written() {
    insta::assert_snapshot!(shown(MultiPriceAvailabilitySubmit::of(items())));
}

#[test]
fn order_is_written() {
    insta::assert_snapshot!(shown(order()));
}

#[test]
fn order_status_is_written() {
    let queries = [
        OrderStatusSubmit::purchase_order("PO-4711"),
        OrderStatusSubmit::order("5626138"),
        OrderStatusSubmit::invoice("N145032"),
        OrderStatusSubmit::shipments_of_order("5626138"),
        OrderStatusSubmit::shipments_of_invoice("N145032"),
    ];
    insta::assert_snapshot!(queries.map(shown).join("\n\n"));
}

#[test]
fn ship_via_is_written() {
    insta::assert_snapshot!(shown(ShipViaSubmit::to("33760", items()).from_warehouse("A1")));
}

#[test]
fn price_list_is_written() {
    insta::assert_snapshot!(shown(PriceListSubmit::of(items()).with_availability()));
}

#[test]
fn invoice_detail_by_po_is_written() {
    insta::assert_snapshot!(shown(InvoiceDetailByPoSubmit::of(["PO-4711", "PO-4712"])));
}

#[test]
fn quote_is_written() {
    insta::assert_snapshot!(shown(QuoteSubmit::of(["4000500754"])));
}

#[test]
fn required_eui_is_written() {
    insta::assert_snapshot!(shown(RequiredEuiSubmit::of(items()).order_level(OrderLevel::Federal)));
}

/// The manual, note 1: the element is expected although it has no content.
#[test]
fn an_element_that_must_be_there_is_written_empty() {
    let written = written(OrderSubmit::new("PO-1", OrderType::Bs).line(Line::new(Item::tech_data("7512ZJ"), 1)));
    for element in ["<WhseCode/>", "<AddrInfo><Addr/></AddrInfo>", "<SalesRequirementCode/>", "<NbrOfSegments/>"] {
        assert!(written.contains(element), "{element}: {written}");
    }
    assert!(!written.contains("ContactPhoneNbr"), "one that may be left out is left out: {written}");
}

#[test]
fn the_document_type_is_named_when_asked_for() {
    let wire = Wire::default().declaration(XmlDeclaration::Send).doctype(DoctypeLine::Send);
    let (request, _) = Call::new(endpoint().wire(wire), order()).request(&attempt()).unwrap();
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    assert!(
        body.starts_with(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE XML_Order_Submit SYSTEM \"XML_Order_Submit.dtd\">\n\
             <XML_Order_Submit><Header>"
        ),
        "{body}"
    );
    let read = decode_recorded::<OrderSubmit>(body.as_bytes()).unwrap();
    assert_eq!(read.warnings, []);
    assert_eq!(read.value.lines[1].product_id.as_deref(), Some("070374"));
}

#[test]
fn what_is_given_is_not_generated() {
    let mut submission = AvailabilitySubmit::of([Item::tech_data("7512ZJ"), Item::tech_data("070374")]);
    submission.header.trans_control_id = Some("MINE".into());
    submission.header.response_version = Some("1.2".into());
    submission.lines[1].assigned_id = Some("LINE-B".into());
    let written = written(submission);
    let document = roxmltree::Document::parse(&written).unwrap();
    let texts = |name: &str| -> Vec<String> {
        let nodes = document.descendants().filter(|node| node.has_tag_name(name));
        nodes.filter_map(|node| node.text().map(str::to_owned)).collect()
    };
    assert_eq!(texts("TransControlID"), ["MINE"]);
    assert_eq!(texts("ResponseVersion"), ["1.2"]);
    assert_eq!(texts("AssignedID"), ["abababab-0001", "LINE-B"]);
}

#[test]
fn every_submission_asks_for_a_version() {
    let written = [
        written(AvailabilitySubmit::of(items())),
        written(PriceAvailabilitySubmit::of(items())),
        written(MultiPriceAvailabilitySubmit::of(items())),
        written(order()),
        written(OrderStatusSubmit::order("1")),
        written(ShipViaSubmit::to("33760", items())),
        written(PriceListSubmit::of(items())),
        written(InvoiceDetailByPoSubmit::of(["1"])),
        written(QuoteSubmit::of(["1"])),
        written(RequiredEuiSubmit::of(items())),
    ];
    for document in written {
        assert_eq!(document.matches("<ResponseVersion>1.").count(), 1, "{document}");
        assert_eq!(document.matches(&format!("<UserName>{USER}</UserName>")).count(), 1);
    }
}

/// Elements stand in the order of the document types.
#[test]
fn wire_order_is_pinned() {
    let written = written(order());
    let document = roxmltree::Document::parse(&written).unwrap();
    let names = |node: Node<'_, '_>| -> Vec<String> {
        let mut names: Vec<String> = node.children().map(|child| child.tag_name().name().to_owned()).collect();
        names.dedup();
        names
    };
    let find = |name: &str| document.descendants().rfind(|node| node.has_tag_name(name)).unwrap();
    assert_eq!(names(document.root_element()), ["Header", "Detail", "Summary"]);
    assert_eq!(
        names(find("Header")).join(" "),
        "UserName Password TransControlID ResponseVersion OrderTypeCode PONbr RefNbrs SalesRequirementCode \
         RequestOrderConfirmation Date Name AddrInfo CityName StateProvinceCode PostalCode ContactName OrderMessageHdr \
         EndUserInfo CreditCardInfo MyOrderTracker"
    );
    assert_eq!(
        names(find("LineInfo")).join(" "),
        "AssignedID QtyOrdered UnitPrice ProductIDQual ProductID WhseCode IDCode PromoAcceptInd"
    );
    assert_eq!(names(find("EndUserInfo")).len(), 28);
}

#[test]
fn what_the_manual_forbids_is_not_sent() {
    let told = |refused: b2b_http::Refused| format!("{refused} | {}", refused.hint().unwrap_or("no hint"));
    let mut address = order();
    address.header.addresses = vec!["SMITH & SONS".into(), "FLOOR\u{7} 2".into()];
    address.header.po_nbr = Some("P".repeat(36).into());
    address.lines[1].product_id = None;
    address.lines[1].qty_ordered = None;
    let mut odd = order();
    odd.lines[0].product_id_qual = Some(ItemQualifier::from("V1"));
    odd.header.date = Some("2099-01-01".parse::<chrono::NaiveDate>().unwrap().into());
    odd.header.order_level = Some(OrderLevel::from("FEDERAL"));
    let mut many = order();
    many.header.ref_nbrs =
        vec![RefNbr::end_user("1"), RefNbr::end_user("2"), RefNbr::end_user("3"), RefNbr::end_user("4")];
    let mut ruleless = order();
    ruleless.header.state_province_code = Some("Florida".into());
    ruleless.header.end_user_info = Some(EndUserInfo::default());
    ruleless.header.ref_nbrs =
        vec![RefNbr { ref_id_qual: Some(ReferenceQualifier::Ay), ref_id: Some("12345678901".into()) }];
    ruleless.lines[1].qty_ordered = Some(0);
    let nameless = Call::new(Endpoint::new(Environment::Production, "", ""), OrderStatusSubmit::order("1"));
    insta::assert_snapshot!(
        [
            told(refusal(AvailabilitySubmit::of(Vec::<Item>::new()))),
            told(refusal(OrderSubmit::new("PO-1", OrderType::Bs))),
            told(refusal(QuoteSubmit::of(Vec::<Text>::new()))),
            told(refusal(InvoiceDetailByPoSubmit::of(Vec::<Text>::new()))),
            told(refusal(AvailabilitySubmit::of([Item::tech_data("7".repeat(20)), Item::tech_data("7".repeat(21))]))),
            told(refusal(AvailabilitySubmit::of([availability::Line::default()]))),
            told(refusal(address)),
            told(refusal(odd)),
            told(refusal(many)),
            told(refusal(ruleless)),
            told(nameless.request(&attempt()).unwrap_err()),
        ]
        .join("\n")
    );
}

#[test]
fn violations_are_data_too() {
    let refused = refusal(AvailabilitySubmit::of([Item::tech_data("7".repeat(21)), Item::tech_data("")]));
    let source = std::error::Error::source(&refused).unwrap();
    let violations = source.downcast_ref::<Violations>().unwrap().elements();
    let told: Vec<_> = violations
        .iter()
        .map(|element| (element.violation.path.as_str(), element.ty, element.max, element.is_missing()))
        .collect();
    assert_eq!(
        told,
        [
            ("/XML_Availability_Submit/Detail/LineInfo/RefID", "A/N", Some(20), false),
            ("/XML_Availability_Submit/Detail/LineInfo[2]/RefID", "A/N", Some(20), true),
        ]
    );
}

#[test]
fn secrets_are_shown_nowhere() {
    let endpoint = endpoint();
    let call = Call::new(endpoint.clone(), order());
    let (request, sent) = call.request(&attempt()).unwrap();
    let refused = {
        let mut bad = order();
        bad.header.po_nbr = None;
        refusal(bad)
    };
    let json = serde_json::to_string(&sent.submission()).unwrap();
    let text = render_request(&request, &Redactor::for_request(&request));
    let shown = format!("{endpoint:?} {call:?} {sent:?} {:?} {text} {refused:?} {json}", request.headers());
    for secret in [PASSWORD, USER, "passw0rd", "4000000000000002", ">987<"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert_eq!(String::from_utf8_lossy(request.body()).matches("a-made-up-passw0rd-&amp;-more").count(), 1);
}

#[test]
fn a_user_name_that_an_answer_repeats_is_not_shown() {
    let document = support::answer("order-accepted");
    let response = decode_recorded::<OrderResponse>(document.as_bytes()).unwrap().value;
    let user_name = response.header.as_ref().unwrap().user_name.as_ref().unwrap();
    assert_eq!(user_name.expose(), USER);
    let shown = format!("{response:?} {}", serde_json::to_string(&response).unwrap());
    assert!(!shown.contains(USER), "{shown}");
    assert!(b2b_xml::encode(&response).unwrap().contains("<UserName>100001</UserName>"));
}

/// An order can come from a file; a word that is misspelled there is not passed over.
#[test]
fn orders_are_read_from_json() {
    let json = r#"{
        "header": { "po_nbr": "PO-1", "order_type_code": "BS", "name": "A", "addresses": ["B"], "date": "2012-07-09",
                    "credit_card_info": { "cc_nbr": "4000000000000002" } },
        "lines": [{ "qty_ordered": 2, "product_id_qual": "VP", "product_id": " 7512ZJ ", "unit_price": "1.50" }]
    }"#;
    let order: OrderSubmit = serde_json::from_str(json).unwrap();
    let document = written(order);
    assert!(
        document.contains("<Date>120709</Date>") && document.contains("<ProductID>7512ZJ</ProductID>"),
        "{document}"
    );
    assert!(document.contains("<CCNbr>4000000000000002</CCNbr>"), "{document}");
    let misspelled = json.replace("qty_ordered", "quantity");
    assert!(serde_json::from_str::<OrderSubmit>(&misspelled).unwrap_err().to_string().contains("quantity"));
}
