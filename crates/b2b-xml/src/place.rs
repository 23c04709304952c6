//! Where in a document something stands.

use std::fmt;

use quick_xml::Reader;
use quick_xml::events::Event;

/// A place in a document: the path of elements, the byte offset and the line.
///
/// Offsets count bytes of the document as UTF-8, after a byte order mark and after conversion from another encoding.
/// In the path an index is shown from the second element of that name on, so `Order[3]` is the third.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Place {
    /// The path from the root, for example `/Envelope/Body/Order[3]/OrderLines`. Names are written without prefix.
    pub path: String,
    /// Bytes before it.
    pub offset: u64,
    /// Its line, counted from 1.
    pub line: u64,
}

impl Place {
    /// The place of `target` in `doc`: the element that starts there, or the innermost one open there.
    ///
    /// Costs one pass over the document up to the target, which only an error or a kept warning pays.
    pub(crate) fn locate(doc: &str, target: usize) -> Self {
        let mut finder = Finder::new(doc);
        finder.find(target)
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

/// Finds places in ascending order of offset, in one pass.
pub(crate) struct Finder<'i> {
    doc: &'i str,
    reader: Reader<&'i [u8]>,
    open: Vec<Step>,
    /// Names seen among the children of each open element, with their counts; the first entry is the document's.
    children: Vec<Vec<(String, usize)>>,
    counted: (usize, u64),
    /// An element that started at or after the last target and is not yet part of `open`.
    pending: Option<(Step, bool)>,
}

struct Step {
    name: String,
    index: usize,
    start: usize,
}

impl<'i> Finder<'i> {
    pub(crate) fn new(doc: &'i str) -> Self {
        let mut reader = Reader::from_str(doc);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().allow_dangling_amp = true;
        Self { doc, reader, open: Vec::new(), children: vec![Vec::new()], counted: (0, 1), pending: None }
    }

    /// The place of `target`, which must not lie before an earlier one.
    pub(crate) fn find(&mut self, target: usize) -> Place {
        loop {
            if let Some((step, _)) = &self.pending {
                if step.start > target {
                    break;
                }
                let here = step.start == target;
                if let Some((step, empty)) = self.pending.take() {
                    self.enter(step);
                    let place = here.then(|| self.place(target));
                    if empty {
                        self.leave();
                    }
                    if let Some(place) = place {
                        return place;
                    }
                }
                continue;
            }
            let before = self.position();
            if before > target {
                break;
            }
            match self.reader.read_event() {
                Ok(Event::Start(tag)) => self.pending = Some((self.step(tag.local_name().into_inner(), before), false)),
                Ok(Event::Empty(tag)) => self.pending = Some((self.step(tag.local_name().into_inner(), before), true)),
                Ok(Event::End(_)) => {
                    if self.position() > target {
                        let place = self.place(target);
                        self.leave();
                        return place;
                    }
                    self.leave();
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        self.place(target)
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn step(&mut self, name: &str, start: usize) -> Step {
        let index = match self.children.last_mut() {
            Some(siblings) => match siblings.iter_mut().find(|(known, _)| known == name) {
                Some((_, count)) => {
                    *count += 1;
                    *count
                }
                None => {
                    siblings.push((name.to_owned(), 1));
                    1
                }
            },
            None => 1,
        };
        Step { name: name.to_owned(), index, start }
    }

    fn enter(&mut self, step: Step) {
        self.open.push(step);
        self.children.push(Vec::new());
    }

    fn leave(&mut self) {
        if self.open.pop().is_some() {
            self.children.pop();
        }
    }

    fn place(&mut self, target: usize) -> Place {
        let mut path = String::new();
        for step in &self.open {
            path.push('/');
            path.push_str(&step.name);
            if step.index > 1 {
                path.push_str(&format!("[{}]", step.index));
            }
        }
        let (counted, line) = self.counted;
        let target = target.min(self.doc.len());
        let fresh = self.doc.as_bytes().get(counted..target).unwrap_or_default();
        let line = line + memchr::memchr_iter(b'\n', fresh).count() as u64;
        self.counted = (target, line);
        Place { path, offset: target as u64, line }
    }
}
