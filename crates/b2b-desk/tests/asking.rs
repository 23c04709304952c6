//! Questions to all suppliers of a sandbox, over TLS: how their answers come.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod world;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b2b_desk::{
    Answered, AvailabilityQuestion, Capability, CatalogRequest, Cause, Desk, DeskError, InvoicesQuestion,
    OrderQuestion, PriceQuestion, Question, QuotesQuestion, Reply, Whom,
};
use b2b_http::Exchange;
use b2b_model::OrderNumber;
use b2b_sandbox::{Fault, Sandbox};
use futures_util::StreamExt as _;
use world::{Secrets, SetAll as _, sandbox, second_producer, sources};

fn desk(sandbox: &Sandbox, settings: &[(&str, &str)]) -> Desk {
    let sources = sources(sandbox, &Secrets::right());
    let sources = settings.iter().fold(sources, |sources, (key, value)| sources.set(*key, *value));
    Desk::from_config(&sources.load().unwrap()).unwrap()
}

fn put(sandbox: &Sandbox, fault: &str) {
    sandbox.put_fault(fault.parse::<Fault>().unwrap());
}

async fn all<Q: Question>(desk: &Desk, whom: &Whom, question: &Q) -> Vec<Reply<Q::Part>> {
    desk.stream(whom, question).unwrap().collect().await
}

/// The one supplier's answer.
async fn one<Q: Question>(desk: &Desk, name: &str, question: &Q) -> Result<Q::Answer, DeskError> {
    desk.ask(&Whom::named(name), question).await.unwrap().remove(0).result
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn every_supplier_answers_and_every_part_says_what_it_is_about() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[]);
    let question = AvailabilityQuestion::of(["VV01701002", "NOSUCH", "BL12000451", "10226038"]);
    let parts: Vec<_> = is_send(desk.stream(&Whom::Able, &question).unwrap()).collect().await;
    let mut told = BTreeSet::new();
    for Reply { supplier, about, result, .. } in parts {
        let answered = result.unwrap();
        assert_eq!(about.concat(), answered.about);
        assert!(told.insert((supplier, answered.about)), "told twice");
    }
    let articles = ["10226038", "BL12000451", "NOSUCH", "VV01701002"];
    let expected = ["fcb2b", "techdata"].iter().flat_map(|name| articles.map(|about| ((*name).into(), about.into())));
    assert_eq!(told, expected.collect::<BTreeSet<(String, String)>>());

    // Gathered, they stand in the order of the question, and the suppliers in that of the alphabet.
    let names = Whom::Named(vec!["techdata".to_owned(), "fcb2b".to_owned(), "techdata".to_owned()]);
    let replies = is_send(desk.ask(&names, &question)).await.unwrap();
    let suppliers: Vec<_> = replies.iter().map(|reply| reply.supplier.as_str()).collect();
    assert_eq!(suppliers, ["fcb2b", "techdata"]);
    for reply in replies {
        let answers = reply.result.unwrap();
        let about: Vec<_> = answers.iter().map(|answer| answer.about.as_str()).collect();
        assert_eq!(about, ["VV01701002", "NOSUCH", "BL12000451", "10226038"], "{}", reply.supplier);
    }
}

#[tokio::test]
async fn an_order_that_a_supplier_does_not_know_says_so_by_itself() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[]);
    let question = OrderQuestion::by_supplier_number(["3132305", "99"]);
    let whom = Whom::named("fcb2b");
    let mut parts = all(&desk, &whom, &question).await;
    parts.sort_by(|one, other| one.about.cmp(&other.about));
    let [found, missing] = parts.as_slice() else { panic!("{parts:?}") };
    assert_eq!((&found.about, &missing.about), (&vec!["3132305".to_owned()], &vec!["99".to_owned()]));
    assert_eq!(found.result.as_ref().unwrap().asked, ["3132305".into()]);
    let error = missing.result.as_ref().unwrap_err();
    assert!(error.is_not_found());

    let orders = one(&desk, "fcb2b", &question).await.unwrap();
    assert_eq!(orders.asked, question.numbers);
    assert_eq!(orders.orders[1], question.failed(&question.numbers[1], error));
    assert!(!orders.is_complete());
}

