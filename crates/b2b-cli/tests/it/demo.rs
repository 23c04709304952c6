//! `b2b demo`.

use crate::world::b2b;

#[test]
fn a_short_story() {
    // A broken configuration of the user's own does not matter.
    let output = b2b().arg("demo").env("B2B_CONFIG", "/no/such/file").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
    let story = String::from_utf8(output.stdout).unwrap();
    assert!(story.lines().count() < 200);
    insta::with_settings!({filters => vec![(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"), (r"20(2[6-9]|[3-9]\d)-\d\d-\d\d", "20YY-MM-DD")]}, {
        insta::assert_snapshot!(story);
    });
}
