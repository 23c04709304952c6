//! What the command line can say.

mod articles;
mod asking;
#[cfg(feature = "nats")]
mod fleet;
mod number;
mod ordering;
mod reserving;
mod setup;
mod signing;
#[cfg(feature = "sync")]
mod sync;

use std::net::SocketAddr;
use std::path::PathBuf;

use b2b_desk::{Protocol, parse_offset};
use b2b_sandbox::Fcb2b;
use chrono::{DateTime, TimeDelta, Utc};
use clap::{ArgAction, Parser, Subcommand};
use fcb2b_signing::SigningProfile;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;

pub(crate) use self::articles::{Articles, Documents, Numbers, Price, Related, Stock, Wanted};
pub(crate) use self::asking::{Asking, Form, Format, ObjectForm, ObjectFormat};
#[cfg(feature = "nats")]
pub(crate) use self::fleet::{Nats, SyncCollect, SyncStatus, SyncSubmit, SyncWorker};
pub(crate) use self::number::{Asked, Whose, once};
pub(crate) use self::ordering::{EndUserInfo, Invoice, PlaceOrder, PriceList, Quote, ShipVia};
pub(crate) use self::reserving::{Reserve, Reserves};
pub(crate) use self::setup::{Completions, Doctor, Findings, Init, Man};
pub(crate) use self::signing::{KeyArgs, Sign, Verify};
#[cfg(feature = "sync")]
pub(crate) use self::sync::{Sync, SyncCommand, SyncRun, TableFormat};

/// Ask distributors about stock, prices and orders, order and reserve goods, and a sandbox that plays them.
#[derive(Debug, Parser)]
#[command(name = "b2b", version, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "Start here: b2b demo\nTopics: b2b help exit-codes, b2b help config, b2b help order-file")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
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
    Orders(Orders),
    Stock(Stock),
    Price(Price),
    PriceList(PriceList),
    PlaceOrder(PlaceOrder),
    Invoice(Invoice),
    Quote(Quote),
    ShipVia(ShipVia),
    EndUserInfo(EndUserInfo),
    Related(Related),
    Documents(Documents),
    Catalogs(Catalogs),
    Reserves(Reserves),
    Reserve(Reserve),
    Services(Services),
    #[cfg(feature = "sync")]
    Sync(Sync),
    Decode(Decode),
    Sign(Sign),
    Verify(Verify),
    Init(Init),
    Doctor(Doctor),
    Sandbox(Sandbox),
    Demo(Demo),
    Completions(Completions),
    Man(Man),
    Help(Help),
}

/// Asks how orders stand
///
/// A number is a supplier's own, and every supplier is asked for it that can be, unless it says whose it is: po:897879 is
/// your purchase order's, westcon:704571 the supplier's of that name. Numbers of all kinds can be asked for at once.
/// As a table, up to ten are shown with all that is said of each, more with a row for each.
#[derive(Debug, clap::Args)]
pub(crate) struct Order {
    /// Order numbers; - reads them from stdin
    #[arg(required_unless_present = "from", value_name = "NUMBER")]
    pub(crate) numbers: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    /// Whose numbers they are that do not say it: customer-po, or a supplier's name such as westcon
    #[arg(long, value_name = "WHOSE")]
    pub(crate) by: Option<Whose>,
    /// Asks for the lines too, where the supplier tells them apart
    #[arg(long)]
    pub(crate) detail: bool,
    /// Asks for serial numbers and MAC addresses too
    #[arg(long)]
    pub(crate) serials: bool,
    /// Shows a row for each order, however few there are
    #[arg(long, conflicts_with_all = ["detail", "serials"])]
    pub(crate) brief: bool,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks for the most recent orders
#[derive(Debug, clap::Args)]
pub(crate) struct Orders {
    /// The most orders that are wanted of each supplier
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: u32,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks which price catalogs there are, or for one of them
///
/// A catalog comes outside of the protocol, as an 832 file for example; the answer says whether it will.
#[derive(Debug, clap::Args)]
pub(crate) struct Catalogs {
    /// Asks for this catalog, for example FULL
    #[arg(long, value_name = "CODE")]
    pub(crate) request: Option<String>,
    /// Asks only for this part of it
    #[arg(long, value_name = "CODE", requires = "request")]
    pub(crate) part: Option<String>,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks which services suppliers offer, and where
#[derive(Debug, clap::Args)]
pub(crate) struct Services {
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Shows a recorded answer
#[derive(Debug, clap::Args)]
pub(crate) struct Decode {
    /// The recorded body of an answer; - is stdin
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What it is in [default: what the document looks like]
    #[arg(long, value_name = "PROTOCOL", value_parser = protocol)]
    pub(crate) protocol: Option<Protocol>,
    #[command(flatten)]
    pub(crate) form: Form,
}

/// Plays the suppliers over real TLS until it is interrupted
///
/// When it is ready, it prints one line of JSON with its address, its certificate, its inspector and its credentials.
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
    /// Opens its inspector in the browser: what it is sent as it comes, and why something is refused
    #[arg(long)]
    pub(crate) open: bool,
    /// Writes a configuration for it, to be used as b2b --config PATH order …
    #[arg(long, value_name = "PATH")]
    pub(crate) write_config: Option<PathBuf>,
    /// How fcB2B requests to it have to be signed, for example dancik
    #[arg(long, value_name = "NAME", default_value = Fcb2b::DEFAULT_PROFILE, value_parser = profile)]
    pub(crate) fcb2b_profile: NamedProfile,
    /// Moves its clock, for example -3600s
    #[arg(long, value_name = "DURATION", value_parser = parse_offset, allow_hyphen_values = true)]
    pub(crate) offset: Option<TimeDelta>,
    /// Stops its clock at an instant, for example 2016-05-18T00:17:56Z
    #[arg(long, value_name = "INSTANT", conflicts_with = "offset")]
    pub(crate) clock: Option<DateTime<Utc>>,
}

/// Shows in a minute what this is about: a sandbox, orders, a refusal and its reason, stock, a reservation, an order
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {}

/// Explains a command, or a topic: exit-codes, config, order-file
#[derive(Debug, clap::Args)]
pub(crate) struct Help {
    /// A command or a topic
    pub(crate) topic: Option<String>,
}

fn setting(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((key, value)) => Ok((key.trim().to_owned(), value.to_owned())),
        None => Err("there is no = in it"),
    }
}

/// A signing profile and its name.
#[derive(Clone, Debug)]
pub(crate) struct NamedProfile {
    pub(crate) name: String,
    pub(crate) profile: SigningProfile,
}

impl NamedProfile {
    /// The sandbox's own.
    pub(crate) fn sandbox() -> Result<Self, Failure> {
        profile(Fcb2b::DEFAULT_PROFILE).map_err(|error| Failure::new(Exit::Internal, error, "Report it."))
    }
}

fn profile(name: &str) -> Result<NamedProfile, String> {
    let profile = name.parse().map_err(|error: fcb2b_signing::ProfileError| error.to_string())?;
    Ok(NamedProfile { name: name.to_owned(), profile })
}

fn protocol(name: &str) -> Result<Protocol, String> {
    Protocol::from_name(name).ok_or_else(|| {
        let names: Vec<_> = Protocol::ALL.iter().map(|protocol| protocol.name()).collect();
        format!("there are {}", names.join(", "))
    })
}

fn parameter(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        Some(_) => Err("there is no name before the ="),
        None => Err("there is no = in it"),
    }
}
