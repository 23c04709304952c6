//! Runs that are stopped, killed, begun again.

use std::sync::Arc;
use std::time::Duration;

use b2b_sync::{Cause, JournalError, State};
use tokio::time::sleep;

use crate::support::{Home, Suppliers, answers, begin, ends, good, resume, trouble};

#[tokio::test(start_paused = true)]
async fn who_is_asked_to_stop_lets_end_what_is_under_way() {
    let home = Home::new();
    let keys: Vec<String> = (0..40).map(|key| key.to_string()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let journal = home.with(&keys);
    let suppliers = Arc::new(Suppliers::new(&home.clock, |key, _| good(key)));
    let ended = home.work_until(&journal, &suppliers, sleep(Duration::from_millis(2500))).await;
    assert!(ended.is_interrupted);
    // One, then four at a time, in three rounds of a second: nothing that was asked is lost.
    assert_eq!((suppliers.counts().len(), ends(&journal).len()), (9, 9));
    assert_eq!(journal.state().unwrap().0, State::Asking);

    drop(journal);
    let journal = home.open();
    assert!(journal.is_broken_off().unwrap());
    assert_eq!(resume(&journal, &keys, None).unwrap(), 0);
    home.work(&journal, &suppliers).await;
    assert_eq!(ends(&journal), keys.iter().map(|key| format!("{key} answered 1")).collect::<Vec<_>>());
    assert!(suppliers.counts().values().all(|count| *count == 1));
    journal.finish().unwrap();
    assert!(!journal.is_broken_off().unwrap());
}

#[tokio::test(start_paused = true)]
async fn who_is_killed_loses_what_was_under_way() {
    let home = Home::new();
    let journal = home.with(&["a", "b", "c", "d", "e", "f"]);
    let mut suppliers = Suppliers::new(&home.clock, |key, _| good(key));
    suppliers.pace.concurrency = 2;
    let suppliers = Arc::new(suppliers);
    let working = home.worker(&journal, &suppliers).run(vec!["mill".to_owned()], std::future::pending());
    // Dropped in the middle of the third round, and with it whoever was asking. The first is one request.
    let runtime_is_gone = tokio::time::timeout(Duration::from_millis(2500), working).await;
    assert!(runtime_is_gone.is_err());
    let before = ends(&journal);
    assert_eq!(before, ["a answered 1", "b answered 1", "c answered 1"]);
    drop(journal);

    let journal = home.open_when_free().await;
    home.work(&journal, &suppliers).await;
    let expected: Vec<_> = ["a", "b", "c", "d", "e", "f"].iter().map(|key| format!("{key} answered 1")).collect();
    assert_eq!(ends(&journal), expected);
    let counts = suppliers.counts();
    assert_eq!((counts["a"], counts["b"], counts["c"], counts["f"]), (1, 1, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn who_is_dropped_leaves_everything_to_the_next_one() {
    let home = Home::new();
    let journal = home.with(&["a", "b", "c", "d", "e", "f"]);
    let mut suppliers = Suppliers::new(&home.clock, |key, _| good(key));
    suppliers.pace.concurrency = 2;
    let suppliers = Arc::new(suppliers);
    let working = home.worker(&journal, &suppliers).run(vec!["mill".to_owned()], std::future::pending());
    assert!(tokio::time::timeout(Duration::from_millis(1500), working).await.is_err());
    // The same journal, opened once: what the first one had leased is not lost.
    home.work(&journal, &suppliers).await;
    let expected: Vec<_> = ["a", "b", "c", "d", "e", "f"].iter().map(|key| format!("{key} answered 1")).collect();
    assert_eq!(ends(&journal), expected);
}

#[tokio::test(start_paused = true)]
async fn a_run_goes_on_with_its_own_list() {
    let home = Home::new();
    let journal = home.with(&["a", "b", "b"]);
    let suppliers = Arc::new(Suppliers::new(&home.clock, |key, _| good(key)));
    home.work(&journal, &suppliers).await;
    for other in [&["a", "b"][..], &["b", "a", "b"], &["a", "b", "b", "c"], &["a", "bb"], &[]] {
        assert!(matches!(resume(&journal, other, None), Err(JournalError::List)), "{other:?}");
    }
    // What is too old by now is asked for again.
    sleep(Duration::from_secs(3600)).await;
    assert_eq!(resume(&journal, &["a", "b", "b"], Some(Duration::from_secs(7200))).unwrap(), 0);
    assert_eq!(resume(&journal, &["a", "b", "b"], Some(Duration::from_secs(60))).unwrap(), 2);
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.counts(), [("a".to_owned(), 2), ("b".to_owned(), 2)].into());
    assert_eq!(ends(&journal), ["a answered 1", "b answered 1"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_given_twice_is_asked_once() {
    let home = Home::new();
    let journal = home.with(&["a", "b", "a", "a", "c", "b"]);
    let suppliers = Arc::new(Suppliers::new(&home.clock, |key, _| good(key)));
    home.work(&journal, &suppliers).await;
    assert_eq!(ends(&journal), ["a answered 1", "b answered 1", "c answered 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_new_run_takes_over_what_is_young_enough() {
    let home = Home::new();
    let journal = home.with(&["old", "failed"]);
    let suppliers =
        Arc::new(Suppliers::new(&home.clock, |key, _| if key == "failed" { trouble(Cause::Input) } else { good(key) }));
    home.work(&journal, &suppliers).await;
    journal.finish().unwrap();
    sleep(Duration::from_secs(3600)).await;
    begin(&journal, &["new", "old", "failed"], Some(Duration::from_secs(2 * 3600)));
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.counts(), [("failed".to_owned(), 2), ("new".to_owned(), 1), ("old".to_owned(), 1)].into());
    let taken = answers(&journal);
    assert_eq!(taken.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["new", "old", "failed"]);
    assert!(taken[1].1.answered_at < taken[0].1.asked_at);
    journal.finish().unwrap();

    // Older than that, it is asked again; and so is everything without an age.
    begin(&journal, &["old"], Some(Duration::from_secs(60)));
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.counts()["old"], 2);
    begin(&journal, &["old"], None);
    home.work(&journal, &suppliers).await;
    assert_eq!(suppliers.counts()["old"], 3);
}

#[tokio::test(start_paused = true)]
async fn a_journal_is_one_process_own() {
    let home = Home::new();
    let journal = home.with(&["a"]);
    assert!(matches!(home.try_open(), Err(JournalError::Busy)));
    drop(journal);
    assert!(home.try_open().is_ok());
}
