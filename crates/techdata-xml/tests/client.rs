//! The client over closure transports: no network, a fixed clock and fixed randomness.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use b2b_http::{Error, ErrorKind, Exchange, FixedEnvironment, RetryPolicy, Transport, TransportError, transport_fn};
use bytes::Bytes;
use http::{Request, Response};
use support::{PASSWORD, USER, answer, endpoint, now, response};
use techdata_xml::order::Line;
use techdata_xml::*;

type Carried = Result<Response<Bytes>, TransportError>;
type Carry = Box<dyn Fn() -> Carried + Send + Sync>;

fn client<F>(carry: F) -> Client<impl Transport>
where
    F: Fn(String) -> Carried + Send + Sync + 'static,
{
    let transport = transport_fn(move |request: Request<Bytes>| {
        assert_eq!(request.uri(), "https://tdxml.techdata.com/xmlservlet");
        assert_eq!(request.headers()["content-type"], "text/xml; charset=utf-8");
        std::future::ready(carry(String::from_utf8(request.body().to_vec()).unwrap()))
    });
    let policy = b2b_http::Client::builder(transport).environment(FixedEnvironment::new(now()));
    Client::with(endpoint(), policy.retry(RetryPolicy::never()).build())
}

fn order() -> OrderSubmit {
    OrderSubmit::new("PO-4711", OrderType::Bs).line(Line::new(Item::tech_data("7512ZJ"), 2))
}

/// The text of an element in a document that was sent.
fn sent(document: &str, name: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(document).unwrap();
    let nodes = document.descendants().filter(|node| node.has_tag_name(name));
    nodes.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

/// The price list that a submission asks for: item N costs N dollars, and `bad` ones are refused.
fn priced(submission: &str) -> String {
    let lines: String = sent(submission, "AssignedID")
        .iter()
        .zip(sent(submission, "RefID"))
        .map(|(id, number)| {
            let rest = match number.strip_prefix("bad") {
                Some(_) => "<ErrorInfo><ErrorID>0</ErrorID><ErrorDesc>No such item</ErrorDesc></ErrorInfo>".to_owned(),
                None => format!("<CustomerPrice>${number}.00</CustomerPrice>"),
            };
            format!("<LineInfo><AssignedID>{id}</AssignedID><RefIDQual1>VP</RefIDQual1><RefID1>{number}</RefID1>{rest}</LineInfo>")
        })
        .collect();
    let control = &sent(submission, "TransControlID")[0];
    format!(
        "<XML_PriceList_Response><Header><TransControlID>{control}</TransControlID></Header><Detail>{lines}</Detail></XML_PriceList_Response>"
    )
}

fn prices(lines: &[LineAnswer<PriceListLine>]) -> Vec<String> {
    let price = |line: &LineAnswer<PriceListLine>| match &line.result {
        Ok(line) => line.customer_price.as_ref().unwrap().value().unwrap().to_string(),
        Err(error) => error.to_string(),
    };
    lines.iter().map(price).collect()
}

#[tokio::test(start_paused = true)]
async fn items_are_asked_for() {
    let client = client(|body| Ok(response(200, priced(&body))));
    let items = ["1", "bad-2", "3"].map(Item::tech_data);
    let answer = client.price_list(items).await.unwrap();
    assert_eq!(prices(&answer.value.lines), ["1.00", "No such item", "3.00"]);
}

#[tokio::test(start_paused = true)]
async fn an_order_is_accepted_or_refused() {
    let accepting = client(|body| {
        let control = sent(&body, "TransControlID").remove(0);
        Ok(response(200, answer("order-accepted").replace("O-1", &control)))
    });
    let OrderOutcome::Accepted { number, answer: got } = accepting.place_order(order()).await.unwrap() else {
        panic!()
    };
    assert_eq!((number.as_str(), got.value.confirmed().len()), ("6000000911", 2));

    let refusing = client(|_| {
        let refused = answer("order-refused").replace("O-2", "").replace("PO-4712", "PO-4711");
        Ok(response(200, refused))
    });
    let OrderOutcome::Refused { errors, .. } = refusing.place_order(order()).await.unwrap() else { panic!() };
    assert!(errors[0].to_string().starts_with("ITEM WAS NOT FOUND"));
}

/// Whatever is not a definite word of Tech Data's is an unknown outcome, and is sent once.
#[tokio::test(start_paused = true)]
async fn whatever_happens_to_an_orders_answer_it_is_sent_once() {
    let accepted = answer("order-accepted").replace("O-1", "");
    let answers: Vec<(&str, Carry)> = vec![
        ("reset", Box::new(|| Err(TransportError::unknown(ErrorKind::Reset, "reset")))),
        ("timeout", Box::new(|| Err(TransportError::unknown(ErrorKind::HeaderTimeout, "late")))),
        ("500", Box::new(|| Ok(response(500, "oops")))),
        ("503", Box::new(|| Ok(response(503, "<html></html>")))),
        ("429", Box::new(|| Ok(response(429, "")))),
        ("302", Box::new(|| Ok(response(302, "")))),
        ("404", Box::new(|| Ok(response(404, "")))),
        ("html", Box::new(|| Ok(response(200, "<html></html>")))),
        ("empty", Box::new(|| Ok(response(200, "")))),
        ("cut", {
            let cut = accepted[..accepted.len() / 2].to_owned();
            Box::new(move || Ok(response(200, cut.clone())))
        }),
        ("another's", Box::new(|| Ok(response(200, answer("order-accepted"))))),
        ("another transaction", Box::new(|| Ok(response(200, answer("order-status-by-po"))))),
        ("a 500 that says accepted", {
            let accepted = accepted.clone();
            Box::new(move || Ok(response(500, accepted.clone())))
        }),
    ];
    for (name, carry) in answers {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let transport = transport_fn(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            std::future::ready(carry())
        });
        let policy = b2b_http::Client::builder(transport).environment(FixedEnvironment::new(now())).build();
        let outcome = Client::with(endpoint(), policy).place_order(order()).await.unwrap();
        let OrderOutcome::Unknown(unknown) = outcome else { panic!("{name}: {outcome:?}") };
        assert_eq!(unknown.purchase_order(), &"PO-4711", "{name}");
        assert!(!unknown.error().hint().contains("ask again"), "{name}: {}", unknown.error().hint());
        assert_eq!(count.load(Ordering::SeqCst), 1, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_that_was_not_sent_is_an_error() {
    let unsent = client(|_| Err(TransportError::not_sent(ErrorKind::Connect, "refused")));
    let error = unsent.place_order(order()).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)) && error.is_retryable());
    let mut bad = order();
    bad.lines[0].product_id = None;
    let error = unsent.place_order(bad).await.unwrap_err();
    assert_eq!(error.to_string(), "techdata.Order was not sent: ProductID is required and has no content (A/N)");
}

