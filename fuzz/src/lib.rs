//! What is fuzzed, and what must hold for any input: one function for each target, and the table of them.
//!
//! `cargo fuzz` drives each by a binary of one line, `cargo xtask fuzz` all of them in turn, and the tests run them over
//! their corpora: what was found once is found again by `cargo test`.
#![forbid(unsafe_code)]
#![allow(clippy::panic, clippy::missing_panics_doc, reason = "a panic is the report of a finding")]

pub mod config;
pub mod documents;
pub mod lexical;
pub mod outline;
pub mod sandbox;
pub mod signing;
pub mod soap;
pub mod xml;

/// Something that is fuzzed.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: that of its binary, and of its corpus below `fuzz/corpus/`.
    pub name: &'static str,
    /// Panics on an input that shows a fault.
    pub run: fn(&[u8]),
    /// Folders, from the root of the workspace, whose files are its corpus too.
    pub seeds: &'static [&'static str],
    /// The words of its language, below `fuzz/`.
    pub dictionary: Option<&'static str>,
}

impl Target {
    const fn new(name: &'static str, run: fn(&[u8]), seeds: &'static [&'static str]) -> Self {
        Self { name, run, seeds, dictionary: None }
    }

    const fn xml(self) -> Self {
        Self { dictionary: Some("xml.dict"), ..self }
    }
}

const WESTCON: &[&str] = &["fixtures/westcon"];
const TECHDATA: &[&str] = &["fixtures/techdata"];
const FCB2B: &[&str] = &["fixtures/fcb2b"];
const WSSE: &[&str] = &["fixtures/wsse"];
const QUERIES: &[&str] = &["fixtures/fcb2b", "crates/fcb2b-signing/tests/vectors"];

/// Everything that is fuzzed.
pub const TARGETS: &[Target] = &[
    Target::new("xml_cursor", xml::xml_cursor, &["fixtures/wsse", "fixtures/fcb2b"]).xml(),
    Target::new("xml_records", xml::xml_records, &["fixtures/wsse"]).xml(),
    Target::new("westcon", documents::westcon, WESTCON).xml(),
    Target::new("techdata", documents::techdata, TECHDATA).xml(),
    Target::new("fcb2b", documents::fcb2b, FCB2B).xml(),
    Target::new("soap_request", soap::soap_request, WSSE).xml(),
    Target::new("soap_reply", soap::soap_reply, WSSE).xml(),
    Target::new("wsse_verify", soap::wsse_verify, WSSE).xml(),
    Target::new("lexical", lexical::lexical_values, &[]),
    Target::new("canonical_query", signing::canonical, QUERIES),
    Target::new("fcb2b_verify", signing::verify_query, QUERIES),
    Target::new("config", config::config, &[]),
    Target::new("sandbox_westcon", sandbox::westcon, WESTCON).xml(),
    Target::new("sandbox_techdata", sandbox::techdata, TECHDATA).xml(),
    Target::new("sandbox_fcb2b", sandbox::fcb2b, FCB2B),
    Target::new("sandbox_console", sandbox::console, &[]),
];
