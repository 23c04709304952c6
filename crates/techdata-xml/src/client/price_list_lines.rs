//! A price list, line by line while it comes.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use b2b_http::{Answering, Body, Error, Rejected};
use b2b_xml::{DecodeError, Decoded, Place, Reading, Warning, WarningKind, records_with};
use bytes::{Buf, Bytes};
use futures_util::future::{Either, select};
use futures_util::{Stream, stream};
use tokio::sync::mpsc;

use crate::matching::{Matcher, refusal};
use crate::price_list::{HEADER, LINES};
use crate::reading::{check_header, reading, refused, unreadable};
use crate::{ItemSubmission, LineAnswer, PriceListLine, PriceListSubmit, ResponseHeader, Sent};

/// How many lines wait to be taken.
const AHEAD: usize = 32;

/// How much of the beginning of the answer is kept for errors.
const BEGINNING: usize = 16 * 1024;

/// How much of what stands before the first line is kept for the header.
const PREAMBLE: usize = 1 << 20;

/// The most bytes of one line: a hundred times what the longest one seen has. Our choice.
const LINE_BYTES: u64 = 512 << 10;

/// How many nameless errors at the beginning of an answer are held until it is known whether anything else comes.
const HELD: usize = 32;

/// What has come of one line.
type Line = Decoded<LineAnswer<PriceListLine>>;

/// The lines of a price list while they come: a [`Stream`], and [`next`](Self::next) for whoever has no use for one.
///
/// Memory is bounded by some parts of the answer as they come from the network, by 64 lines, and by the longest line, which
/// may have 512 KiB. The lines are read on a thread of tokio's blocking pool; to drop the stream ends it and gives up the rest
/// of the answer.
///
/// Lines are matched as they come, by AssignedID, else by part number, as in an answer that is read whole; never by
/// position, since nobody knows how many will come. A line that belongs to none that was asked for has `asked: None`. After
/// the last one, there is a line with [`NotAnswered`](crate::LineError::NotAnswered) for each that has had no answer. The
/// stream ends after the first error. [`Ampersands::Repair`](crate::Ampersands::Repair) does not hold here.
///
/// The answer is checked by its TransControlID if its header stands before the first line, within the first MiB. Where there
/// is none, the first line has a warning. An answer of nothing but errors that name no item refuses the whole request if it
/// has at most 32 of them; of more, they come as lines.
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
    /// The header, before anything else, if it was found.
    Header(Option<ResponseHeader>),
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
    /// That the answer could not be checked, until a line tells it.
    unchecked: Option<Warning>,
    /// The first lines, while they may be the refusal of the whole request.
    held: Option<Vec<Decoded<PriceListLine>>>,
    /// Lines that were held and are none.
    free: VecDeque<Decoded<PriceListLine>>,
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
            unchecked: None,
            held: Some(Vec::new()),
            free: VecDeque::new(),
            failure: None,
            ended: false,
        }
    }

    async fn next(&mut self) -> Result<Option<Line>, Error> {
        loop {
            if let Some(line) = self.free.pop_front() {
                return Ok(Some(self.matched(line)));
            }
            if self.ended {
                return Ok(self.matcher.unanswered().map(|line| Decoded::with_warnings(line, Vec::new(), 0)));
            }
            match self.told().await {
                Some(Told::Line(line)) => {
                    let may_refuse = refusal(std::slice::from_ref(&line.value)).is_some();
                    match &mut self.held {
                        Some(held) if may_refuse && held.len() < HELD => held.push(*line),
                        held => {
                            self.free.extend(held.take().unwrap_or_default());
                            self.free.push_back(*line);
                        }
                    }
                }
                Some(Told::Header(header)) => self.check(header.as_ref())?,
                Some(Told::End) => {
                    self.ended = true;
                    let held = self.held.take().unwrap_or_default();
                    let lines: Vec<_> = held.into_iter().map(|line| line.value).collect();
                    if let Some(errors) = refusal(&lines) {
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

    /// Checks that the answer is the one to this submission, as far as its header says so.
    fn check(&mut self, header: Option<&ResponseHeader>) -> Result<(), Error> {
        let sent = self.answering.sent().submission().header.trans_control_id.as_ref();
        check_header(sent, header).map_err(|rejected| self.rejected(rejected))?;
        if header.is_none_or(|header| header.trans_control_id.is_none()) {
            let words = "no TransControlID before the first line, so that nothing tells whose answer this is";
            let kind = WarningKind::MissingContent(words.to_owned());
            self.unchecked = Some(Warning { kind, place: Place::default() });
        }
        Ok(())
    }

    fn matched(&mut self, line: Decoded<PriceListLine>) -> Line {
        let mut line = line.map(|line| self.matcher.answer(line));
        line.warnings.extend(self.unchecked.take());
        line
    }

    fn rejected(&self, rejected: Rejected) -> Error {
        let rejected = self.answering.sent().redacted(rejected);
        self.answering.rejected(rejected, &Bytes::copy_from_slice(&self.beginning))
    }
}

/// Reads the lines of an answer whose parts come through a channel, until it ends or nobody takes them.
fn read(source: mpsc::Receiver<Bytes>, tell: &mpsc::Sender<Told>) {
    let preamble = Arc::new(Mutex::new(Some(Vec::new())));
    let source = Parts { source, part: Bytes::new(), preamble: Some(Arc::clone(&preamble)) };
    let mut lines = records_with::<PriceListLine, _>(source, LINES, unbounded());
    let mut line = lines.next();
    if !matches!(line, Some(Err(_))) {
        // The bytes that were read for the first line have the header in the encoding of the answer.
        let seen = preamble.lock().ok().and_then(|mut seen| seen.take()).unwrap_or_default();
        let header =
            records_with::<ResponseHeader, _>(seen.as_slice(), HEADER, unbounded()).next().and_then(Result::ok);
        if tell.blocking_send(Told::Header(header.map(|header| header.value))).is_err() {
            return;
        }
    }
    while let Some(read) = line {
        let told = match read {
            Ok(line) => Told::Line(Box::new(line)),
            Err(error) => Told::Broken(error),
        };
        let broken = matches!(told, Told::Broken(_));
        if tell.blocking_send(told).is_err() || broken {
            return;
        }
        line = lines.next();
    }
    // Nobody may be there to take it.
    let _ = tell.blocking_send(Told::End);
}

/// Without bounds on the whole: only what is kept of it is bounded.
fn unbounded() -> Reading {
    let mut reading = reading();
    reading.limits.bytes = u64::MAX;
    reading.limits.elements = u64::MAX;
    reading.limits.record_bytes = LINE_BYTES;
    reading
}

/// The parts of an answer as a reader.
struct Parts {
    source: mpsc::Receiver<Bytes>,
    part: Bytes,
    /// What has been read, until the first line is there.
    preamble: Option<Arc<Mutex<Option<Vec<u8>>>>>,
}

impl Parts {
    /// Keeps what is read while the first line is not there.
    fn keep(&mut self, amount: usize) {
        let Some(preamble) = &self.preamble else { return };
        let kept = match preamble.lock().as_deref_mut() {
            Ok(Some(seen)) => {
                let room = PREAMBLE.saturating_sub(seen.len()).min(amount);
                seen.extend_from_slice(self.part.get(..room).unwrap_or_default());
                seen.len() < PREAMBLE
            }
            _ => false,
        };
        if !kept {
            self.preamble = None;
        }
    }
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
        let amount = amount.min(self.part.len());
        self.keep(amount);
        self.part.advance(amount);
    }
}

impl Read for Parts {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}
