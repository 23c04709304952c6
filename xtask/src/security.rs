//! SECURITY.md names the tests that hold its promises: they are there.

use std::fs;
use std::path::Path;

use crate::generated::root;

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

/// Whether there is such a file or folder, and in a file the test that stands behind `::`.
fn is_there(test: &str, root: &Path) -> bool {
    match test.split_once("::") {
        None => root.join(test).exists(),
        Some((file, name)) => {
            fs::read_to_string(root.join(file)).is_ok_and(|text| text.contains(&format!("fn {name}(")))
        }
    }
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
    let gone = "`xtask/src/security.rs::gone`";
    assert_eq!(broken(&page(gone), &root), ["xtask/src/security.rs::gone is not there"]);
    assert_eq!(broken(&page("nobody"), &root), ["no test holds: Much.  nobody "]);
    assert_eq!(broken("# Security\n", &root), ["there are no promises"]);
}
