//! SOAP toolkits of other languages, at the versions that `tests/interop` pins.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;
use crate::generated::root;
use crate::workspace::output;

/// What of `tests/interop` a folder needs. Node looks modules up next to the script that imports them.
const FILES: &[&str] = &["package.json", "requirements.txt", "decode_zeep.py", "decode_node_soap.mjs"];

/// Installs them into a folder, and tells where that is and what could not be installed. The bench says what it misses.
pub(super) fn install() -> Result<(PathBuf, Vec<String>), Error> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = root().join(target).join("bench-toolkits");
    fs::create_dir_all(&folder)?;
    for file in FILES {
        fs::copy(root().join("tests/interop").join(file), folder.join(file))?;
    }
    let failed = [zeep(&folder), node_soap(&folder)].into_iter().filter_map(Result::err);
    let failed = failed.map(|error| error.to_string()).collect();
    Ok((folder, failed))
}

fn zeep(folder: &Path) -> Result<(), Error> {
    let environment = folder.join("venv");
    if !environment.join("bin/python").exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&environment), folder)?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", "requirements.txt"];
    run(Command::new(environment.join("bin/python")).args(pip), folder)
}

fn node_soap(folder: &Path) -> Result<(), Error> {
    run(Command::new("npm").args(["install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]), folder)
}

fn run(command: &mut Command, folder: &Path) -> Result<(), Error> {
    output(command.current_dir(folder)).map(drop)
}
