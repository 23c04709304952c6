//! Instructions of the hottest paths, counted by valgrind: unlike times, they are the same on a busy machine.
//!
//! Each path runs in a bench named `instructions` as many times as it is told. What one run takes is the difference
//! between a process that runs it once and one that runs it more often, so that neither startup nor setup counts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::generated::{Mode, root};
use crate::workspace::cargo;

/// Where the counts are kept.
const BASELINE: &str = "xtask/instructions.json";

/// How many per cent a path may change before the check says so, and fails if there are more.
const TOLERANCE: u64 = 5;

/// What is counted: a name, the package, the bench's name for the path, and how many runs are averaged.
const PATHS: &[(&str, &str, &str, u64)] = &[
    ("decode a Westcon answer of 50 orders", "b2b-xml", "decode", 4),
    ("encode a Westcon answer of 50 orders", "b2b-xml", "encode", 4),
    ("sign a stock check", "fcb2b-signing", "sign", 1_000),
];

/// Counts, and what they were counted with. With another compiler they say nothing about the code.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Counts {
    rustc: String,
    host: String,
    instructions: BTreeMap<String, u64>,
}

pub(crate) fn run(mode: Mode) -> Result<String, Error> {
    let file = root().join(BASELINE);
    let counted = count()?;
    if mode == Mode::Write {
        fs::write(&file, serde_json::to_string_pretty(&counted)? + "\n")?;
        return Ok(format!("instructions: {BASELINE} written\n{}", table(&counted, &counted)));
    }
    let baseline: Counts = serde_json::from_str(&fs::read_to_string(&file)?)?;
    println!("{}", table(&counted, &baseline));
    check(&counted, &baseline)
}

/// Compares what was counted with the baseline.
fn check(counted: &Counts, baseline: &Counts) -> Result<String, Error> {
    let with = |counts: &Counts| format!("rustc {} for {}", counts.rustc, counts.host);
    if with(counted) != with(baseline) {
        return Err(format!(
            "the baseline was counted with {}, and this is {}: nothing can be said of the code.\n\
             Run cargo xtask instructions before a change and after it, and commit what it writes.",
            with(baseline),
            with(counted)
        )
        .into());
    }
    if !counted.instructions.keys().eq(baseline.instructions.keys()) {
        return Err("other paths are counted than the baseline has\nrun: cargo xtask instructions".into());
    }
    let pairs = || counted.instructions.iter().zip(baseline.instructions.values());
    let slower: Vec<String> = pairs()
        .filter(|((_, now), before)| *now * 100 > *before * (100 + TOLERANCE))
        .map(|((name, now), before)| format!("{name}: {:+.1} %", change(*now, *before) * 100.0))
        .collect();
    if !slower.is_empty() {
        return Err(format!("slower by more than {TOLERANCE} %:\n{}", slower.join("\n")).into());
    }
    let faster = pairs().any(|((_, now), before)| *now * 100 < *before * (100 - TOLERANCE));
    let advice = if faster { "; some are faster: run cargo xtask instructions, so that they stay so" } else { "" };
    Ok(format!("instructions: {} paths within {TOLERANCE} %{advice}", PATHS.len()))
}

fn count() -> Result<Counts, Error> {
    let about = output(Command::new("rustc").arg("-vV"))?.stdout;
    let about_rustc = |key: &str| {
        let line = about.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
        line.map(str::to_owned).ok_or_else(|| format!("rustc -vV tells no {key}"))
    };
    let mut instructions = BTreeMap::new();
    for (name, package, path, times) in PATHS {
        let program = build(package)?;
        let spent = total(&program, path, times + 1)?.checked_sub(total(&program, path, 1)?);
        instructions.insert((*name).to_owned(), spent.ok_or("more runs take fewer instructions")? / times);
    }
    Ok(Counts { rustc: about_rustc("release")?, host: about_rustc("host")?, instructions })
}

/// Builds the bench of a package and tells where it is.
fn build(package: &str) -> Result<PathBuf, Error> {
    let arguments = ["bench", "--locked", "--no-run", "--bench", "instructions", "--message-format", "json"];
    let built = output(cargo(root()).args(arguments).args(["--package", package]))?.stdout;
    let executable = built.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    executable.ok_or_else(|| format!("cargo built no bench of {package}").into())
}

/// All instructions of a process that runs a path so many times.
fn total(program: &Path, path: &str, times: u64) -> Result<u64, Error> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program).args([path, &times.to_string()]);
    let said = output(&mut valgrind)?.stderr;
    let collected = said.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    collected.ok_or_else(|| format!("valgrind collected nothing:\n{said}").into())
}

struct Said {
    stdout: String,
    stderr: String,
}

fn output(command: &mut Command) -> Result<Said, Error> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("{name} failed:\n{stderr}").into());
    }
    Ok(Said { stdout: String::from_utf8(output.stdout)?, stderr })
}

fn table(counted: &Counts, baseline: &Counts) -> String {
    let lines = counted.instructions.iter().map(|(name, now)| {
        let change = baseline.instructions.get(name).map_or(0.0, |before| change(*now, *before));
        format!("{name:<40} {now:>12} {:>+7.1} %", change * 100.0)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[allow(clippy::cast_precision_loss, reason = "nothing takes 2^52 instructions")]
fn change(now: u64, before: u64) -> f64 {
    now as f64 / before as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(rustc: &str, instructions: u64) -> Counts {
        let instructions = BTreeMap::from([("sign".to_owned(), instructions)]);
        Counts { rustc: rustc.to_owned(), host: "x86_64-unknown-linux-gnu".to_owned(), instructions }
    }

    #[track_caller]
    fn checked(now: &Counts, expected: Result<&str, &str>) {
        let found = check(now, &counts("1.95.0", 1_000)).map_err(|error| error.to_string());
        match (&found, expected) {
            (Ok(text), Ok(part)) | (Err(text), Err(part)) => assert!(text.contains(part), "{text}"),
            _ => panic!("{found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn only_more_than_the_tolerance_fails() {
        checked(&counts("1.95.0", 1_050), Ok("within 5 %"));
        checked(&counts("1.95.0", 1_051), Err("sign: +5.1 %"));
        checked(&counts("1.95.0", 900), Ok("some are faster"));
    }

    #[test]
    fn another_compiler_has_no_baseline() {
        checked(&counts("1.96.0", 1_000), Err("nothing can be said"));
    }

    #[test]
    fn a_path_without_a_baseline_fails() {
        let mut more = counts("1.95.0", 1_000);
        more.instructions.insert("verify".to_owned(), 1);
        checked(&more, Err("other paths"));
    }
}
