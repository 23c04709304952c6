//! Requests that were sent before.

use b2b_sandbox::{Limits, Options};

use crate::support::Abused;

#[tokio::test]
async fn a_signature_works_once() {
    let options = Options { limits: Limits::default(), ..Options::default() };
    // Of the profiles, one that sends a GlobalIdentifier.
    let abused = Abused::start(options, "dancik").await;
    let url = abused.stock_check("dancik");
    assert_eq!(abused.get(&url).await, 200);
    for _ in 0..200 {
        assert_eq!(abused.get(&url).await, 403);
    }
    let why = abused.sandbox.exchanges()[0].explanation.clone().unwrap();
    assert!(why.sentence.contains("GlobalIdentifier"), "{why:?}");
    abused.is_unharmed(0);
}

/// A signature is of its own service, and spoiling it by a byte does not make it new.
#[tokio::test]
async fn a_signature_is_good_for_nothing_else() {
    let abused = Abused::start(Options::default(), "dancik").await;
    let url = abused.stock_check("dancik");
    for spoiled in [
        url.replace("VV01701002", "5E65800110"),
        url.replace("%3D", "%3d%3D"),
        format!("{url}&Quantity=1"),
        url.replacen('?', "?SupplierItemSKU=5E65800110&", 1),
    ] {
        assert_ne!(spoiled, url);
        let answered = abused.get(&spoiled).await;
        assert!((400..500).contains(&answered), "{spoiled}: {answered}");
    }
    assert_eq!(abused.get(&url).await, 200, "refused requests do not use it up");
    abused.is_unharmed(0);
}
