//! A price list, line by line while it comes.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use b2b_http::{Answering, Body, Error, Rejected};
use b2b_xml::{Cursor, DecodeError, Decoded, FromXml, Reading, records_with};
use bytes::{Buf, Bytes};
use futures_util::future::{Either, select};
use futures_util::{Stream, stream};
use tokio::sync::mpsc;

use crate::matching::{Matcher, refusal};
use crate::price_list::LINES;
use crate::reading::{check_header, reading, refused, unreadable};
use crate::{ItemSubmission, LineAnswer, PriceListLine, PriceListSubmit, ResponseHeader, Sent};

/// How many lines wait to be taken.
const AHEAD: usize = 32;

/// How much of the beginning of the answer is kept, for its header and for errors.
const BEGINNING: usize = 16 * 1024;

/// What has come of one line.
type Line = Decoded<LineAnswer<PriceListLine>>;

/// The lines of a price list while they come: a [`Stream`], and [`next`](Self::next) for whoever has no use for one.
///
/// Memory is bounded by some parts of the answer as they come from the network, by 32 lines, and by the longest line, which
/// may have 8 MiB. The lines are read on a thread of tokio's blocking pool; to drop the stream ends it and gives up the rest
/// of the answer.
///
/// Lines are matched as they come: by AssignedID, else by part number; by position only where a line names neither. After
/// the last one, there is a line with [`NotAnswered`](crate::LineError::NotAnswered) for each that has had no answer. The
/// stream ends after the first error. [`Ampersands::Repair`](crate::Ampersands::Repair) does not hold here.
#[must_use = "nothing is read until the lines are asked for"]
pub struct PriceListLines {
    lines: Pin<Box<dyn Stream<Item = Result<Line, Error>> + Send>>,
}

impl PriceListLines {
    pub(super) fn new<B: Body + 'static>(answering: Answering<Sent<PriceListSubmit>, B>) -> Self {
        let lines = stream::unfold(Some(Incoming::new(answering)), async |incoming| {
            let mut incoming = incoming?;
            match incoming.next().await {
                Ok(Some(line)) => Some((Ok(line), Some(incoming))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        });
        Self { lines: Box::pin(lines) }
    }

    /// The next line.
    pub async fn next(&mut self) -> Option<Result<Line, Error>> {
        std::future::poll_fn(|context| self.lines.as_mut().poll_next(context)).await
    }
}

impl Stream for PriceListLines {
    type Item = Result<Line, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.lines.as_mut().poll_next(context)
    }
}

impl fmt::Debug for PriceListLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PriceListLines").finish_non_exhaustive()
    }
}

/// What the reading thread tells.
enum Told {
    Line(Box<Decoded<PriceListLine>>),
    Broken(DecodeError),
    End,
}

struct Incoming<B> {
    answering: Answering<Sent<PriceListSubmit>, B>,
    /// The way to the thread, until the answer has ended.
    parts: Option<mpsc::Sender<Bytes>>,
    told: mpsc::Receiver<Told>,
    matcher: Matcher,
    /// The beginning of the answer.
    beginning: Vec<u8>,
    /// Whether a line has come.
    begun: bool,
    /// A first line that may be the refusal of the whole request.
    held: Option<Decoded<PriceListLine>>,
    /// A line behind the held one.
    behind: Option<Box<Decoded<PriceListLine>>>,
    /// What ended the answer before its time.
    failure: Option<Error>,
    ended: bool,
}

