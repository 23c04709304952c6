//! What each library exports, one item a line, in `docs/api/`: a change of it shows in review.
//!
//! The listings are made from rustdoc's JSON, whose form changes with the compiler: the one that CI has can write them.

use std::collections::BTreeSet;

use cargo_metadata::Package;
use public_api::{Builder, PublicApi};

use crate::Error;
use crate::generated::{Files, Mode, root};
use crate::workspace::{Workspace, cargo, output};

const FOLDER: &str = "docs/api";

/// Crates of others whose types may stand in what we export: whoever uses ours has them too, and their next major version is
/// one of ours.
const SHARED: &[&str] = &[
    "bytes",
    "chrono",
    "futures_core",
    "http",
    "rust_decimal",
    "secrecy",
    "serde",
    "serde_core",
    "serde_json",
    "uuid",
];

/// What single crates share besides, errors included, because it is what they are extended with: a supplier of the sandbox is
/// an axum router over SQLite, a keyring is a store of `keyring-core`, a schema is a value of `schemars`, and
/// instruments are those of OpenTelemetry's meter.
const EXTENDED: &[(&str, &[&str])] = &[
    ("b2b-sandbox", &["axum", "axum_core", "rusqlite"]),
    ("b2b-desk", &["keyring_core"]),
    ("b2b-model", &["schemars"]),
    ("b2b-sync", &["opentelemetry"]),
];

pub(crate) fn run(mode: Mode) -> Result<String, Error> {
    let workspace = Workspace::at(&root())?;
    let libraries: Vec<&Package> = workspace.libraries().collect();
    document(&libraries)?;
    let ours: BTreeSet<String> = libraries.iter().map(|package| identifier(package)).collect();
    let mut files = Files::default();
    let mut foreign = Vec::new();
    for package in libraries {
        let json = workspace.target.join("doc").join(format!("{}.json", identifier(package)));
        let listing = listing(json.as_ref())?;
        let extended = EXTENDED.iter().find(|(name, _)| package.name == *name).map_or(&[][..], |(_, with)| with);
        for line in listing.lines() {
            foreign.extend(
                strangers(line, &ours, extended).map(|stranger| format!("{}: {stranger} in: {line}", package.name)),
            );
        }
        files.add(format!("{FOLDER}/{}.txt", package.name), listing);
    }
    if !foreign.is_empty() {
        return Err(format!("types of others in what is exported:\n{}", foreign.join("\n")).into());
    }
    files.settle(mode, &[FOLDER], "api")
}

/// Has rustdoc write what it knows of them.
fn document(libraries: &[&Package]) -> Result<(), Error> {
    let mut doc = cargo(root());
    doc.args(["doc", "--quiet", "--locked", "--no-deps", "--lib", "--all-features"]);
    for package in libraries {
        doc.args(["--package", &package.name]);
    }
    doc.env("RUSTDOC", root().join("xtask/rustdoc-json.sh"));
    doc.env("RUSTDOCFLAGS", "-Z unstable-options --output-format json");
    output(&mut doc).map(drop)
}

fn listing(json: &std::path::Path) -> Result<String, Error> {
    let builder = Builder::from_rustdoc_json(json).omit_blanket_impls(true).omit_auto_trait_impls(true);
    let api: PublicApi = builder.omit_auto_derived_impls(true).build().map_err(|error| {
        format!(
            "{}: {error}\nAnother compiler writes another form: `public-api` in xtask/Cargo.toml follows it",
            json.display()
        )
    })?;
    Ok(api.to_string())
}

/// What a line names of crates that are neither ours nor shared, and errors of those that are shared.
fn strangers<'a>(line: &'a str, ours: &BTreeSet<String>, extended: &[&str]) -> impl Iterator<Item = &'a str> {
    let is_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    let paths = line.split(move |letter| !is_path(letter)).map(|path| path.trim_matches(':'));
    let paths = paths.filter_map(|path| path.split_once("::").map(|(root, _)| (path, root)));
    paths
        .filter(move |(path, root)| {
            let at_home = HOME.contains(root) || ours.contains(*root) || root.starts_with(char::is_uppercase);
            let welcome = extended.contains(root) || SHARED.contains(root) && !path.ends_with("Error");
            !at_home && !welcome
        })
        .map(|(path, _)| path)
}

/// The standard library, and types that every program has: what is implemented for them is listed under their names.
const HOME: &[&str] = &[
    "alloc", "core", "std", "bool", "char", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32",
    "u64", "u128", "usize",
];

fn identifier(package: &Package) -> String {
    package.name.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let ours = BTreeSet::from(["b2b_http".to_owned()]);
        assert_eq!(strangers(line, &ours, &["axum"]).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn ours_and_the_standard_library_are_at_home() {
        check("pub fn b2b_http::Client::new(T) -> core::result::Result<Self, b2b_http::Error>", &[]);
        check("pub const u64::TYPE: &'static str", &[]);
    }

    #[test]
    fn shared_crates_have_types_but_no_errors() {
        check("pub fn b2b_http::render(&http::request::Request<bytes::bytes::Bytes>)", &[]);
        check("pub fn b2b_http::render() -> core::result::Result<(), http::error::Error>", &["http::error::Error"]);
    }

    #[test]
    fn what_a_crate_is_extended_with_is_welcome_there() {
        check("pub fn b2b_http::Mount::new(axum::routing::Router, &rusqlite::Connection)", &["rusqlite::Connection"]);
    }

    #[test]
    fn types_of_others_are_strangers() {
        check("impl core::convert::From<reqwest::error::Error> for b2b_http::Error", &["reqwest::error::Error"]);
    }
}
