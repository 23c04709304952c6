//! The table of a supplier that speaks Tech Data's protocol.

use b2b_http::PlainHttp;
use secrecy::SecretString;
use techdata_xml::{Ampersands, DoctypeLine, Environment, LINES_PER_REQUEST, Wire, XmlDeclaration};

use super::ConfigError;
use super::connection::Connection;
use super::key::{Form, Key, words};
use super::secret::Vault;
use super::table::{Found, Table};

const ENVIRONMENTS: &[(&str, Environment)] = &[("production", Environment::Production), ("test", Environment::Test)];
const DECLARATIONS: &[(&str, XmlDeclaration)] = &[("omit", XmlDeclaration::Omit), ("send", XmlDeclaration::Send)];
const DOCTYPES: &[(&str, DoctypeLine)] = &[("omit", DoctypeLine::Omit), ("send", DoctypeLine::Send)];
const AMPERSANDS: &[(&str, Ampersands)] = &[("refuse", Ampersands::Refuse), ("repair", Ampersands::Repair)];

/// Requests carry no time, so that there is no `clock_offset`.
pub(super) const KEYS: &[Key] = &[
    Key::new(
        "environment",
        Form::Choice(|| words(ENVIRONMENTS)),
        "which of Tech Data's own addresses; `test` speaks plain http and needs `plain_http = true`",
    ),
    Key::new(
        "url",
        Form::Address,
        "instead of `environment`; one that begins with `http://` needs `plain_http = true`",
    ),
    Key::new("plain_http", Form::Flag, "whether user name and password may be sent in the clear").or("false"),
    Key::new("username", Form::Text, "the EC logon id"),
    Key::new("password", Form::Secret, "its password"),
    Key::new("xml_declaration", Form::Choice(|| words(DECLARATIONS)), "whether requests begin with one").or("omit"),
    Key::new("doctype", Form::Choice(|| words(DOCTYPES)), "whether requests name their document type").or("omit"),
    Key::new("bare_ampersands", Form::Choice(|| words(AMPERSANDS)), "what becomes of an answer that has one")
        .or("refuse"),
    Key::new("lines_per_request", Form::Count, "how many articles one request asks for; a longer list is split")
        .or("50"),
    Key::new("order_type", Form::Text, "the kind of an order that does not say it, such as `BS`"),
];

/// Where and as whom Tech Data's service is asked.
#[derive(Clone, Debug)]
pub(crate) struct TechdataConfig {
    pub(crate) url: String,
    pub(crate) plain_http: PlainHttp,
    pub(crate) username: SecretString,
    pub(crate) password: SecretString,
    pub(crate) wire: Wire,
    pub(crate) lines_per_request: usize,
    pub(crate) order_type: Option<String>,
    pub(crate) connection: Connection,
}

impl TechdataConfig {
    pub(super) fn read(table: &Table<'_>, vault: &Vault<'_>) -> Result<Self, ConfigError> {
        let (url, place) = address(table)?;
        let plain_http = plain_http(table, &url, &place)?;
        Ok(Self {
            url,
            plain_http,
            username: table.required("username", table.text("username")?)?.value.into(),
            wire: wire(table)?,
            lines_per_request: table.count("lines_per_request")?.map_or(LINES_PER_REQUEST, |found| found.value),
            order_type: table.text("order_type")?.map(|found| found.value),
            connection: Connection::read(table)?,
            password: vault.secret(table, "password")?,
        })
    }
}

fn wire(table: &Table<'_>) -> Result<Wire, ConfigError> {
    let mut wire = Wire::default();
    if let Some(found) = table.choice("xml_declaration", DECLARATIONS)? {
        wire = wire.declaration(found.value);
    }
    if let Some(found) = table.choice("doctype", DOCTYPES)? {
        wire = wire.doctype(found.value);
    }
    if let Some(found) = table.choice("bare_ampersands", AMPERSANDS)? {
        wire = wire.ampersands(found.value);
    }
    Ok(wire)
}

/// The address that is given, or that of the environment that is named, whichever has the stronger origin; and its place.
fn address(table: &Table<'_>) -> Result<(String, String), ConfigError> {
    let environment = table.choice("environment", ENVIRONMENTS)?;
    let named = |found: Found<Environment>| (found.value.url().to_owned(), found.place(table, "environment"));
    match (table.text("url")?, environment) {
        (None, None) => Err(table.missing("environment and no url", "environment")),
        (Some(url), Some(environment)) if url.origin == environment.origin => {
            let message = "and environment both say where to ask";
            Err(ConfigError::at(url.place(table, "url"), message, "Leave one of them out."))
        }
        (Some(url), Some(environment)) if url.origin < environment.origin => Ok(named(environment)),
        (Some(url), _) => Ok((url.value.clone(), url.place(table, "url"))),
        (None, Some(environment)) => Ok(named(environment)),
    }
}

/// Where plain http is allowed: at the address itself, if it needs it and that is said.
fn plain_http(table: &Table<'_>, url: &str, place: &str) -> Result<PlainHttp, ConfigError> {
    let allowed = table.flag("plain_http")?.is_some_and(|found| found.value);
    let uri = url.parse::<http::Uri>().ok();
    let host = uri.as_ref().and_then(http::Uri::host).filter(|host| !host.is_empty());
    match (uri.as_ref().and_then(http::Uri::scheme_str), host) {
        (Some("https"), Some(_)) => Ok(PlainHttp::Never),
        (Some("http"), Some(_)) if !allowed => {
            let hint = "Set plain_http = true beside it if the password is worth nothing elsewhere.";
            Err(ConfigError::at(place, "is plain http, which shows the password to everybody on the way", hint))
        }
        (Some("http"), Some(host)) if PlainHttp::LoopbackOnly.allows(host) => Ok(PlainHttp::LoopbackOnly),
        (Some("http"), Some(host)) => Ok(PlainHttp::AllowHost(host.to_owned())),
        _ => Err(ConfigError::at(place, "is no address", "Give the whole address, beginning with https://.")),
    }
}
