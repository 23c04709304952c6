//! All fuzz targets in turn, by cargo-fuzz and libFuzzer.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use b2b_fuzz::{TARGETS, Target};

use crate::Error;
use crate::generated::{files_below, root};

/// The cargo-fuzz that this was tried with.
const VERSION: &str = "0.13.2";

/// Crates forbid unsafe code, so that there is little for the address sanitizer to find; without it twice as much is
/// tried, and no second runtime is needed.
const BUILD: &[&str] = &["--sanitizer", "none", "--features", "libfuzzer"];

/// Inputs are at most this long, and none may take longer than that.
const LIBFUZZER: &[&str] =
    &["-max_len=16384", "-timeout=20", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=0"];

/// When a target has run enough.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    /// After so many minutes of inputs that nobody can tell beforehand.
    Minutes(u64),
    /// After so many inputs, drawn by one seed from what is committed, so that a build fails for what was changed in it and not
    /// for what was there before. Where a `HashMap` is on the way (in the sandbox, and in the second judge of XML) coverage
    /// varies, and with it what is tried next; elsewhere the inputs are the same each time.
    Inputs(u32),
}

impl Until {
    pub(crate) fn of(minutes: u64, inputs: Option<u32>) -> Self {
        inputs.map_or(Self::Minutes(minutes), Self::Inputs)
    }

    fn arguments(self) -> Vec<String> {
        match self {
            Self::Minutes(minutes) => vec![format!("-max_total_time={}", minutes * 60)],
            // By the clock it would read again what it has written.
            Self::Inputs(inputs) => vec![format!("-runs={inputs}"), "-seed=1".to_owned(), "-reload=0".to_owned()],
        }
    }
}

pub(crate) fn run(until: Until, names: &[String]) -> Result<String, Error> {
    let targets = chosen(names)?;
    let found = cargo_fuzz(&["--version"]).output()?;
    if !found.status.success() {
        return Err(format!("run: cargo install --locked cargo-fuzz@{VERSION}").into());
    }
    succeed(cargo_fuzz(&["build"]).args(BUILD))?;
    let mut summary = String::from("fuzz: executed");
    for target in targets {
        let executed = one(target, until)?;
        write!(summary, "\n{executed:>12} {}", target.name)?;
    }
    Ok(summary)
}

fn chosen(names: &[String]) -> Result<Vec<&'static Target>, Error> {
    if names.is_empty() {
        return Ok(TARGETS.iter().collect());
    }
    let find = |name: &String| TARGETS.iter().find(|target| target.name == name).ok_or_else(|| unknown(name));
    names.iter().map(find).collect()
}

fn unknown(name: &str) -> Error {
    let known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    format!("there is no target {name}, but {}", known.join(", ")).into()
}

/// Runs a target and says how many inputs it was given.
fn one(target: &Target, until: Until) -> Result<String, Error> {
    println!("fuzz: {}", target.name);
    let scratch = tempfile::tempdir()?;
    let finds = match until {
        Until::Minutes(_) => root().join("target/fuzz-corpus").join(target.name),
        Until::Inputs(_) => scratch.path().join("finds"),
    };
    std::fs::create_dir_all(&finds)?;
    // In an order of ours: in folders, that of files of equal size is the file system's.
    let mut seeds = files_below(&root().join("fuzz/corpus").join(target.name))?;
    for folder in target.seeds {
        seeds.extend(files_below(&root().join(folder))?);
    }
    let seeds: Vec<_> = seeds.iter().map(|seed| seed.display().to_string()).collect();
    let list = scratch.path().join("seeds");
    std::fs::write(&list, seeds.join(","))?;
    let mut run = cargo_fuzz(&["run"]);
    run.args(BUILD).arg(target.name).arg(finds).arg("--").args(LIBFUZZER).args(until.arguments());
    run.arg(format!("-seed_inputs=@{}", list.display()));
    if let Some(dictionary) = target.dictionary {
        run.arg(format!("-dict={}", root().join("fuzz").join(dictionary).display()));
    }
    let output = run.stdout(Stdio::inherit()).output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let name = target.name;
        return Err(format!(
            "{log}\n{name} found something. Mend it, and keep the input: mv fuzz/artifacts/{name}/… fuzz/corpus/{name}/"
        )
        .into());
    }
    let executed = log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    let executed = executed.ok_or_else(|| format!("{log}\n{} tells not what it executed", target.name))?;
    Ok(executed.trim().to_owned())
}

/// cargo-fuzz uses flags of the compiler that are not stable; this lets the one toolchain there is take them.
fn cargo_fuzz(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.arg("fuzz").args(arguments).env("RUSTC_BOOTSTRAP", "1").current_dir(root());
    command
}

fn succeed(command: &mut Command) -> Result<(), Error> {
    if command.status()?.success() { Ok(()) } else { Err("cargo fuzz failed".into()) }
}
