//! `cargo xtask pictures`: the inspector as the README shows it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Error;

const FOLDER: &str = "docs/images";

/// What a picture may weigh, in bytes: whoever clones the repository carries it.
const HEAVIEST: u64 = 200 * 1024;

pub(crate) fn run() -> Result<String, Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask lies in the workspace")?;
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let script = root.join("tests/browser/run.sh");
    let status = Command::new("bash").arg(script).arg("--screenshots").arg(&folder).status()?;
    if !status.success() {
        return Err(format!("the pictures were not made: {status}").into());
    }
    let mut count = 0;
    for entry in fs::read_dir(&folder)? {
        let (path, size) = entry.and_then(|entry| Ok((entry.path(), entry.metadata()?.len())))?;
        if size > HEAVIEST {
            return Err(format!("{} has {size} bytes, more than {HEAVIEST}", path.display()).into());
        }
        count += 1;
    }
    Ok(format!("{count} pictures in {FOLDER}"))
}
