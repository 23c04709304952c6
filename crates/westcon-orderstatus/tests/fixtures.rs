//! Every fixture is read, and how it is read is recorded.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;

use b2b_xml::Decoded;
use serde_json::json;
use westcon_orderstatus::decode_recorded;
use westcon_orderstatus::request::GetOrderStatusRequest;
use wsse_soap::Request;

#[test]
fn get_order_status() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/westcon/get-order-status");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 20, "{}", paths.len());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let document = fs::read(&path).unwrap();
        let case = name.trim_end_matches(".xml").replace('.', "_");
        let snapshot = format!("get_order_status__{case}");
        if name.ends_with(".request.xml") {
            let request = Request::<GetOrderStatusRequest>::decode(&document).unwrap();
            assert!(request.warnings.is_empty(), "{name}: {:?}", request.warnings);
            insta::assert_debug_snapshot!(snapshot, request.body.request);
        } else {
            let read = match decode_recorded(&document) {
                Ok(Decoded { value, warnings, .. }) => {
                    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
                    json!({ "answer": value, "warnings": warnings })
                }
                Err(error) => json!({ "error": error.to_string() }),
            };
            insta::assert_json_snapshot!(snapshot, read);
        }
    }
}
