//! One record after another, from a stream, in constant memory.

use std::io::{self, BufRead, Read};
use std::marker::PhantomData;

use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::errors::{Error as ReaderError, SyntaxError};
use quick_xml::events::Event;

use crate::cursor::Cursor;
use crate::document::{Decoded, read_root};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::field::FromXml;
use crate::input;
use crate::limits::{Doctype, Reading};
use crate::place::Place;

/// Reads the records at a path of local names, such as `XML_PriceList_Response/Detail/LineInfo`, one at a time.
///
/// Memory is bounded by the largest record, whatever the length of the stream. Everything outside the records is checked
/// for well-formedness and passed over.
///
/// ```
/// use b2b_xml::{FromXml, records};
///
/// #[derive(Debug, FromXml)]
/// #[xml(name = "Line")]
/// struct Line {
///     #[xml(name = "Sku")]
///     sku: String,
/// }
///
/// let xml = "<List><Lines><Line><Sku>A</Sku></Line><Line><Sku>B</Sku></Line></Lines></List>";
/// let skus: Vec<String> = records::<Line, _>(xml.as_bytes(), "List/Lines/Line")
///     .map(|line| line.map(|line| line.value.sku))
///     .collect::<Result<_, _>>()?;
/// assert_eq!(skus, ["A", "B"]);
/// # Ok::<(), b2b_xml::DecodeError>(())
/// ```
pub fn records<T: FromXml, R: BufRead>(source: R, path: &str) -> Records<T, R> {
    records_with(source, path, Reading::default())
}

/// Like [`records`], read as told. [`Limits::bytes`](crate::Limits::bytes) bounds the stream,
/// [`Limits::record_bytes`](crate::Limits::record_bytes) a record.
pub fn records_with<T: FromXml, R: BufRead>(source: R, path: &str, reading: Reading) -> Records<T, R> {
    let tape = Tape {
        inner: DecodingReader::new(source),
        text: Vec::new(),
        most: usize::try_from(reading.limits.record_bytes).unwrap_or(usize::MAX),
        left: reading.limits.bytes,
        limit: reading.limits.bytes,
        overrun: None,
    };
    let mut reader = Reader::from_reader(tape);
    reader.config_mut().check_comments = true;
    Records {
        reader,
        reading,
        path: path.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect(),
        open: Vec::new(),
        root_done: false,
        place: Place { path: String::new(), offset: 0, line: 1 },
        buffer: Vec::new(),
        ended: false,
        record: PhantomData,
    }
}

/// The records of a stream. It ends after the first error.
pub struct Records<T, R: BufRead> {
    reader: Reader<Tape<DecodingReader<R>>>,
    reading: Reading,
    path: Vec<String>,
    /// The open elements outside the records.
    open: Vec<Outer>,
    root_done: bool,
    /// Where the text on the tape begins, without its path.
    place: Place,
    buffer: Vec<u8>,
    ended: bool,
    record: PhantomData<fn() -> T>,
}

/// An open element around the records: enough to know the path and the namespaces of a record inside it.
struct Outer {
    local: String,
    /// Its number among the siblings of its name.
    index: usize,
    /// The names of its children so far, with their numbers.
    children: Vec<(String, usize)>,
    /// The namespace bindings inside it.
    bindings: Vec<(String, String)>,
}

impl<T, R: BufRead> std::fmt::Debug for Records<T, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("path", &self.path).field("place", &self.place).finish_non_exhaustive()
    }
}

impl<T: FromXml, R: BufRead> Iterator for Records<T, R> {
    type Item = Result<Decoded<T>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let item = self.read().transpose();
        self.ended = !matches!(item, Some(Ok(_)));
        item
    }
}

/// What an event was, once nothing of it is borrowed.
enum Seen {
    Start { local: String, self_closed: bool },
    End,
    Declaration(Option<String>),
    Doctype,
    Text { blank: bool },
    Else,
    EndOfStream,
}

