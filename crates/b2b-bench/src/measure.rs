//! What contestants are measured against, and how.

use std::hint::black_box;

use quick_xml::NsReader;
use quick_xml::events::Event;

/// Reads a document with quick-xml, resolves the name of each element, and keeps nothing: how many events there were.
///
/// # Panics
///
/// If the document is not well-formed.
#[must_use]
pub fn namespace_loop(document: &str) -> usize {
    let mut reader = NsReader::from_str(document);
    let mut events = 0;
    loop {
        match black_box(reader.read_resolved_event()) {
            Ok((_, Event::Eof)) => return events,
            Ok(_) => events += 1,
            Err(error) => panic!("the document is not well-formed: {error}"),
        }
    }
}

/// The tags and the texts of a document, one after the other.
#[must_use]
pub fn tags_and_texts(document: &str) -> Vec<&str> {
    let behind_tags = document.split_inclusive('>');
    behind_tags
        .flat_map(|piece| {
            let (text, tag) = piece.split_at(piece.find('<').unwrap_or(0));
            [text, tag]
        })
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// What no writer can do without: every piece, copied behind the one before.
#[must_use]
pub fn pushed(pieces: &[&str]) -> String {
    let mut out = String::new();
    for piece in pieces {
        out.push_str(piece);
    }
    out
}

/// Makes sure that contestants write the same, and shows where they do not.
///
/// # Panics
///
/// If they do not.
pub fn assert_same(one: &str, other: &str, what: &str) {
    let Some(at) = one.bytes().zip(other.bytes()).position(|(one, other)| one != other) else {
        return assert_eq!(one.len(), other.len(), "{what}: one goes on");
    };
    let around = |text: &str| {
        let bytes = text.bytes().skip(at.saturating_sub(40)).take(80).collect();
        String::from_utf8(bytes).unwrap_or_else(|_| "(within a character)".to_owned())
    };
    panic!("{what}: they differ at byte {at}:\n{}\n{}", around(one), around(other));
}

/// The most memory that this process has held so far, in MiB; `None` where the system does not tell.
#[must_use]
pub fn peak_mebibytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1024.0)
}

/// The arguments of a bench whose instructions are counted: which path, and how many times. `cargo bench` gives neither:
/// then there is nothing to count, and the bench ends.
#[must_use]
pub fn path_and_times() -> (String, usize) {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next(), arguments.next().and_then(|times| times.parse().ok())) {
        (Some(path), Some(times)) => (path, times),
        _ => {
            println!("counted by: cargo xtask instructions");
            std::process::exit(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_up_the_document() {
        let document = "<a><b>x &amp; y</b><c/>\n</a>";
        let pieces = tags_and_texts(document);
        assert_eq!(pieces, ["<a>", "<b>", "x &amp; y", "</b>", "<c/>", "\n", "</a>"]);
        assert_eq!(pushed(&pieces), document);
        // Two starts, three texts, a reference, an empty element, two ends.
        assert_eq!(namespace_loop(document), 9);
    }
}
