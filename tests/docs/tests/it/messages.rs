//! The messages that `docs/troubleshooting.md` is about are those of the code.

use std::fs;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::pages::{Page, files, pages};

/// The messages: the third headings, which are code.
fn messages(page: &Page) -> Vec<&str> {
    let headings = page.prose().into_iter().filter_map(|line| line.strip_prefix("### "));
    headings.map(|heading| heading.strip_prefix('`').unwrap().strip_suffix('`').unwrap()).collect()
}

/// The texts in the library code of all crates, without those of tests and of the documentation.
fn sources() -> Vec<String> {
    let is_code = |path: &std::path::PathBuf| {
        let path = path.to_string_lossy();
        path.contains("/src/") && path.ends_with(".rs") && !path.ends_with("tests.rs")
    };
    let mut found = Vec::new();
    for path in files("crates").into_iter().filter(is_code) {
        collect(fs::read_to_string(path).unwrap().parse().unwrap(), &mut found);
    }
    found
}

/// The string literals of code, but for its documentation, and for what is there for tests alone.
fn collect(code: TokenStream, found: &mut Vec<String>) {
    let mut tokens = code.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let is_bracket = group.delimiter() == Delimiter::Bracket;
                let attribute = if is_bracket { group.stream().to_string().replace(' ', "") } else { String::new() };
                if attribute == "cfg(test)" {
                    tokens.by_ref().find(ends_item);
                } else if !attribute.starts_with("doc=") {
                    collect(group.stream(), found);
                }
            }
            TokenTree::Literal(literal) => {
                found.extend(syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value()));
            }
            _ => {}
        }
    }
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(sign) => sign.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    }
}

/// Whether one of these texts has all parts of the message in their order, `…` standing for what differs.
fn is_said<'a>(message: &str, texts: impl IntoIterator<Item = &'a str>) -> bool {
    texts.into_iter().any(|text| {
        let mut rest = Some(text);
        for part in message.split('…').map(str::trim) {
            rest = rest.and_then(|rest| rest.split_once(part)).map(|(_, after)| after);
        }
        rest.is_some()
    })
}

#[test]
fn every_message_is_said_by_the_code_or_seen_in_a_console() {
    let page = pages("docs").into_iter().find(|page| page.name() == "docs/troubleshooting.md").unwrap();
    let sources = sources();
    let consoles: Vec<String> =
        page.blocks().into_iter().filter(|(language, _)| language == "console").map(|(_, block)| block).collect();
    let messages = messages(&page);
    assert!(messages.len() >= 15, "{messages:?}");
    for message in messages {
        let is_seen = is_said(message, consoles.iter().flat_map(|console| console.lines()));
        assert!(is_seen || is_said(message, sources.iter().map(String::as_str)), "nobody says {message}");
    }
}

#[test]
fn a_message_that_nobody_says_is_found() {
    let sources = sources();
    let is_said = |message: &str| is_said(message, sources.iter().map(String::as_str));
    assert!(is_said("the certificate of … is self-signed"));
    assert!(!is_said("the certificate of … is purple"));
}

#[test]
fn a_message_is_said_in_one_piece() {
    let code = r##"
        //! "one of the module"
        /// "one of the function"
        #[error("one of the attributes")]
        fn tell() { say("one \
                         and", r#"another"#, format!("a \"third\" of {}", 3)) }
        #[cfg(test)]
        mod tests { fn check() { say("one of a test") } }
        fn more() { say("one more") }
    "##;
    let mut found = Vec::new();
    collect(code.parse().unwrap(), &mut found);
    assert_eq!(found, ["one of the attributes", "one and", "another", "a \"third\" of {}", "one more"]);
    let is_said = |message: &str| is_said(message, found.iter().map(String::as_str));
    assert!(is_said("one … d") && is_said("a \"third\" of …"));
    assert!(!is_said("one and … another") && !is_said("another … one"));
}
