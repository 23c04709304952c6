//! What is asked again, when, and when no more.

use std::sync::Arc;
use std::time::Duration;

use b2b_sync::{Cause, Retry, Status, Trouble};

use crate::support::{Home, Suppliers, answers, ends, good, trouble};

/// With a circuit that never opens.
fn patient(home: &Home, says: impl Fn(&str, u32) -> b2b_sync::Asked + Send + Sync + 'static) -> Arc<Suppliers> {
    let mut suppliers = Suppliers::new(&home.clock, says);
    suppliers.pace.circuit_failures = usize::MAX;
    Arc::new(suppliers)
}

#[tokio::test(start_paused = true)]
async fn what_may_fare_better_is_asked_again_after_a_while_that_doubles() {
    let home = Home::new();
    let journal = home.with(&["a", "b"]);
    let suppliers =
        patient(&home, |key, count| if key == "a" && count < 4 { trouble(Cause::OutcomeUnknown) } else { good(key) });
    home.work(&journal, &suppliers).await;
    // A second each, and five, ten and twenty between them.
    assert_eq!(suppliers.times(), [0, 0, 6, 17, 38]);
    assert_eq!(ends(&journal), ["a answered 4", "b answered 1"]);
}

#[tokio::test(start_paused = true)]
async fn what_fails_too_often_is_a_dead_letter_with_the_reason() {
    let home = Home::new();
    let journal = home.with(&["a", "b"]);
    let suppliers = patient(&home, |key, _| if key == "a" { trouble(Cause::Unreadable) } else { good(key) });
    let mut retry = Retry::default();
    retry.most = 3;
    let worker = home.worker(&journal, &suppliers).retry(retry);
    worker.run(vec!["mill".to_owned()], std::future::pending()).await.unwrap();
    assert_eq!(ends(&journal), ["a failed 3", "b answered 1"]);
    let (_, dead) = answers(&journal).remove(0);
    assert_eq!((dead.status, dead.cause.as_deref()), (Status::Failed, Some("unreadable")));
    assert_eq!(dead.message.as_deref(), Some("it does not work"));
}

#[tokio::test(start_paused = true)]
async fn what_will_not_fare_better_is_asked_once() {
    for cause in [Cause::Input, Cause::Unsupported, Cause::TooLarge] {
        let home = Home::new();
        let journal = home.with(&["a"]);
        let suppliers = patient(&home, move |_, _| trouble(cause));
        home.work(&journal, &suppliers).await;
        assert_eq!(ends(&journal), ["a failed 1"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_supplier_can_say_when_to_ask_again() {
    let home = Home::new();
    let journal = home.with(&["a"]);
    let suppliers = patient(&home, |key, count| match count {
        1 => {
            let mut busy = Trouble::new(Cause::OutcomeUnknown, "busy");
            busy.retry_after = Some(Duration::from_secs(90));
            Err(busy)
        }
        _ => good(key),
    });
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.times(), [0, 91]);
}
