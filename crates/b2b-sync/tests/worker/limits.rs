//! How much is asked at a time, and when.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use b2b_desk::QuietHours;
use b2b_sync::{Cause, Retry, Trouble};

use crate::support::{Home, Suppliers, busy, ends, good, trouble};

fn keys(count: usize) -> Vec<String> {
    (0..count).map(|key| key.to_string()).collect()
}

fn borrowed(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).collect()
}

#[tokio::test(start_paused = true)]
async fn no_more_is_under_way_than_may_be_and_no_less() {
    let home = Home::new();
    let keys = keys(100);
    let journal = home.with(&borrowed(&keys));
    let mut suppliers = Suppliers::new(&home.clock, |key, _| good(key));
    suppliers.pace.concurrency = 7;
    let suppliers = Arc::new(suppliers);
    let ended = home.work(&journal, &suppliers).await;
    assert!(ended.stopped.is_empty() && !ended.is_interrupted);
    assert_eq!(suppliers.most_in_flight.load(Ordering::SeqCst), 7);
    // A hundred requests of a second: one to see whether it answers, then seven at a time.
    assert_eq!(home.clock.seconds(), 16);
    assert_eq!(ends(&journal), keys.iter().map(|key| format!("{key} answered 1")).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn so_many_keys_go_with_a_request_as_it_takes() {
    let home = Home::new();
    let keys = keys(95);
    let journal = home.with(&borrowed(&keys));
    let mut suppliers = Suppliers::new(&home.clock, |key, _| good(key));
    suppliers.per_request = 10;
    let suppliers = Arc::new(suppliers);
    home.work(&journal, &suppliers).await;
    let mut sizes: Vec<usize> = suppliers.requests.lock().unwrap().iter().map(|(_, keys)| keys.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [5, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
    assert_eq!(ends(&journal).len(), 95);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_in_quiet_hours() {
    let home = Home::new();
    let journal = home.with(&["a", "b"]);
    let mut suppliers = Suppliers::new(&home.clock, |key, _| good(key));
    // The tests begin at noon.
    suppliers.pace.quiet_hours = QuietHours::new(["11:30-12:30"], "UTC").unwrap();
    let suppliers = Arc::new(suppliers);
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.times(), [1800, 1801]);
}

#[tokio::test(start_paused = true)]
async fn a_supplier_that_fails_is_left_alone_for_a_while() {
    let home = Home::new();
    let keys = keys(40);
    let journal = home.with(&borrowed(&keys));
    let clock = Arc::clone(&home.clock);
    // It is gone for five minutes.
    let mut suppliers =
        Suppliers::new(
            &home.clock,
            move |key, _| {
                if clock.seconds() < 300 { trouble(Cause::Unreachable) } else { good(key) }
            },
        );
    suppliers.pace.concurrency = 1;
    suppliers.pace.circuit_failures = 4;
    suppliers.pace.circuit_pause = Duration::from_secs(60);
    let suppliers = Arc::new(suppliers);
    home.work(&journal, &suppliers).await;
    let times = suppliers.times();
    // Four in a row, then one a minute to see whether it is there, and all the others when it is.
    assert_eq!(times.get(..10), Some(&[0, 1, 2, 3, 64, 125, 186, 247, 308, 309][..]), "{times:?}");
    assert_eq!(ends(&journal).len(), 40);
    assert!(ends(&journal).iter().all(|end| end.contains(" answered ")));
    // Whoever was asked while nobody was answered has not been asked in vain.
    assert!(ends(&journal).iter().all(|end| end.ends_with(" 1")));
}

#[tokio::test(start_paused = true)]
async fn a_supplier_that_does_not_accept_who_asks_is_not_asked_any_more() {
    for cause in [Cause::Credentials, Cause::Certificate, Cause::Config, Cause::Clock] {
        let home = Home::new();
        let journal = home.with(&["a", "b", "c"]);
        let suppliers = Arc::new(Suppliers::new(&home.clock, move |_, _| trouble(cause)));
        let ended = home.work(&journal, &suppliers).await;
        assert_eq!(ended.stopped.len(), 1);
        assert_eq!((ended.stopped[0].0.as_str(), ended.stopped[0].1.cause), ("mill", cause));
        assert_eq!(suppliers.times().len(), 1);
        assert_eq!(ends(&journal), Vec::<String>::new());

        // When it is repaired, all are asked, as if they had never been.
        drop(journal);
        let journal = home.open();
        let suppliers = Arc::new(Suppliers::new(&home.clock, |key, _| good(key)));
        home.work(&journal, &suppliers).await;
        assert_eq!(ends(&journal), ["a answered 1", "b answered 1", "c answered 1"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_supplier_that_wants_to_be_left_alone_is_not_asked_for_anything() {
    let home = Home::new();
    let journal = home.with(&["a", "b", "c"]);
    let mut suppliers = Suppliers::new(&home.clock, |key, count| match (key, count) {
        ("b", 1) => busy(Duration::from_secs(3600)),
        _ => good(key),
    });
    suppliers.pace.concurrency = 1;
    let suppliers = Arc::new(suppliers);
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.times(), [0, 1, 3602, 3603]);
    assert!(ends(&journal).iter().all(|end| end.contains(" answered ")));
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_together_is_asked_about_alone_within_the_limits() {
    let home = Home::new();
    let keys = keys(10);
    let journal = home.with(&borrowed(&keys));
    // One that is unknown spoils the first request, which takes until the quiet hours begin.
    let mut suppliers = Suppliers::new(&home.clock, |key, count| match (key, count) {
        ("7", _) | (_, 1) => trouble(Cause::TooLarge),
        _ => good(key),
    });
    suppliers.per_request = 10;
    suppliers.pace.concurrency = 3;
    suppliers.takes = Duration::from_secs(60);
    suppliers.pace.quiet_hours = QuietHours::new(["12:01-13:00"], "UTC").unwrap();
    let suppliers = Arc::new(suppliers);
    let stop = tokio::time::sleep(Duration::from_secs(600));
    let ended = home.work_until(&journal, &suppliers, stop).await;
    assert!(ended.is_interrupted);
    assert_eq!((suppliers.times(), ends(&journal)), (vec![0], Vec::new()));

    // Whoever goes on asks about them together again, and then about each alone, three at a time.
    let mut suppliers = Suppliers::new(&home.clock, |key, count| match (key, count) {
        ("7", _) | (_, 1) => trouble(Cause::TooLarge),
        _ => good(key),
    });
    suppliers.per_request = 10;
    suppliers.pace.concurrency = 3;
    let suppliers = Arc::new(suppliers);
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.times(), [600, 601, 601, 601, 602, 602, 602, 603, 603, 603, 604]);
    assert!(suppliers.requests.lock().unwrap().iter().skip(1).all(|(_, keys)| keys.len() == 1));
    let good = keys.iter().map(|key| format!("{key} {} 1", if key == "7" { "failed" } else { "answered" }));
    assert_eq!(ends(&journal), good.collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn what_the_accounts_own_limits_held_back_is_nobodys_failure() {
    let home = Home::new();
    let journal = home.with(&["a"]);
    let mut suppliers = Suppliers::new(&home.clock, |key, count| {
        if count > 20 {
            return good(key);
        }
        let mut full = Trouble::new(Cause::Unreachable, "no room");
        full.is_held_back = true;
        Err(full)
    });
    suppliers.pace.circuit_failures = 2;
    let suppliers = Arc::new(suppliers);
    let mut retry = Retry::default();
    retry.patience = Duration::ZERO;
    let worker = home.worker(&journal, &suppliers).retry(retry);
    worker.run(vec!["mill".to_owned()], std::future::pending()).await.unwrap();
    assert_eq!(suppliers.times(), (0..=20).collect::<Vec<_>>());
    assert_eq!(ends(&journal), ["a answered 1"]);
}
