//! That the list of operations has them all.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fcb2b_client::ServiceName;

use crate::operations;

/// An operation is found by its `NAME` in the sources, so that a new one that is not in the list is noticed.
#[test]
fn no_operation_is_left_out() {
    let listed: BTreeSet<String> = operations::all().iter().map(|operation| operation.name.to_owned()).collect();
    let mut found = BTreeSet::new();
    for package in ["westcon-orderstatus", "techdata-xml", "fcb2b-client"] {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        names_below(&crates.join(package).join("src"), &mut found);
    }
    assert!(found.len() > 20, "{found:?}");
    let left_out: Vec<_> = found.difference(&listed).collect();
    assert!(left_out.is_empty(), "{left_out:?} in the sources, and not in tests/faults/operations.rs");
    for service in ServiceName::KNOWN {
        assert!(listed.contains(&format!("fcb2b.{service}")), "{service}");
    }
}

fn names_below(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names_below(&path, names);
            continue;
        }
        for line in fs::read_to_string(&path).unwrap().lines() {
            let line = line.trim();
            let rest = line.strip_prefix("const NAME: &'static str = \"").or(line.strip_prefix("name: \""));
            let name = rest.and_then(|rest| rest.split('"').next()).filter(|name| name.contains('.'));
            names.extend(name.map(str::to_owned));
        }
    }
}
