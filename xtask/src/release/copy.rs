//! A copy of the workspace, in which a release can be tried.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;
use crate::workspace::{Workspace, output};

/// Copies what git knows, as it is now, or would know if it were added.
pub(super) fn of(root: &Path) -> Result<PathBuf, Error> {
    let copy = PathBuf::from(Workspace::at(root)?.target.join("release-copy"));
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    let mut list = Command::new("git");
    list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
    for file in output(&mut list)?.split('\0').filter(|file| root.join(file).is_file()) {
        let to = copy.join(file);
        fs::create_dir_all(to.parent().unwrap_or(&copy))?;
        fs::copy(root.join(file), to)?;
    }
    Ok(copy)
}