#[tokio::test]
async fn many_orders_are_asked_for_in_requests_of_a_bounded_size() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[]);
    let numbers: Vec<OrderNumber> = (0..120).map(|at| OrderNumber::from(format!("80{at:04}"))).collect();
    let question = OrderQuestion::by_supplier_number(numbers.clone());
    let orders = one(&desk, "westcon", &question).await.unwrap();
    assert_eq!(orders.asked, numbers);
    assert_eq!(sandbox.exchanges().len(), 3);
    let whom = Whom::named("westcon");
    let shown = desk.offline(&whom, &question, &b2b_http::Attempt::new(1, Default::default(), [7; 32])).unwrap();
    assert_eq!(shown[0].result.as_ref().unwrap().len(), 3);
}

#[tokio::test]
async fn a_number_that_cannot_be_written_hides_no_other() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[]);
    let long = "9".repeat(40);
    let orders = OrderQuestion::by_supplier_number(["704571", &long, "704572"]);
    let parts = all(&desk, &Whom::named("westcon"), &orders).await;
    assert_eq!(refused(&parts), [vec![long.clone()]]);
    assert_eq!(sandbox.exchanges().len(), 1);
    let gathered = one(&desk, "westcon", &orders).await.unwrap();
    assert_eq!(gathered.asked, orders.numbers);
    let bad: Vec<_> =
        gathered.orders.iter().filter(|order| order.supplier_order == Some(long.as_str().into())).collect();
    assert!(bad[0].problems[0].message.as_ref().unwrap().starts_with("westcon cannot be asked: "));
    assert!(gathered.orders.iter().any(|order| order.problems.is_empty()));

    let before = sandbox.exchanges().len();
    let invoices = InvoicesQuestion::of(["897879", &long, "PO-2001"]);
    let parts = all(&desk, &Whom::named("techdata"), &invoices).await;
    assert_eq!(refused(&parts), [vec![long.clone()]]);
    let parts = all(&desk, &Whom::named("techdata"), &QuotesQuestion::of(["1", &long, "a\u{1}"])).await;
    assert_eq!(refused(&parts), [vec!["a\u{1}".to_owned()]]);
    assert_eq!(sandbox.exchanges().len(), before + 2);

    // If nothing is left, that is the answer, and nothing is sent.
    let error = one(&desk, "westcon", &OrderQuestion::by_supplier_number([long.as_str()])).await.unwrap_err();
    assert_eq!(error.cause(), Cause::Input);
    let error = one(&desk, "techdata", &InvoicesQuestion::of([long.as_str()])).await.unwrap_err();
    assert_eq!(error.cause(), Cause::Input);
    assert_eq!(sandbox.exchanges().len(), before + 2);
}

/// What the parts that were refused before anything was sent are about. The others are answers.
fn refused<T: std::fmt::Debug>(parts: &[Reply<T>]) -> Vec<Vec<String>> {
    let (good, bad): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.result.is_ok());
    assert_eq!(good.len(), 1, "{parts:?}");
    assert!(bad.iter().all(|part| part.result.as_ref().is_err_and(|error| error.cause() == Cause::Input)), "{parts:?}");
    bad.into_iter().map(|part| part.about.clone()).collect()
}

#[tokio::test]
async fn a_question_about_nothing_is_answered_by_nothing() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[]);
    let none = [""; 0];
    assert!(all(&desk, &Whom::Able, &AvailabilityQuestion::of(none)).await.is_empty());
    assert!(all(&desk, &Whom::Able, &OrderQuestion::by_supplier_number(none)).await.is_empty());
    assert!(all(&desk, &Whom::Able, &InvoicesQuestion::of(none)).await.is_empty());
    assert!(one(&desk, "techdata", &QuotesQuestion::of(none)).await.unwrap().value.is_empty());
    assert!(one(&desk, "techdata", &PriceQuestion::of(none)).await.unwrap().is_empty());
    assert!(sandbox.exchanges().is_empty());
}

