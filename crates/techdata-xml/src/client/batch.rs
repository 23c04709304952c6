//! Long lists of items.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use b2b_http::{Attempt, Error, Operation, Transport};
use b2b_xml::Warning;
use b2b_xml::chrono::DateTime;
use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::Client;
use crate::{Answer, Call, ItemSubmission, LineAnswer, LineError, Lines, ResponseHeader};

/// How many lines a part has unless another number is said. Tech Data states no limit; this is our choice.
pub const LINES_PER_REQUEST: usize = 50;

/// How many parts are under way at the same time unless another number is said. Our choice; the manual says that misuse
/// may cost the access.
pub const CONCURRENCY: usize = 4;

/// How a long list is split and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    lines_per_request: usize,
    concurrency: usize,
}

impl Default for Batch {
    fn default() -> Self {
        Self { lines_per_request: LINES_PER_REQUEST, concurrency: CONCURRENCY }
    }
}

impl Batch {
    /// With parts of so many lines. Zero is taken as one.
    #[must_use]
    pub fn lines_per_request(mut self, lines: usize) -> Self {
        self.lines_per_request = lines.max(1);
        self
    }

    /// With so many parts under way at the same time. Zero is taken as one.
    #[must_use]
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }
}

/// The answers to the parts of a long list, joined.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Batched<L> {
    /// An answer for each line asked for, in that order. Where a part failed, each of its lines says so.
    pub lines: Vec<LineAnswer<L>>,
    /// Lines that belong to none that was asked for.
    pub unasked: Vec<L>,
    /// The answers to the parts, in order, without those that failed.
    pub parts: Vec<BatchPart>,
    /// What the tolerant reader let pass, part by part; places are those of the part's answer.
    pub warnings: Vec<Warning>,
    /// How many more warnings there were than were kept.
    pub more_warnings: usize,
}

/// The answer to one part of a long list.
#[derive(Clone)]
#[non_exhaustive]
pub struct BatchPart {
    /// Which of the lines it is about.
    pub lines: Range<usize>,
    /// Its header.
    pub header: Option<ResponseHeader>,
    /// The document as it came. It may repeat the user name.
    pub body: Bytes,
}

impl fmt::Debug for BatchPart {
    /// Without the body, of which only the length is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchPart")
            .field("lines", &self.lines)
            .field("header", &self.header)
            .field("body_length", &self.body.len())
            .finish()
    }
}

impl<L> Batched<L> {
    /// The good lines.
    pub fn good(&self) -> impl Iterator<Item = &L> {
        self.lines.iter().filter_map(|line| line.result.as_ref().ok())
    }

    fn new() -> Self {
        Self { lines: Vec::new(), unasked: Vec::new(), parts: Vec::new(), warnings: Vec::new(), more_warnings: 0 }
    }

    fn add(&mut self, answer: Answer<Lines<L>>) {
        let from = self.lines.len();
        self.lines.extend(answer.value.lines);
        self.parts.push(BatchPart { lines: from..self.lines.len(), header: answer.value.header, body: answer.body });
        self.unasked.extend(answer.value.unasked);
        self.warnings.extend(answer.warnings);
        self.more_warnings += answer.more_warnings;
    }
}

pub(super) async fn send<T: Transport, S: ItemSubmission>(
    client: &Client<T>,
    submission: S,
    batch: Batch,
) -> Result<Batched<S::Answered>, Error> {
    let mut batched = Batched::new();
    let whole = Call::new(client.endpoint.clone(), submission);
    // What would be refused of the whole list is refused before a part of it is sent, and the client words it.
    if whole.request(&Attempt::new(1, DateTime::UNIX_EPOCH, [0; 32])).is_err() {
        batched.add(client.http.send(&whole).await?);
        return Ok(batched);
    }
    let submission = whole.into_submission();
    let parts: Vec<_> = submission
        .asked()
        .chunks(batch.lines_per_request)
        .enumerate()
        .map(|(at, lines)| {
            let part = if lines.len() == submission.asked().len() {
                submission.clone()
            } else {
                submission.part(at + 1, lines.to_vec())
            };
            let asked = part.asked_lines();
            let call = Call::new(client.endpoint.clone(), part);
            let http = client.http.clone();
            async move { (asked, http.send(&call).await) }
        })
        .collect();
    let mut answers = stream::iter(parts).buffered(batch.concurrency);
    while let Some((asked, answer)) = answers.next().await {
        match answer {
            Ok(answer) => batched.add(answer),
            Err(error) => {
                let error = Arc::new(error);
                let failed = |asked| LineAnswer {
                    asked: Some(asked),
                    matched: None,
                    result: Err(LineError::Failed(Arc::clone(&error))),
                };
                batched.lines.extend(asked.into_iter().map(failed));
            }
        }
    }
    Ok(batched)
}
