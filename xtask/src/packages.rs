//! What is published: the facts of each manifest, and each package built alone from its `.crate` file.
//!
//! Packing does not verify: that would build every dependency again for each package. Here the packages share what they
//! build, and each is built with its default features and checked with none and with all.

mod alone;
mod contents;
mod facts;
mod minimum;

use crate::Error;
use crate::generated::root;
use crate::workspace::Workspace;

/// Looks at every published crate of this workspace.
pub(crate) fn run() -> Result<String, Error> {
    verify(&Workspace::at(&root())?)
}

/// Looks at every published crate of a workspace.
pub(crate) fn verify(workspace: &Workspace) -> Result<String, Error> {
    let mut wrong = minimum::wrong(workspace)?;
    for package in &workspace.published {
        wrong.extend(facts::wrong(package)?);
    }
    told(&wrong)?;

    let unpacked = alone::unpack(workspace)?;
    let mut wrong = Vec::new();
    for package in &unpacked {
        wrong.extend(contents::wrong(package)?);
    }
    told(&wrong)?;

    let mut builds = 0;
    for package in &unpacked {
        builds += package.build(workspace, &unpacked)?;
    }
    Ok(format!("packages: {} are as they should be, and build alone in {builds} ways", unpacked.len()))
}

fn told(wrong: &[String]) -> Result<(), Error> {
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
