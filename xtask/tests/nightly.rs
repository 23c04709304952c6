//! A short night: `cargo xtask nightly` with its defaults is the long one, which also judges memory.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]
#![cfg(target_os = "linux")]

use std::process::Command;

#[test]
fn a_run_that_is_killed_comes_to_the_same() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["nightly", "--jobs", "1000", "--kills", "4", "--concurrency", "16"])
        .output()
        .unwrap();
    let (summary, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{summary}{errors}");
    assert!(summary.contains("killed 4 times: the same result, "), "{summary}");
}
