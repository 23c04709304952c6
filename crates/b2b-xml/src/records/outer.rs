//! The elements around the records.

use crate::cursor::Cursor;
use crate::error::{DecodeError, DecodeErrorKind, excerpt};
use crate::limits::Reading;
use crate::place::{Place, push_step};

/// How many names of children are told apart in places, and how long they may be: enough for any document of these
/// protocols, and a bound on the memory that a hostile one can claim.
const NAMES: usize = 256;

/// The open elements around the records, from the root on: enough to know the path and the namespaces of a record.
#[derive(Default)]
pub(super) struct Around {
    open: Vec<Outer>,
}

struct Outer {
    /// The name as written, which the end tag must repeat.
    name: String,
    /// Its number among the siblings of its name.
    index: usize,
    /// The names of its children so far, with their numbers.
    children: Vec<(String, usize)>,
    /// The namespace bindings inside it.
    bindings: Vec<(String, String)>,
}

impl Outer {
    fn local(&self) -> &str {
        self.name.split_once(':').map_or(&self.name, |(_, local)| local)
    }

    /// The number of its next child of this name.
    fn count(&mut self, local: &str) -> usize {
        if let Some((_, number)) = self.children.iter_mut().find(|(known, _)| *known == local) {
            *number += 1;
            return *number;
        }
        if self.children.len() < NAMES && local.len() <= NAMES {
            self.children.push((local.to_owned(), 1));
        }
        1
    }
}

impl Around {
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the open elements are those of this path.
    pub(super) fn are(&self, path: &[String]) -> bool {
        self.open.len() == path.len() && self.open.iter().zip(path).all(|(open, step)| open.local() == step)
    }

    /// The local name of the root element.
    pub(super) fn root(&self) -> &str {
        self.open.first().map_or("", Outer::local)
    }

    pub(super) fn push(&mut self, name: &str) {
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        let index = self.open.last_mut().map_or(1, |parent| parent.count(local));
        self.open.push(Outer { name: name.to_owned(), index, children: Vec::new(), bindings: Vec::new() });
    }

    pub(super) fn pop(&mut self) {
        self.open.pop();
    }

    /// Checks that an end tag is that of the innermost element.
    pub(super) fn check_end(&self, name: &str) -> Result<(), DecodeErrorKind> {
        let expected = self.open.last().map_or("", |open| &open.name);
        if name == expected {
            return Ok(());
        }
        let what = format!("</{}> where </{}> should stand", excerpt(name), excerpt(expected));
        Err(DecodeErrorKind::NotWellFormed(what))
    }

    /// A cursor over the innermost element, of which `text` is at least the start tag.
    pub(super) fn cursor<'i>(&'i self, text: &'i str, reading: Reading) -> Result<Cursor<'i>, DecodeError> {
        let outside = self.open.len().saturating_sub(1);
        let parent = outside.checked_sub(1).and_then(|parent| self.open.get(parent));
        let bindings = parent.map_or(&[][..], |parent| &parent.bindings);
        let bindings = bindings.iter().map(|(prefix, uri)| (prefix.as_str(), uri.as_str()));
        Cursor::inside(text, reading, bindings, outside)
    }

    /// Notes the bindings inside the innermost element.
    pub(super) fn bind(&mut self, bindings: Vec<(String, String)>) {
        if let Some(open) = self.open.last_mut() {
            open.bindings = bindings;
        }
    }

    /// The place with the path of the innermost element.
    pub(super) fn place(&self, place: &Place) -> Place {
        let mut path = String::new();
        for open in &self.open {
            push_step(&mut path, open.local(), open.index);
        }
        Place { path, ..place.clone() }
    }
}
