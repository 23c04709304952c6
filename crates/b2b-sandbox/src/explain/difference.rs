//! Where what came parts from what should have come.

use serde_json::{Map, Value, json};

/// The stages that are compared character by character.
const TEXTS: [&str; 3] = ["canonical_query", "string_to_sign", "signature"];

/// Notes in `differs` where `theirs` parts from `ours`, stage by stage: the number of the first parameter, or of the first
/// character, that is another. To be called when the secrets are gone, since they take another number of characters.
pub(crate) fn mark(detail: &mut Value) {
    let (Some(ours @ Value::Object(_)), Some(theirs @ Value::Object(_))) = (detail.get("ours"), detail.get("theirs"))
    else {
        return;
    };
    let mut differs = Map::new();
    if let (Some(Value::Array(ours)), Some(Value::Array(theirs))) = (ours.get("parameters"), theirs.get("parameters"))
        && let Some(at) = parting(ours.iter(), theirs.iter())
    {
        differs.insert("parameters".to_owned(), json!(at));
    }
    for name in TEXTS {
        if let (Some(Value::String(ours)), Some(Value::String(theirs))) = (ours.get(name), theirs.get(name))
            && let Some(at) = parting(ours.chars(), theirs.chars())
        {
            differs.insert(name.to_owned(), json!(at));
        }
    }
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("differs".to_owned(), Value::Object(differs));
    }
}

/// How many come before the first that differs; none if both are the same.
fn parting<T: PartialEq>(mut ours: impl Iterator<Item = T>, mut theirs: impl Iterator<Item = T>) -> Option<usize> {
    (0..).find_map(|at| match (ours.next(), theirs.next()) {
        (None, None) => Some(None),
        (one, other) => (one != other).then_some(Some(at)),
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ours: &Value, theirs: &Value, expected: &Value) {
        let mut detail = json!({ "ours": ours, "theirs": theirs });
        mark(&mut detail);
        assert_eq!(detail["differs"], *expected);
    }

    #[test]
    fn the_first_difference_is_counted_in_characters() {
        let stage = |text: &str| json!({ "canonical_query": text });
        check(&stage("é=a%20b"), &stage("é=a+b"), &json!({ "canonical_query": 3 }));
        check(&stage("a"), &stage("a\n"), &json!({ "canonical_query": 1 }));
        check(&stage("a"), &stage("a"), &json!({}));
        let pairs = |names: [&str; 2]| json!({ "parameters": names.map(|name| [name, ""]) });
        check(&pairs(["a", "b"]), &pairs(["a", "c"]), &json!({ "parameters": 1 }));
        check(&stage("a"), &json!({}), &json!({}));
        for other in [json!({ "ours": {} }), json!({ "ours": "a", "theirs": "b" })] {
            let mut marked = other.clone();
            mark(&mut marked);
            assert_eq!(marked, other);
        }
    }
}
