//! A release: the version everywhere, the date in every changelog, the packages as they will be, and in which order they go.
//!
//! It publishes nothing. RELEASING.md is the checklist around it.

mod changelog;
mod copy;
mod version;

use std::fs;
use std::path::{Path, PathBuf};

use semver::Version;
use similar::TextDiff;

use crate::Error;
use crate::generated::root;
use crate::packages;
use crate::workspace::{Workspace, cargo, output};

/// Where a release is prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// In this workspace.
    Here,
    /// In a copy of it, whose changes are shown.
    Copy,
}

impl Where {
    pub(crate) fn of(dry_run: bool) -> Self {
        if dry_run { Self::Copy } else { Self::Here }
    }
}

/// A file as it is and as it will be.
#[derive(Debug, PartialEq, Eq)]
struct Edit {
    path: PathBuf,
    before: String,
    after: String,
}

pub(crate) fn run(version: &Version, place: Where) -> Result<String, Error> {
    #[allow(clippy::disallowed_methods, reason = "a release has the date of its day")]
    let today = chrono::Utc::now().date_naive().to_string();
    let place = match place {
        Where::Here => root(),
        Where::Copy => copy::of(&root())?,
    };
    let lock = fs::read_to_string(place.join("Cargo.lock"))?;
    let mut edits = edits(&place, version, &today)?;
    for edit in &edits {
        fs::write(place.join(&edit.path), &edit.after)?;
    }
    output(cargo(&place).args(["update", "--quiet", "--workspace", "--offline"]))?;
    edits.push(Edit { path: "Cargo.lock".into(), before: lock, after: fs::read_to_string(place.join("Cargo.lock"))? });
    for edit in &edits {
        print!("{}", diff(edit));
    }
    // A copy builds where this workspace does, and finds there what is built already.
    let workspace = Workspace { target: Workspace::at(&root())?.target, ..Workspace::at(&place)? };
    println!("{}", packages::verify(&workspace)?);
    let commands =
        workspace.published.iter().map(|package| format!("cargo publish --locked --package {}", package.name));
    Ok(format!(
        "release: {version} is ready in {}; RELEASING.md says how to go on, in this order:\n{}",
        place.display(),
        lines(commands)
    ))
}

/// What changes in the workspace.
fn edits(place: &Path, version: &Version, today: &str) -> Result<Vec<Edit>, Error> {
    let workspace = Workspace::at(place)?;
    let names: Vec<&str> = workspace.published.iter().map(|package| package.name.as_str()).collect();
    let mut edits = vec![edit(place, "Cargo.toml".into(), |manifest| version::bumped(manifest, &names, version))?];
    let folders = workspace.published.iter().filter_map(|package| package.manifest_path.parent());
    let folders = folders.filter_map(|folder| folder.strip_prefix(&workspace.root).ok());
    for folder in std::iter::once("".into()).chain(folders) {
        let path = folder.join("CHANGELOG.md").into();
        edits.push(edit(place, path, |text| changelog::released(text, version, today))?);
    }
    for page in fs::read_dir(place.join("docs/start"))? {
        let path = Path::new("docs/start").join(page?.file_name());
        edits.push(edit(place, path, |text| Ok(version::shown(text, &names, version)))?);
    }
    edits.retain(|edit| edit.before != edit.after);
    Ok(edits)
}

fn edit(place: &Path, path: PathBuf, change: impl FnOnce(&str) -> Result<String, Error>) -> Result<Edit, Error> {
    let before = fs::read_to_string(place.join(&path)).map_err(|error| format!("{}: {error}", path.display()))?;
    let after = change(&before).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Edit { path, before, after })
}

fn diff(edit: &Edit) -> String {
    let path = edit.path.display().to_string();
    TextDiff::from_lines(&edit.before, &edit.after).unified_diff().context_radius(1).header(&path, &path).to_string()
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_changes_the_manifest_every_changelog_and_the_pages_that_name_it() {
        let edits = edits(&root(), &Version::new(99, 0, 0), "2099-01-31").unwrap();
        let published = Workspace::at(&root()).unwrap().published.len();
        let (pages, edits): (Vec<_>, Vec<_>) = edits.into_iter().partition(|edit| edit.path.starts_with("docs"));
        assert!(!pages.is_empty() && pages.iter().all(|page| page.after.contains(" = \"99.0\"\n")), "{pages:?}");
        assert_eq!(edits.len(), published + 2, "{edits:?}");
        let (manifest, changelogs) = edits.split_first().unwrap();
        assert_eq!(manifest.path, Path::new("Cargo.toml"));
        assert_eq!(manifest.after.matches("version = \"99.0.0\"").count(), published);
        for changelog in changelogs {
            assert!(changelog.path.ends_with("CHANGELOG.md"));
            assert_eq!(changelog.after.matches("\n## [99.0.0] - 2099-01-31\n").count(), 1, "{}", changelog.after);
        }
    }

    #[test]
    fn what_changes_is_shown() {
        let edit = Edit { path: "a/CHANGELOG.md".into(), before: "one\ntwo\n".into(), after: "one\n2\n".into() };
        assert_eq!(diff(&edit), "--- a/CHANGELOG.md\n+++ a/CHANGELOG.md\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
    }
}
