//! What is said of an order: no second one may come of it.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use b2b_http::{Error, ErrorKind, FixedEnvironment, Transport, transport_fn};
use bytes::Bytes;
use http::Request;
use support::{USER, endpoint, now, response};
use techdata_xml::order::{CreditCardInfo, Line};
use techdata_xml::*;

/// A client that has this answer to everything.
fn client(status: u16, body: String) -> Client<impl Transport> {
    let transport = transport_fn(move |_: Request<Bytes>| std::future::ready(Ok(response(status, body.clone()))));
    Client::with(endpoint(), b2b_http::Client::builder(transport).environment(FixedEnvironment::new(now())).build())
}

fn order() -> OrderSubmit {
    OrderSubmit::new("po-1", OrderType::Bs).line(Line::new(Item::tech_data("7512ZJ"), 2))
}

async fn reconciled(details: &str) -> Reconciled {
    let answer = format!("<XML_OrderStatus_Response><Header/>{details}<Summary/></XML_OrderStatus_Response>");
    client(200, answer).reconcile("po-1").await.unwrap()
}

fn numbered(kind: &str, number: &str) -> String {
    format!("<RefInfo><RefIDQual>{kind}</RefIDQual><RefID>{number}</RefID></RefInfo>")
}

fn detail(content: &str) -> String {
    format!("<Detail><PurposeCode>01</PurposeCode>{content}</Detail>")
}

const NOT_FOUND: &str =
    "<ErrorInfo><ErrorIDQual>1Q</ErrorIDQual><ErrorID>0</ErrorID><ErrorDesc>Not found</ErrorDesc></ErrorInfo>";

#[tokio::test]
async fn an_order_is_placed_if_it_has_a_number_or_a_status() {
    let own = numbered("PO", "po-1");
    for content in [
        numbered("ON", "77"),
        numbered("IN", "N77"),
        own.clone() + &numbered("ON", "77"),
        numbered("PO", "PO-1") + &numbered("ON", "77"),
        numbered("PO", "000000PO-1") + &numbered("ON", "77"),
        own.clone() + &numbered("ON", "77") + NOT_FOUND,
        own.clone() + "<OrderStatus>CANCELLED</OrderStatus>",
    ] {
        let Reconciled::Placed(orders) = reconciled(&detail(&content)).await else { panic!("{content}") };
        assert_eq!(orders.len(), 1, "{content}");
    }
    // An echo beside it is passed over.
    let Reconciled::Placed(orders) = reconciled(&(detail(&own) + &detail(&numbered("ON", "77")))).await else {
        panic!()
    };
    assert_eq!(orders.len(), 1);
}

#[tokio::test]
async fn only_words_of_tech_datas_say_that_an_order_is_not_there() {
    let own = numbered("PO", "po-1") + NOT_FOUND;
    for details in [detail(&own), detail(&numbered("PO", "PO-1")).replace("</Detail>", NOT_FOUND) + "</Detail>"] {
        let Reconciled::NotListed(errors) = reconciled(&details).await else { panic!("{details}") };
        assert_eq!(errors[0].to_string(), "Not found");
    }
    let other = numbered("PO", "po-2") + &numbered("ON", "77");
    for details in [
        String::new(),
        "<Detail/>".to_owned(),
        detail(""),
        detail(&numbered("PO", "po-1")),
        detail(&(numbered("PO", "po-1") + "<ErrorInfo/>")),
        detail(&(numbered("PO", "po-1") + "<OrderStatus>OPEN</OrderStatus>" + NOT_FOUND)),
        detail(&(numbered("PO", "po-2") + NOT_FOUND)),
        detail(&own) + "<Detail/>",
        detail("<OrderStatus>OPEN</OrderStatus>"),
        // An order of another number is not this one, and is not kept quiet either.
        detail(&other),
        detail(&own) + &detail(&other),
        detail(&numbered("ON", "76")) + &detail(&other),
    ] {
        let Reconciled::Unclear { details: found, .. } = reconciled(&details).await else { panic!("{details}") };
        assert_eq!(found.len(), details.matches("<Detail").count(), "{details}");
    }
}

#[tokio::test]
async fn an_answer_to_another_purpose_is_none() {
    let shipment = format!(
        "<XML_ShipmentStatus_Response><Header/><Detail>{}</Detail></XML_ShipmentStatus_Response>",
        numbered("ON", "77")
    );
    let answering = client(200, shipment);
    assert_eq!(answering.reconcile("po-1").await.unwrap_err().kind(), ErrorKind::Untrusted);
    assert_eq!(answering.order_status(OrderStatusSubmit::order("77")).await.unwrap_err().kind(), ErrorKind::Untrusted);
    assert!(answering.order_status(OrderStatusSubmit::shipments_of_order("77")).await.is_ok());
    let orders = client(200, "<XML_OrderStatus_Response><Header/></XML_OrderStatus_Response>".to_owned());
    let error = orders.order_status(OrderStatusSubmit::shipments_of_order("77")).await.unwrap_err();
    assert_eq!(error.message(), "the answer is XML_OrderStatus_Response, which is none to purpose 03");
}

