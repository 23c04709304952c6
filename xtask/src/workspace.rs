//! What cargo knows of the crates of a workspace: this one, or a copy of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::camino::Utf8PathBuf;
use cargo_metadata::{CargoOpt, Dependency, DependencyKind, MetadataCommand, Package};

use crate::Error;

/// The crates that are published, each after those that it needs.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: Utf8PathBuf,
    pub(crate) target: Utf8PathBuf,
    pub(crate) published: Vec<Package>,
}

impl Workspace {
    pub(crate) fn at(root: &Path) -> Result<Self, Error> {
        let mut command = MetadataCommand::new();
        command.manifest_path(root.join("Cargo.toml")).no_deps().features(CargoOpt::AllFeatures);
        let metadata = command.exec()?;
        let packages = metadata.packages.into_iter().filter(|package| package.publish.is_none()).collect();
        Ok(Self {
            root: metadata.workspace_root,
            target: metadata.target_directory,
            published: in_order(packages, |package| package.name.as_str(), needs)?,
        })
    }

    pub(crate) fn libraries(&self) -> impl Iterator<Item = &Package> {
        self.published.iter().filter(|package| is_library(package))
    }
}

/// Whether other crates can depend on it: for its types, or for its macros.
pub(crate) fn is_library(package: &Package) -> bool {
    package.targets.iter().any(|target| target.is_lib() || target.is_proc_macro())
}

/// The crates of the workspace that a published package names in its manifest. One for tests alone that has no version
/// is left out when it is packaged.
pub(crate) fn needs(package: &Package) -> BTreeSet<String> {
    let named = |dependency: &&Dependency| {
        let versioned = dependency.kind != DependencyKind::Development || !dependency.req.comparators.is_empty();
        dependency.path.is_some() && versioned && dependency.name != package.name.as_str()
    };
    package.dependencies.iter().filter(named).map(|dependency| dependency.name.clone()).collect()
}

/// Each after those that it needs; of several that could come next, the first by name.
fn in_order<T>(
    mut left: Vec<T>,
    name: impl Fn(&T) -> &str,
    needs: impl Fn(&T) -> BTreeSet<String>,
) -> Result<Vec<T>, Error> {
    left.sort_by(|one, other| name(one).cmp(name(other)));
    let mut ordered: Vec<T> = Vec::new();
    while !left.is_empty() {
        let waits = |candidate: &T| left.iter().any(|other| needs(candidate).contains(name(other)));
        let Some(next) = left.iter().position(|candidate| !waits(candidate)) else {
            let names: Vec<&str> = left.iter().map(&name).collect();
            return Err(format!("none of these can be published first: {}", names.join(", ")).into());
        };
        ordered.push(left.remove(next));
    }
    Ok(ordered)
}

/// Cargo, the one that runs this chore, at the root of a workspace.
pub(crate) fn cargo(root: impl AsRef<Path>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| PathBuf::from("cargo").into()));
    command.current_dir(root);
    command
}

/// Runs a command to its end and gives what it printed; its complaints are the error if it fails.
pub(crate) fn output(command: &mut Command) -> Result<String, Error> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::root;

    fn ordered(crates: &[(&str, &[&str])]) -> Result<Vec<String>, String> {
        let needs = |(_, needs): &(&str, &[&str])| needs.iter().map(|need| (*need).to_owned()).collect();
        let ordered = in_order(crates.to_vec(), |(name, _)| name, needs).map_err(|error| error.to_string())?;
        Ok(ordered.into_iter().map(|(name, _)| name.to_owned()).collect())
    }

    #[test]
    fn a_crate_comes_after_those_it_needs() {
        let found = ordered(&[("cli", &["desk"]), ("desk", &["xml", "http"]), ("xml", &[]), ("http", &["serde"])]);
        assert_eq!(found, Ok(["http", "xml", "desk", "cli"].map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_circle_has_no_order() {
        let found = ordered(&[("xml", &["derive"]), ("derive", &["xml"]), ("http", &[])]);
        assert_eq!(found, Err("none of these can be published first: derive, xml".to_owned()));
    }

    #[test]
    fn what_is_for_the_workspace_alone_is_not_published() {
        let workspace = Workspace::at(&root()).unwrap();
        let names: Vec<&str> = workspace.published.iter().map(|package| package.name.as_str()).collect();
        assert!(names.contains(&"b2b-xml") && names.last() == Some(&"b2b-cli"), "{names:?}");
        assert!(!names.iter().any(|name| ["xtask", "b2b-fuzz", "b2b-bench"].contains(name)), "{names:?}");
    }
}
