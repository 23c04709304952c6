//! Every fixture is read, and how it is read is recorded.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use techdata_xml::Document;

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn each_document_as_json() {
    let folders = below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/techdata"));
    assert_eq!(folders.len(), 10);
    for path in folders.iter().flat_map(|folder| below(folder)) {
        let folder = path.parent().unwrap().file_name().unwrap().to_string_lossy().replace('-', "_");
        let case = path.file_name().unwrap().to_string_lossy().trim_end_matches(".xml").replace('.', "_");
        let read = match Document::read(&fs::read(&path).unwrap()) {
            Ok(read) => {
                let warnings: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
                json!({ "document": read.value, "warnings": warnings })
            }
            Err(error) => json!({ "error": error.to_string() }),
        };
        insta::assert_json_snapshot!(format!("{folder}__{case}"), read);
    }
}

/// What a submission is read into is what was written.
#[test]
fn submissions_are_read_without_a_warning() {
    let folders = below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/techdata"));
    for path in folders.iter().flat_map(|folder| below(folder)) {
        let name = path.to_string_lossy();
        if name.ends_with(".request.xml") && !name.contains("/loose-") {
            let read = Document::read(&fs::read(&path).unwrap()).unwrap();
            let warnings: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
            let blank = warnings.iter().all(|warning| warning.contains("required content is missing"));
            assert!(blank, "{name}: {warnings:?}");
        }
    }
}
