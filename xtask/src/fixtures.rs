//! The fixtures: pairs of documents made from the seed data with a fixed clock.
//!
//! A pair is made by the real operation and the real sandbox: the request is what the operation writes, the response what
//! the sandbox answers to it. Each document has a snapshot of how it is read in the tests of its crate, and each snapshot a
//! document. An operation is found by its `NAME` in the sources, so that a new one without a fixture is noticed.

mod fcb2b;
mod techdata;
mod westcon;
mod wsse;

use std::collections::BTreeSet;
use std::path::Path;

use crate::Error;
use crate::generated::{Files, Mode, files_below, root};

/// A protocol's folder, the crate that reads it, and what has fixtures there beside the crate's operations.
struct Protocol {
    folder: &'static str,
    package: &'static str,
    others: &'static [&'static str],
}

const PROTOCOLS: &[Protocol] = &[
    Protocol { folder: "fcb2b", package: "fcb2b-client", others: &[] },
    Protocol { folder: "techdata", package: "techdata-xml", others: &[] },
    Protocol { folder: "westcon", package: "westcon-orderstatus", others: &[] },
    Protocol { folder: "wsse", package: "wsse-soap", others: &["envelope"] },
];

impl Protocol {
    /// The folders that must have fixtures: `westcon.GetOrderStatus` in the sources asks for `get-order-status`.
    fn operations(&self) -> Result<Vec<String>, Error> {
        let mut operations: Vec<String> = self.others.iter().map(|&other| other.to_owned()).collect();
        for source in files_below(&root().join("crates").join(self.package).join("src"))? {
            for line in std::fs::read_to_string(source)?.lines() {
                let rest = line.trim();
                let rest = rest.strip_prefix("const NAME: &'static str = \"").or(rest.strip_prefix("name: \""));
                let name = rest.and_then(|rest| rest.split('"').next());
                if let Some((_, operation)) = name.and_then(|name| name.split_once('.')) {
                    operations.push(kebab(operation));
                }
            }
        }
        Ok(operations)
    }
}

/// `GetOrderStatus` as `get-order-status`, `RequiredEUI` as `required-eui`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut before = None;
    for letter in name.chars() {
        if letter.is_uppercase() && before.is_some_and(char::is_lowercase) {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
        before = Some(letter);
    }
    kebab
}

pub(crate) fn run(mode: Mode) -> Result<String, Error> {
    let mut files = Files::default();
    for supplier in ["fcb2b", "techdata", "westcon"] {
        let seed = std::fs::read_to_string(root().join(format!("fixtures/seed/{supplier}.json")))?;
        files.add(format!("crates/b2b-sandbox/src/{supplier}/seed.json"), seed);
    }
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(westcon::add(&mut files))?;
    runtime.block_on(fcb2b::add(&mut files))?;
    runtime.block_on(techdata::add(&mut files))?;
    wsse::add(&mut files)?;
    let folders: Vec<String> = PROTOCOLS.iter().map(|protocol| format!("fixtures/{}", protocol.folder)).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let summary = files.settle(mode, &folders, "fixtures")?;
    if mode == Mode::Check {
        check_pairs(&files)?;
    }
    Ok(summary)
}

/// Every operation has a fixture; every document has a snapshot, and every snapshot a document.
fn check_pairs(files: &Files) -> Result<(), Error> {
    let mut wrong = Vec::new();
    for protocol in PROTOCOLS {
        let mut expected = BTreeSet::new();
        for operation in protocol.operations()? {
            let folder = format!("fixtures/{}/{operation}", protocol.folder);
            let documents: Vec<&Path> = files.paths().filter(|path| path.starts_with(&folder)).collect();
            if documents.is_empty() {
                wrong.push(format!("no fixture for {} {operation}", protocol.package));
            }
            for document in documents {
                let name = document.file_name().unwrap_or_default().to_string_lossy();
                let case = name.rsplit_once('.').map_or(&*name, |(case, _)| case).replace('.', "_");
                expected.insert(format!("fixtures__{}__{case}.snap", operation.replace('-', "_")));
            }
        }
        let folder = root().join("crates").join(protocol.package).join("tests/snapshots");
        let found: BTreeSet<String> = files_below(&folder)?
            .iter()
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .filter(|name| name.starts_with("fixtures__"))
            .collect();
        wrong.extend(expected.difference(&found).map(|name| format!("no snapshot {}/{name}", protocol.package)));
        wrong.extend(found.difference(&expected).map(|name| format!("no fixture for {}/{name}", protocol.package)));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!("{}\nrun: cargo xtask fixtures, then cargo insta test --accept", wrong.join("\n")).into())
}
