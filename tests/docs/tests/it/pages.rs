//! Finding the pages, and what stands on them.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// All files below a folder of the repository, but for what is built or fetched.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with("target") && name != ".git" && name != "node_modules" {
                collect(&path, found);
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found.sort();
    found
}

/// A page: where it is, from the root, and its text.
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// All pages below a folder.
pub(crate) fn pages(folder: &str) -> Vec<Page> {
    let is_page = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md");
    let read = |path: PathBuf| Page { text: fs::read_to_string(&path).unwrap(), path };
    let pages: Vec<Page> = files(folder).into_iter().filter(is_page).map(read).collect();
    assert!(!pages.is_empty(), "no page lies in {folder}");
    pages
}

impl Page {
    /// From the root, with slashes.
    pub(crate) fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
    }

    /// The code blocks: what stands behind the fence, and the lines in it.
    pub(crate) fn blocks(&self) -> Vec<(String, String)> {
        let mut blocks = Vec::new();
        let mut open: Option<(String, String)> = None;
        for line in self.text.lines() {
            match (line.trim_start().strip_prefix("```"), open.take()) {
                (Some(language), None) => open = Some((language.trim().to_owned(), String::new())),
                (Some(_), Some(block)) => blocks.push(block),
                (None, Some((language, text))) => open = Some((language, text + line + "\n")),
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{}: a block does not end", self.name());
        blocks
    }

    /// The lines outside of code blocks.
    pub(crate) fn prose(&self) -> Vec<&str> {
        let mut is_code = false;
        let is_prose = |line: &&str| {
            let is_fence = line.trim_start().starts_with("```");
            is_code ^= is_fence;
            !is_code && !is_fence
        };
        self.text.lines().filter(is_prose).collect()
    }

    /// The headings, in their words.
    pub(crate) fn headings(&self) -> Vec<&str> {
        self.prose()
            .into_iter()
            .filter_map(|line| line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim()))
            .collect()
    }
}
