//! What goes out, and what the exchange record says about it.

use axum::body::Body;
use b2b_xml::{FromXml, Problem, ToXml, Writing, encode_with};
use serde_json::{Value, json};
use techdata_xml::ElementViolation;

use crate::notes::{Cause, Explanation};

/// An answer on its way out.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) reply: Reply,
    pub(super) findings: Findings,
}

#[derive(Debug)]
pub(super) enum Reply {
    Document(Document),
    /// A document that is made while it is sent.
    Stream(Body),
}

/// A document of ours before it is text.
#[derive(Debug)]
pub(super) struct Document {
    /// The root element and all in it.
    text: Result<String, String>,
    root: &'static str,
    subset: Subset,
}

/// What follows the system identifier in the document type declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subset {
    Absent,
    /// `[]`, as in the examples of the pages on changes.
    Empty,
}

impl Document {
    pub(super) fn new<T: ToXml + FromXml>(document: &T, subset: Subset) -> Self {
        let root = <T as FromXml>::RECORD.map_or("", |record| record.name.local);
        let text = encode_with(document, Writing::default().indented()).map_err(|error| error.to_string());
        Self { text, root, subset }
    }

    /// The same with an element under another name.
    pub(super) fn renamed(self, from: &str, to: &str) -> Self {
        self.replaced(&format!("<{from}>"), &format!("<{to}>"))
            .replaced(&format!("</{from}>"), &format!("</{to}>"))
            .replaced(&format!("<{from}/>"), &format!("<{to}/>"))
    }

    /// The same with another text in each place of one.
    pub(super) fn replaced(mut self, from: &str, to: &str) -> Self {
        self.text = self.text.map(|text| text.replace(from, to));
        self
    }

    /// The same with something before the end of one of its lines, counted from 0.
    pub(super) fn with_novelty(mut self, line: usize) -> Self {
        const END: &str = "</LineInfo>";
        if let Ok(text) = &mut self.text
            && let Some((at, _)) = text.match_indices(END).nth(line)
        {
            text.insert_str(at, "<Novelty>of a later version</Novelty>");
        }
        self
    }

    /// The document as it goes out: declaration, document type, root, each beginning a line.
    pub(super) fn written(self) -> Result<String, String> {
        Ok(format!("{}{}\n", prolog(self.root, self.subset), self.text?))
    }
}

/// What stands before the root element.
pub(super) fn prolog(root: &str, subset: Subset) -> String {
    let subset = match subset {
        Subset::Absent => "",
        Subset::Empty => " []",
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE {root} SYSTEM \"{root}.dtd\"{subset}>\n")
}

/// Everything that is found wrong with a submission.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    sentences: Vec<String>,
    details: Vec<Value>,
}

impl Findings {
    /// One thing that is wrong.
    pub(super) fn of(sentence: impl Into<String>) -> Self {
        let mut findings = Self::default();
        findings.add(sentence);
        findings
    }

    pub(super) fn add(&mut self, sentence: impl Into<String>) {
        self.sentences.push(sentence.into());
    }

    /// Something that is wrong with an element, by its name in the document type.
    pub(super) fn add_element(&mut self, name: &str, element: &ElementViolation) {
        self.sentences.push(format!("{element}."));
        let problem = match &element.violation.problem {
            Problem::Required => "missing",
            Problem::TooLong { .. } => "too long",
            _ => "not valid",
        };
        self.details.push(json!({
            "element": element.violation.path,
            "name": name,
            "problem": problem,
            "type": element.ty,
            "maximum": element.max,
        }));
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.sentences.extend(other.sentences);
        self.details.extend(other.details);
    }

    /// What the record says; `None` if nothing is wrong.
    pub(super) fn explanation(self) -> Option<Explanation> {
        if self.sentences.is_empty() {
            return None;
        }
        let explanation = Explanation::new(self.sentences.join(" "));
        let Some(cause) = elements(&self.details) else { return Some(explanation) };
        Some(explanation.with_detail(json!({ "elements": self.details })).with_cause(cause))
    }
}

/// The names of the elements with something wrong, by what it is.
fn elements(details: &[Value]) -> Option<Cause> {
    let named = |problem: &str| -> Vec<&str> {
        let wrong = details.iter().filter(|detail| detail["problem"] == problem);
        wrong.filter_map(|detail| detail["name"].as_str()).collect()
    };
    let advice = "The manual's document type has each element's type and length; docs/reference lists them.";
    let kinds = [("missing-element", "missing"), ("overlong-element", "too long"), ("invalid-element", "not valid")];
    let (name, _) = kinds.into_iter().find(|(_, problem)| !named(problem).is_empty())?;
    let each = kinds.map(|(_, problem)| (problem, named(problem)));
    let all: Vec<String> = each
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(problem, names)| format!("{problem}: {}", names.join(", ")))
        .collect();
    Some(Cause::new(name, format!("Elements of the document are {}.", all.join("; ")), advice))
}

impl Answered {
    pub(super) fn document(document: Document, findings: Findings) -> Self {
        Self { reply: Reply::Document(document), findings }
    }
}
