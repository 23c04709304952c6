//! Signatures.

use chrono::{DateTime, TimeDelta, Utc};

use b2b_desk::parse_offset;

use super::{Form, parameter};

/// Signs an address as an fcB2B producer wants it
///
/// The names and values are plain text; they are encoded here. Key, time and identifier are added by the profile.
#[derive(Debug, clap::Args)]
pub(crate) struct Sign {
    /// The https address of a service; parameters that stand in it are signed too
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Parameters, not encoded, for example SupplierItemSKU=VV01701002
    #[arg(value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) parameters: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    /// The time of the request [default: now]
    #[arg(long, value_name = "INSTANT")]
    pub(crate) time: Option<DateTime<Utc>>,
    /// Its GlobalIdentifier, in profiles that send one [default: a random one]
    #[arg(long, value_name = "UUID")]
    pub(crate) id: Option<String>,
    /// Shows every stage: parameters, canonical query, string to sign, signature, URL
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) form: Form,
}

/// Checks a signed address as an fcB2B producer does, and says what differs
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The whole address, as it was sent
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    /// When it arrived [default: now]
    #[arg(long, value_name = "INSTANT")]
    pub(crate) at: Option<DateTime<Utc>>,
    /// How far its time may be from that
    #[arg(long, value_name = "DURATION", default_value = "15m", value_parser = parse_offset)]
    pub(crate) window: TimeDelta,
    #[command(flatten)]
    pub(crate) form: Form,
}

/// By which profile and key.
#[derive(Debug, clap::Args)]
pub(crate) struct KeyArgs {
    /// The configured supplier whose profile and key are used [default: the only one there is]
    #[arg(long, value_name = "NAME")]
    pub(crate) supplier: Option<String>,
    /// The signing profile: dancik, ethervision-b1 to -b6, shared-secret, unsigned
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The key
    #[arg(long, value_name = "KEY")]
    pub(crate) api_key: Option<String>,
    /// Where the key's secret is: env:NAME or file:PATH
    #[arg(long, value_name = "WHERE")]
    pub(crate) secret: Option<String>,
}
