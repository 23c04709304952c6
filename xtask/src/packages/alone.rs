//! Packages unpacked into a scratch folder, each built as whoever depends on it alone would build it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use cargo_metadata::Package;

use crate::Error;
use crate::workspace::{Workspace, cargo, needs, output};

/// A package as it was unpacked from its `.crate` file.
#[derive(Debug)]
pub(super) struct Unpacked<'a> {
    pub(super) package: &'a Package,
    pub(super) folder: PathBuf,
}

/// Packs every published crate, and unpacks it beside the others.
pub(super) fn unpack(workspace: &Workspace) -> Result<Vec<Unpacked<'_>>, Error> {
    let mut pack = cargo(&workspace.root);
    pack.args(["package", "--quiet", "--locked", "--no-verify", "--allow-dirty"]);
    pack.args(["--target-dir", workspace.target.as_str()]);
    for package in &workspace.published {
        pack.args(["--package", &package.name]);
    }
    output(&mut pack)?;

    let scratch = workspace.target.join("alone");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    fs::create_dir_all(&scratch)?;
    let mut unpacked = Vec::new();
    for package in &workspace.published {
        let name = format!("{}-{}", package.name, package.version);
        let file = workspace.target.join("package").join(format!("{name}.crate"));
        // Without -m the files would be as old as all packages' files are, and cargo would take an earlier build for theirs.
        output(Command::new("tar").arg("-xmzf").arg(file).arg("-C").arg(&scratch))?;
        unpacked.push(Unpacked { package, folder: scratch.join(name).into() });
    }
    Ok(unpacked)
}

impl Unpacked<'_> {
    /// Builds it with its default features and checks it with none and with all; tells how many ways that are.
    pub(super) fn build(&self, workspace: &Workspace, others: &[Self]) -> Result<usize, Error> {
        let ways: &[&[&str]] = match self.package.features.is_empty() {
            true => &[&["build"]],
            false => &[&["build"], &["check", "--no-default-features"], &["check", "--all-features"]],
        };
        for way in ways {
            println!("{}: cargo {}", self.package.name, way.join(" "));
            let mut command = cargo(&self.folder);
            command.args(*way).args(["--quiet", "--target-dir", workspace.target.as_str()]);
            // Outside the workspace its profile does not hold; without line tables its dependencies serve here too.
            command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "false");
            let reached = reached(self.package, others);
            for other in others.iter().filter(|other| reached.contains(other.package.name.as_str())) {
                let patch = format!("patch.crates-io.{}.path={:?}", other.package.name, other.folder);
                command.args(["--config", &patch]);
            }
            output(&mut command)?;
        }
        Ok(ways.len())
    }
}

/// The other packages that one needs, and those that they need.
fn reached(package: &Package, others: &[Unpacked<'_>]) -> BTreeSet<String> {
    let mut reached = needs(package);
    for other in others.iter().rev().filter(|other| other.package.name != package.name) {
        if reached.contains(other.package.name.as_str()) {
            reached.extend(needs(other.package));
        }
    }
    reached
}
