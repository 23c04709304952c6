//! The README and the book, as their readers go through them: each command of a `console` block is run, and what it prints is what stands there.
//!
//! `[..]` stands for what differs from run to run, a line `...` for lines that are left out. `SNAPSHOTS=overwrite` writes what
//! is printed into the pages.

use std::path::{Path, PathBuf};
use std::{fs, mem};

use b2b_desk::Sources;
use serde_json::Value;
use snapbox::{Assert, Data, IntoData as _};
use tempfile::TempDir;

use crate::sandbox::Running;
use crate::world::{Ended, b2b};

fn page(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The blocks of a page in this language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    page.split(&fence).skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

/// The pages of the book, from here.
fn book() -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec!["../../docs".to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(page(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.ends_with(".md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The name of the file that a block is, which its first line tells.
fn file_name(block: &str) -> Option<&str> {
    let name = block.lines().next()?.strip_prefix("# ")?;
    [".toml", ".txt", ".csv"].iter().any(|end| name.ends_with(end)).then_some(name)
}

/// A reader in a directory of her own, with the files that the page shows.
struct Reader {
    home: TempDir,
    sandbox: Option<Running>,
    assert: Assert,
}

impl Reader {
    fn of(page: &str) -> Self {
        let home = TempDir::new().unwrap();
        for block in ["toml", "text", "csv"].into_iter().flat_map(|language| blocks(page, language)) {
            if let Some(name) = file_name(block) {
                fs::write(home.path().join(name), block).unwrap();
            }
        }
        Self { home, sandbox: None, assert: Assert::new().action_env("SNAPSHOTS").normalize_paths(false) }
    }

    /// The page with what the commands of its console blocks print.
    fn walk(&mut self, page: &str) -> String {
        let mut walked = String::new();
        let (mut command, mut shown) = (None, String::new());
        let mut is_console = false;
        for line in page.split_inclusive('\n') {
            let is_fence = line.starts_with("```");
            if is_console && (is_fence || line.starts_with("$ ")) {
                walked += &self.printed(command.take(), &mem::take(&mut shown));
            }
            match (is_console, line.strip_prefix("$ ")) {
                (true, Some(rest)) => command = Some(rest),
                (true, None) if !is_fence => {
                    shown += line;
                    continue;
                }
                _ => {}
            }
            is_console = if is_fence { line.trim_end() == "```console" } else { is_console };
            walked += line;
        }
        walked
    }

    /// What the command prints, as it is shown where that covers it. Empty lines after it are the page's.
    fn printed(&mut self, command: Option<&str>, shown: &str) -> String {
        let Some(command) = command else {
            return shown.to_owned();
        };
        let expected = shown.trim_end();
        let layout = &shown[expected.len()..];
        let printed = self.run(command.trim_end());
        let (printed, _) = self.assert.normalize(printed.trim_end().into_data(), expected.into_data());
        let printed = printed.render().unwrap();
        match (printed.is_empty(), expected.is_empty()) {
            (true, true) | (false, false) => printed + layout,
            (true, false) => layout.replacen('\n', "", 1),
            (false, true) => printed + "\n" + layout,
        }
    }

    /// Runs `b2b …`, maybe with `; echo $?`, `| jq PATH` or `> FILE` after it; `&` leaves a sandbox running. Without
    /// `echo`, all is answered.
    fn run(&mut self, line: &str) -> String {
        let (line, code) = line.strip_suffix("; echo $?").map_or((line, Some(0)), |line| (line, None));
        let words = shlex::split(line).unwrap();
        let mut parts = words.splitn(2, |word| ["|", ">", "&"].contains(&word.as_str()));
        let (b2b_and_arguments, rest) = (parts.next().unwrap(), parts.next());
        assert_eq!(b2b_and_arguments[0], "b2b", "{line}");
        let mut command = b2b();
        command.current_dir(self.home.path()).args(&b2b_and_arguments[1..]);
        let sign = words.get(b2b_and_arguments.len()).map(String::as_str);
        if sign == Some("&") {
            return self.sandbox.insert(Running::of(command)).line.clone();
        }
        let ended = Ended::of(command.output().unwrap());
        assert!(code.is_none() || ended.code == code, "{line}: {ended:?}");
        let data = match (sign, rest) {
            (None, _) => ended.stdout,
            (Some("|"), Some([jq, path])) if jq == "jq" => at(&ended.stdout, path),
            (Some(">"), Some([name])) => {
                fs::write(self.home.path().join(name), ended.stdout).unwrap();
                String::new()
            }
            _ => panic!("the walk knows no {line}"),
        };
        let told = code.is_none().then(|| format!("{}\n", ended.code.unwrap()));
        data + &ended.stderr + &told.unwrap_or_default()
    }
}

/// What `jq` prints of a document for a path such as `.[0].lines[0].sku`.
fn at(document: &str, path: &str) -> String {
    let pointer = path.replace(['.', '['], "/").replace(']', "").replace("//", "/");
    let document: Value = serde_json::from_str(document).unwrap();
    format!("{:#}\n", document.pointer(&pointer).unwrap())
}

#[track_caller]
fn is_true(path: &str, commands: usize) {
    let path = page(path);
    let text = fs::read_to_string(&path).unwrap();
    let shown: usize = blocks(&text, "console").iter().map(|block| block.matches("$ b2b ").count()).sum();
    assert!(shown >= commands, "only {shown} commands are shown");
    let mut reader = Reader::of(&text);
    let walked = reader.walk(&text);
    reader.assert.eq(walked, Data::read_from(&path, None));
}

#[test]
fn the_readme_shows_what_happens() {
    is_true("../../README.md", 10);
}

#[test]
fn the_book_shows_what_happens() {
    let has_console = |path: &String| fs::read_to_string(page(path)).unwrap().contains("```console\n");
    let pages: Vec<String> = book().into_iter().filter(has_console).collect();
    assert!(pages.len() >= 6, "{pages:?}");
    for path in pages {
        is_true(&path, 2);
    }
}

#[test]
fn what_differs_is_found() {
    let page = "Text.\n\n```console\n$ b2b --version\nb2b 9.9.9\n\n$ b2b help no-such; echo $?\n...\n0\n```\n\n```text\n$ not run\n```\n";
    let walked = Reader::of(page).walk(page);
    let version = env!("CARGO_PKG_VERSION");
    assert!(walked.contains(&format!("$ b2b --version\nb2b {version}\n\n$ b2b help no-such; echo $?\n")), "{walked}");
    assert!(walked.ends_with("\n2\n```\n\n```text\n$ not run\n```\n"), "{walked}");
}

#[test]
fn the_configurations_that_are_shown_can_be_used() {
    let mut count = 0;
    for path in book().into_iter().chain(["../../README.md".to_owned(), "README.md".to_owned()]) {
        let text = fs::read_to_string(page(&path)).unwrap();
        let home = TempDir::new().unwrap();
        let is_configuration = |block: &&str| !block.contains("[[lines]]") && !block.starts_with("# Cargo.toml\n");
        for block in blocks(&text, "toml").into_iter().filter(is_configuration) {
            let file = home.path().join("b2b.toml");
            fs::write(&file, block).unwrap();
            let secrets = block.split("\"env:").skip(1).map(|rest| (rest.split('"').next().unwrap(), "secret"));
            let loaded = Sources::new().file(&file).environment(secrets).load();
            assert!(loaded.unwrap().suppliers().next().is_some(), "{block}");
            count += 1;
        }
    }
    assert!(count >= 8, "{count}");
}
