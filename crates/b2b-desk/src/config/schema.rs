//! The configuration as a JSON Schema, for editors.

use fcb2b_client::{ServiceName, SigningProfile};
use serde_json::{Map, Value, json};

use super::key::{Form, Key};
use super::{Protocol, name};

/// A JSON Schema (draft 2020-12) of the configuration file, made of the declarations of its [keys](Key). What can also come
/// from variables is not demanded, but for the protocol of a supplier that is not named after one.
///
/// ```
/// let schema = b2b_desk::config_schema();
/// assert_eq!(schema["$defs"]["westcon"]["properties"]["wire"]["default"], "wcf");
/// ```
#[must_use]
pub fn config_schema() -> Value {
    let mut definitions = Map::new();
    for protocol in Protocol::ALL {
        definitions.insert(protocol.name().to_owned(), supplier(*protocol));
    }
    definitions.insert("by_protocol".to_owned(), by_protocol());
    let own: Map<String, Value> =
        Protocol::ALL.iter().map(|protocol| (protocol.name().to_owned(), named_after(*protocol))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "b2b.toml",
        "description": "The suppliers of b2b, each in a table of its name.",
        "type": "object",
        "properties": own,
        "additionalProperties": { "$ref": "#/$defs/by_protocol", "required": ["protocol"] },
        "propertyNames": { "pattern": name::PATTERN, "not": { "pattern": one_of(name::RESERVED) } },
        "$defs": definitions,
    })
}

/// A supplier's table: its keys, and none besides; secrets themselves only where that is said.
fn supplier(protocol: Protocol) -> Value {
    let keys: Vec<&Key> = Key::common().iter().chain(Key::of(protocol)).collect();
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let secrets: Map<String, Value> = keys
        .iter()
        .filter(|key| matches!(key.form, Form::Secret))
        .map(|key| (key.name.to_owned(), json!({ "pattern": "^(env:.|file:.|keyring:[^/]+/.)" })))
        .collect();
    let inline = json!({ "properties": { "insecure_inline": { "const": true } }, "required": ["insecure_inline"] });
    json!({
        "title": protocol.title(),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "if": { "not": inline },
        "then": { "properties": secrets },
        "not": { "required": ["environment", "url"] },
    })
}

fn property(key: &Key) -> Value {
    let mut schema = form(key.form);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), key.meaning.replace('`', "").into());
        if let Some(default) = key.default {
            schema.insert("default".to_owned(), value(key.form, default));
        }
    }
    schema
}

/// What can stand in the file. That a number or a list can also be a text is for variables.
fn form(form: Form) -> Value {
    let address = json!({ "type": "string", "pattern": "^https?://." });
    match form {
        Form::Text | Form::Path | Form::Secret => json!({ "type": "string", "pattern": "\\S" }),
        Form::Address => address,
        Form::Flag => json!({ "type": "boolean" }),
        Form::Count => json!({ "type": "integer", "minimum": 1 }),
        Form::Duration => json!({ "type": "string", "pattern": "^0*[1-9][0-9]*(ms|s|m|h)$" }),
        Form::Offset => json!({ "type": "string", "pattern": "^[+-]?[0-9]+(ms|s|m|h)$" }),
        Form::Choice(words) => json!({ "enum": words() }),
        Form::List => json!({ "type": "array", "items": { "type": "string" } }),
        Form::Addresses => {
            let services: Map<String, Value> =
                ServiceName::KNOWN.iter().map(|service| (service.as_str().to_owned(), address.clone())).collect();
            let known: Vec<_> = ServiceName::KNOWN.iter().map(ServiceName::as_str).collect();
            json!({
                "type": "object",
                "properties": services,
                "patternProperties": { one_of(&known): address },
                "additionalProperties": false,
            })
        }
        Form::Profile => json!({ "anyOf": [{ "enum": SigningProfile::NAMES }, { "type": "object" }] }),
    }
}

/// A pattern for one of these words of letters and `-`, in any case: `^([Aa][Bb]|[Aa]-[Bb])$`.
fn one_of(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| word.chars().map(any_case).collect::<String>()).collect();
    format!("^({})$", words.join("|"))
}

fn any_case(letter: char) -> String {
    if letter.is_ascii_alphabetic() {
        format!("[{}{}]", letter.to_ascii_uppercase(), letter.to_ascii_lowercase())
    } else {
        letter.to_string()
    }
}

/// A default as the file would have it.
fn value(form: Form, default: &str) -> Value {
    match form {
        Form::Flag | Form::Count => serde_json::from_str(default).unwrap_or_else(|_| default.into()),
        _ => default.into(),
    }
}

fn reference(protocol: Protocol) -> Value {
    json!({ "$ref": format!("#/$defs/{}", protocol.name()) })
}

/// A table named after a protocol speaks it, unless it says otherwise.
fn named_after(protocol: Protocol) -> Value {
    json!({
        "if": { "required": ["protocol"] },
        "then": { "$ref": "#/$defs/by_protocol" },
        "else": reference(protocol),
    })
}

/// A table that says its protocol.
fn by_protocol() -> Value {
    let each = |protocol: &Protocol| {
        let speaks = json!({ "properties": { "protocol": { "const": protocol.name() } }, "required": ["protocol"] });
        json!({ "if": speaks, "then": reference(*protocol) })
    };
    json!({
        "type": "object",
        "properties": { "protocol": { "enum": Protocol::names() } },
        "allOf": Protocol::ALL.iter().map(each).collect::<Vec<_>>(),
    })
}