impl<T: FromXml, R: BufRead> Records<T, R> {
    fn read(&mut self) -> Result<Option<Decoded<T>>, DecodeError> {
        loop {
            self.forget();
            match self.event()? {
                Seen::Start { local, self_closed } => {
                    if self.root_done {
                        return Err(self.error(DecodeErrorKind::AfterRoot("a second element")));
                    }
                    self.enter(local)?;
                    let found = self.open.len() == self.path.len()
                        && self.open.iter().zip(&self.path).all(|(open, step)| open.local == *step);
                    if found {
                        let record = self.record(self_closed)?;
                        self.leave();
                        return Ok(Some(record));
                    }
                    self.bind()?;
                    if self_closed {
                        self.leave();
                    }
                }
                Seen::End => self.leave(),
                Seen::Declaration(encoding) => {
                    if let Some(label) = encoding {
                        let encoding = input::named(&label).map_err(|kind| self.error(kind))?;
                        let source = &mut self.reader.get_mut().inner;
                        // A byte order mark, or the look of UTF-16, is stronger than the declaration.
                        if source.encoding().is_ascii_compatible() {
                            source.set_encoding(encoding);
                        }
                    }
                }
                Seen::Doctype => {
                    if self.reading.doctype == Doctype::Refused || self.tape()?.contains('[') {
                        return Err(self.error(DecodeErrorKind::Doctype("the protocol sends none")));
                    }
                }
                Seen::Text { blank: false } if self.open.is_empty() => {
                    let kind = if self.root_done {
                        DecodeErrorKind::AfterRoot("text")
                    } else {
                        DecodeErrorKind::NotWellFormed("text before the root element".to_owned())
                    };
                    return Err(self.error(kind));
                }
                Seen::Text { .. } => {
                    if let Err((kind, _)) = input::survey(self.tape()?) {
                        return Err(self.error(kind));
                    }
                }
                Seen::Else => {}
                Seen::EndOfStream if !self.open.is_empty() => return Err(self.error(DecodeErrorKind::Truncated)),
                Seen::EndOfStream if !self.root_done => return Err(self.error(DecodeErrorKind::NoRoot)),
                Seen::EndOfStream => return Ok(None),
            }
        }
    }

    /// Reads the record whose start tag was just read, and decodes it.
    fn record(&mut self, self_closed: bool) -> Result<Decoded<T>, DecodeError> {
        let mut depth = usize::from(!self_closed);
        while depth > 0 {
            match self.event()? {
                Seen::Start { self_closed: false, .. } => depth += 1,
                Seen::End => depth -= 1,
                Seen::EndOfStream => return Err(self.error(DecodeErrorKind::Truncated)),
                _ => {}
            }
        }
        let place = self.here();
        let text = self.tape()?;
        let around = self.open.len().checked_sub(2).and_then(|parent| self.open.get(parent));
        let bindings = around.map_or(&[][..], |parent| &parent.bindings);
        let decode = || {
            let bindings = bindings.iter().map(|(prefix, uri)| (prefix.as_str(), uri.as_str()));
            let mut cursor = Cursor::with_scope(text, self.reading, bindings)?;
            cursor.root()?;
            let value = read_root(&mut cursor)?;
            Ok(Decoded::new(value, &mut cursor))
        };
        let mut record = decode().map_err(|error: DecodeError| error.within(&place))?;
        for warning in &mut record.warnings {
            warning.place = std::mem::take(&mut warning.place).within(&place);
        }
        Ok(record)
    }

