//! The table of a supplier that speaks Tech Data's protocol.

use b2b_http::PlainHttp;
use secrecy::SecretString;
use techdata_xml::{Ampersands, DoctypeLine, Environment, LINES_PER_REQUEST, Wire, XmlDeclaration};

use super::ConfigError;
use super::connection::{self, Connection};
use super::secret::Vault;
use super::table::{Found, Table};

const KEYS: &[&str] = &[
    "environment",
    "url",
    "plain_http",
    "username",
    "password",
    "xml_declaration",
    "doctype",
    "bare_ampersands",
    "lines_per_request",
    "order_type",
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
        table.refuse_others(&[connection::KEYS, KEYS])?;
        let (url, place) = address(table)?;
        let plain_http = plain_http(table, &url, &place)?;
        Ok(Self {
            url,
            plain_http,
            username: table.required("username", table.text("username")?)?.value.into(),
            password: vault.secret(table, "password")?,
            wire: wire(table)?,
            lines_per_request: table.count("lines_per_request")?.map_or(LINES_PER_REQUEST, |found| found.value),
            order_type: table.text("order_type")?.map(|found| found.value),
            connection: Connection::read(table)?,
        })
    }
}

fn wire(table: &Table<'_>) -> Result<Wire, ConfigError> {
    let declarations = [("omit", XmlDeclaration::Omit), ("send", XmlDeclaration::Send)];
    let doctypes = [("omit", DoctypeLine::Omit), ("send", DoctypeLine::Send)];
    let ampersands = [("refuse", Ampersands::Refuse), ("repair", Ampersands::Repair)];
    let mut wire = Wire::default();
    if let Some(found) = table.choice("xml_declaration", &declarations)? {
        wire = wire.declaration(found.value);
    }
    if let Some(found) = table.choice("doctype", &doctypes)? {
        wire = wire.doctype(found.value);
    }
    if let Some(found) = table.choice("bare_ampersands", &ampersands)? {
        wire = wire.ampersands(found.value);
    }
    Ok(wire)
}

/// The address that is given, or that of the environment that is named, whichever has the stronger origin; and its place.
fn address(table: &Table<'_>) -> Result<(String, String), ConfigError> {
    let environments = [("production", Environment::Production), ("test", Environment::Test)];
    let environment = table.choice("environment", &environments)?;
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
