//! The chores of the workspace: `cargo xtask help` lists them.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for people")]

mod bench;
mod fixtures;
mod generated;
mod instructions;
mod layers;
mod reference;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::bench::Targets;
use crate::generated::Mode;

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
    /// Make the documents under fixtures/ from the seed data, and the copies of the seed that crates embed.
    Fixtures {
        /// Change nothing; fail if something is missing, stale or left over.
        #[arg(long)]
        check: bool,
    },
    /// Write the tables under docs/reference/ from the document declarations.
    Reference {
        /// Change nothing; fail if something is missing, stale or left over.
        #[arg(long)]
        check: bool,
    },
    /// Prove with `cargo tree` that core crates do no I/O and that arrows between crates point down.
    Layers,
    /// Run every comparison, print one table and write docs/performance.md.
    Bench {
        /// Fail if a figure misses its target.
        #[arg(long)]
        check_targets: bool,
        /// Run the benches of these packages alone, and write nothing.
        #[arg(long, value_name = "PACKAGE")]
        only: Vec<String>,
    },
    /// Count the instructions of the hottest paths with valgrind, and write xtask/instructions.json.
    Instructions {
        /// Change nothing; fail if a path takes over 5 % more instructions than before.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::Fixtures { check } => fixtures::run(Mode::of(check)),
        Chore::Reference { check } => reference::run(Mode::of(check)),
        Chore::Layers => layers::run(),
        Chore::Bench { check_targets, only } => bench::run(Targets::of(check_targets), &only),
        Chore::Instructions { check } => instructions::run(Mode::of(check)),
    };
    match done {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
