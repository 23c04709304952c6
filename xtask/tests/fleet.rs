//! A small fleet: `cargo xtask fleet` with its defaults is the large one.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr, reason = "tests")]
#![cfg(target_os = "linux")]

use std::process::Command;

#[test]
fn each_job_has_one_answer_whoever_dies() {
    if Command::new("nats-server").arg("--version").output().is_err() {
        // Where everything is installed, this is an error.
        assert!(std::env::var_os("CI").is_none(), "nats-server is not installed");
        return eprintln!("skipped: nats-server is not installed");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["fleet", "--jobs", "2000", "--workers", "3", "--kills", "3", "--restarts", "1", "--seed", "7"])
        .output()
        .unwrap();
    let (summary, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{summary}{errors}");
    assert!(summary.contains("2000 jobs submitted in "), "{summary}");
    assert!(summary.contains(" 1000 again and known;"), "{summary}");
    assert!(summary.contains("1998 answered once each, "), "{summary}");
    // Articles that go wrong the first time were asked again, or this would prove little.
    assert!(!summary.contains("each, 0 of them"), "{summary}");
    assert!(summary.contains("; 2 dead letters, all for good reason"), "{summary}");
}
