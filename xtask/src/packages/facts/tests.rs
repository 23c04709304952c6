use super::*;

/// A crate about which everything is told, with the changes that a test makes.
fn package(change: impl FnOnce(&mut serde_json::Value)) -> Package {
    let mut package = json!({
        "name": "b2b-thing", "version": "0.1.0", "id": "path+file:///b2b-thing#0.1.0", "manifest_path": "/b2b-thing/Cargo.toml",
        "dependencies": [], "targets": [], "features": { "default": ["client"], "client": [] },
        "description": "Things of distributors", "keywords": ["b2b", "edi"], "categories": ["api-bindings"],
        "license": "MIT OR Apache-2.0", "rust_version": "1.88", "readme": "README.md",
        "metadata": { "docs": { "rs": { "all-features": true, "rustdoc-args": ["--cfg", "docsrs"] } } },
    });
    change(&mut package);
    serde_json::from_value(package).unwrap()
}

#[track_caller]
#[allow(clippy::needless_pass_by_value, reason = "what was found is handed over")]
fn check(found: Vec<String>, expected: &[&str]) {
    assert_eq!(found, expected);
}

#[test]
fn a_manifest_tells_what_a_registry_asks() {
    check(manifest(&package(|_| {})), &[]);
    check(
        manifest(&package(|it| it["description"] = json!(null))),
        &["Cargo.toml: a description, which is no sentence"],
    );
    check(
        manifest(&package(|it| it["keywords"] = json!(["a", "b", "c", "d", "e", "f"]))),
        &["Cargo.toml: one to five keywords"],
    );
    check(
        manifest(&package(|it| it["keywords"] = json!(["two words"]))),
        &["Cargo.toml: keywords of up to 20 letters, digits, - and _"],
    );
    check(
        manifest(&package(|it| it["categories"] = json!(["distributors"]))),
        &["Cargo.toml: categories that crates.io has: xtask/src/packages/facts.rs lists ours"],
    );
    check(manifest(&package(|it| it["rust_version"] = json!(null))), &["Cargo.toml: a rust-version"]);
    check(
        manifest(&package(|it| it["metadata"] = json!(null))),
        &["Cargo.toml: [package.metadata.docs.rs] with all features and --cfg docsrs"],
    );
}

const README: &str = "# b2b-thing\n\nThings.\n\n## Features\n\n| feature | default | |\n|---|---|---|\n| `client` | yes | a client |\n\n\
                      ## What it does not do\n\nOther things.\n\n## Minimum Rust version\n\n1.88.\n\n## License\n\nMIT or Apache-2.0.\n";

#[test]
fn a_readme_has_its_chapters_and_every_feature() {
    check(of_readme(&package(|_| {}), README), &[]);
    check(
        of_readme(&package(|it| it["features"]["model"] = json!([])), README),
        &["README.md: the feature `model` in the table of features"],
    );
    check(
        of_readme(&package(|it| it["rust_version"] = json!("1.90")), README),
        &["README.md: 1.90 as the minimum Rust version"],
    );
    check(
        of_readme(&package(|_| {}), &README.replace("## What it does not do", "## Limits")),
        &["README.md: a chapter \"What it does not do\""],
    );
}

#[test]
fn an_example_hides_nothing() {
    check(of_example("```rust,no_run\nlet thing = thing()?;\n```"), &[]);
    check(of_example("```text\nthing\n```"), &["README.md: an example"]);
    check(of_example("```rust\n# fn main() {\nthing();\n# }\n```"), &["README.md: an example without hidden lines"]);
}

#[test]
fn a_changelog_is_kept_in_its_form() {
    let released = "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-11-22\n\n### Added\n\n* Things.\n";
    check(of_changelog("0.1.0", released), &[]);
    check(of_changelog("0.1.0", "# Changelog\n\n## [Unreleased]\n\n### Added\n\n* Things.\n"), &[]);
    check(of_changelog("0.2.0", released), &["CHANGELOG.md: what is in 0.2.0"]);
    check(
        of_changelog("0.1.0", &released.replace("[0.1.0] - 2026-11-22", "0.1.0, last year")),
        &["CHANGELOG.md: \"0.1.0, last year\" as [VERSION] - YYYY-MM-DD", "CHANGELOG.md: what is in 0.1.0"],
    );
    check(
        of_changelog("0.1.0", &released.replace("### Added", "### New")),
        &["CHANGELOG.md: another kind than \"New\""],
    );
}

#[test]
fn a_library_has_badges_and_its_readme_tested() {
    check(
        of_library("#![cfg_attr(docsrs, feature(doc_cfg))]\n#[doc = include_str!(\"../README.md\")]\nstruct Readme;"),
        &[],
    );
    check(
        of_library("#![cfg_attr(docsrs, feature(doc_cfg))]"),
        &["src/lib.rs: #[doc = include_str!(\"../README.md\")], for README.md as a documentation test"],
    );
}
