//! The part of a stream that is being looked at, as text.

use std::io::{BufRead, ErrorKind};

use encoding_rs::Decoder;

use crate::cursor::scanner::{Scanner, Token};
use crate::error::DecodeErrorKind;
use crate::input::{BYTE_ORDER_MARK, HEAD, decode, encoding};
use crate::limits::Limits;
use crate::place::Place;

/// The most bytes taken from the source at once.
const CHUNK: usize = 64 << 10;
/// A token that is longer than this is not looked at again before it has grown by half.
const SHORT: usize = 4 << 10;

/// A window over a stream: from the oldest token not forgotten to the last byte read.
pub(super) struct Window<R> {
    source: R,
    /// Knows the encoding once the beginning of the stream has been read.
    decoder: Option<Decoder>,
    text: String,
    /// Where the oldest token begins and where the newest ends.
    start: usize,
    end: usize,
    /// Where in the stream the oldest token begins; without its path.
    place: Place,
    limits: Limits,
    /// Bytes of text so far.
    total: u64,
    exhausted: bool,
    /// What went wrong behind the text: told once that text has been used up.
    failure: Option<DecodeErrorKind>,
}

/// What a token does to the depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Opens,
    OpensAndCloses,
    Closes,
    Stays,
    Ends,
}

impl<R> Window<R> {
    pub(super) fn new(source: R, limits: Limits) -> Self {
        Self {
            source,
            decoder: None,
            text: String::new(),
            start: 0,
            end: 0,
            place: Place::default(),
            limits,
            total: 0,
            exhausted: false,
            failure: None,
        }
    }

    /// Where the window begins; without its path.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// The tokens read since the last [`forget`](Self::forget).
    pub(super) fn text(&self) -> &str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// These tokens and all that has been read behind them.
    pub(super) fn all(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// Forgets the tokens read so far.
    pub(super) fn forget(&mut self) {
        let passed = self.text();
        let lines = memchr::memchr_iter(b'\n', passed.as_bytes()).count();
        self.place.offset += passed.len() as u64;
        self.place.line += lines as u64;
        self.start = self.end;
    }

    /// The token that was read last; asked for only if it is the only one in the window.
    pub(super) fn token(&self) -> Result<Token<'_>, DecodeErrorKind> {
        Scanner::new(self.text()).token()
    }

    fn too_long(&self) -> DecodeErrorKind {
        DecodeErrorKind::Limit { what: "bytes in one record", limit: self.limits.record_bytes }
    }
}

impl<R: BufRead> Window<R> {
    /// Reads one more token into the window.
    pub(super) fn advance(&mut self) -> Result<Turn, DecodeErrorKind> {
        loop {
            let mut scanner = Scanner::starting(&self.text, self.end);
            let found = scanner.token();
            let end = scanner.position();
            let open_ended = match &found {
                Ok(Token::EndOfDocument) | Err(DecodeErrorKind::Truncated) => true,
                Ok(Token::Text(_)) => end == self.text.len(),
                _ => false,
            };
            let turn = found.map(|token| match token {
                Token::Start(tag) if tag.self_closed => Turn::OpensAndCloses,
                Token::Start(_) => Turn::Opens,
                Token::End(_) => Turn::Closes,
                Token::EndOfDocument => Turn::Ends,
                _ => Turn::Stays,
            });
            if open_ended && !self.exhausted {
                self.grow()?;
                continue;
            }
            let reached = if open_ended { self.text.len() } else { end };
            if (reached - self.start) as u64 > self.limits.record_bytes {
                return Err(self.too_long());
            }
            // It may have come with the last of the text.
            if open_ended && let Some(kind) = self.failure.take() {
                return Err(kind);
            }
            let turn = turn?;
            self.end = end;
            return Ok(turn);
        }
    }

    /// Reads more text, or finds that there is none.
    fn grow(&mut self) -> Result<(), DecodeErrorKind> {
        self.text.drain(..self.start);
        self.end -= self.start;
        self.start = 0;
        if self.text.len() as u64 > self.limits.record_bytes {
            return Err(self.too_long());
        }
        let before = self.text.len();
        let partial = before - self.end;
        let goal = before + if partial > SHORT { partial / 2 } else { 1 };
        while self.text.len() < goal && !self.exhausted && self.failure.is_none() {
            if let Err(kind) = self.read() {
                self.failure = Some(kind);
            }
        }
        if self.text.len() > before { Ok(()) } else { self.failure.take().map_or(Ok(()), Err) }
    }

    /// Reads and decodes what the source has at hand.
    fn read(&mut self) -> Result<(), DecodeErrorKind> {
        let mut head = Vec::new();
        let mut decoder = match self.decoder.take() {
            Some(decoder) => decoder,
            None => {
                self.read_head(&mut head)?;
                encoding(&head)?.new_decoder_without_bom_handling()
            }
        };
        let from = self.text.len();
        let outcome = if head.is_empty() {
            let available = available(&mut self.source)?;
            let chunk = available.get(..CHUNK).unwrap_or(available);
            self.exhausted = chunk.is_empty();
            let outcome = decode(&mut decoder, chunk, &mut self.text, self.exhausted);
            let taken = chunk.len();
            self.source.consume(taken);
            outcome
        } else {
            let outcome = decode(&mut decoder, &head, &mut self.text, false);
            // The head is long enough to hold a whole one. What looks like a second one is text.
            if self.text.starts_with(BYTE_ORDER_MARK) {
                self.text.drain(..BYTE_ORDER_MARK.len_utf8());
            }
            outcome
        };
        self.decoder = Some(decoder);
        self.account(from)?;
        outcome
    }

    /// Reads as much as is needed to tell the encoding.
    fn read_head(&mut self, head: &mut Vec<u8>) -> Result<(), DecodeErrorKind> {
        let declaration = b"<?xml";
        loop {
            let told = match head.get(..declaration.len()) {
                Some(beginning) if beginning == declaration => head.contains(&b'>') || head.len() >= HEAD,
                Some(_) => true,
                None => false,
            };
            if told {
                return Ok(());
            }
            let available = available(&mut self.source)?;
            if available.is_empty() {
                return Ok(());
            }
            let chunk = available.get(..HEAD - head.len()).unwrap_or(available);
            head.extend_from_slice(chunk);
            let taken = chunk.len();
            self.source.consume(taken);
        }
    }

    /// Counts the text from `from` on and cuts off what is beyond the limit.
    fn account(&mut self, from: usize) -> Result<(), DecodeErrorKind> {
        self.total += (self.text.len() - from) as u64;
        let limit = self.limits.bytes;
        let Some(excess) = self.total.checked_sub(limit).filter(|excess| *excess > 0) else { return Ok(()) };
        let mut end = self.text.len() - usize::try_from(excess).unwrap_or(usize::MAX).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.truncate(end);
        Err(DecodeErrorKind::Limit { what: "bytes", limit })
    }
}

/// What the source has at hand; nothing at its end.
fn available<R: BufRead>(source: &mut R) -> Result<&[u8], DecodeErrorKind> {
    loop {
        match source.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(DecodeErrorKind::Io(error)),
            Ok(_) => break,
        }
    }
    // Asked again, because a borrow cannot leave a loop; a source that has bytes at hand reads none.
    source.fill_buf().map_err(DecodeErrorKind::Io)
}
