//! SECURITY.md names the tests that hold its promises: they are there.

use std::fs;
use std::path::Path;

use crate::generated::{files_below, root};

/// What is wrong with the promises of a page, by its table: a row without a test, or a test that is not there.
fn broken(page: &str, root: &Path) -> Vec<String> {
    let promises =
        page.split("\n## ").find_map(|section| section.strip_prefix("What is promised\n")).unwrap_or_default();
    let rows: Vec<_> = promises.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    let mut broken = Vec::new();
    if rows.is_empty() {
        broken.push("there are no promises".to_owned());
    }
    for row in rows {
        let cells: Vec<_> = row.trim_matches('|').split('|').collect();
        let tests: Vec<_> = cells.last().into_iter().flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        if tests.is_empty() {
            broken.push(format!("no test holds:{}", cells.concat()));
        }
        broken
            .extend(tests.into_iter().filter(|test| !is_there(test, root)).map(|test| format!("{test} is not there")));
    }
    broken
}

/// Whether there is such a test: the one that stands behind `::`, or any in a file, or any in a folder, whose `run.sh` runs them
/// where they are none of Rust.
fn is_there(test: &str, root: &Path) -> bool {
    let (path, name) = test.split_once("::").map_or((test, None), |(path, name)| (path, Some(name)));
    let path = root.join(path);
    if path.is_dir() {
        let files = files_below(&path).unwrap_or_default();
        return name.is_none() && (path.join("run.sh").is_file() || files.iter().any(|file| has_test(file, None)));
    }
    has_test(&path, name)
}

/// Whether a file of Rust has a test, or the one of this name.
fn has_test(file: &Path, name: Option<&str>) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let mut lines = text.lines().map(str::trim);
    while lines.any(|line| line == "#[test]" || line.starts_with("#[tokio::test")) {
        // Other attributes may stand between.
        let function = lines.find(|line| !line.starts_with("#["));
        let function = function.and_then(|line| line.trim_start_matches("async ").strip_prefix("fn "));
        if function.is_some_and(|function| name.is_none_or(|name| function.starts_with(&format!("{name}(")))) {
            return true;
        }
    }
    false
}

#[test]
fn every_promise_has_its_tests() {
    let page = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    assert_eq!(broken(&page, &root()), [""; 0]);
}

#[test]
fn what_is_not_there_is_found() {
    let page = |tests: &str| {
        format!(
            "# Security\n\n## What is promised\n\n| promise | held by |\n|---|---|\n| Much. | {tests} |\n\n## What is not\n"
        )
    };
    let root = root();
    assert_eq!(broken(&page("`xtask/src/security.rs::what_is_not_there_is_found`, `xtask/src`"), &root), [""; 0]);
    assert_eq!(broken(&page("`xtask/src/safety.rs`"), &root), ["xtask/src/safety.rs is not there"]);
    for no_test in ["xtask/src/security.rs::gone", "xtask/src/security.rs::has_test", "xtask/src/main.rs", "docs/start"]
    {
        assert_eq!(broken(&page(&format!("`{no_test}`")), &root), [format!("{no_test} is not there")]);
    }
    assert_eq!(broken(&page("nobody"), &root), ["no test holds: Much.  nobody "]);
    assert_eq!(broken("# Security\n", &root), ["there are no promises"]);
}