impl<B: Body> Incoming<B> {
    fn new(answering: Answering<Sent<PriceListSubmit>, B>) -> Self {
        let (parts, source) = mpsc::channel(1);
        let (tell, told) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || read(source, &tell));
        let matcher = Matcher::new(answering.sent().submission().asked_lines());
        Self {
            answering,
            parts: Some(parts),
            told,
            matcher,
            beginning: Vec::new(),
            begun: false,
            held: None,
            behind: None,
            failure: None,
            ended: false,
        }
    }

    async fn next(&mut self) -> Result<Option<Line>, Error> {
        loop {
            if let Some(line) = self.behind.take() {
                return Ok(Some(self.matched(*line)));
            }
            if self.ended {
                return Ok(self.matcher.unanswered().map(|line| Decoded::with_warnings(line, Vec::new(), 0)));
            }
            match self.told().await {
                Some(Told::Line(line)) => {
                    if !self.begun {
                        self.begun = true;
                        self.check()?;
                        if refusal(std::slice::from_ref(&line.value)).is_some() {
                            self.held = Some(*line);
                            continue;
                        }
                    }
                    if let Some(held) = self.held.take() {
                        self.behind = Some(line);
                        return Ok(Some(self.matched(held)));
                    }
                    return Ok(Some(self.matched(*line)));
                }
                Some(Told::End) => {
                    self.ended = true;
                    if !self.begun {
                        self.check()?;
                    }
                    if let Some(errors) = self.held.take().and_then(|line| refusal(&[line.value])) {
                        return Err(self.rejected(refused(errors)));
                    }
                }
                Some(Told::Broken(error)) => {
                    if let Some(failure) = self.failure.take() {
                        return Err(failure);
                    }
                    return Err(self.rejected(unreadable(error, &self.beginning)));
                }
                None => return Err(self.rejected(Rejected::unreadable("the reading of the answer was broken off"))),
            }
        }
    }

    /// What the thread tells next. Meanwhile the answer is passed on to it.
    async fn told(&mut self) -> Option<Told> {
        loop {
            let Some(parts) = &self.parts else { return self.told.recv().await };
            let chunk = {
                let answering = &mut self.answering;
                let more = async {
                    let room = parts.reserve().await;
                    (room, answering.chunk().await)
                };
                match select(pin!(self.told.recv()), pin!(more)).await {
                    Either::Left((told, _)) => return told,
                    // The thread has ended, and has told why.
                    Either::Right(((Err(_), _), _)) => None,
                    Either::Right(((Ok(room), Ok(Some(chunk))), _)) => {
                        room.send(chunk.clone());
                        Some(chunk)
                    }
                    Either::Right(((Ok(_), Ok(None)), _)) => None,
                    Either::Right(((Ok(_), Err(error)), _)) => {
                        self.failure = Some(error);
                        None
                    }
                }
            };
            match chunk {
                Some(chunk) => {
                    let room = BEGINNING.saturating_sub(self.beginning.len());
                    self.beginning.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                }
                None => self.parts = None,
            }
        }
    }

    /// Checks that the answer is the one to this submission, as far as its beginning says so.
    fn check(&self) -> Result<(), Error> {
        let sent = self.answering.sent().submission().header.trans_control_id.as_ref();
        check_header(sent, header(&self.beginning).as_ref()).map_err(|rejected| self.rejected(rejected))
    }

    fn matched(&mut self, line: Decoded<PriceListLine>) -> Line {
        line.map(|line| self.matcher.answer(line))
    }

    fn rejected(&self, rejected: Rejected) -> Error {
        let rejected = self.answering.sent().redacted(rejected);
        self.answering.rejected(rejected, &Bytes::copy_from_slice(&self.beginning))
    }
}

/// The header, if it stands in the beginning of an answer.
fn header(beginning: &[u8]) -> Option<ResponseHeader> {
    let text = String::from_utf8_lossy(beginning);
    let mut cursor = Cursor::new(&text, reading()).ok()?;
    cursor.root().ok()?;
    while let Some(tag) = cursor.child().ok()? {
        if tag.local == "Header" {
            return ResponseHeader::read(&mut cursor).ok()?;
        }
        cursor.skip().ok()?;
    }
    None
}

/// Reads the lines of an answer whose parts come through a channel, until it ends or nobody takes them.
fn read(source: mpsc::Receiver<Bytes>, tell: &mpsc::Sender<Told>) {
    let source = Parts { source, part: Bytes::new() };
    for line in records_with::<PriceListLine, _>(source, LINES, unbounded()) {
        let told = match line {
            Ok(line) => Told::Line(Box::new(line)),
            Err(error) => Told::Broken(error),
        };
        let broken = matches!(told, Told::Broken(_));
        if tell.blocking_send(told).is_err() || broken {
            return;
        }
    }
    // Nobody may be there to take it.
    let _ = tell.blocking_send(Told::End);
}

/// Without bounds on the whole: only what is kept of it is bounded.
fn unbounded() -> Reading {
    let mut reading = reading();
    reading.limits.bytes = u64::MAX;
    reading.limits.elements = u64::MAX;
    reading
}

/// The parts of an answer as a reader.
struct Parts {
    source: mpsc::Receiver<Bytes>,
    part: Bytes,
}

impl BufRead for Parts {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.part.is_empty() {
            match self.source.blocking_recv() {
                Some(part) => self.part = part,
                None => break,
            }
        }
        Ok(&self.part)
    }

    fn consume(&mut self, amount: usize) {
        self.part.advance(amount.min(self.part.len()));
    }
}

impl Read for Parts {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}
