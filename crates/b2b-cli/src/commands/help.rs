//! `b2b help`: commands and topics.

use std::fmt::Write as _;

use b2b_desk::{Form, Key, Protocol};
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
        Some("config") => config(),
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

/// The page on the configuration: examples, then every key.
fn config() -> String {
    let mut page = CONFIG.to_owned();
    keys(&mut page, "Every supplier can have", Key::common());
    for protocol in Protocol::ALL {
        keys(&mut page, protocol.title(), Key::of(*protocol));
    }
    page
}

fn keys(page: &mut String, title: &str, keys: &[Key]) {
    // Writing to a string does not fail.
    let _ = writeln!(page, "\n{title}:\n");
    for Key { name, form, default, meaning, .. } in keys {
        let default = default.map(|default| format!(" [default: {default}]")).unwrap_or_default();
        let form = match form {
            Form::Profile => format!("{}, or a table", fcb2b_signing::SigningProfile::NAMES.join(", ")),
            form => form.to_string(),
        };
        let _ = writeln!(page, "  {name:<20}{}{default}", form.replace('`', ""));
        let _ = writeln!(page, "  {:<20}{}", "", meaning.replace('`', ""));
    }
}
