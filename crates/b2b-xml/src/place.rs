//! Where in a document something stands.

use std::collections::HashMap;
use std::fmt;

use crate::cursor::scanner::{Scanner, Token};
use crate::error::excerpt_of;

/// A place in a document: the path of elements, the byte offset and the line.
///
/// Offsets count bytes of the document as UTF-8, after a byte order mark and after conversion from another encoding.
/// In the path an index is shown from the second element of that name on, so `Order[3]` is the third.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Place {
    /// The path from the root, for example `/Envelope/Body/Order[3]/OrderLines`. Names are written without prefix.
    pub path: String,
    /// Bytes before it.
    pub offset: u64,
    /// Its line, counted from 1.
    pub line: u64,
}

impl Default for Place {
    /// The beginning of a document.
    fn default() -> Self {
        Self { path: String::new(), offset: 0, line: 1 }
    }
}

impl Place {
    /// The place of `target` in `doc`: the element that starts there, or the innermost one open there.
    ///
    /// Costs one pass over the document up to the target, which only an error or a kept warning pays.
    pub(crate) fn locate(doc: &str, target: usize) -> Self {
        Finder::new(doc).find(target)
    }

    /// This place of a record, as a place of the document that the record was cut from.
    pub(crate) fn within(mut self, outer: &Self) -> Self {
        // The record's own root is the last step of the outer path.
        let inner = self.path.get(1..).and_then(|path| path.find('/').and_then(|at| path.get(at..))).unwrap_or("");
        self.path = format!("{}{inner}", outer.path);
        self.offset += outer.offset;
        self.line += outer.line.saturating_sub(1);
        self
    }
}

impl fmt::Display for Place {
    /// `OrderLine/LineQuantity at /Envelope/Body/…/LineQuantity, line 41, byte 1834`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEAD: usize = 2;
        const TAIL: usize = 4;
        let steps: Vec<&str> = self.path.split('/').skip(1).filter(|step| !step.is_empty()).collect();
        let bare = |step: &str| step.split('[').next().unwrap_or_default().to_owned();
        let short: Vec<String> = steps.iter().rev().take(2).rev().map(|step| bare(step)).collect();
        write!(f, "{} at ", if short.is_empty() { "document".to_owned() } else { short.join("/") })?;
        if steps.len() > HEAD + TAIL + 1 {
            let head = steps.iter().take(HEAD);
            let tail = steps.iter().skip(steps.len() - TAIL);
            for step in head.chain(&["…"]).chain(tail) {
                write!(f, "/{step}")?;
            }
        } else if steps.is_empty() {
            f.write_str("/")?;
        } else {
            f.write_str(&self.path)?;
        }
        write!(f, ", line {}, byte {}", self.line, self.offset)
    }
}

/// Appends a step to a path. A name no document of these protocols has is cut short, so that a hostile one cannot make
/// its errors and warnings larger than itself.
pub(crate) fn push_step(path: &mut String, local: &str, index: usize) {
    path.push('/');
    path.push_str(&excerpt_of(local, 64));
    if index > 1 {
        path.push_str(&format!("[{index}]"));
    }
}

/// Finds places in ascending order of offset, in one pass.
pub(crate) struct Finder<'i> {
    scanner: Scanner<'i>,
    open: Vec<Step<'i>>,
    roots: Siblings<'i>,
    /// A token that was read and not yet stepped over, and where it starts.
    ahead: Option<(usize, Token<'i>)>,
    counted: (usize, u64),
}

impl<'i> Finder<'i> {
    pub(crate) fn new(doc: &'i str) -> Self {
        Self { scanner: Scanner::new(doc), open: Vec::new(), roots: Siblings::default(), ahead: None, counted: (0, 1) }
    }

    /// The place of `target`, which must not lie before an earlier one.
    pub(crate) fn find(&mut self, target: usize) -> Place {
        let inside = loop {
            let start = self.scanner.position();
            let (start, token) = match self.ahead.take() {
                Some(ahead) => ahead,
                None => match self.scanner.token() {
                    Ok(Token::EndOfDocument) | Err(_) => {
                        self.scanner = Scanner::starting(self.scanner.doc(), start);
                        break None;
                    }
                    Ok(token) => (start, token),
                },
            };
            if start > target || target < self.scanner.position() {
                self.ahead = Some((start, token));
                break match token {
                    Token::Start(tag) if start <= target => Some(tag.parts().1),
                    _ => None,
                };
            }
            match token {
                Token::Start(tag) => {
                    let local = tag.parts().1;
                    let index = self.siblings().count(local);
                    if !tag.self_closed {
                        self.open.push(Step { local, index, children: Siblings::default() });
                    }
                }
                Token::End(_) => drop(self.open.pop()),
                _ => {}
            }
        };
        let mut path = String::new();
        for step in &self.open {
            push_step(&mut path, step.local, step.index);
        }
        if let Some(local) = inside {
            let index = self.siblings().number(local) + 1;
            push_step(&mut path, local, index);
        }
        let doc = self.scanner.doc();
        let target = target.min(doc.len());
        let (counted, line) = self.counted;
        let fresh = doc.as_bytes().get(counted..target).unwrap_or_default();
        let line = line + memchr::memchr_iter(b'\n', fresh).count() as u64;
        self.counted = (target, line);
        Place { path, offset: target as u64, line }
    }

    /// The children so far of the innermost open element.
    fn siblings(&mut self) -> &mut Siblings<'i> {
        self.open.last_mut().map_or(&mut self.roots, |open| &mut open.children)
    }
}

/// An open element.
struct Step<'i> {
    local: &'i str,
    index: usize,
    children: Siblings<'i>,
}

/// How many children of each name an element has so far.
#[derive(Default)]
struct Siblings<'i> {
    /// The first few names, among which a search is faster than a hash.
    few: Vec<(&'i str, usize)>,
    many: HashMap<&'i str, usize>,
}

impl<'i> Siblings<'i> {
    const FEW: usize = 16;

    fn number(&self, local: &str) -> usize {
        let few = self.few.iter().find(|(known, _)| *known == local).map(|(_, number)| *number);
        few.or_else(|| self.many.get(local).copied()).unwrap_or(0)
    }

    /// Counts one more and returns its number.
    fn count(&mut self, local: &'i str) -> usize {
        if let Some((_, number)) = self.few.iter_mut().find(|(known, _)| *known == local) {
            *number += 1;
            return *number;
        }
        if self.few.len() < Self::FEW {
            self.few.push((local, 1));
            return 1;
        }
        let number = self.many.entry(local).or_default();
        *number += 1;
        *number
    }
}
