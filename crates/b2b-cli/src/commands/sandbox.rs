//! `b2b sandbox`: the suppliers' side of the wire.

mod config_file;

use b2b_sandbox::{Clock, Fcb2b, Options, Sandbox, StartError, Techdata, Westcon};

use super::interrupt::interrupted;
use super::wait_for;
use crate::args::{NamedProfile, Sandbox as Args};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    wait_for(async {
        // Before anybody is told that it is ready, so that no signal gets lost.
        let interrupted = interrupted()?;
        let (write_config, profile) = (args.write_config.clone(), args.fcb2b_profile.clone());
        let opens = args.open;
        let sandbox = start(options(args), profile.clone()).await?;
        if let Some(path) = write_config {
            config_file::write(&path, &sandbox, &profile.name)?;
        }
        output::print(&format!("{}\n", sandbox.ready_line()))?;
        if opens {
            open(&sandbox.ready_line().inspector);
        }
        interrupted.await;
        sandbox.shutdown().await;
        Ok(Exit::Answered)
    })
}

/// Shows the inspector. The sandbox is there without a browser too.
fn open(address: &str) {
    if let Err(error) = open::that_detached(address) {
        output::warn(&format!("no browser could be started ({error}); open {address} in one"));
    }
}

/// Starts a sandbox with all suppliers.
pub(super) async fn start(options: Options, profile: NamedProfile) -> Result<Sandbox, Failure> {
    let producer = Fcb2b::new().profile(profile.profile, profile.name);
    let builder = Sandbox::builder().options(options).supplier(Westcon::default());
    let builder = builder.supplier(producer).supplier(Techdata::default());
    builder.start().await.map_err(|error| {
        let hint = match &error {
            StartError::NotLoopback(_) => "Listen on 127.0.0.1, or give --i-know if others may read all of it.",
            StartError::Listen { .. } => "Choose another port, or port 0 for a free one.",
            StartError::Directory { .. } => "Choose another directory with --data.",
            _ => "See --verbose for what lies behind it.",
        };
        let source = std::error::Error::source(&error);
        let message = match source {
            Some(source) => format!("the sandbox does not start: {error}: {source}"),
            None => format!("the sandbox does not start: {error}"),
        };
        let failure = Failure::new(Exit::Input, message, hint);
        match source {
            Some(source) => failure.because(source),
            None => failure,
        }
    })
}

fn options(args: Args) -> Options {
    let defaults = Options::default();
    Options {
        listen: args.listen.unwrap_or(defaults.listen),
        http_listen: args.http_listen.unwrap_or(defaults.http_listen),
        i_know: args.i_know,
        data: args.data,
        clock: match (args.clock, args.offset) {
            (Some(instant), _) => Clock::Fixed(instant),
            (None, Some(offset)) => Clock::Offset(offset),
            (None, None) => Clock::System,
        },
        ..defaults
    }
}
