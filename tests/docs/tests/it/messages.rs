//! The messages that `docs/troubleshooting.md` is about are those of the code.

use std::fs;

use crate::pages::{Page, files, pages};

/// The messages: the third headings, which are code.
fn messages(page: &Page) -> Vec<&str> {
    let headings = page.prose().into_iter().filter_map(|line| line.strip_prefix("### "));
    headings.map(|heading| heading.strip_prefix('`').unwrap().strip_suffix('`').unwrap()).collect()
}

/// The library code of all crates, without tests and comments, its string literals joined where they were broken.
fn sources() -> Vec<String> {
    let is_code = |path: &std::path::PathBuf| {
        let path = path.to_string_lossy();
        path.contains("/src/") && path.ends_with(".rs") && !path.ends_with("tests.rs")
    };
    let code = |path| {
        let text = fs::read_to_string(path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
        lines.map(|line| line.strip_suffix('\\').map_or_else(|| format!("{line}\n"), str::to_owned)).collect()
    };
    files("crates").into_iter().filter(is_code).map(code).collect()
}

/// Whether one line of code has all parts of the message in their order, `…` standing for what differs.
fn is_said(message: &str, sources: &[String]) -> bool {
    let says = |line: &str| {
        let mut rest = Some(line);
        for part in message.split('…').map(str::trim) {
            rest = rest.and_then(|rest| rest.split_once(part)).map(|(_, after)| after);
        }
        rest.is_some()
    };
    sources.iter().any(|source| source.lines().any(says))
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
        assert!(is_said(message, &sources) || is_said(message, &consoles), "nobody says {message}");
    }
}

#[test]
fn a_message_that_nobody_says_is_found() {
    let sources = sources();
    assert!(is_said("the certificate of … is self-signed", &sources));
    assert!(!is_said("the certificate of … is purple", &sources));
}
