//! What is asked again, when, and when no more.

use std::sync::Arc;
use std::time::Duration;

use b2b_desk::QuietHours;
use b2b_sync::{Cause, Event, Journal, Retry, Status};

use crate::support::{Home, Suppliers, answers, busy, ends, good, trouble};

/// With a circuit that never opens.
fn patient(home: &Home, says: impl Fn(&str, u32) -> b2b_sync::Asked + Send + Sync + 'static) -> Arc<Suppliers> {
    let mut suppliers = Suppliers::new(&home.clock, says);
    suppliers.pace.circuit_failures = usize::MAX;
    Arc::new(suppliers)
}

/// All that fails is the jobs' fault.
fn blaming() -> Retry {
    let mut retry = Retry::default();
    retry.patience = Duration::ZERO;
    retry
}

async fn work(home: &Home, journal: &Journal, suppliers: &Arc<Suppliers>, retry: Retry) {
    let worker = home.worker(journal, suppliers).retry(retry);
    worker.run(vec!["mill".to_owned()], std::future::pending()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_may_fare_better_is_asked_again_after_a_while_that_doubles() {
    let home = Home::new();
    let journal = home.with(&["a", "b"]);
    let suppliers =
        patient(&home, |key, count| if key == "a" && count < 4 { trouble(Cause::OutcomeUnknown) } else { good(key) });
    work(&home, &journal, &suppliers, blaming()).await;
    // A second each, and five, ten and twenty between them.
    assert_eq!(suppliers.times(), [0, 1, 6, 17, 38]);
    assert_eq!(ends(&journal), ["a answered 4", "b answered 1"]);
}

#[tokio::test(start_paused = true)]
async fn what_fails_too_often_is_a_dead_letter_with_the_reason() {
    let home = Home::new();
    let journal = home.with(&["a", "b"]);
    let suppliers = patient(&home, |key, _| if key == "a" { trouble(Cause::Unreadable) } else { good(key) });
    let mut retry = blaming();
    retry.most = 3;
    work(&home, &journal, &suppliers, retry).await;
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
        1 => busy(Duration::from_secs(90)),
        _ => good(key),
    });
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.times(), [0, 91]);
}

