//! Files that are made: one place that decides whether a file is up to date, and writes it or says how to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;

/// Write, or only look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

impl Mode {
    pub(crate) fn of(check: bool) -> Self {
        if check { Self::Check } else { Self::Write }
    }
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// Files to be made, by their path from the root.
#[derive(Debug, Default)]
pub(crate) struct Files(BTreeMap<PathBuf, String>);

impl Files {
    pub(crate) fn add(&mut self, path: impl Into<PathBuf>, contents: impl Into<String>) {
        let mut contents = contents.into().replace("\r\n", "\n");
        if !contents.ends_with('\n') {
            contents.push('\n');
        }
        self.0.insert(path.into(), contents);
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.keys().map(PathBuf::as_path)
    }

    /// Writes the files, or checks that each is as it should be. `owned` are folders in which nothing else may lie.
    pub(crate) fn settle(&self, mode: Mode, owned: &[&str], chore: &str) -> Result<String, Error> {
        let mut wrong = Vec::new();
        for (path, contents) in &self.0 {
            let full = root().join(path);
            let found = fs::read_to_string(&full).ok().map(|text| text.replace("\r\n", "\n"));
            if found.as_ref() == Some(contents) {
                continue;
            }
            if mode == Mode::Write {
                fs::create_dir_all(full.parent().unwrap_or(&full))?;
                fs::write(&full, contents)?;
            }
            let state = if found.is_some() { "stale" } else { "missing" };
            wrong.push(format!("{state}: {}", path.display()));
        }
        for folder in owned {
            for path in files_below(&root().join(folder))? {
                let path = path.strip_prefix(root()).map(Path::to_owned).unwrap_or(path);
                if !self.0.contains_key(&path) {
                    if mode == Mode::Write {
                        fs::remove_file(root().join(&path))?;
                    }
                    wrong.push(format!("left over: {}", path.display()));
                }
            }
        }
        let count = self.0.len();
        match (mode, wrong.is_empty()) {
            (_, true) => Ok(format!("{chore}: {count} files up to date")),
            (Mode::Write, false) => {
                Ok(format!("{chore}: {count} files, changed {}:\n{}", wrong.len(), wrong.join("\n")))
            }
            (Mode::Check, false) => Err(format!("{}\nrun: cargo xtask {chore}", wrong.join("\n")).into()),
        }
    }
}

/// All files below a folder; none if it does not exist.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
