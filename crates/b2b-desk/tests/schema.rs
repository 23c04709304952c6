//! The schema of the configuration, against configurations.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

use b2b_desk::{Form, Key, Protocol, Sources, config_schema};
use jsonschema::Validator;
use serde_json::Value;

fn validator() -> Validator {
    let schema = config_schema();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn is_valid(text: &str) -> bool {
    let value: Value = figment::Figment::from(<figment::providers::Toml as figment::providers::Format>::string(text))
        .extract()
        .unwrap();
    validator().is_valid(&value)
}

/// The TOML examples of a document.
fn examples(page: &str) -> impl Iterator<Item = &str> {
    page.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(text, _)| text)
}

#[test]
fn the_examples_of_the_readme_are_valid() {
    let mut count = 0;
    for example in examples(include_str!("../README.md")) {
        assert!(is_valid(example), "{example}");
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn configurations_that_load_are_valid() {
    for text in [
        "",
        "[westcon]\nurl = \"https://b2b.example/\"\naccount = \"1\"\nkey = \"keyring:b2b/westcon\"\nwire = \"lean\"\n",
        "[westcon]\nenvironment = \"qa\"\naccount = \"1\"\nkey = \"itself\"\ninsecure_inline = true\n",
        "[uk]\nprotocol = \"westcon\"\nenvironment = \"qa\"\ndeadline = \"30s\"\nclock_offset = \"-1h\"\nmax_per_second = 5\n",
        "[mill]\nprotocol = \"fcb2b\"\naddresses.StockCheck = \"https://b2b.example/s\"\nprofile = { base = \"dancik\" }\n\
         trust_hosts = [\"b2b.example\"]\n",
        "[mill]\nprotocol = \"fcb2b\"\naddresses.stockCHECK = \"https://b2b.example/s\"\nprofile = \"dancik\"\n",
        "[westcon]\nprotocol = \"techdata\"\nurl = \"http://b2b.example/\"\nplain_http = true\nlines_per_request = 9\n",
    ] {
        assert!(is_valid(text), "{text}");
    }
}

#[test]
fn what_is_wrong_is_refused() {
    for text in [
        "account = \"1\"",
        "[\"a b\"]\nprotocol = \"westcon\"",
        "[Po]\nprotocol = \"westcon\"",
        "[customer-PO]\nprotocol = \"westcon\"",
        "[mill]\nprofile = \"dancik\"",
        "[mill]\nprotocol = \"edi\"",
        "[westcon]\nacount = \"1\"",
        "[westcon]\nusername = \"1\"",
        "[westcon]\nprotocol = \"techdata\"\naccount = \"1\"",
        "[westcon]\naccount = 1",
        "[westcon]\naccount = \" \"",
        "[westcon]\nkey = \"itself\"",
        "[westcon]\nkey = \"keyring:b2b\"",
        "[westcon]\nwire = \"soap\"",
        "[westcon]\nurl = \"ftp://b2b.example/\"",
        "[westcon]\nurl = \"https://b2b.example/\"\nenvironment = \"qa\"",
        "[westcon]\ndeadline = \"30\"",
        "[westcon]\ntotal_timeout = \"0s\"",
        "[westcon]\nmax_per_second = 0",
        "[westcon]\ninsecure_inline = \"yes\"",
        "[fcb2b]\nprofile = \"danzig\"",
        "[fcb2b]\naddresses.StockCheck = 7",
        "[fcb2b]\naddresses.StokCheck = \"https://b2b.example/s\"",
        "[fcb2b]\ntrust_hosts = [7]",
        "[techdata]\nclock_offset = \"1h\"",
    ] {
        assert!(!is_valid(text), "{text}");
    }
}

#[test]
fn every_word_of_a_choice_and_every_default_can_be_read() {
    let whole = |protocol: Protocol| match protocol {
        Protocol::Westcon => {
            [("url", "https://b2b.example/"), ("account", "1"), ("key", "env:SECRET"), ("wire", "wcf")]
        }
        Protocol::Fcb2b => {
            [("services", "https://b2b.example/"), ("profile", "dancik"), ("api_key", "1"), ("secret", "env:SECRET")]
        }
        _ => [("url", "https://b2b.example/"), ("username", "1"), ("password", "env:SECRET"), ("doctype", "omit")],
    };
    for protocol in Protocol::ALL {
        let sources = Sources::new().environment([("SECRET", "secret")]);
        let sources = sources.set("one.protocol", protocol.name());
        let sources =
            whole(*protocol).iter().fold(sources, |sources, (key, value)| sources.set(format!("one.{key}"), *value));
        for key in Key::common().iter().chain(Key::of(*protocol)) {
            let words = match key.form {
                // Each is one of the others' places.
                Form::Choice(_) if ["protocol", "environment"].contains(&key.name) => Vec::new(),
                Form::Choice(words) => words(),
                _ => Vec::new(),
            };
            for value in words.into_iter().chain(key.default) {
                let loaded = sources.clone().set(format!("one.{}", key.name), value).load();
                assert!(loaded.is_ok(), "{}: {value}: {loaded:?}", key.name);
            }
        }
    }
}