#[tokio::test(start_paused = true)]
async fn what_fails_among_what_is_answered_is_a_dead_letter_in_the_end() {
    let home = Home::new();
    let keys: Vec<String> = (0..4000).map(|key| format!("{key:04}")).collect();
    let journal = home.with(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    let is_bad = |key: &str| key == "0007";
    let suppliers =
        Suppliers::new(&home.clock, move |key, _| if is_bad(key) { trouble(Cause::OutcomeUnknown) } else { good(key) });
    home.work(&journal, &Arc::new(suppliers)).await;
    let ends = ends(&journal);
    assert_eq!(ends.iter().filter(|end| !end.ends_with(" answered 1")).collect::<Vec<_>>(), ["0007 failed 8"]);
}

#[tokio::test(start_paused = true)]
async fn a_supplier_that_is_away_makes_no_dead_letters_however_often_workers_die() {
    for cause in [Cause::Unreachable, Cause::OutcomeUnknown, Cause::Unreadable] {
        let home = Home::new();
        let mut journal = home.with(&["a", "b"]);
        let suppliers = patient(&home, move |key, count| if count <= 40 { trouble(cause) } else { good(key) });
        let mut deaths = 0;
        while ends(&journal).len() < 2 {
            let working = home.worker(&journal, &suppliers).run(vec!["mill".to_owned()], std::future::pending());
            // Killed soon after it has begun.
            let _ = tokio::time::timeout(Duration::from_millis(20_500), working).await;
            drop(journal);
            journal = home.open_when_free().await;
            deaths += 1;
        }
        assert!(deaths > 8, "{deaths}");
        assert!(ends(&journal).iter().all(|end| end.contains(" answered ")), "{:?}", ends(&journal));
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_whose_last_jobs_are_never_answered_has_an_end() {
    let home = Home::new();
    let journal = home.with(&["a", "b"]);
    let suppliers = Arc::new(Suppliers::new(&home.clock, |_, _| trouble(Cause::OutcomeUnknown)));
    home.work(&journal, &suppliers).await;
    assert_eq!(ends(&journal), ["a failed 8", "b failed 8"]);
    assert!(home.clock.seconds() > Retry::default().patience.as_secs());
}

#[tokio::test(start_paused = true)]
async fn keys_that_are_never_answered_are_dead_letters_among_many_that_are() {
    let home = Home::new();
    let keys: Vec<String> = (0..200).map(|key| format!("{key:03}")).collect();
    let journal = home.with(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    let is_bad = |key: &str| ["007", "150"].contains(&key);
    let suppliers =
        Suppliers::new(&home.clock, move |key, _| if is_bad(key) { trouble(Cause::Unreadable) } else { good(key) });
    let ended = home.work(&journal, &Arc::new(suppliers)).await;
    assert!(ended.stopped.is_empty());
    let ends = ends(&journal);
    let bad: Vec<_> = ends.iter().filter(|end| !end.ends_with(" answered 1")).collect();
    assert_eq!(bad, ["007 failed 8", "150 failed 8"]);
}

#[tokio::test(start_paused = true)]
async fn a_supplier_that_stays_away_is_given_up_and_the_others_are_not_kept_waiting() {
    let home = Home::new();
    let keys: Vec<String> = (0..1000).map(|key| key.to_string()).collect();
    let journal = home.with(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    let suppliers = Arc::new(Suppliers::new(&home.clock, |_, _| trouble(Cause::Unreachable)));
    let ended = home.work(&journal, &suppliers).await;
    let stopped: Vec<_> = ended.stopped.iter().map(|(supplier, trouble)| (supplier.as_str(), trouble.cause)).collect();
    assert_eq!(stopped, [("mill", Cause::Unreachable)]);
    let Retry { patience, grace, .. } = Retry::default();
    let limit = (patience + grace).as_secs();
    assert!((limit..limit + 60).contains(&home.clock.seconds()), "{}", home.clock.seconds());

    // What has no end is asked when somebody goes on.
    drop(journal);
    let journal = home.open();
    let open = keys.len() - ends(&journal).len();
    let suppliers = Arc::new(Suppliers::new(&home.clock, |key, _| good(key)));
    home.work(&journal, &suppliers).await;
    assert!(open > 900 && ends(&journal).iter().filter(|end| end.contains(" answered ")).count() == open);
}

#[tokio::test(start_paused = true)]
async fn the_rest_a_supplier_has_is_no_silence() {
    let home = Home::new();
    let journal = home.with(&["a"]);
    let mut suppliers = Suppliers::new(&home.clock, |key, count| match count {
        1..=3 => trouble(Cause::Unreachable),
        _ => good(key),
    });
    suppliers.takes = Duration::from_secs(100);
    // The first request ends after they have begun.
    suppliers.pace.quiet_hours = QuietHours::new(["12:01-22:00"], "UTC").unwrap();
    let suppliers = Arc::new(suppliers);
    let ended = home.work(&journal, &suppliers).await;
    assert!(ended.stopped.is_empty());
    assert_eq!(ends(&journal), ["a answered 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_breaks_off_ends_with_an_error() {
    let home = Home::new();
    let journal = home.with(&["a", "b"]);
    let suppliers = patient(&home, |key, _| good(key));
    let watch = |event: &Event<'_>| assert!(!matches!(event, Event::Asked { .. }), "a bug");
    let worker = home.worker(&journal, &suppliers).watch(Arc::new(watch));
    let error = worker.run(vec!["mill".to_owned()], std::future::pending()).await.unwrap_err();
    assert_eq!(error.to_string(), "a worker broke off");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_breaks_off_is_asked_again() {
    let home = Home::new();
    let journal = home.with(&["a"]);
    let suppliers = patient(&home, |key, count| {
        assert!(count > 2, "a bug");
        good(key)
    });
    home.work(&journal, &suppliers).await;
    assert_eq!(ends(&journal), ["a answered 1"]);
    assert_eq!(suppliers.times(), [0, 6, 12]);
}
