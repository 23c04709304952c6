//! What lies in a package: its source, what tells of it and its licences, and nothing that only tests need.

use std::collections::BTreeSet;
use std::path::Path;

use crate::Error;
use crate::generated::files_below;

use super::alone::Unpacked;

/// What every package holds besides its source.
const BESIDES: &[&str] =
    &["CHANGELOG.md", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

pub(super) fn wrong(package: &Unpacked<'_>) -> Result<Vec<String>, Error> {
    let found: BTreeSet<String> = files_below(&package.folder)?
        .iter()
        .filter_map(|path| Some(path.strip_prefix(&package.folder).ok()?.to_string_lossy().replace('\\', "/")))
        .collect();
    Ok(judged(&found).into_iter().map(|wrong| format!("{}: {wrong}", package.package.name)).collect())
}

fn judged(found: &BTreeSet<String>) -> Vec<String> {
    let missing = BESIDES.iter().filter(|file| !found.contains(**file)).map(|file| format!("{file} is not packed"));
    let needless = found.iter().filter(|file| !is_wanted(file)).map(|file| format!("{file} is packed for nobody"));
    missing.chain(needless).collect()
}

fn is_wanted(file: &str) -> bool {
    let source = file.starts_with("src/") && !Path::new(file).components().any(|part| part.as_os_str() == "snapshots");
    // Cargo's own note of the commit, which a tree without git does not have.
    source || BESIDES.contains(&file) || file == ".cargo_vcs_info.json"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(more: &[&str], less: &[&str], expected: &[&str]) {
        let usual = BESIDES.iter().copied().chain(["src/lib.rs", "src/seed.json"]);
        let found = usual.filter(|file| !less.contains(file)).chain(more.iter().copied()).map(str::to_owned).collect();
        assert_eq!(judged(&found), expected);
    }

    #[test]
    fn source_licences_and_what_tells_of_them() {
        check(&[".cargo_vcs_info.json"], &[], &[]);
    }

    #[test]
    fn what_only_tests_need_stays_out() {
        let tests = ["tests/it.rs", "src/snapshots/a.snap", "benches/parts.rs"];
        let wrong = ["benches/parts.rs", "src/snapshots/a.snap", "tests/it.rs"];
        check(&tests, &[], &wrong.map(|file| format!("{file} is packed for nobody")).each_ref().map(String::as_str));
    }

    #[test]
    fn a_licence_belongs_to_every_package() {
        check(&[], &["LICENSE-MIT"], &["LICENSE-MIT is not packed"]);
    }
}