    fn event(&mut self) -> Result<Seen, DecodeError> {
        self.buffer.clear();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => {
                let kind = match (self.reader.get_mut().overrun.take(), error) {
                    (Some(kind), _) => kind,
                    (None, ReaderError::Syntax(SyntaxError::InvalidBangMarkup)) => {
                        DecodeErrorKind::NotWellFormed("'<!' begins nothing known".to_owned())
                    }
                    (None, ReaderError::Syntax(_)) => DecodeErrorKind::Truncated,
                    (None, ReaderError::Io(error)) => DecodeErrorKind::Io(io::Error::new(error.kind(), error)),
                    (None, ReaderError::Encoding(error)) => DecodeErrorKind::Encoding(error.to_string()),
                    (None, other) => DecodeErrorKind::NotWellFormed(other.to_string()),
                };
                return Err(self.error(kind));
            }
        };
        Ok(match event {
            Event::Start(tag) => Seen::Start { local: tag.local_name().into_inner().to_owned(), self_closed: false },
            Event::Empty(tag) => Seen::Start { local: tag.local_name().into_inner().to_owned(), self_closed: true },
            Event::End(_) => Seen::End,
            Event::Decl(declaration) => {
                Seen::Declaration(declaration.encoding().and_then(Result::ok).map(std::borrow::Cow::into_owned))
            }
            Event::DocType(_) => Seen::Doctype,
            Event::Text(text) => Seen::Text { blank: text.trim().is_empty() },
            Event::CData(_) | Event::GeneralRef(_) => Seen::Text { blank: false },
            Event::Comment(_) | Event::PI(_) => Seen::Else,
            Event::Eof => Seen::EndOfStream,
        })
    }

    /// Drops what is on the tape: nothing will be asked about it.
    fn forget(&mut self) {
        let tape = self.reader.get_mut();
        self.place.offset += tape.text.len() as u64;
        self.place.line += memchr::memchr_iter(b'\n', &tape.text).count() as u64;
        tape.text.clear();
    }

    /// What the reader has consumed since the tape was last forgotten.
    fn tape(&self) -> Result<&str, DecodeError> {
        std::str::from_utf8(&self.reader.get_ref().text)
            .map_err(|_| self.error(DecodeErrorKind::Encoding("UTF-8".to_owned())))
    }

    fn enter(&mut self, local: String) -> Result<(), DecodeError> {
        let index = self.open.last_mut().map_or(1, |parent| {
            match parent.children.iter_mut().find(|(known, _)| *known == local) {
                Some((_, count)) => {
                    *count += 1;
                    *count
                }
                None => {
                    parent.children.push((local.clone(), 1));
                    1
                }
            }
        });
        self.open.push(Outer { local, index, children: Vec::new(), bindings: Vec::new() });
        let limit = self.reading.limits.depth;
        if self.open.len() > limit {
            let limit = limit as u64;
            return Err(self.error(DecodeErrorKind::Limit { what: "elements inside one another", limit }));
        }
        Ok(())
    }

    /// Checks the start tag of an element outside the records as the cursor would, and notes what it binds.
    fn bind(&mut self) -> Result<(), DecodeError> {
        let parent = self.open.len().checked_sub(2).and_then(|parent| self.open.get(parent));
        let known = parent.map_or(&[][..], |parent| &parent.bindings);
        let known = known.iter().map(|(prefix, uri)| (prefix.as_str(), uri.as_str()));
        let at = |error: DecodeError| error.within(&self.here());
        let mut cursor = Cursor::with_scope(self.tape()?, self.reading, known).map_err(at)?;
        cursor.root().map_err(at)?;
        let bindings = cursor.bindings();
        if let Some(outer) = self.open.last_mut() {
            outer.bindings = bindings;
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.open.pop();
        self.root_done = self.open.is_empty();
    }

    fn path(&self) -> String {
        let step = |outer: &Outer| match outer.index {
            1 => format!("/{}", outer.local),
            index => format!("/{}[{index}]", outer.local),
        };
        self.open.iter().map(step).collect()
    }

    /// Where the tape begins.
    fn here(&self) -> Place {
        Place { path: self.path(), ..self.place.clone() }
    }

    fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError::new(kind, self.here())
    }
}

/// Keeps the text that the reader has consumed, within bounds.
struct Tape<R> {
    inner: R,
    text: Vec<u8>,
    /// The most text between two places where it is forgotten.
    most: usize,
    /// What may still come.
    left: u64,
    limit: u64,
    overrun: Option<DecodeErrorKind>,
}

impl<R: BufRead> BufRead for Tape<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let overrun = if self.text.len() > self.most {
            Some(DecodeErrorKind::Limit { what: "bytes in one record", limit: self.most as u64 })
        } else if self.left == 0 {
            Some(DecodeErrorKind::Limit { what: "bytes", limit: self.limit })
        } else {
            None
        };
        if let Some(kind) = overrun {
            self.overrun = Some(kind);
            return Err(io::Error::other("a limit was passed"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(buffer) = self.inner.fill_buf()
            && let Some(consumed) = buffer.get(..amount)
        {
            self.text.extend_from_slice(consumed);
        }
        self.left = self.left.saturating_sub(amount as u64);
        self.inner.consume(amount);
    }
}

impl<R: BufRead> Read for Tape<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let read = available.read(into)?;
        self.consume(read);
        Ok(read)
    }
}