async fn placed(header: &str) -> OrderOutcome {
    let answer = format!("<XML_Order_Response><Header><PONbr>po-1</PONbr>{header}</Header></XML_Order_Response>");
    client(200, answer).place_order(order()).await.unwrap()
}

#[tokio::test]
async fn only_an_order_number_accepts() {
    for kind in ["", "<RefIDQual/>", "<RefIDQual>ON</RefIDQual>"] {
        let outcome = placed(&format!("<RefID>5</RefID>{kind}")).await;
        assert!(matches!(outcome, OrderOutcome::Accepted { .. }), "{kind}");
    }
    for kind in ["1Q", "QT", "PO", "XX"] {
        for error in ["", "<DescHdrErr>NO</DescHdrErr>"] {
            let outcome = placed(&format!("<RefID>0</RefID><RefIDQual>{kind}</RefIDQual>{error}")).await;
            let OrderOutcome::Unknown(unknown) = outcome else { panic!("{kind}: {outcome:?}") };
            assert_eq!(errors_of(unknown.error()).len(), usize::from(!error.is_empty()), "{kind}");
        }
    }
}

#[tokio::test]
async fn an_order_that_is_confirmed_somewhere_is_not_refused() {
    let refused = |kind: &str| {
        format!(
            "<DescHdrErr>PARTLY ACCEPTED</DescHdrErr><OrderConfirmation><OrderDetail/><OrderDetail><RefInfo>\
             <RefIDQual2>{kind}</RefIDQual2><RefID2>77</RefID2></RefInfo></OrderDetail></OrderConfirmation>"
        )
    };
    for kind in ["ON", "IN"] {
        let OrderOutcome::Unknown(unknown) = placed(&refused(kind)).await else { panic!("{kind}") };
        assert_eq!(unknown.response().unwrap().confirmed().len(), 2, "the answer is at hand");
        assert_eq!(unknown.lines(), order().lines);
        assert!(!unknown.error().is_retryable());
    }
    assert!(matches!(placed(&refused("PO")).await, OrderOutcome::Refused { .. }));
}

#[tokio::test]
async fn what_may_have_been_placed_is_not_to_be_sent_again() {
    let error = client(429, "slow down".to_owned()).send(order()).await.unwrap_err();
    assert!(matches!(error, Error::Answered(_)) && !error.is_retryable());
    let OrderOutcome::Unknown(unknown) = client(429, "slow down".to_owned()).place_order(order()).await.unwrap() else {
        panic!()
    };
    assert!(unknown.response().is_none() && !unknown.error().is_retryable());
}

/// A typed error stays one when it repeats a secret.
#[tokio::test]
async fn errors_are_typed_without_their_secrets() {
    let login = format!(
        "<XML_PriceAvailability_Response><Header/><Detail><LineInfo><ErrorInfo><RefIDQual3>1Q</RefIDQual3><RefID3>17</RefID3>\
         <ErrorDesc>User {USER} is locked</ErrorDesc></ErrorInfo></LineInfo></Detail></XML_PriceAvailability_Response>"
    );
    let error = client(200, login).price_availability([Item::tech_data("1")]).await.unwrap_err();
    let [said] = errors_of(&error) else { panic!("{error:?}") };
    assert_eq!(said.text.as_deref(), Some("User ‹redacted› is locked"));
    assert_eq!(said.number.as_deref(), Some("17"));
    assert!(!format!("{error:?}").contains(USER));
}

/// Three digits are hidden where they are a card's, and left where they are an order's.
#[tokio::test]
async fn a_short_secret_is_hidden_in_its_element() {
    let mut paid = order();
    let card = CreditCardInfo {
        cc_nbr: Some("4000000000000002".into()),
        cc_verify_number: Some("987".into()),
        ..CreditCardInfo::default()
    };
    paid.header.credit_card_info = Some(card);
    let answer = "<XML_Order_Response><Header><PONbr>po-1</PONbr><RefID>5998712</RefID><DescHdrErr>4000000000000002 \
                  REVIEW</DescHdrErr><CCVerifyNumber>987</CCVerifyNumber></Header></XML_Order_Response>";
    let OrderOutcome::Unknown(unknown) = client(200, answer.to_owned()).place_order(paid).await.unwrap() else {
        panic!()
    };
    assert!(unknown.error().message().contains("5998712"), "{}", unknown.error());
    let body = String::from_utf8_lossy(unknown.error().body().unwrap()).into_owned();
    assert!(body.contains("<RefID>5998712</RefID>") && !body.contains(">987<"), "{body}");
    assert!(!body.contains("4000000000000002") && !format!("{unknown:?}").contains("4000000000000002"));
    let header = unknown.response().unwrap().header.as_ref().unwrap();
    assert_eq!(header.ref_id.as_deref(), Some("5998712"));
}
