//! Why a request was refused, side by side.

use maud::{Markup, html};
use serde_json::Value;

use super::page::copied;
use crate::notes::Explanation;

/// The stages of a signature, by their names in the record.
const STAGES: [(&str, &str); 4] = [
    ("parameters", "Parameters"),
    ("canonical_query", "Canonical query"),
    ("string_to_sign", "String to sign"),
    ("signature", "Signature"),
];

/// The times of a message, by their names in the record.
const TIMES: [(&str, &str); 6] = [
    ("earliest", "taken from"),
    ("now", "now"),
    ("latest", "taken until"),
    ("created", "created"),
    ("expires", "expires"),
    ("token_created", "token created"),
];

pub(super) fn section(why: &Explanation) -> Markup {
    let detail = &why.detail;
    html! {
        section .why aria-labelledby="why" {
            h2 #why { "Why it was refused" }
            @if let Some(cause) = &why.cause {
                p .cause { strong { (cause.what) } " " span .badge { (cause.name) } }
                p { (cause.advice) }
            }
            p { (why.sentence) }
            @if detail.get("ours").is_some_and(Value::is_object) { (stages(detail)) }
            @if let Some(window) = detail.get("window") { (timeline(window)) }
            @if let Some(security) = detail.get("security") { (tokens(security, detail.get("digest"))) }
            @if let Some(Value::Array(members)) = detail.get("order") { (order(members)) }
            @if let Some(Value::Array(elements)) = detail.get("elements") { (wrong(elements)) }
            @if !detail.is_null() {
                details { summary { "All that the record says" } (copied("the explanation", &format!("{detail:#}"))) }
            }
        }
    }
}

/// What came or was derived, and what should have come.
fn stages(detail: &Value) -> Markup {
    let side = |side: &str, name: &str| detail.get(side).and_then(|it| it.get(name)).filter(|it| !it.is_null());
    let at = |name: &str| detail.get("differs").and_then(|it| it.get(name)).and_then(Value::as_u64);
    let has_theirs = detail.get("theirs").is_some();
    html! {
        div .stages {
            @for (name, title) in STAGES {
                @let (ours, theirs) = (side("ours", name), side("theirs", name));
                @if ours.is_some() || theirs.is_some() {
                    section class={ "stage" @if at(name).is_some() { " differs" } } aria-label=(title) {
                        h3 { (title) @if at(name).is_some() { " " span .badge { "differs" } } }
                        div .sides {
                            @if has_theirs { (one("Theirs", theirs, at(name))) }
                            (one("Ours", ours, at(name)))
                        }
                    }
                }
            }
            @if !has_theirs && side("ours", "signature").is_some() {
                p { "Their stages cannot be derived: compare yours with these." }
            }
        }
    }
}

/// One side of a stage, the place where it parts from the other marked.
fn one(whose: &str, stage: Option<&Value>, at: Option<u64>) -> Markup {
    let at = at.and_then(|at| usize::try_from(at).ok());
    html! {
        figure {
            figcaption { (whose) }
            pre tabindex="0" { code {
                @match stage {
                    Some(Value::Array(pairs)) => @for (number, pair) in pairs.iter().enumerate() {
                        @if at == Some(number) { mark { (pair_line(pair)) } } @else { (pair_line(pair)) }
                        "\n"
                    },
                    Some(Value::String(text)) => (marked(text, at)),
                    _ => span .empty { "none" },
                }
            } }
        }
    }
}

fn pair_line(pair: &Value) -> String {
    let part = |at: usize| pair.get(at).and_then(Value::as_str).unwrap_or_default();
    format!("{} = {}", part(0), part(1))
}

/// A text with the character marked that differs; at its end, that there is none.
fn marked(text: &str, at: Option<usize>) -> Markup {
    let Some((start, character)) = at.and_then(|at| text.char_indices().nth(at)) else {
        return html! { (text) @if at.is_some() { mark { "␃" } } };
    };
    let (before, rest) = text.split_at(start);
    let after = rest.get(character.len_utf8()..).unwrap_or_default();
    let seen = match character {
        '\n' => "⏎\n".to_owned(),
        '\r' => "␍".to_owned(),
        ' ' => "␠".to_owned(),
        other => other.to_string(),
    };
    html! { (before) mark { (seen) } (after) }
}

