//! One record after another, from a stream, in memory that does not grow with it.

mod outer;
mod window;

use std::fmt;
use std::io::BufRead;
use std::marker::PhantomData;

use self::outer::Around;
use self::window::{Turn, Window};
use crate::cursor::prolog::{Prolog, check_after, cut_off_after_root};
use crate::cursor::scanner::Token;
use crate::cursor::step::check_content;
use crate::document::{Decoded, read_root};
use crate::error::{DecodeError, DecodeErrorKind, excerpt};
use crate::field::FromXml;
use crate::input::survey;
use crate::limits::{Limits, Reading};
use crate::place::Place;

/// Reads the records at a path of local names, such as `XML_PriceList_Response/Detail/LineInfo`, one at a time.
///
/// Memory is bounded by the largest record, or the largest tag, text or comment between them, and by the start tags around
/// it, whatever the length of the stream. Everything outside the records is checked for well-formedness and passed over;
/// only a root element that is not the first of the path is an error, because then this is another document. A record that
/// does not begin with [`FromXml::RECORD`]'s name, its namespace included, is one too.
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

/// Like [`records`], read as told. [`Limits::bytes`](crate::Limits::bytes) and
/// [`Limits::elements`](crate::Limits::elements) bound the stream, [`Limits::record_bytes`](crate::Limits::record_bytes)
/// a record or any other token, and [`Limits::warnings`](crate::Limits::warnings) the warnings of each record.
pub fn records_with<T: FromXml, R: BufRead>(source: R, path: &str, reading: Reading) -> Records<T, R> {
    Records {
        window: Window::new(source, reading.limits),
        reading,
        path: path.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect(),
        prolog: Prolog::default(),
        around: Around::default(),
        root_done: false,
        elements: 0,
        ended: false,
        record: PhantomData,
    }
}

/// The records of a stream. It ends after the first error.
#[must_use = "nothing is read until the records are asked for"]
pub struct Records<T, R> {
    window: Window<R>,
    reading: Reading,
    path: Vec<String>,
    prolog: Prolog,
    around: Around,
    root_done: bool,
    elements: u64,
    ended: bool,
    record: PhantomData<fn() -> T>,
}

impl<T, R> fmt::Debug for Records<T, R> {
    /// Where the stream is, and nothing of what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("path", &self.path)
            .field("offset", &self.window.place().offset)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
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

impl<T: FromXml, R: BufRead> std::iter::FusedIterator for Records<T, R> {}

/// What a token outside the records asks for.
enum Step {
    Record { self_closed: bool },
    Leave,
    Pass,
    Finish,
}

impl<T: FromXml, R: BufRead> Records<T, R> {
    fn read(&mut self) -> Result<Option<Decoded<T>>, DecodeError> {
        loop {
            self.window.forget();
            match self.step()? {
                Step::Record { self_closed } => {
                    let record = self.record(self_closed)?;
                    self.leave();
                    return Ok(Some(record));
                }
                Step::Leave => self.leave(),
                Step::Pass => {}
                Step::Finish => return Ok(None),
            }
        }
    }

    /// Reads a token outside the records and checks it as the cursor would.
    fn step(&mut self) -> Result<Step, DecodeError> {
        if let Err(kind) = self.window.advance() {
            return Err(self.unread(if self.root_done { cut_off_after_root(kind) } else { kind }));
        }
        let Self { window, around, .. } = self;
        let text = window.text();
        if let Err((kind, at)) = survey(text) {
            let place = Place::locate(text, at).within(&around.place(window.place()));
            return Err(DecodeError::new(kind, place));
        }
        let inside = around.depth() > 0;
        let checked = match window.token() {
            Ok(Token::EndOfDocument) if self.root_done => return Ok(Step::Finish),
            Ok(token) if self.root_done => check_after(&token),
            Ok(Token::Start(tag)) => {
                let self_closed = tag.self_closed;
                around.push(tag.name);
                return self.enter(self_closed);
            }
            Ok(token) if !inside => self.prolog.check(&token, window.place().offset, self.reading.doctype),
            Ok(Token::End(name)) => match around.check_end(name) {
                Ok(()) => return Ok(Step::Leave),
                Err(kind) => Err(kind),
            },
            Ok(token) => check_content(&token),
            Err(kind) => Err(kind),
        };
        checked.map(|()| Step::Pass).map_err(|kind| self.error(kind))
    }