#[tokio::test(start_paused = true)]
async fn an_unknown_order_is_reconciled() {
    let not_listed = "<XML_OrderStatus_Response><Header/><Detail><PurposeCode>01</PurposeCode><RefInfo><RefIDQual>PO</RefIDQual>\
                      <RefID>PO-4711</RefID></RefInfo><ErrorInfo><ErrorIDQual>1Q</ErrorIDQual><ErrorID>0</ErrorID>\
                      <ErrorDesc>PO not found</ErrorDesc></ErrorInfo></Detail></XML_OrderStatus_Response>";
    let script = Arc::new(Mutex::new(vec![
        answer("order-status-by-po"),
        not_listed.to_owned(),
        not_listed.replace("PO-4711", "PO-9").replace("<ErrorInfo>", "<!--").replace("</ErrorInfo>", "-->"),
    ]));
    let client = client(move |body| {
        if body.starts_with("<XML_Order_Submit>") {
            return Err(TransportError::unknown(ErrorKind::Reset, "reset"));
        }
        assert_eq!(
            (sent(&body, "PurposeCode"), sent(&body, "RefID")),
            (vec!["01".to_owned()], vec!["PO-4711".to_owned()])
        );
        Ok(response(200, script.lock().unwrap().remove(0)))
    });
    let OrderOutcome::Unknown(unknown) = client.place_order(order()).await.unwrap() else { panic!() };
    let Reconciled::Placed(orders) = unknown.reconcile(&client).await.unwrap() else { panic!() };
    let numbers: Vec<_> =
        orders.iter().map(|order| order.reference(&ReferenceQualifier::Order).unwrap().as_str()).collect();
    assert_eq!(numbers, ["5626138", "5626139"]);
    let Reconciled::NotListed(errors) = unknown.reconcile(&client).await.unwrap() else { panic!() };
    assert_eq!(errors[0].to_string(), "PO not found");
    // An order of another number is not this one.
    assert!(matches!(client.reconcile("PO-4711").await.unwrap(), Reconciled::Unclear { .. }));
}

#[tokio::test(start_paused = true)]
async fn tech_datas_words_are_in_the_error() {
    let login = "<XML_PriceAvailability_Response><Header/><Detail><LineInfo><ErrorInfo><RefIDQual3>1Q</RefIDQual3>\
                 <RefID3>0</RefID3><ErrorDesc>The required UserName tag is either blank or missing</ErrorDesc></ErrorInfo>\
                 </LineInfo></Detail><Summary/></XML_PriceAvailability_Response>";
    let error = client(move |_| Ok(response(200, login))).price_availability([Item::tech_data("1")]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    let [said] = errors_of(&error) else { panic!("{error:?}") };
    assert_eq!(said.to_string(), "The required UserName tag is either blank or missing");
    assert_eq!((said.qualifier.as_deref(), said.number.as_deref()), (Some("1Q"), Some("0")));
    assert_eq!(error.body().unwrap(), login.as_bytes(), "the raw body is at hand");
}

#[tokio::test(start_paused = true)]
async fn long_lists_are_split_and_joined_in_order() {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&requests);
    let client = client(move |body| {
        let numbers = sent(&body, "RefID");
        seen.lock().unwrap().push(numbers.len());
        if numbers.contains(&"5".to_owned()) {
            return Err(TransportError::unknown(ErrorKind::Reset, "it broke"));
        }
        Ok(response(200, priced(&body)))
    });
    let items = (1..=8).map(|number| if number == 2 { "bad2".to_owned() } else { number.to_string() });
    let submission = PriceListSubmit::of(items.map(Item::tech_data));
    let batch = Batch::default().lines_per_request(3).concurrency(2);
    let batched = client.batch(submission, batch).await.unwrap();
    let failed = "the request that it was part of failed";
    assert_eq!(prices(&batched.lines), ["1.00", "No such item", "3.00", failed, failed, failed, "7.00", "8.00"]);
    let asked: Vec<_> =
        batched.lines.iter().map(|line| line.asked.as_ref().unwrap().item.as_ref().unwrap().number.as_str()).collect();
    assert_eq!(asked, ["1", "bad2", "3", "4", "5", "6", "7", "8"]);
    assert_eq!(*requests.lock().unwrap(), [3, 3, 2]);
    let LineError::Failed(error) = batched.lines[3].result.as_ref().unwrap_err() else { panic!() };
    assert_eq!(error.to_string(), "techdata.PriceList has no complete answer: it broke");
    assert_eq!(batched.good().count(), 4);
}

