//! The oldest Rust that the published crates state is enough for all that they need, on any system.

use std::collections::BTreeSet;

use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, PackageId};

use crate::Error;
use crate::workspace::Workspace;

/// What a published crate needs, outside of tests, and what asks for a newer Rust than the crate states.
pub(super) fn wrong(workspace: &Workspace) -> Result<Vec<String>, Error> {
    let mut command = MetadataCommand::new();
    command.manifest_path(workspace.root.join("Cargo.toml")).features(CargoOpt::AllFeatures);
    let metadata = command.other_options(["--locked".to_owned()]).exec()?;
    let mut wrong = Vec::new();
    for package in metadata.workspace_packages().into_iter().filter(|package| package.publish.is_none()) {
        for id in needed(&metadata, &package.id) {
            let asked = &metadata[id];
            if asked.rust_version > package.rust_version {
                wrong.push(format!("{}: {} {} asks for a newer Rust", package.name, asked.name, asked.version));
            }
        }
    }
    Ok(wrong)
}

/// Everything that a package reaches by ordinary dependencies and those of build scripts.
fn needed<'a>(metadata: &'a Metadata, package: &'a PackageId) -> BTreeSet<&'a PackageId> {
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let nodes: std::collections::BTreeMap<_, _> = nodes.map(|node| (&node.id, node)).collect();
    let mut found = BTreeSet::new();
    let mut next = vec![package];
    while let Some(package) = next.pop() {
        if !found.insert(package) {
            continue;
        }
        for dependency in nodes.get(package).into_iter().flat_map(|node| &node.deps) {
            if dependency.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development) {
                next.push(&dependency.pkg);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::root;

    #[test]
    fn what_is_needed_reaches_through_others_and_leaves_tests_out() {
        let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).exec().unwrap();
        let packages = metadata.workspace_packages();
        let signing = packages.iter().find(|package| package.name == "fcb2b-signing").unwrap();
        let names: BTreeSet<&str> =
            needed(&metadata, &signing.id).into_iter().map(|id| metadata[id].name.as_str()).collect();
        assert!(names.contains("fcb2b-signing") && names.contains("digest"), "{names:?}");
        assert!(!names.contains("proptest") && !names.contains("b2b-bench"), "{names:?}");
    }
}
