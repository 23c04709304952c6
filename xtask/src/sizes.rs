//! What each crate brings in and how long it takes to build from nothing: a table in README.md.
//!
//! The packages are counted by `cargo tree` for Linux on x86-64, so that every machine counts alike, and CI compares them.
//! The seconds are as they were measured: CI leaves them alone.

mod table;

use std::fs;
use std::time::Instant;

use cargo_metadata::Package;

use crate::Error;
use crate::generated::{Files, Mode, root};
use crate::workspace::{Workspace, cargo, output};

use self::table::{Row, Table};

const PAGE: &str = "README.md";

/// A crate with some of its features, and how many packages that may be.
const LIMITS: &[(&str, &str, usize)] =
    &[("fcb2b-signing", "none", 20), ("westcon-orderstatus", "none", 35), ("westcon-orderstatus", "`model`", 35)];

/// Sets of features that are worth a row besides none, those by default and all.
const OTHERS: &[(&str, &str)] =
    &[("b2b-http", "client"), ("fcb2b-client", "model"), ("techdata-xml", "model"), ("westcon-orderstatus", "model")];

pub(crate) fn run(mode: Mode, only: &[String]) -> Result<String, Error> {
    let page = fs::read_to_string(root().join(PAGE))?;
    let before = Table::of(&page)?;
    let workspace = Workspace::at(&root())?;
    if let Some(unknown) = only.iter().find(|name| !workspace.published.iter().any(|package| *package.name == **name)) {
        return Err(format!("{unknown} is no crate that is published").into());
    }
    let mut rows = Vec::new();
    for package in &workspace.published {
        let measured = mode == Mode::Write && (only.is_empty() || only.iter().any(|name| *package.name == **name));
        for set in sets(package) {
            let mut row = Row {
                package: package.name.to_string(),
                packages: set.packages(package)?,
                set: set.name,
                seconds: None,
            };
            row.seconds = if measured { Some(seconds(package, &set.arguments)?) } else { before.seconds(&row) };
            println!("{}", row.line());
            rows.push(row);
        }
    }
    within_limits(&rows)?;
    let mut files = Files::default();
    files.add(PAGE, Table { rows }.put_into(&page)?);
    files.settle(mode, &[], "sizes")
}

/// A set of features, as the table and as cargo name it.
struct Set {
    name: String,
    arguments: Vec<String>,
}

/// The sets of features that have a row.
fn sets(package: &Package) -> Vec<Set> {
    let set =
        |name: String, arguments: &[&str]| Set { name, arguments: arguments.iter().map(|&it| it.to_owned()).collect() };
    let features: Vec<&str> = package.features.keys().map(String::as_str).filter(|name| *name != "default").collect();
    let default = package.features.get("default").map(Vec::as_slice).unwrap_or_default();
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut sets = vec![set("none".to_owned(), &["--no-default-features"])];
    for (_, feature) in OTHERS.iter().filter(|(name, _)| package.name == *name) {
        sets.push(set(quoted(&[feature]), &["--no-default-features", "--features", feature]));
    }
    if !default.is_empty() {
        let names: Vec<&str> = default.iter().map(String::as_str).collect();
        sets.push(set(format!("{}, the default", quoted(&names)), &[]));
    }
    if features.len() > default.len() {
        sets.push(set(if features.len() == 1 { quoted(&features) } else { "all".to_owned() }, &["--all-features"]));
    }
    sets
}

impl Set {
    /// How many packages are built, the crate itself among them.
    fn packages(&self, package: &Package) -> Result<usize, Error> {
        let mut tree = cargo(root());
        tree.args(["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"]);
        tree.args(["--target", "x86_64-unknown-linux-gnu", "--package", &package.name]).args(&self.arguments);
        let listed = output(&mut tree)?;
        let packages: std::collections::BTreeSet<_> =
            listed.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        Ok(packages.len())
    }
}

/// How long it takes to build it and all it needs, in an empty folder.
fn seconds(package: &Package, arguments: &[String]) -> Result<u64, Error> {
    let folder = tempfile::tempdir()?;
    let mut build = cargo(root());
    build.args(["build", "--quiet", "--locked", "--package", &package.name, "--target-dir"]).arg(folder.path());
    build.args(arguments);
    #[allow(clippy::disallowed_methods, reason = "it is what is measured")]
    let start = Instant::now();
    output(&mut build)?;
    Ok(start.elapsed().as_secs_f64().round() as u64)
}

fn within_limits(rows: &[Row]) -> Result<(), Error> {
    for (package, set, limit) in LIMITS {
        let row = rows.iter().find(|row| row.package == *package && row.set == *set);
        let packages = row.ok_or_else(|| format!("{package} has no row for {set}"))?.packages;
        if packages > *limit {
            return Err(format!("{package}, features {set}: {packages} packages, and {limit} are allowed").into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(signing: usize) -> Vec<Row> {
        let row = |package: &str, set: &str, packages| Row {
            package: package.into(),
            set: set.into(),
            packages,
            seconds: None,
        };
        let westcon = "westcon-orderstatus";
        vec![row("fcb2b-signing", "none", signing), row(westcon, "none", 35), row(westcon, "`model`", 30)]
    }

    #[test]
    fn more_than_the_limit_fails() {
        assert!(within_limits(&rows(20)).is_ok());
        let error = within_limits(&rows(21)).unwrap_err();
        assert_eq!(error.to_string(), "fcb2b-signing, features none: 21 packages, and 20 are allowed");
    }

    #[test]
    fn a_limit_without_a_row_fails() {
        assert!(within_limits(&rows(20)[..2]).is_err());
    }
}