#[tokio::test]
async fn one_slow_supplier_does_not_hold_the_others() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[("westcon.deadline", "200ms")]);
    put(&sandbox, "delay=10m;supplier=westcon");
    let question = OrderQuestion::by_customer_number(["897879", "PO-2001"]);
    let mut replies = desk.ask(&Whom::Able, &question).await.unwrap().into_iter();
    let (techdata, westcon) = (replies.next().unwrap(), replies.next().unwrap());
    assert_eq!((techdata.supplier.as_str(), westcon.supplier.as_str()), ("techdata", "westcon"));
    assert!(!matches!(techdata.result, Err(DeskError::Deadline { .. })));
    let error = westcon.result.unwrap_err();
    assert!(matches!(&error, DeskError::Deadline { supplier, .. } if supplier == "westcon"));
    assert_eq!(error.to_string(), "westcon has not answered within 0.2 s");
    assert_eq!(
        (error.cause(), error.hint().as_str()),
        (Cause::OutcomeUnknown, "Ask again; if the supplier needs longer, raise its deadline.")
    );
    // Streamed, every number that has no answer says so.
    let parts = all(&desk, &Whom::named("westcon"), &question).await;
    let about: Vec<_> = parts.iter().map(|part| part.about.concat()).collect();
    assert_eq!(about, ["897879", "PO-2001"]);
    assert!(parts.iter().all(|part| matches!(part.result, Err(DeskError::Deadline { .. }))));
}

#[tokio::test]
async fn suppliers_are_asked_at_the_same_time() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[]);
    put(&sandbox, "delay=10m;supplier=fcb2b");
    let question = AvailabilityQuestion::of(["VV01701002"]);
    let mut parts = desk.stream(&Whom::Able, &question).unwrap().boxed();
    assert_eq!(parts.next().await.unwrap().supplier, "techdata");
}

#[tokio::test]
async fn what_came_before_the_deadline_stays() {
    let sandbox = sandbox().await;
    let config = sources(&sandbox, &Secrets::right()).set_all("max_concurrent", "1").load().unwrap();
    let desk = Desk::builder().config(&config).deadline(Duration::from_secs(3600)).build().unwrap();
    let question = AvailabilityQuestion::of(["VV01701002", "BL12000451", "NOSUCH"]);
    let mut parts = desk.stream(&Whom::named("fcb2b"), &question).unwrap().boxed();
    let first = parts.next().await.unwrap();
    assert_eq!((first.about, first.result.unwrap().result.is_ok()), (vec!["VV01701002".to_owned()], true));
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(7200)).await;
    let rest: Vec<_> = parts.map(|part| part.result.unwrap()).collect().await;
    assert_eq!(rest.iter().map(|answer| answer.about.as_str()).collect::<Vec<_>>(), ["BL12000451", "NOSUCH"]);
    assert!(rest.iter().all(|answer| matches!(answer.result, Err(DeskError::Deadline { .. }))));
}

#[tokio::test]
async fn a_catalog_is_not_asked_for_again_without_need() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[("fcb2b.deadline", "200ms")]);
    put(&sandbox, "delay=10m;supplier=fcb2b");
    let error = one(&desk, "fcb2b", &CatalogRequest::of("FULL")).await.unwrap_err();
    assert!(matches!(error, DeskError::Deadline { .. }));
    assert_eq!(error.hint(), "It may have arrived: see whether the catalog comes before you ask for it again.");
}

#[tokio::test]
async fn refused_credentials_are_not_tried_again_and_again() {
    let sandbox = sandbox().await;
    let desk = Desk::from_config(&second_producer(&sandbox)).unwrap();
    let articles: Vec<_> = (0..40).map(|at| format!("A{at}")).collect();
    let answers = one(&desk, "loom", &PriceQuestion::of(articles)).await.unwrap();
    let causes: BTreeSet<_> =
        answers.iter().map(|answer| format!("{:?}", answer.result.as_ref().unwrap_err().cause())).collect();
    assert_eq!(causes, BTreeSet::from(["Credentials".to_owned()]));
    // Discovery, and the four that were under way when the first was refused.
    assert!(sandbox.exchanges().len() <= 5, "{}", sandbox.exchanges().len());
    let told = answers[39].result.as_ref().unwrap_err().to_string();
    assert_eq!(told, "loom was not asked: a request before it has failed");
}

#[tokio::test]
async fn whom_to_ask_must_be_said() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[]);
    let error = desk.ask(&Whom::Named(Vec::new()), &PriceQuestion::of(["A"])).await.unwrap_err();
    assert_eq!((error.cause(), error.to_string().as_str()), (Cause::Question, "no supplier is named"));
}

