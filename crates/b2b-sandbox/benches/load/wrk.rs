//! wrk as the load generator, where it is installed: another program, in C, that takes less of the machine than ours.

use std::process::Command;
use std::time::Duration;

use crate::IN_FLIGHT;

/// Whether there is one.
pub(crate) fn is_there() -> bool {
    // Asked for its version it ends with 1.
    Command::new("wrk").arg("--version").output().is_ok()
}

/// Asks for two seconds, and tells how long so many answers took.
pub(crate) fn run(url: &str, times: usize) -> Duration {
    let mut wrk = Command::new("wrk");
    let output =
        wrk.args(["--threads=2", "--duration=2s", &format!("--connections={IN_FLIGHT}"), url]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && !said.contains("Non-2xx") && !said.contains("Socket errors"), "{said}");
    let rate = said.lines().find_map(|line| line.strip_prefix("Requests/sec:")?.trim().parse::<f64>().ok());
    Duration::from_secs_f64(f64::from(u32::try_from(times).unwrap()) / rate.expect("wrk tells its rate"))
}
