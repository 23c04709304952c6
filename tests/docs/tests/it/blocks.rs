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
        // What is for Cargo is looked at below; the walk loads what is no order.
        "toml" => block.starts_with("# Cargo.toml\n") || !block.contains("[[lines]]") || is_read(page, block),
        "python" => is_part_of("tests/interop/fcb2b_signer.py", block),
        "javascript" => is_part_of("tests/interop/fcb2b_signer.mjs", block),
        "java" => is_part_of("tests/interop/Fcb2bSigner.java", block),
        // The commands with which a page was written.
        "text" if page.name() == "docs/performance.md" => block.lines().all(|line| line.starts_with("cargo ")),
        "text" => is_read(page, block),
        _ => false,
    }
}

/// Whether a block is a file, its name in the first line, that a command in a console of the page reads.
fn is_read(page: &Page, block: &str) -> bool {
    let name = block.lines().next().and_then(|line| line.strip_prefix("# "));
    let consoles = page.blocks().into_iter().filter(|(language, _)| language == "console");
    let mut lines = consoles.flat_map(|(_, console)| console.lines().map(str::to_owned).collect::<Vec<_>>());
    name.is_some_and(|name| {
        lines.any(|line| line.starts_with("$ ") && line.split_whitespace().any(|word| word.ends_with(name)))
    })
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

/// Whether a version is this one, or one of those that it stands for: `0.1.2` is of `0.1`, `0.10` is not.
fn begins(version: &str, with: &str) -> bool {
    version.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[test]
fn a_version_is_compared_by_its_parts() {
    assert!(begins("0.1.2", "0.1") && begins("0.1", "0.1") && begins("1", "1"));
    assert!(!begins("0.10.2", "0.1") && !begins("10", "1") && !begins("0.1", "0.1.2"));
}

#[test]
fn a_file_that_nobody_reads_is_found() {
    let page = |console: &str| {
        let text = format!("```text\n# skus.txt\nA\n```\n\n```console\n{console}\n```\n");
        Page { path: root().join("docs/page.md"), text }
    };
    let is_file_read = |console: &str| is_tested(&page(console), "text", "# skus.txt\nA\n");
    assert!(is_file_read("$ b2b stock --skus-from skus.txt") && is_file_read("$ b2b stock @skus.txt"));
    assert!(!is_file_read("$ b2b stock A\nskus.txt") && !is_file_read("$ b2b stock --skus-from skus.csv"));
    assert!(!is_tested(&page("$ b2b stock A"), "text", "A\n"));
    let order = "# order.toml\n[[lines]]\narticle = \"1\"\n";
    assert!(is_tested(&page("$ b2b place-order order.toml"), "toml", order));
    assert!(!is_tested(&page("$ b2b place-order other.toml"), "toml", order));
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
                assert!(begins(&version(known), &version(value)), "{}: {name}", page.name());
                count += 1;
            }
        }
    }
    assert!(count >= 6, "{count}");
}
