//! What a desk's suppliers say, as a long run hears it.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use b2b_desk::{Desk, Sources};
use b2b_sandbox::{Fcb2b, Sandbox, Westcon};
use b2b_sync::{Ask as _, Asked, Cause, Question, Suppliers};

async fn sandbox() -> Sandbox {
    Sandbox::builder().supplier(Westcon::default()).supplier(Fcb2b::new()).start().await.unwrap()
}

/// A producer that may be asked for stock only, and a reseller's supplier with a wrong key.
fn suppliers(sandbox: &Sandbox) -> Suppliers {
    let ca = sandbox.ca_path().display().to_string();
    let config = Sources::new()
        .set("mill.protocol", "fcb2b")
        .set("mill.addresses.StockCheck", format!("{}/stockcheck", sandbox.url()))
        .set("mill.addresses.OrderStatusDetail", format!("{}/orderstatusdetail", sandbox.url()))
        .set("mill.profile", Fcb2b::DEFAULT_PROFILE)
        .set("mill.api_key", Fcb2b::STOCK_ONLY_KEY)
        .set("mill.client_identifier", Fcb2b::CLIENT_IDENTIFIER)
        .set("mill.ca", &ca)
        .set("westcon.url", format!("{}{}", sandbox.url(), Westcon::PATH))
        .set("westcon.account", Westcon::ACCOUNT)
        .set("westcon.ca", &ca)
        .environment([("B2B_MILL_SECRET", Fcb2b::STOCK_ONLY_SECRET), ("B2B_WESTCON_KEY", "another")])
        .load()
        .unwrap();
    Suppliers::new(Desk::builder().config(&config)).unwrap()
}

async fn ask(suppliers: &Suppliers, supplier: &str, question: Question, keys: &[&str]) -> Vec<Asked> {
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    suppliers.ask(supplier, question, &keys).await
}

#[tokio::test]
async fn a_service_that_is_not_permitted_is_no_reason_to_ask_for_nothing_else() {
    let sandbox = sandbox().await;
    let suppliers = suppliers(&sandbox);
    let refused = ask(&suppliers, "mill", Question::OrderStatus, &["7"]).await.remove(0).unwrap_err();
    assert!(refused.message.contains("AccessDenied"), "{}", refused.message);
    assert_eq!((refused.cause, refused.is_everybodys(), refused.is_passing()), (Cause::Refused, false, false));
    assert!(ask(&suppliers, "mill", Question::Stock, &["VV01701002"]).await.remove(0).is_ok());
}

#[tokio::test]
async fn a_wrong_key_is_sent_once_with_a_request_of_both_kinds_of_numbers() {
    let sandbox = sandbox().await;
    let suppliers = suppliers(&sandbox);
    let asked = ask(&suppliers, "westcon", Question::OrderStatus, &["po:1", "2", "3"]).await;
    let causes: Vec<_> = asked.into_iter().map(|asked| asked.unwrap_err().cause).collect();
    assert_eq!(causes, [Cause::Credentials; 3]);
    assert_eq!(sandbox.exchanges().len(), 1);
}

#[tokio::test]
async fn a_supplier_that_says_when_to_come_back_is_not_asked_again_before() {
    let sandbox = sandbox().await;
    sandbox.put_fault("status=503; retry-after=7".parse().unwrap());
    let suppliers = suppliers(&sandbox);
    let busy = ask(&suppliers, "mill", Question::Stock, &["VV01701002"]).await.remove(0).unwrap_err();
    assert_eq!((busy.retry_after, busy.is_passing()), (Some(Duration::from_secs(7)), true), "{}", busy.message);
    assert_eq!(sandbox.exchanges().len(), 1);
}

#[tokio::test]
async fn a_handshake_that_breaks_says_nothing_of_certificates() {
    let sandbox = sandbox().await;
    let config = Sources::new()
        .set("westcon.url", sandbox.http_url().replace("http:", "https:"))
        .set("westcon.account", Westcon::ACCOUNT)
        .environment([("B2B_WESTCON_KEY", Westcon::KEY)])
        .load()
        .unwrap();
    let suppliers = Suppliers::new(Desk::builder().config(&config)).unwrap();
    let broken = ask(&suppliers, "westcon", Question::OrderStatus, &["1"]).await.remove(0).unwrap_err();
    assert_eq!((broken.cause, broken.is_passing()), (Cause::Unreachable, true), "{}", broken.message);

    // A verdict on a certificate is another matter.
    let config = Sources::new()
        .set("westcon.url", sandbox.url())
        .set("westcon.account", Westcon::ACCOUNT)
        .environment([("B2B_WESTCON_KEY", Westcon::KEY)])
        .load()
        .unwrap();
    let suppliers = Suppliers::new(Desk::builder().config(&config)).unwrap();
    let untrusted = ask(&suppliers, "westcon", Question::OrderStatus, &["1"]).await.remove(0).unwrap_err();
    assert_eq!((untrusted.cause, untrusted.is_everybodys()), (Cause::Certificate, true), "{}", untrusted.message);
}
