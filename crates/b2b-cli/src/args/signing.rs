//! Signatures.

use chrono::{DateTime, TimeDelta, Utc};

use b2b_desk::parse_offset;

use super::{ObjectForm, parameter};

/// Signs an address as an fcB2B producer wants it
///
/// The names and values are plain text; they are encoded here. Key, time, identifier and signature are added as the profile says.
/// Nothing is sent; what is printed is the address to send, or as JSON an object with every stage.
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
    #[arg(long, value_name = "UUID", value_parser = uuid)]
    pub(crate) id: Option<String>,
    /// Shows every stage: parameters, canonical query, string to sign, signature, URL
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) form: ObjectForm,
}

/// Checks a signed address as an fcB2B producer does, and says what differs
///
/// Prints whom and when it is from and its parameters; as JSON, an object whose parameters are pairs of name and value, in the
/// order in which they came.
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
    #[arg(long, value_name = "DURATION", default_value = "15m", value_parser = window, allow_hyphen_values = true)]
    pub(crate) window: TimeDelta,
    #[command(flatten)]
    pub(crate) form: ObjectForm,
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

fn uuid(text: &str) -> Result<String, &'static str> {
    match uuid::Uuid::try_parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("it is no UUID, such as 123e4567-e89b-42d3-a456-426614174000"),
    }
}

fn window(text: &str) -> Result<TimeDelta, String> {
    match parse_offset(text) {
        Ok(window) if window < TimeDelta::zero() => Err("it is below 0; it counts to both sides anyway".to_owned()),
        window => window.map_err(|error| format!("it {error}, such as 15m or 30s")),
    }
}
