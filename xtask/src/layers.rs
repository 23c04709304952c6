//! What may depend on what, proven with `cargo tree`.

use crate::Error;
use crate::generated::root;
use crate::workspace::{cargo, output};

/// Packages that do I/O, and which no core crate may reach.
const IO: &[&str] = &["tokio", "reqwest", "hyper", "rustls", "ring", "native-tls", "openssl", "mio", "socket2"];

/// Crates, the features they are looked at with, and the workspace crates they may reach.
const CRATES: &[(&str, &[&str], &[&str])] = &[
    ("b2b-xml-derive", &["--all-features"], &[]),
    ("b2b-xml", &["--all-features"], &["b2b-xml-derive"]),
    ("b2b-model", &["--all-features"], &[]),
    ("b2b-http", &["--no-default-features"], &[]),
    ("fcb2b-signing", &["--all-features"], &[]),
    ("wsse-soap", &["--all-features"], &["b2b-xml", "b2b-xml-derive"]),
    (
        "westcon-orderstatus",
        &["--no-default-features", "--features", "model"],
        &["b2b-xml", "b2b-xml-derive", "b2b-model", "b2b-http", "wsse-soap"],
    ),
    (
        "fcb2b-client",
        &["--no-default-features", "--features", "model"],
        &["b2b-xml", "b2b-xml-derive", "b2b-model", "b2b-http", "fcb2b-signing"],
    ),
    (
        "techdata-xml",
        &["--no-default-features", "--features", "model"],
        &["b2b-xml", "b2b-xml-derive", "b2b-model", "b2b-http"],
    ),
];

/// Crates above the core that do not know each other.
const STRANGERS: &[(&str, &[&str])] = &[
    ("b2b-desk", &["b2b-sync", "b2b-sandbox"]),
    ("b2b-sync", &["b2b-sandbox"]),
    ("b2b-sandbox", &["b2b-desk", "b2b-sync"]),
];

pub(crate) fn run() -> Result<String, Error> {
    let workspace: Vec<String> = tree("b2b-cli", &["--all-features"])?.into_iter().filter(|name| ours(name)).collect();
    for (package, features, may) in CRATES {
        let reached = tree(package, features)?;
        if let Some(io) = reached.iter().find(|name| IO.contains(&name.as_str())) {
            return Err(format!("{package} ({}) reaches {io}", features.join(" ")).into());
        }
        let upward =
            reached.iter().find(|name| name != package && workspace.contains(name) && !may.contains(&name.as_str()));
        if let Some(upward) = upward {
            return Err(format!("{package} reaches {upward}, which lies above or beside it").into());
        }
    }
    for (package, strangers) in STRANGERS {
        let reached = tree(package, &["--all-features"])?;
        if let Some(stranger) = strangers.iter().find(|stranger| reached.iter().any(|name| name == *stranger)) {
            return Err(format!("{package} reaches {stranger}, which lies above or beside it").into());
        }
    }
    Ok(format!("layers: {} core crates do no I/O, arrows point down", CRATES.len()))
}

fn ours(name: &str) -> bool {
    root().join("crates").join(name).is_dir()
}

/// The packages that a crate reaches by ordinary dependencies.
fn tree(package: &str, features: &[&str]) -> Result<Vec<String>, Error> {
    let arguments =
        ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--package", package];
    let text = output(cargo(root()).args(arguments).args(features))?;
    Ok(text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}
