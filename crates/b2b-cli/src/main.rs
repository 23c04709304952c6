//! The `b2b` command. Data goes to stdout, talk to stderr; `b2b help exit-codes` lists how it ends.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod exit;
mod failure;
mod input;
mod output;
mod own_file;
mod render;
mod trace;

use std::panic;
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::Args;
use crate::exit::Exit;

fn main() -> ExitCode {
    // A panic is a defect of ours: it ends with a documented code, after the message of the default hook.
    panic::catch_unwind(run).unwrap_or(Exit::Internal).into()
}

fn run() -> Exit {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return output::usage(&error),
    };
    trace::install(&args.global);
    match commands::run(args) {
        Ok(exit) => exit,
        Err(failure) => failure.report(),
    }
}
