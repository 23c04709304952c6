//! Every comparison in one run, one table, and `docs/performance.md`.
//!
//! A comparison is a bench under `crates/*/benches/` that prints lines of figures, as the crate `b2b-bench` describes
//! them. The benches of parts and of instructions compare nothing and are left out.

mod figures;
mod machine;
mod page;
mod toolkits;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use crate::Error;
use crate::generated::root;
use crate::workspace::{Workspace, cargo};

use self::figures::{Figures, Verdict};

/// The benches that compare nothing.
const NO_COMPARISONS: &[&str] = &["parts", "instructions"];

/// What happens when a figure misses its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Targets {
    Told,
    Demanded,
}

impl Targets {
    pub(crate) fn of(check: bool) -> Self {
        if check { Self::Demanded } else { Self::Told }
    }
}

/// Runs the benches of these packages, or all where none is named.
pub(crate) fn run(targets: Targets, only: &[String]) -> Result<String, Error> {
    let benches = benches(only)?;
    let (toolkits, failed) = toolkits::install()?;
    for reason in failed {
        println!("a SOAP toolkit is missing: {reason}");
    }
    let mut figures = Figures::default();
    for bench in &benches {
        println!("== {} {}", bench.package, bench.name);
        for line in bench.run(&toolkits)? {
            figures.add(&line)?;
        }
    }
    println!("\n{}", figures.table());
    let missed: Vec<String> = figures.missed().collect();
    let written = if only.is_empty() {
        page::write(&figures, &machine::describe())?;
        format!(", {} written", page::PATH)
    } else {
        String::new()
    };
    let summary = format!(
        "bench: {} figures, {} miss their targets{written}",
        figures.count(Verdict::Met) + missed.len(),
        missed.len()
    );
    match targets {
        Targets::Demanded if !missed.is_empty() => Err(format!("{summary}\n{}", missed.join("\n")).into()),
        _ => Ok(summary),
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bench {
    package: String,
    name: String,
}

/// The comparisons of the workspace, by their names.
fn benches(only: &[String]) -> Result<Vec<Bench>, Error> {
    let mut found = Vec::new();
    for package in Workspace::at(&root())?.published {
        let comparisons = package.targets.iter().filter(|target| target.is_bench());
        let comparisons = comparisons.filter(|target| !NO_COMPARISONS.contains(&target.name.as_str()));
        found.extend(comparisons.map(|target| Bench { package: package.name.to_string(), name: target.name.clone() }));
    }
    found.retain(|bench| only.is_empty() || only.contains(&bench.package));
    found.sort();
    for name in only {
        if found.iter().all(|bench| bench.package != *name) {
            return Err(format!("{name} has no comparison").into());
        }
    }
    Ok(found)
}

impl Bench {
    /// Runs it, shows what it says, and gives its lines.
    fn run(&self, toolkits: &Path) -> Result<Vec<String>, Error> {
        let mut command = cargo(root());
        command.args(["bench", "--locked", "--package", &self.package, "--bench", &self.name]);
        command.env("B2B_BENCH_TOOLKITS", toolkits);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut lines = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).lines() {
                let line = line?;
                if !figures::is_figure(&line) {
                    println!("{line}");
                }
                lines.push(line);
            }
        }
        if !child.wait()?.success() {
            return Err(format!("the bench {} of {} failed", self.name, self.package).into());
        }
        Ok(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_compares_is_found() {
        let found = benches(&[]).unwrap();
        let names: Vec<_> = found.iter().map(|bench| (bench.package.as_str(), bench.name.as_str())).collect();
        assert!(names.contains(&("b2b-sandbox", "load")) && names.contains(&("fcb2b-signing", "sign")), "{names:?}");
        assert!(names.len() >= 7 && !names.iter().any(|(_, name)| NO_COMPARISONS.contains(name)), "{names:?}");
        assert_eq!(benches(&["b2b-xml".to_owned()]).unwrap().len(), 1);
        assert!(benches(&["b2b-model".to_owned()]).is_err());
    }
}
