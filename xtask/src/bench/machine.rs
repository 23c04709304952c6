//! The machine, as far as the system tells.

use std::fs;
use std::process::Command;

/// What matters for speed, by name.
pub(super) fn describe() -> Vec<(&'static str, String)> {
    let cores = std::thread::available_parallelism().map_or_else(|_| unknown(), |cores| cores.to_string());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    vec![
        ("CPU", line_of("/proc/cpuinfo", "model name", ':')),
        ("cores", cores),
        ("memory", memory()),
        (
            "system",
            format!(
                "{}, kernel {}",
                line_of("/etc/os-release", "PRETTY_NAME", '=').trim_matches('"'),
                kernel.trim().split('-').next().unwrap_or_default()
            ),
        ),
        ("rustc", version("rustc", "-V")),
        ("Python", version("python3", "--version")),
        ("Node", version("node", "--version")),
        ("profile", "`bench` of Cargo.toml: thin LTO, one codegen unit".to_owned()),
    ]
}

fn memory() -> String {
    let total = line_of("/proc/meminfo", "MemTotal", ':');
    let kibibytes: Option<u64> = total.split(' ').next().and_then(|number| number.parse().ok());
    kibibytes.map_or_else(unknown, |kibibytes| format!("{} GiB", (kibibytes + (1 << 19)) >> 20))
}

/// The value behind the first key of this name in a file of pairs.
fn line_of(file: &str, key: &str, separator: char) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once(separator));
    pairs.into_iter().find(|(name, _)| name.trim() == key).map_or_else(unknown, |(_, value)| value.trim().to_owned())
}

fn version(program: &str, argument: &str) -> String {
    match Command::new(program).arg(argument).output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        Err(_) => "absent".to_owned(),
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}
