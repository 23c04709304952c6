//! A short torture: `cargo xtask torture` with its defaults is the long one.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::process::Command;

#[test]
fn nothing_is_lost_and_nothing_doubled() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["torture", "--reservations", "240", "--orders", "80", "--kills", "3", "--seed", "7"])
        .output()
        .unwrap();
    let (summary, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{summary}{errors}");
    assert!(summary.starts_with("seed 7, kills 3, "), "{summary}");
    let lines: Vec<&str> = summary.lines().skip(1).collect();
    assert!(lines[0].starts_with("reservations: 240 asked for, "), "{summary}");
    assert!(lines[1].starts_with("orders: 80 asked for, "), "{summary}");
    for line in &lines[..2] {
        assert!(line.ends_with("doubled 0, lost 0, unaccounted for 0"), "{summary}");
        // Some were acknowledged, and the faults have left some in doubt, or this would prove little.
        assert!(line.contains(" acknowledged, ") && !line.contains(" 0 acknowledged, "), "{summary}");
        assert!(line.contains(" unknown (") && !line.contains(" 0 unknown ("), "{summary}");
    }
    assert_eq!(lines[2], "stock adds up");
}