/// No more parts are under way than was said.
#[tokio::test(start_paused = true)]
async fn concurrency_is_bounded() {
    let (under_way, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (now_under_way, seen) = (Arc::clone(&under_way), Arc::clone(&most));
    let transport = transport_fn(move |request: Request<Bytes>| {
        let (under_way, most) = (Arc::clone(&now_under_way), Arc::clone(&seen));
        async move {
            let count = under_way.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(count, Ordering::SeqCst);
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            under_way.fetch_sub(1, Ordering::SeqCst);
            Ok(response(200, priced(std::str::from_utf8(request.body()).unwrap())))
        }
    });
    let client = Client::with(endpoint(), b2b_http::Client::new(transport));
    let submission = PriceListSubmit::of((1..=20).map(|number| Item::tech_data(number.to_string())));
    let batched = client.batch(submission, Batch::default().lines_per_request(1).concurrency(3)).await.unwrap();
    assert_eq!((batched.good().count(), most.load(Ordering::SeqCst)), (20, 3));
}

#[tokio::test(start_paused = true)]
async fn a_list_with_a_line_that_must_not_be_sent_is_not_sent_at_all() {
    let client = client(|_| panic!("nothing is sent"));
    let items = [Item::tech_data("1"), Item::tech_data("2".repeat(21)), Item::tech_data("3".repeat(22))];
    let batch = Batch::default().lines_per_request(1);
    let error = client.batch(AvailabilitySubmit::of(items), batch).await.unwrap_err();
    assert!(
        error.message().contains("LineInfo[2]/RefID has 21") && error.message().contains("[3]/RefID has 22"),
        "{error}"
    );
    let error = client.batch(AvailabilitySubmit::of(Vec::<Item>::new()), batch).await.unwrap_err();
    assert_eq!(error.message(), "no item is asked for");
}

#[tokio::test(start_paused = true)]
async fn plain_http_needs_to_be_allowed() {
    let reply = |_: Request<Bytes>| async { Ok(response(200, answer("order-status-by-po"))) };
    let test = Endpoint::new(Environment::Test, USER, PASSWORD);
    let forbidden = Client::with(test.clone(), b2b_http::Client::new(transport_fn(reply)));
    let error = forbidden.order_status(OrderStatusSubmit::purchase_order("PO-4711")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PlainHttp);
    let policy = b2b_http::Client::builder(transport_fn(reply)).plain_http(Environment::Test.plain_http()).build();
    let allowed = Client::with(test, policy);
    assert!(allowed.order_status(OrderStatusSubmit::purchase_order("PO-4711")).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn credentials_are_in_no_record_and_no_error() {
    let records = Arc::new(Mutex::new(String::new()));
    let recorded = Arc::clone(&records);
    // An answer that repeats the submission, credentials and all.
    let echo = transport_fn(|request: Request<Bytes>| async move { Ok(response(200, request.into_body())) });
    let observer = move |exchange: &Exchange| recorded.lock().unwrap().push_str(&format!("{exchange:?}"));
    let policy = b2b_http::Client::builder(echo).observer(observer).build();
    let client = Client::with(endpoint(), policy);
    let error = client.availability([Item::tech_data("1")]).await.unwrap_err();
    let body = String::from_utf8_lossy(error.body().unwrap()).into_owned();
    let shown = format!("{client:?} {error:?} {error} {body} {}", records.lock().unwrap());
    assert!(body.contains("<Password>‹redacted›</Password>"), "{body}");
    for secret in [PASSWORD, USER, "passw0rd"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[tokio::test(start_paused = true)]
async fn calls_can_be_spawned() {
    let client = client(|body| Ok(response(200, priced(&body))));
    let call = tokio::spawn(async move {
        let submission = PriceListSubmit::of([Item::tech_data("1")]);
        let one = client.batch(submission, Batch::default()).await.unwrap().good().count();
        one + client.price_list([Item::tech_data("1")]).await.unwrap().value.good().count()
    });
    assert_eq!(call.await.unwrap(), 2);
}
