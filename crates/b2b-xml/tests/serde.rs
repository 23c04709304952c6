//! How states and codes look to serde.
#![cfg(all(feature = "derive", feature = "serde"))]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use b2b_xml::{FromXml, OrRaw, Presence, decode};
use serde::{Deserialize, Serialize};

b2b_xml::open_code! {
    /// A code list.
    pub enum Status {
        /// On its way.
        Released = "72",
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    #[serde(default, skip_serializing_if = "Presence::is_absent")]
    name: Presence<String>,
    #[serde(default, skip_serializing_if = "Presence::is_absent")]
    quantity: Presence<u32>,
    price: OrRaw<u32>,
    status: Status,
}

#[track_caller]
fn check(line: &Line, json: &str) {
    assert_eq!(serde_json::to_string(line).unwrap(), json);
    assert_eq!(&serde_json::from_str::<Line>(json).unwrap(), line);
}

#[test]
fn every_state_survives() {
    let line = |name, quantity, price, status: &str| Line { name, quantity, price, status: Status::from(status) };
    check(&line(Presence::Absent, Presence::Absent, OrRaw::Value(1), "72"), r#"{"price":1,"status":"72"}"#);
    check(
        &line(Presence::Nil, Presence::Nil, OrRaw::Raw("NA".to_owned()), "99"),
        r#"{"name":null,"quantity":null,"price":{"raw":"NA"},"status":"99"}"#,
    );
    check(
        &line(Presence::Empty, Presence::Empty, OrRaw::Value(0), ""),
        r#"{"name":"","quantity":"","price":0,"status":""}"#,
    );
    // Texts that are words for states are texts.
    for word in ["nil", "empty", "absent", "null", " "] {
        let json = format!(r#"{{"name":"{word}","quantity":7,"price":1,"status":"72"}}"#);
        check(&line(word.into(), 7.into(), OrRaw::Value(1), "72"), &json);
    }
}

#[test]
fn a_warning_is_data() {
    #[derive(Debug, FromXml)]
    #[xml(name = "r")]
    #[expect(dead_code, reason = "only its warnings are looked at")]
    struct Root {
        #[xml(name = "n")]
        number: Option<u32>,
    }
    let decoded = decode::<Root>("<r><x/><n> 7</n></r>").unwrap();
    assert_eq!(
        serde_json::to_value(&decoded.warnings).unwrap(),
        serde_json::json!([
            { "kind": "unknown_element", "place": { "path": "/r/x", "offset": 3, "line": 1 } },
            {
                "kind": { "odd_form": { "text": " 7", "oddity": "is padded" } },
                "place": { "path": "/r/n", "offset": 7, "line": 1 }
            },
        ])
    );
}
