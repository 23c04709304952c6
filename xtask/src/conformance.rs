//! The W3C's XML conformance suite against our reader, with roxmltree as the second judge of what a document says.

mod exceptions;
mod page;
mod suite;

use std::collections::BTreeMap;

use b2b_fuzz::outline::Outline;
use b2b_xml::{DecodeErrorKind, Reading};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use self::suite::{Case, Kind};
use crate::Error;
use crate::generated::{Files, Mode};

/// What a document must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    NotWellFormed,
    WellFormed,
    Doctype,
    OtherVersion,
    OtherEdition,
    Optional,
}

/// How many documents of a group come to what they must.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: usize,
    all: usize,
}

/// A document that comes to something else.
struct Odd {
    case: Case,
    group: Group,
    found: String,
}

#[derive(Default)]
struct Findings {
    counts: BTreeMap<Group, Count>,
    /// How many documents declare an encoding, and how many of them are in it and could be read.
    encodings: BTreeMap<String, Count>,
    odd: Vec<Odd>,
}

pub(crate) fn run(mode: Mode) -> Result<String, Error> {
    let folder = suite::install()?;
    let mut findings = Findings::default();
    for case in suite::cases(&folder)? {
        findings.look_at(case)?;
    }
    let unexplained: Vec<String> = findings
        .odd
        .iter()
        .filter(|odd| exceptions::reason(&odd.case.id).is_none())
        .map(|odd| format!("{} ({:?}): {}", odd.case.id, odd.group, odd.found))
        .collect();
    if !unexplained.is_empty() {
        return Err(format!("not as the suite says, for no reason that is known:\n{}", unexplained.join("\n")).into());
    }
    if let Some(id) = exceptions::ids().find(|id| !findings.odd.iter().any(|odd| odd.case.id == *id)) {
        return Err(format!("{id} is as the suite says, and is an exception no more").into());
    }
    let mut files = Files::default();
    files.add("docs/conformance.md", page::page(&findings)?);
    files.settle(mode, &[], "conformance")
}

impl Findings {
    fn look_at(&mut self, case: Case) -> Result<(), Error> {
        let document = std::fs::read(&case.path)?;
        let (encoding, text) = decoded(&document);
        let group = group(&case, text.as_deref());
        let verdict = judge(group, &document, text.as_deref());
        let count = self.counts.entry(group).or_default();
        count.all += 1;
        count.right += usize::from(verdict.is_ok());
        if case.kind != Kind::NotWellFormed {
            let count = self.encodings.entry(encoding).or_default();
            count.all += 1;
            let refused = Outline::ours(&document, Reading::default()).err();
            count.right +=
                usize::from(!refused.is_some_and(|error| matches!(error.kind(), DecodeErrorKind::Encoding(_))));
        }
        if let Err(found) = verdict {
            self.odd.push(Odd { case, group, found });
        }
        Ok(())
    }
}

fn group(case: &Case, text: Option<&str>) -> Group {
    let declaration =
        text.and_then(|text| text.strip_prefix("<?xml")?.split_once("?>")).map_or("", |(inside, _)| inside);
    if declaration.contains("version=\"1.1\"") || declaration.contains("version='1.1'") {
        return Group::OtherVersion;
    }
    if !case.is_for_fifth_edition() {
        return Group::OtherEdition;
    }
    if text.is_some_and(has_doctype) {
        return Group::Doctype;
    }
    match case.kind {
        Kind::NotWellFormed => Group::NotWellFormed,
        Kind::WellFormed => Group::WellFormed,
        Kind::Optional => Group::Optional,
    }
}

/// Whether a document type declaration stands before the root element.
fn has_doctype(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ => return rest.starts_with("<!DOCTYPE"),
        };
        match rest.split_once(end) {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return false,
        }
    }
}

/// What was found instead of what the document must come to.
fn judge(group: Group, document: &[u8], text: Option<&str>) -> Result<(), String> {
    let ours = Outline::ours(document, Reading::default());
    match group {
        // Read without an opinion: nobody says, or our edition says otherwise.
        Group::Optional | Group::OtherEdition => Ok(()),
        Group::NotWellFormed | Group::Doctype | Group::OtherVersion => match ours {
            Ok(_) => Err("accepted".to_owned()),
            Err(_) => Ok(()),
        },
        Group::WellFormed => {
            let ours = ours.map_err(|error| format!("refused: {error}"))?;
            let text = text.ok_or("in an encoding that the second judge cannot be given")?;
            let theirs =
                Outline::by_roxmltree(text).map_err(|error| format!("refused by the second judge: {error}"))?;
            if ours == theirs { Ok(()) } else { Err("not what the second judge reads".to_owned()) }
        }
    }
}

/// The name of the encoding, and the document as text without a byte order mark.
fn decoded(document: &[u8]) -> (String, Option<String>) {
    let (name, encoding) = match document {
        [0xEF, 0xBB, 0xBF, ..] => ("UTF-8 with a byte order mark".to_owned(), Some(UTF_8)),
        [0xFF, 0xFE, ..] => ("UTF-16 with a byte order mark".to_owned(), Some(UTF_16LE)),
        [0xFE, 0xFF, ..] => ("UTF-16 with a byte order mark".to_owned(), Some(UTF_16BE)),
        [b'<', 0, ..] => ("UTF-16 without a byte order mark".to_owned(), Some(UTF_16LE)),
        [0, b'<', ..] => ("UTF-16 without a byte order mark".to_owned(), Some(UTF_16BE)),
        _ => declared(document),
    };
    let text = encoding.and_then(|encoding| {
        let (text, _, broken) = encoding.decode(document);
        (!broken).then(|| text.into_owned())
    });
    (name, text)
}

fn declared(document: &[u8]) -> (String, Option<&'static Encoding>) {
    let head = String::from_utf8_lossy(document.get(..200).unwrap_or(document)).into_owned();
    let declaration =
        head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or("", |(inside, _)| inside);
    let label = declaration.split_once("encoding").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    match label {
        Some(label) => (label.to_ascii_uppercase(), Encoding::for_label(label.as_bytes())),
        None => ("none declared".to_owned(), Some(UTF_8)),
    }
}
