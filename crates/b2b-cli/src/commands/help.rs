//! `b2b help`: commands and topics.

use clap::CommandFactory as _;

use crate::args::{Args, Help};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

const CONFIG: &str = include_str!("help/config.txt");
const ORDER_FILE: &str = include_str!("help/order-file.txt");

pub(crate) fn run(help: &Help) -> Result<Exit, Failure> {
    let mut command = Args::command();
    command.build();
    let page = match help.topic.as_deref() {
        None => command.render_long_help().ansi().to_string(),
        Some("exit-codes") => Exit::page(),
        Some("config") => CONFIG.to_owned(),
        Some("order-file") => ORDER_FILE.to_owned(),
        Some(name) => match command.find_subcommand_mut(name) {
            Some(command) => command.render_long_help().ansi().to_string(),
            None => {
                let names: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
                let hint = format!("There are {}, exit-codes, config, order-file.", names.join(", "));
                return Err(Failure::new(Exit::Usage, format!("there is no help on {name}"), hint));
            }
        },
    };
    output::print_styled(&page)?;
    Ok(Exit::Answered)
}
