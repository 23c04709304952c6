//! Setting up: configuration, its examination, completions and manual pages.

use std::path::PathBuf;

use b2b_desk::Protocol;
use clap::ValueEnum;
use clap_complete::Shell;

use super::protocol;

/// Looks whether suppliers can be asked: configuration, secret, host name, TLS, clock, credentials
///
/// Credentials are tried by a call that changes nothing, about an order or an article that cannot exist. It ends with 0 if all
/// is well or only warnings are given, else with the code of the first failure: see b2b help exit-codes.
#[derive(Debug, clap::Args)]
pub(crate) struct Doctor {
    /// The supplier that is looked at; can be given several times [default: all]
    #[arg(long, value_name = "NAME")]
    pub(crate) supplier: Vec<String>,
    /// How the findings are shown
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Findings,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Findings {
    /// To be read
    #[default]
    Table,
    /// For programs
    Json,
}

/// Writes a supplier into the configuration
///
/// What is not given is asked for in a terminal. The file is made, or what is in it is kept; it is its owner's only. A secret
/// is never given on the command line: it is referred to, or typed unseen and kept in the keyring or in a file.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Init {
    /// The supplier's name
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// What it speaks: westcon, fcb2b or techdata [default: its name]
    #[arg(long, value_name = "PROTOCOL", value_parser = protocol)]
    pub(crate) protocol: Option<Protocol>,
    /// Which of Westcon's or Tech Data's own addresses
    #[arg(long, value_name = "NAME", conflicts_with = "url")]
    pub(crate) environment: Option<String>,
    /// The address, instead of --environment
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Lets Tech Data's user name and password be sent over plain http
    #[arg(long)]
    pub(crate) plain_http: bool,
    /// Westcon: the customer's account number
    #[arg(long, value_name = "NUMBER")]
    pub(crate) account: Option<String>,
    /// Tech Data: the EC logon id
    #[arg(long, value_name = "ID")]
    pub(crate) username: Option<String>,
    /// fcB2B: the address of service discovery
    #[arg(long, value_name = "URL")]
    pub(crate) services: Option<String>,
    /// fcB2B: how requests are signed, for example dancik
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// fcB2B: the key that the producer issued
    #[arg(long, value_name = "KEY")]
    pub(crate) api_key: Option<String>,
    /// fcB2B: the code that the producer issued
    #[arg(long, value_name = "CODE")]
    pub(crate) client_identifier: Option<String>,
    /// Where the key, the secret or the password is: env:NAME, file:PATH or keyring:SERVICE/USER
    #[arg(long, value_name = "REFERENCE")]
    pub(crate) secret: Option<String>,
    /// A PEM file with a further certificate to trust
    #[arg(long, value_name = "PATH")]
    pub(crate) ca: Option<String>,
}

/// Prints what completes b2b's commands in a shell
///
/// For example: b2b completions bash > ~/.local/share/bash-completion/completions/b2b
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Prints the manual page of b2b, or writes one for each command
#[derive(Debug, clap::Args)]
pub(crate) struct Man {
    /// Writes the pages of all commands into this directory
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}
