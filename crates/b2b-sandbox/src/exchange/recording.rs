//! The making of one exchange, from its headers to its answer or to the client's leaving.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::request::Parts;
use tokio::time::Instant;

use super::{
    Exchange, ExchangeLog, Outcome,
    redact::{Redactor, WITHHELD},
};
use crate::{chassis::Mounted, fault::draft::Draft, notes::Notes, server::Scheme};

/// An exchange under way. Dropped before [`finish`](Self::finish), it records that the client went away.
pub(crate) struct Recording {
    pub(crate) body: Bytes,
    pub(crate) notes: Option<Notes>,
    pub(crate) fault: Option<String>,
    log: Arc<ExchangeLog>,
    head: Parts,
    mounted: Option<Arc<Mounted>>,
    scheme: Scheme,
    received: DateTime<Utc>,
    started: Instant,
    max_bytes: usize,
    finished: bool,
}

/// Who made an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Supplier,
    Sandbox,
}

impl Recording {
    pub(crate) fn begin(
        log: Arc<ExchangeLog>,
        head: Parts,
        mounted: Option<Arc<Mounted>>,
        scheme: Scheme,
        received: DateTime<Utc>,
        max_bytes: usize,
    ) -> Self {
        Self {
            body: Bytes::new(),
            notes: None,
            fault: None,
            log,
            head,
            mounted,
            scheme,
            received,
            started: Instant::now(),
            max_bytes,
            finished: false,
        }
    }

    /// Records the exchange with its answer, none for a reset.
    pub(crate) fn finish(mut self, answer: Option<&Draft>, origin: Origin) {
        self.record(answer, origin, Outcome::Answered);
    }

    fn record(&mut self, answer: Option<&Draft>, origin: Origin, outcome: Outcome) {
        self.finished = true;
        let found = self
            .mounted
            .as_ref()
            .and_then(|mounted| mounted.mount.find_secrets.as_ref())
            .map(|find| find(&self.head, &self.body));
        let vouched = match &found {
            Some(found) => found.is_some(),
            None => self.notes.is_some(),
        };
        let notes = self.notes.take().unwrap_or_default();
        let known = self.mounted.iter().flat_map(|mounted| &mounted.mount.secrets);
        let redactor = Redactor::new(known.chain(found.iter().flatten().flatten()).chain(&notes.secrets));

        let explanation = notes.explanation.map(|mut explanation| {
            explanation.sentence = redactor.text(&explanation.sentence);
            redactor.json(&mut explanation.detail);
            explanation
        });
        let status = answer.map(|draft| draft.status);
        let outcome = match outcome {
            Outcome::Answered if self.fault.is_some() => Outcome::Faulted,
            Outcome::Answered if explanation.is_some() => Outcome::Refused,
            Outcome::Answered if status.is_some_and(|status| status.as_u16() >= 400) => Outcome::Refused,
            outcome => outcome,
        };
        let uri = &self.head.uri;
        self.log.push(Exchange {
            id: 0,
            received: self.received,
            scheme: self.scheme,
            method: self.head.method.to_string(),
            path: redactor.text(uri.path()),
            query: uri.query().map(|query| if vouched { redactor.query(query) } else { WITHHELD.to_owned() }),
            request_headers: redactor.headers(&self.head.headers),
            request_body: self.show(vouched, &redactor, &self.body),
            status: status.map(|status| status.as_u16()),
            response_headers: answer.map(|draft| redactor.headers(&draft.headers)).unwrap_or_default(),
            response_body: answer
                .map(|draft| self.show(vouched || origin == Origin::Sandbox, &redactor, &draft.visible()))
                .unwrap_or_default(),
            duration_us: u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX),
            supplier: self.mounted.as_ref().map(|mounted| mounted.name),
            operation: notes.operation.map(|name| redactor.text(&name)),
            fault: self.fault.take(),
            outcome,
            explanation,
        });
    }

    fn show(&self, vouched: bool, redactor: &Redactor, body: &[u8]) -> String {
        if vouched || body.is_empty() { redactor.body(body, self.max_bytes) } else { WITHHELD.to_owned() }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if !self.finished {
            self.record(None, Origin::Sandbox, Outcome::Abandoned);
        }
    }
}
