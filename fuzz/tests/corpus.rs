//! Every target over its corpus: what was found once stays mended.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use b2b_fuzz::{TARGETS, Target};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Runs a target over its corpus.
#[track_caller]
fn check(name: &str) {
    let target: &Target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let mut files = below(&root().join("fuzz/corpus").join(name));
    files.extend(target.seeds.iter().flat_map(|folder| below(&root().join(folder))));
    assert!(!files.is_empty());
    (target.run)(b"");
    for file in files {
        // Shown by the harness only if the target panics.
        println!("{name}: {}", file.display());
        (target.run)(&fs::read(&file).unwrap());
    }
}

macro_rules! targets {
    ($( $name:ident )+) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )+

        const TESTED: &[&str] = &[$( stringify!($name) ),+];
    };
}

targets! {
    xml_cursor xml_records westcon techdata fcb2b soap_request soap_reply wsse_verify lexical canonical_query fcb2b_verify
    config sandbox_westcon sandbox_techdata sandbox_fcb2b sandbox_console
}

/// A target has a binary, a corpus and a test, and nothing else has.
#[test]
fn each_target_is_whole() {
    let names: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    let in_folder = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect()
    };
    assert_eq!(TESTED.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>(), names);
    assert_eq!(in_folder("fuzz/fuzz_targets"), names);
    assert_eq!(in_folder("fuzz/corpus"), names);
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for name in &names {
        let binary = format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"");
        assert!(manifest.contains(&binary), "{name}");
    }
}
