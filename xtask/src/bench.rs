//! Every comparison in one run, one table, and `docs/performance.md`.
//!
//! A comparison is a bench under `crates/*/benches/` that prints lines of figures, as the crate `b2b-bench` describes
//! them. The benches of parts and of instructions compare nothing and are left out.

mod figures;
mod machine;
mod page;
mod toolkits;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Error;
use crate::generated::root;

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

struct Bench {
    package: String,
    name: String,
}

/// The comparisons of the workspace, by their paths.
fn benches(only: &[String]) -> Result<Vec<Bench>, Error> {
    let mut packages: Vec<PathBuf> =
        fs::read_dir(root().join("crates"))?.map(|entry| Ok(entry?.path())).collect::<Result<_, Error>>()?;
    packages.sort();
    let mut found = Vec::new();
    for package in packages {
        let Some(name) = package.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
        let folder = package.join("benches");
        if !folder.is_dir() || !(only.is_empty() || only.contains(&name)) {
            continue;
        }
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Error>>()?;
        files.sort();
        let is_bench = |file: &&PathBuf| {
            file.extension().is_some_and(|extension| extension == "rs") || file.join("main.rs").exists()
        };
        let benches = files.iter().filter(is_bench);
        let names = benches.filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned()));
        let comparisons = names.filter(|bench| !NO_COMPARISONS.contains(&bench.as_str()));
        found.extend(comparisons.map(|bench| Bench { package: name.clone(), name: bench }));
    }
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
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["bench", "--locked", "--package", &self.package, "--bench", &self.name]).current_dir(root());
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
