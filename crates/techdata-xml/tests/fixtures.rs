//! Every fixture is read, and how it is read is recorded.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use b2b_xml::Record;
use serde_json::json;
use techdata_xml::{Document, root_name};

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

/// What no fixture has, since no source tells that an answer ever had it, or what it looks like there.
const UNSEEN: &[(&str, &[&str])] = &[
    ("XML_Order_Response", &["AssignedID", "ErrorInfo", "RefIDQual3", "RefID3", "ErrorDesc"]),
    ("XML_MultiPriceAvailability_Response", &["TransSetIDCode", "WhseInfo", "IDCode", "WhseCode"]),
    ("XML_PriceList_Response", &["TransSetIDCode"]),
    ("XML_ShipVia_Response", &["TransSetIDCode"]),
    ("XML_RequiredEUI_Response", &["TransSetIDCode", "AssignedID"]),
];

fn names(record: &'static Record, found: &mut Vec<&'static str>) {
    for field in record.elements {
        found.push(field.name.local);
        found.extend(field.item.map(|item| item.local));
        if let Some(record) = field.record {
            names(record, found);
        }
    }
}

#[test]
fn every_element_of_every_document_stands_in_some_fixture() {
    let folders = below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/techdata"));
    let texts: Vec<String> =
        folders.iter().flat_map(|folder| below(folder)).map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut missing = Vec::new();
    for record in Document::records() {
        let root = record.name.local;
        let unseen = UNSEEN.iter().find(|(name, _)| *name == root).map_or(&[][..], |(_, names)| names);
        let of_it: Vec<&String> =
            texts.iter().filter(|text| root_name(text.as_bytes()).as_deref() == Some(root)).collect();
        let mut wanted = Vec::new();
        names(record, &mut wanted);
        let stands = |name: &str| {
            let starts = [format!("<{name}>"), format!("<{name}/>")];
            of_it.iter().any(|text| starts.iter().any(|start| text.contains(start)))
        };
        for name in wanted {
            if stands(name) == unseen.contains(&name) {
                missing.push(format!("{root}/{name}"));
            }
        }
    }
    missing.dedup();
    assert_eq!(missing, [""; 0]);
}