/// The window of time on a line.
fn timeline(window: &Value) -> Markup {
    let times: Vec<(&str, i64, &str)> = TIMES
        .iter()
        .filter_map(|(name, title)| {
            let text = window.get(name)?.as_str()?;
            let instant = chrono::DateTime::parse_from_rfc3339(text).ok()?;
            Some((*title, instant.timestamp_millis(), text))
        })
        .collect();
    let all = || times.iter().map(|(_, millis, _)| *millis);
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return html! {} };
    let place = |millis: i64| 20 + (i128::from(millis - first) * 960 / i128::from((last - first).max(1)));
    let of = |title: &str| times.iter().find(|(known, ..)| *known == title).map(|(_, millis, _)| place(*millis));
    let taken = of("taken from").zip(of("taken until"));
    html! {
        h3 { "Times" }
        svg .timeline viewBox="0 0 1000 56" role="img" aria-label="The times of the message and of the sandbox on a line" {
            line .axis x1="10" y1="28" x2="990" y2="28" {}
            @if let Some((from, until)) = taken {
                rect .taken x=(from) y="20" width=((until - from).max(2)) height="16" {}
            }
            @for (number, (_, millis, _)) in times.iter().enumerate() {
                @let x = place(*millis);
                line .tick x1=(x) y1="14" x2=(x) y2="42" {}
                text x=(x) y=(if number % 2 == 0 { 11 } else { 54 }) text-anchor="middle" { (number + 1) }
            }
        }
        ol .legend { @for (title, _, text) in &times { li { (title) " " time datetime=(text) { (text) } } } }
    }
}

/// The security header as it came, and what its digest is made of.
fn tokens(security: &Value, digest: Option<&Value>) -> Markup {
    let list = |value: Option<&Value>| -> String {
        let items = value.and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
    };
    let parts =
        [("Username", "username"), ("Password type", "password_type"), ("Nonce", "nonce"), ("Created", "created")];
    html! {
        h3 { "Security header" }
        p { "It holds, in this order: " (list(security.get("children"))) "." }
        @for token in security.get("tokens").and_then(Value::as_array).into_iter().flatten() {
            dl {
                @for (title, name) in parts {
                    dt { (title) }
                    dd {
                        @match token.get(name) {
                            Some(Value::String(text)) => code { (text) },
                            Some(value @ Value::Array(_)) => code { (list(Some(value))) },
                            _ => "none",
                        }
                    }
                }
                @if digest.is_some() {
                    dt { "Digest" }
                    dd { "Base64(SHA-1(" @for (at, part) in
                        token.get("digest_input").and_then(Value::as_array).into_iter().flatten().enumerate() {
                        @if at > 0 { " + " } code { (part.as_str().unwrap_or_default()) }
                    } "))" }
                }
            }
        }
    }
}

fn order(members: &[Value]) -> Markup {
    html! {
        h3 { "The order in which WCF reads" }
        ol {
            @for member in members {
                li {
                    code { (member.get("element").and_then(Value::as_str).unwrap_or_default()) }
                    @if member.get("skipped").and_then(Value::as_bool) == Some(true) {
                        " " mark { "came out of order, and was skipped" }
                    }
                }
            }
        }
    }
}

fn wrong(elements: &[Value]) -> Markup {
    let text = |element: &Value, name: &str| match element.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    html! {
        h3 { "Elements" }
        div .wide tabindex="0" role="region" aria-label="Elements" {
            table {
                thead { tr { @for title in ["Element", "Problem", "Type", "Longest", "Where"] { th scope="col" { (title) } } } }
                tbody {
                    @for element in elements {
                        tr {
                            th scope="row" { (text(element, "name")) }
                            @for name in ["problem", "type", "maximum", "element"] { td { (text(element, name)) } }
                        }
                    }
                }
            }
        }
    }
}
