//! The chores of the workspace: `cargo xtask help` lists them.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for people")]

mod api;
mod bench;
mod conformance;
mod examples;
mod fixtures;
mod fleet;
mod fuzz;
mod generated;
mod instructions;
mod layers;
mod nightly;
mod packages;
mod pictures;
mod process;
mod reference;
mod release;
#[cfg(test)]
mod security;
mod sizes;
mod torture;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::bench::Targets;
use crate::generated::Mode;
use crate::release::Where;

/// Whatever stops a chore.
type Error = Box<dyn std::error::Error + Send + Sync>;

/// The chores of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// List under docs/api/ what each library exports, from rustdoc's JSON.
    Api {
        /// Change nothing; fail if what is exported has changed.
        #[arg(long)]
        check: bool,
    },
    /// Make the documents under fixtures/ from the seed data, and the copies of the seed that crates embed.
    Fixtures {
        /// Change nothing; fail if something is missing, stale or left over.
        #[arg(long)]
        check: bool,
    },
    /// Write what lies under docs/reference/ from the declarations of documents and of configuration keys.
    Reference {
        /// Change nothing; fail if something is missing, stale or left over.
        #[arg(long)]
        check: bool,
    },
    /// Run every example of every crate against a sandbox, and compare what it prints with what its documentation says.
    Examples,
    /// Read the W3C's XML conformance suite, which npm fetches, and write docs/conformance.md from what comes of it.
    Conformance {
        /// Change nothing; fail if anything has changed.
        #[arg(long)]
        check: bool,
    },
    /// Fuzz with cargo-fuzz, one target after the other.
    Fuzz {
        /// How long each target runs, with other inputs each time. What it comes to is kept in `target/` for the next time.
        #[arg(long, default_value_t = 1, conflicts_with = "inputs")]
        minutes: u64,
        /// How many inputs each target is given instead, drawn by a fixed seed.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=2_147_483_647))]
        inputs: Option<u32>,
        /// The targets; all of them if none is named.
        targets: Vec<String>,
    },
    /// Prove with `cargo tree` that core crates do no I/O and that arrows between crates point down.
    Layers,
    /// Look at what is told of every published crate, pack it, and build it alone from its `.crate` file.
    Packages,
    /// Prepare a release: the version everywhere, the date in every changelog, verified packages, the order to publish in.
    Release {
        /// The version that all crates get.
        version: semver::Version,
        /// Do it in a copy of the workspace, and show what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Measure how many packages each crate brings in and how long it takes to build from nothing, for README.md.
    Sizes {
        /// Measure nothing; fail if the table has other packages, or a crate brings in more than it may.
        #[arg(long)]
        check: bool,
        /// Measure these packages alone, and keep what the table has of the others.
        #[arg(long, value_name = "PACKAGE", conflicts_with = "check")]
        only: Vec<String>,
    },
    /// Reserve and order under faults while the sandbox is killed again and again, and count what is there afterwards.
    Torture(torture::Arguments),
    /// The sandbox of the torture, in a process of its own: it ends with its standard input.
    #[command(hide = true)]
    TortureSandbox {
        /// Where its state is kept.
        #[arg(long)]
        data: std::path::PathBuf,
    },
    /// Ask for the stock of many articles, at once and killed again and again, and compare what comes of both.
    Nightly(nightly::Arguments),
    /// A run of the nightly, in a process of its own.
    #[command(hide = true)]
    NightlyRun(nightly::RunArguments),
    /// Ask for the stock of many articles with several workers over a real nats-server, all of which are killed or restarted again
    /// and again, and count what comes of it.
    Fleet(fleet::Arguments),
    /// The sandbox of the fleet, in a process of its own: it ends with its standard input.
    #[command(hide = true)]
    FleetSandbox(fleet::SandboxArguments),
    /// A worker of the fleet, in a process of its own.
    #[command(hide = true)]
    FleetWorker(fleet::WorkerArguments),
    /// Run every comparison, print one table and write docs/performance.md.
    Bench {
        /// Fail if a figure misses its target.
        #[arg(long)]
        check_targets: bool,
        /// Run the benches of these packages alone, and write nothing.
        #[arg(long, value_name = "PACKAGE")]
        only: Vec<String>,
    },
    /// Make the pictures of the README with a browser: Debian's chromium, libnss3-tools and npm are needed.
    Pictures,
    /// Count the instructions of the hottest paths with valgrind, and write xtask/instructions.json.
    Instructions {
        /// Change nothing; fail if a path takes over 5 % more instructions than before.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::Api { check } => api::run(Mode::of(check)),
        Chore::Fixtures { check } => fixtures::run(Mode::of(check)),
        Chore::Reference { check } => reference::run(Mode::of(check)),
        Chore::Conformance { check } => conformance::run(Mode::of(check)),
        Chore::Examples => examples::run(),
        Chore::Fuzz { minutes, inputs, targets } => fuzz::run(fuzz::Until::of(minutes, inputs), &targets),
        Chore::Layers => layers::run(),
        Chore::Packages => packages::run(),
        Chore::Release { version, dry_run } => release::run(&version, Where::of(dry_run)),
        Chore::Sizes { check, only } => sizes::run(Mode::of(check), &only),
        Chore::Pictures => pictures::run(),
        Chore::Torture(arguments) => torture::run(arguments),
        Chore::TortureSandbox { data } => torture::serve(data),
        Chore::Nightly(arguments) => nightly::run(&arguments),
        Chore::NightlyRun(arguments) => nightly::run_here(arguments),
        Chore::Fleet(arguments) => fleet::run(&arguments),
        Chore::FleetSandbox(arguments) => fleet::serve(&arguments),
        Chore::FleetWorker(arguments) => fleet::work(arguments),
        Chore::Bench { check_targets, only } => bench::run(Targets::of(check_targets), &only),
        Chore::Instructions { check } => instructions::run(Mode::of(check)),
    };
    match done {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let causes = std::iter::successors(Some(&*error as &dyn std::error::Error), |error| error.source());
            eprintln!("{}", causes.map(ToString::to_string).collect::<Vec<_>>().join(": "));
            ExitCode::FAILURE
        }
    }
}
