//! `b2b completions` and `b2b man`: what shells and manuals know of the command.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man as Page;

use crate::args::{Args, Completions, Man};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

pub(super) fn completions(args: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "b2b", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Answered)
}

pub(super) fn man(args: &Man) -> Result<Exit, Failure> {
    let Some(directory) = &args.out else {
        let mut page = Vec::new();
        Page::new(Args::command()).render(&mut page).map_err(|error| {
            Failure::new(Exit::Internal, format!("the page cannot be written: {error}"), "Report it.")
        })?;
        output::print(&String::from_utf8_lossy(&page))?;
        return Ok(Exit::Answered);
    };
    write_all(directory).map_err(|error| {
        let message = format!("{} cannot be written: {error}", directory.display());
        Failure::new(Exit::Input, message, "Give --out a directory of your own.")
    })?;
    Ok(Exit::Answered)
}

/// A page for b2b and one for each command, named as `git` names them: `b2b-order.1`.
fn write_all(directory: &Path) -> std::io::Result<()> {
    fs::create_dir_all(directory)?;
    clap_mangen::generate_to(Args::command(), directory)
}
