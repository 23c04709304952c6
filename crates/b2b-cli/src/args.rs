//! What the command line can say.

mod number;

use std::net::SocketAddr;
use std::path::PathBuf;

use b2b_desk::parse_offset;
use chrono::{DateTime, TimeDelta, Utc};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};

pub(crate) use self::number::{Asked, Whose};

/// Ask distributors about orders, and a sandbox that plays them.
#[derive(Debug, Parser)]
#[command(name = "b2b", version, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "Start here: b2b demo\nTopics: b2b help exit-codes, b2b help config")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// The configuration [default: ./b2b.toml, if there is one]
    #[arg(long, global = true, value_name = "PATH", env = "B2B_CONFIG", hide_env_values = true)]
    pub(crate) config: Option<PathBuf>,
    /// Sets a value of the configuration, for example westcon.account=1001065
    #[arg(long, global = true, value_name = "KEY=VALUE", value_parser = setting)]
    pub(crate) set: Vec<(String, String)>,
    /// Shows on stderr what is done; twice: everything
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Shows on stderr what goes over the wire, secrets replaced
    #[arg(long, global = true)]
    pub(crate) trace_http: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Order(Order),
    Decode(Decode),
    Sandbox(Sandbox),
    Demo(Demo),
    Help(Help),
}

/// Asks how orders stand
///
/// A number is the supplier's own, or with --by customer-po your purchase order's. Either can also be written with the
/// number: westcon:704571, po:897879. One call asks for numbers of one kind.
#[derive(Debug, clap::Args)]
pub(crate) struct Order {
    /// Order numbers
    #[arg(required = true, value_name = "NUMBER")]
    pub(crate) numbers: Vec<String>,
    /// Whose numbers they are: customer-po, or a supplier's name such as westcon
    #[arg(long, value_name = "WHOSE")]
    pub(crate) by: Option<Whose>,
    /// Asks for serial numbers and MAC addresses too
    #[arg(long)]
    pub(crate) serials: bool,
    #[command(flatten)]
    pub(crate) form: Form,
    /// Prints the request, secrets replaced, and sends nothing
    #[arg(long, conflicts_with = "format")]
    pub(crate) offline: bool,
}

/// Shows a recorded answer
#[derive(Debug, clap::Args)]
pub(crate) struct Decode {
    /// The recorded body of an answer; - is stdin
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) form: Form,
}

/// Plays the suppliers over real TLS until it is interrupted
///
/// When it is ready, it prints one line of JSON with its address, its certificate and its credentials.
#[derive(Debug, clap::Args)]
pub(crate) struct Sandbox {
    /// Where HTTPS listens [default: a free port on 127.0.0.1]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Where plain HTTP listens [default: a free port on 127.0.0.1]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) http_listen: Option<SocketAddr>,
    /// Lets it listen beyond this machine: whoever reaches it reads its credentials and what it is sent
    #[arg(long)]
    pub(crate) i_know: bool,
    /// Keeps its state and its certificate authority in this directory
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Writes a configuration for it, to be used as b2b --config PATH order …
    #[arg(long, value_name = "PATH")]
    pub(crate) write_config: Option<PathBuf>,
    /// Moves its clock, for example -3600s
    #[arg(long, value_name = "DURATION", value_parser = parse_offset, allow_hyphen_values = true)]
    pub(crate) offset: Option<TimeDelta>,
    /// Stops its clock at an instant, for example 2016-05-18T00:17:56Z
    #[arg(long, value_name = "INSTANT", conflicts_with = "offset")]
    pub(crate) clock: Option<DateTime<Utc>>,
}

/// Shows in a minute what this is about: a sandbox, some orders, a refusal and its reason
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {}

/// Explains a command, or a topic: exit-codes, config
#[derive(Debug, clap::Args)]
pub(crate) struct Help {
    /// A command or a topic
    pub(crate) topic: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Form {
    /// How the orders are shown
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// To be read
    #[default]
    Table,
    /// A JSON array of orders
    Json,
}

fn setting(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((key, value)) => Ok((key.trim().to_owned(), value.to_owned())),
        None => Err("there is no = in it"),
    }
}
