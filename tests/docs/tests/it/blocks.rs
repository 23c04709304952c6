//! No block of the book goes untested.

use std::collections::BTreeSet;
use std::fs;

use crate::pages::{Page, pages, root};

fn book() -> Vec<Page> {
    pages("docs")
}

/// Who tests a block of this kind, if anybody does.
fn is_tested(page: &Page, language: &str, block: &str) -> bool {
    match language {
        // The doctests of this package; see below.
        "rust" | "rust,no_run" => true,
        // `b2b-cli`'s walk goes through all pages that have some.
        "console" => true,
        // The walk loads configurations; what is for Cargo is looked at below.
        "toml" => true,
        "python" => is_part_of("tests/interop/fcb2b_signer.py", block),
        "javascript" => is_part_of("tests/interop/fcb2b_signer.mjs", block),
        "java" => is_part_of("tests/interop/Fcb2bSigner.java", block),
        // A file that the commands of the page read, or the commands with which a page was written.
        "text" => block.starts_with("# ") || page.name() == "docs/performance.md",
        _ => false,
    }
}

/// Whether a program that `tests/interop/run.sh` runs has these lines.
fn is_part_of(program: &str, block: &str) -> bool {
    let runner = fs::read_to_string(root().join("tests/interop/run.sh")).unwrap();
    let name = program.rsplit('/').next().unwrap();
    fs::read_to_string(root().join(program)).unwrap().contains(block) && runner.contains(&format!("\"$here/{name}\""))
}

#[test]
fn every_block_is_tested() {
    let mut kinds = BTreeSet::new();
    for page in book() {
        for (language, block) in page.blocks() {
            assert!(is_tested(&page, &language, &block), "{}: nobody tests this {language:?}:\n{block}", page.name());
            kinds.insert(language);
        }
    }
    assert!(kinds.len() >= 7, "{kinds:?}");
}

#[test]
fn every_page_with_rust_is_among_the_doctests() {
    let library = fs::read_to_string(root().join("tests/docs/src/lib.rs")).unwrap();
    for page in book() {
        let has_rust = page.blocks().iter().any(|(language, _)| language.starts_with("rust"));
        let path = page.name().replacen("docs/", "", 1);
        assert_eq!(has_rust, library.contains(&format!("\"{path}\",")), "{path}");
    }
}

#[test]
fn every_page_is_a_chapter() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    for page in book() {
        let path = page.name().replacen("docs/", "", 1);
        assert!(path == "SUMMARY.md" || summary.contains(&format!("]({path})")), "{path} is no chapter");
    }
}

#[test]
fn what_is_shown_for_cargo_is_there() {
    let workspace: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let known = workspace["workspace"]["dependencies"].as_table().unwrap();
    let version = |value: &toml::Value| {
        let version = value.get("version").unwrap_or(value);
        version.as_str().unwrap().to_owned()
    };
    let mut count = 0;
    for page in book() {
        let blocks = page.blocks().into_iter().filter(|(_, block)| block.starts_with("# Cargo.toml\n"));
        for (_, block) in blocks {
            let shown: toml::Table = block.parse().unwrap();
            for (name, value) in shown["dependencies"].as_table().unwrap() {
                let known = known.get(name).unwrap_or_else(|| panic!("{}: {name} is not used here", page.name()));
                assert!(version(known).starts_with(&version(value)), "{}: {name}", page.name());
                count += 1;
            }
        }
    }
    assert!(count >= 6, "{count}");
}