    /// Checks the start tag in the window, whose element has just become the innermost one.
    fn enter(&mut self, self_closed: bool) -> Result<Step, DecodeError> {
        self.count()?;
        if self.around.are(&self.path) {
            return Ok(Step::Record { self_closed });
        }
        let checked = self.around.declare(self.window.text(), self.reading);
        checked.map_err(|error| error.within(&self.here()))?;
        if let ([first, ..], 1) = (self.path.as_slice(), self.around.depth())
            && self.around.root() != first
        {
            let found = excerpt(self.around.root());
            return Err(self.error(DecodeErrorKind::OtherRoot { expected: first.clone(), found }));
        }
        Ok(if self_closed { Step::Leave } else { Step::Pass })
    }

    /// Reads the rest of the record whose start tag is in the window, and decodes it.
    fn record(&mut self, self_closed: bool) -> Result<Decoded<T>, DecodeError> {
        let mut depth = usize::from(!self_closed);
        while depth > 0 {
            match self.window.advance() {
                Ok(Turn::Opens) => {
                    depth += 1;
                    self.count()?;
                }
                Ok(Turn::Closes) => depth -= 1,
                Ok(Turn::Stays) => {}
                Ok(Turn::OpensAndCloses) => self.count()?,
                Ok(Turn::Ends) => return Err(self.broken_record(DecodeErrorKind::Truncated)),
                Err(kind) => return Err(self.broken_record(kind)),
            }
        }
        let place = self.here();
        let mut record = self.decode(self.window.text()).map_err(|error| error.within(&place))?;
        for warning in &mut record.warnings {
            warning.place = std::mem::take(&mut warning.place).within(&place);
        }
        Ok(record)
    }

    fn decode(&self, text: &str) -> Result<Decoded<T>, DecodeError> {
        let mut cursor = self.around.cursor(text, self.reading)?;
        cursor.root()?;
        let value = read_root(&mut cursor)?;
        cursor.finish()?;
        Ok(Decoded::new(value, &mut cursor))
    }

    /// The error of a record whose end was not found: something that the cursor refuses further ahead, or else that
    /// which stopped the window.
    #[cold]
    fn broken_record(&self, kind: DecodeErrorKind) -> DecodeError {
        if !matches!(kind, DecodeErrorKind::Truncated | DecodeErrorKind::NotWellFormed(_)) {
            return self.unread(kind);
        }
        let text = self.window.text();
        let ahead = self.decode(text).err().filter(|error| !matches!(error.kind(), DecodeErrorKind::Truncated));
        ahead.unwrap_or_else(|| DecodeError::new(kind, Place::locate(text, text.len()))).within(&self.here())
    }

    /// Counts an element against the limit.
    fn count(&mut self) -> Result<(), DecodeError> {
        self.elements += 1;
        let Limits { elements, depth, .. } = self.reading.limits;
        if self.elements > elements {
            return Err(self.error(DecodeErrorKind::Limit { what: "elements", limit: elements }));
        }
        if self.around.depth() > depth {
            let what = "elements inside one another";
            return Err(self.error(DecodeErrorKind::Limit { what, limit: depth as u64 }));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.around.pop();
        self.root_done = self.around.depth() == 0;
    }
}

impl<T, R> Records<T, R> {
    /// Where the window begins.
    fn here(&self) -> Place {
        self.around.place(self.window.place())
    }

    /// The error of a token that could not be read.
    fn unread(&self, kind: DecodeErrorKind) -> DecodeError {
        let place = match kind {
            // All that came before the byte in question has been read.
            DecodeErrorKind::Encoding(_) => {
                let text = self.window.all();
                Place::locate(text, text.len()).within(&self.here())
            }
            _ => self.here(),
        };
        DecodeError::new(kind, place)
    }

    /// An error where the window begins.
    fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError::new(kind, self.here())
    }
}
