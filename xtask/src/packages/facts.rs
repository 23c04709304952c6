//! What a registry and its readers are told of a crate: its manifest, README.md, CHANGELOG.md and documentation.

use std::fs;

use cargo_metadata::Package;
use serde_json::json;

use crate::Error;
use crate::workspace::is_library;

/// Of the categories that crates.io has, those that our crates are in.
const CATEGORIES: &[&str] = &[
    "api-bindings",
    "authentication",
    "command-line-utilities",
    "data-structures",
    "development-tools::testing",
    "encoding",
    "parser-implementations",
    "web-programming",
    "web-programming::http-client",
    "web-programming::http-server",
];

/// The kinds of changes, as Keep a Changelog has them.
const CHANGES: &[&str] = &["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/// The chapters of every README.md, after what the crate is and an example.
const CHAPTERS: &[&str] = &["Features", "What it does not do", "Minimum Rust version", "License"];

/// Everything that is wrong with what is told of a crate.
pub(super) fn wrong(package: &Package) -> Result<Vec<String>, Error> {
    let file = |name: &str| {
        let path = package.manifest_path.with_file_name(name);
        fs::read_to_string(&path).map_err(|error| Error::from(format!("{path}: {error}")))
    };
    let mut wrong = manifest(package);
    let readme = file("README.md")?;
    wrong.extend(of_readme(package, &readme));
    wrong.extend(of_changelog(&package.version.to_string(), &file("CHANGELOG.md")?));
    if is_library(package) {
        wrong.extend(of_example(&readme));
        wrong.extend(of_library(&file("src/lib.rs")?));
    }
    Ok(wrong.into_iter().map(|wrong| format!("{}: {wrong}", package.name)).collect())
}

fn manifest(package: &Package) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut demand = |holds: bool, wanted: &str| {
        if !holds {
            wrong.push(format!("Cargo.toml: {wanted}"));
        }
    };
    let description = package.description.as_deref().unwrap_or_default();
    demand(!description.is_empty() && !description.ends_with('.'), "a description, which is no sentence");
    demand(!package.keywords.is_empty() && package.keywords.len() <= 5, "one to five keywords");
    demand(package.keywords.iter().all(|word| is_keyword(word)), "keywords of up to 20 letters, digits, - and _");
    demand(!package.categories.is_empty(), "a category");
    let known = package.categories.iter().all(|slug| CATEGORIES.contains(&slug.as_str()));
    demand(known, "categories that crates.io has: xtask/src/packages/facts.rs lists ours");
    demand(package.license.as_deref() == Some("MIT OR Apache-2.0"), "the licence");
    demand(package.rust_version.is_some(), "a rust-version");
    demand(package.readme.as_deref().is_some_and(|path| path == "README.md"), "README.md as its readme");
    let docs = package.metadata.pointer("/docs/rs");
    let badges = json!({ "all-features": true, "rustdoc-args": ["--cfg", "docsrs"] });
    demand(docs == Some(&badges), "[package.metadata.docs.rs] with all features and --cfg docsrs");
    wrong
}

fn is_keyword(word: &str) -> bool {
    let plain = word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    plain && word.len() <= 20 && word.starts_with(|first: char| first.is_ascii_alphanumeric())
}

fn of_readme(package: &Package, readme: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if !readme.starts_with(&format!("# {}\n", package.name)) {
        wrong.push("README.md: the crate's name as its title".to_owned());
    }
    for chapter in CHAPTERS.iter().filter(|chapter| section(readme, chapter).is_none()) {
        wrong.push(format!("README.md: a chapter \"{chapter}\""));
    }
    let table = section(readme, "Features").unwrap_or_default();
    for feature in package.features.keys().filter(|feature| feature.as_str() != "default") {
        if !table.lines().any(|row| row.starts_with(&format!("| `{feature}` |"))) {
            wrong.push(format!("README.md: the feature `{feature}` in the table of features"));
        }
    }
    let minimum = section(readme, "Minimum Rust version").unwrap_or_default();
    if let Some(version) = package.rust_version.as_ref()
        && !minimum.contains(&format!("{}.{}.", version.major, version.minor))
    {
        wrong.push(format!("README.md: {}.{} as the minimum Rust version", version.major, version.minor));
    }
    wrong
}

/// A library's README.md shows code, all of it: who reads it elsewhere sees what a documentation test hides.
fn of_example(readme: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let examples: Vec<&str> = readme.split("```rust").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    if examples.is_empty() {
        wrong.push("README.md: an example".to_owned());
    }
    if examples.iter().any(|example| example.lines().any(|line| line == "#" || line.starts_with("# "))) {
        wrong.push("README.md: an example without hidden lines".to_owned());
    }
    wrong
}

fn of_changelog(version: &str, changelog: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let releases: Vec<&str> = changelog.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    if releases.first() != Some(&"[Unreleased]") {
        wrong.push("CHANGELOG.md: [Unreleased] first".to_owned());
    }
    let dated =
        |release: &&str| release.split_once("] - ").is_some_and(|(name, date)| name.starts_with('[') && is_date(date));
    if let Some(odd) = releases.iter().skip(1).find(|release| !dated(release)) {
        wrong.push(format!("CHANGELOG.md: \"{odd}\" as [VERSION] - YYYY-MM-DD"));
    }
    if releases.len() > 1 && !releases.iter().any(|release| release.starts_with(&format!("[{version}] - "))) {
        wrong.push(format!("CHANGELOG.md: what is in {version}"));
    }
    let kinds = changelog.lines().filter_map(|line| line.strip_prefix("### "));
    wrong.extend(
        kinds.filter(|kind| !CHANGES.contains(kind)).map(|kind| format!("CHANGELOG.md: another kind than \"{kind}\"")),
    );
    wrong
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.char_indices().all(|(at, digit)| if at == 4 || at == 7 { digit == '-' } else { digit.is_ascii_digit() })
}

fn of_library(source: &str) -> Vec<String> {
    let wanted = [
        ("#![cfg_attr(docsrs, feature(doc_cfg))]", "the badges of features on docs.rs"),
        ("#[doc = include_str!(\"../README.md\")]", "README.md as a documentation test"),
    ];
    let missing = wanted.iter().filter(|(line, _)| !source.contains(line));
    missing.map(|(line, why)| format!("src/lib.rs: {line}, for {why}")).collect()
}

/// A chapter of a page, without its heading.
fn section<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let rest = page.split_once(&format!("\n## {heading}\n"))?.1;
    Some(rest.split("\n## ").next().unwrap_or(rest))
}

#[cfg(test)]
mod tests;
