//! The configuration that `--write-config` leaves for `b2b --config`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use b2b_sandbox::{Fcb2b, Sandbox, Techdata, Westcon};
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::own_file;

/// The first line, by which a later sandbox knows that it may replace the file.
const MARK: &str = "# Written by b2b sandbox, which will write it anew.";

#[derive(Serialize)]
struct Config<'a> {
    westcon: WestconTable<'a>,
    fcb2b: Fcb2bTable<'a>,
    techdata: TechdataTable<'a>,
}

#[derive(Serialize)]
struct WestconTable<'a> {
    url: String,
    account: &'a str,
    key: &'a str,
    insecure_inline: bool,
    ca: PathBuf,
}

#[derive(Serialize)]
struct Fcb2bTable<'a> {
    services: String,
    profile: &'a str,
    api_key: &'a str,
    secret: &'a str,
    client_identifier: &'a str,
    insecure_inline: bool,
    ca: PathBuf,
}

#[derive(Serialize)]
struct TechdataTable<'a> {
    url: String,
    username: &'a str,
    password: &'a str,
    order_type: &'a str,
    insecure_inline: bool,
    ca: PathBuf,
}

/// Writes the file, its owner's only, by way of a neighbour: a reader sees all of it or nothing.
pub(super) fn write(path: &Path, sandbox: &Sandbox, profile: &str) -> Result<(), Failure> {
    match fs::read_to_string(path) {
        Ok(text) if text.starts_with(MARK) || text.is_empty() => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Ok(_) => {
            let message = format!("{} exists and was not written by a sandbox", path.display());
            return Err(Failure::new(Exit::Input, message, "Give --write-config another path."));
        }
        Err(error) => return Err(unwritable(path, &error)),
    }
    let text = text(sandbox, profile).map_err(|error| {
        Failure::new(Exit::Internal, format!("the configuration cannot be written as TOML: {error}"), "Report it.")
    })?;
    own_file::replace(path, &text).map_err(|error| unwritable(path, &error))
}

fn text(sandbox: &Sandbox, profile: &str) -> Result<String, toml::ser::Error> {
    // A relative path would start at the configuration's directory.
    let ca = std::path::absolute(sandbox.ca_path()).unwrap_or_else(|_| sandbox.ca_path().to_owned());
    let westcon = WestconTable {
        url: format!("{}{}", sandbox.url(), Westcon::PATH),
        account: Westcon::ACCOUNT,
        key: Westcon::KEY,
        insecure_inline: true,
        ca: ca.clone(),
    };
    let fcb2b = Fcb2bTable {
        services: format!("{}{}", sandbox.url(), Fcb2b::SERVICES_PATH),
        profile,
        api_key: Fcb2b::API_KEY,
        secret: Fcb2b::SECRET,
        client_identifier: Fcb2b::CLIENT_IDENTIFIER,
        insecure_inline: true,
        ca: ca.clone(),
    };
    let techdata = TechdataTable {
        url: format!("{}{}", sandbox.url(), Techdata::PATH),
        username: Techdata::USERNAME,
        password: Techdata::PASSWORD,
        order_type: "BS",
        insecure_inline: true,
        ca,
    };
    Ok(format!("{MARK}\n\n{}", toml::to_string(&Config { westcon, fcb2b, techdata })?))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("{} cannot be written: {error}", path.display());
    Failure::new(Exit::Input, message, "Give --write-config a path in a directory of your own.")
}