#[tokio::test]
async fn a_supplier_that_fails_again_and_again_is_left_alone() {
    let sandbox = sandbox().await;
    let config = sources(&sandbox, &Secrets::right()).set_all("max_concurrent", "1");
    let desk = Desk::from_config(&config.set("techdata.lines_per_request", "1").load().unwrap()).unwrap();
    put(&sandbox, "html;after=1;supplier=fcb2b");
    let articles: Vec<_> = (0..40).map(|at| format!("A{at}")).collect();
    let count = |answers: &[Answered<_>]| {
        let is_unasked = |answer: &&Answered<_>| matches!(answer.result, Err(DeskError::NotAsked { .. }));
        answers.iter().filter(is_unasked).count()
    };
    let answers = one(&desk, "fcb2b", &AvailabilityQuestion::of(articles.clone())).await.unwrap();
    assert_eq!((answers.len(), count(&answers)), (40, 30));
    let error = answers[39].result.as_ref().unwrap_err();
    assert_eq!(error.to_string(), "fcb2b was not asked: 10 requests in a row have failed");
    assert_eq!(error.cause(), answers[0].result.as_ref().unwrap_err().cause());
    // Discovery, and ten articles.
    assert_eq!(sandbox.exchanges().len(), 11);

    put(&sandbox, "html;supplier=techdata");
    let answers = one(&desk, "techdata", &AvailabilityQuestion::of(articles.clone())).await.unwrap();
    assert_eq!((answers.len(), count(&answers)), (40, 30));
    let orders = OrderQuestion::by_supplier_number(articles.clone());
    let parts = all(&desk, &Whom::named("techdata"), &orders).await;
    let unasked = parts.iter().filter(|part| matches!(part.result, Err(DeskError::NotAsked { .. })));
    assert_eq!((parts.len(), unasked.count()), (40, 30));

    // Refusals are answers: every article is asked for.
    sandbox.clear_fault();
    let answers = one(&desk, "fcb2b", &AvailabilityQuestion::of(articles)).await.unwrap();
    assert!(answers.iter().all(|answer| answer.result.as_ref().is_err_and(DeskError::is_not_found)));
}

#[tokio::test]
async fn two_accounts_of_one_protocol_answer_side_by_side() {
    let sandbox = sandbox().await;
    let (config, second) = (sources(&sandbox, &Secrets::right()).load().unwrap(), second_producer(&sandbox));
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let observed = Arc::clone(&seen);
    let observer = move |supplier: &str, exchange: &Exchange| {
        observed.lock().unwrap().insert(format!("{supplier} {}", exchange.operation));
    };
    let desk = Desk::builder().config(&second).config(&config).observer(observer).build().unwrap();
    assert_eq!(desk.suppliers().collect::<Vec<_>>(), ["fcb2b", "loom", "techdata", "westcon"]);
    assert!(desk.supports("loom", Capability::Prices));
    assert!(!desk.supports("westcon", Capability::Prices) && !desk.supports("nobody", Capability::Prices));

    // One account may see prices, the other may not.
    let names = Whom::Named(vec!["fcb2b".to_owned(), "loom".to_owned()]);
    let mut replies = desk.ask(&names, &PriceQuestion::of(["VV01701002"])).await.unwrap();
    let loom = replies.pop().unwrap().result.unwrap().remove(0).result.unwrap_err();
    assert_eq!((loom.cause(), replies.remove(0).result.unwrap()[0].result.is_ok()), (Cause::Credentials, true));
    let seen: Vec<_> = seen.lock().unwrap().iter().cloned().collect();
    assert_eq!(
        seen,
        ["fcb2b fcb2b.PriceInquiry", "fcb2b fcb2b.Services", "loom fcb2b.PriceInquiry", "loom fcb2b.Services"]
    );

    let error = Desk::builder().config(&config).config(&config).build().unwrap_err();
    assert_eq!(error.to_string(), "two configurations have a supplier called fcb2b");
}

#[tokio::test]
async fn a_question_that_a_supplier_cannot_answer_is_told_as_such() {
    let sandbox = sandbox().await;
    let desk = desk(&sandbox, &[]);
    let parts = all(&desk, &Whom::named("westcon"), &PriceQuestion::of(["A", "B"])).await;
    let [Reply { about, result: Err(error), .. }] = parts.as_slice() else { panic!("{parts:?}") };
    assert_eq!((about.len(), error.cause()), (2, Cause::Unsupported));
    assert_eq!(error.to_string(), "westcon cannot be asked for prices: westcon has no such service");
    assert!(sandbox.exchanges().is_empty());
}
