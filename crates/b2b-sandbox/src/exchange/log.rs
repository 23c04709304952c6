//! The last exchanges, bounded by their number and their size.

use std::{
    collections::{BTreeMap, VecDeque},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;
use tokio::sync::watch;

use super::{
    Exchange, Row,
    recording::{Asked, Finished},
};
use crate::notes::Explanation;

/// What a member of a collection takes besides its text.
const ENTRY: usize = 64;

/// The last exchanges.
///
/// To leave the secrets out takes far longer than most answers do. It is done when somebody looks, and what nobody looks at
/// goes as it came.
#[derive(Debug)]
pub(crate) struct ExchangeLog {
    kept: Mutex<Kept>,
    max: usize,
    max_bytes: usize,
    /// Tells those who watch that there is something new.
    news: watch::Sender<()>,
}

/// A part of the list.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    /// Newest first.
    pub(crate) rows: Vec<Row>,
    /// Where to go on; none at the end.
    pub(crate) rest: Option<u64>,
}

#[derive(Debug, Default)]
struct Kept {
    last_id: u64,
    /// By id.
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    id: u64,
    weight: usize,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Finished(Box<Finished>),
    /// Without its secrets, and as it came in if it is short enough to be kept twice.
    Shown(Arc<Exchange>, Option<Box<Asked>>),
    /// Between the two, and for good if that panicked.
    Lost,
}

impl ExchangeLog {
    pub(crate) fn new(max: usize, max_bytes: usize) -> Self {
        Self { kept: Mutex::default(), max, max_bytes, news: watch::Sender::new(()) }
    }

    /// Newest first.
    pub(crate) fn newest(&self) -> Vec<Arc<Exchange>> {
        let entries: Vec<Arc<Entry>> = self.lock().entries.iter().rev().cloned().collect();
        entries.iter().filter_map(|entry| entry.show()).collect()
    }

    /// Newest first, as soon as they are as wanted.
    pub(crate) async fn newest_when(&self, wanted: impl Fn(&[Arc<Exchange>]) -> bool) -> Vec<Arc<Exchange>> {
        let mut news = self.watch();
        loop {
            let newest = self.newest();
            if wanted(&newest) {
                return newest;
            }
            // The sender is here: there is one more, or this waits.
            let _ = news.changed().await;
        }
    }

    /// The newest that came before the one with this id and is wanted.
    pub(crate) fn newest_before(&self, id: u64, wanted: impl Fn(&Exchange) -> bool) -> Option<Arc<Exchange>> {
        let mut before = id;
        loop {
            let entry = self.entry_before(before)?;
            before = entry.id;
            if let Some(exchange) = entry.show().filter(|exchange| wanted(exchange)) {
                return Some(exchange);
            }
        }
    }

    /// Up to `most` of those that are wanted among the next `look_at` before the one with this id.
    pub(crate) fn list(&self, id: u64, most: usize, look_at: usize, wanted: impl Fn(&Listing<'_>) -> bool) -> Listed {
        let mut listed = Listed::default();
        let mut before = id;
        for _ in 0..look_at {
            let Some(entry) = self.entry_before(before) else { return listed };
            before = entry.id;
            if let Some(row) = entry.row().filter(|row| wanted(&Listing { row, entry: &entry })) {
                listed.rows.push(row);
            }
            if listed.rows.len() == most {
                break;
            }
        }
        listed.rest = self.entry_before(before).map(|_| before);
        listed
    }

    /// The one with this id, and its request as it came.
    pub(crate) fn find(&self, id: u64) -> Option<(Arc<Exchange>, Option<Box<Asked>>)> {
        let entry = self.entry_before(id.checked_add(1)?).filter(|entry| entry.id == id)?;
        let exchange = entry.show()?;
        let state = entry.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Shown(_, asked) => Some((exchange, asked.clone())),
            State::Finished(_) | State::Lost => None,
        }
    }

    /// How many are kept, and the id of the last.
    pub(crate) fn count(&self) -> (usize, u64) {
        let kept = self.lock();
        (kept.entries.len(), kept.last_id)
    }

    /// Wakes whenever there is something new.
    pub(crate) fn watch(&self) -> watch::Receiver<()> {
        self.news.subscribe()
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.lock();
        kept.entries.clear();
        kept.bytes = 0;
        drop(kept);
        self.tell();
    }

    /// Keeps it and gives its id.
    pub(super) fn push(&self, finished: Box<Finished>) -> u64 {
        // What is longer than will be shown is cut before it is kept.
        let (weight, state) = if finished.is_short() {
            (finished.weight(), State::Finished(finished))
        } else {
            let exchange = finished.show(0);
            (exchange.weight(), State::Shown(Arc::new(exchange), None))
        };
        let mut kept = self.lock();
        kept.last_id += 1;
        let id = kept.last_id;
        let state = match state {
            State::Shown(mut exchange, asked) => {
                Arc::make_mut(&mut exchange).id = id;
                State::Shown(exchange, asked)
            }
            state => state,
        };
        kept.bytes += weight;
        kept.entries.push_back(Arc::new(Entry { id, weight, state: Mutex::new(state) }));
        while kept.entries.len() > self.max || kept.bytes > self.max_bytes {
            let Some(oldest) = kept.entries.pop_front() else { break };
            kept.bytes -= oldest.weight;
        }
        drop(kept);
        self.tell();
        id
    }

    /// Costs next to nothing while nobody watches.
    fn tell(&self) {
        // Fails when nobody watches.
        let _ = self.news.send(());
    }

    fn entry_before(&self, id: u64) -> Option<Arc<Entry>> {
        let kept = self.lock();
        let before = kept.entries.partition_point(|entry| entry.id < id);
        kept.entries.get(before.checked_sub(1)?).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn show(&self) -> Option<Arc<Exchange>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = match mem::replace(&mut *state, State::Lost) {
            State::Finished(finished) => {
                let asked = Box::new(finished.asked());
                State::Shown(Arc::new(finished.show(self.id)), Some(asked))
            }
            state => state,
        };
        match &*state {
            State::Shown(exchange, _) => Some(Arc::clone(exchange)),
            State::Finished(_) | State::Lost => None,
        }
    }

    /// What a list says of it. To look for secrets is spared where there can be none.
    fn row(&self) -> Option<Row> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let plain = match &*state {
            State::Finished(finished) => finished.row(self.id),
            State::Shown(exchange, _) => Some(Row::from(&**exchange)),
            State::Lost => None,
        };
        drop(state);
        plain.or_else(|| self.show().map(|exchange| Row::from(&*exchange)))
    }
}

/// One of a list, and all of it for those who look closer.
#[derive(Debug)]
pub(crate) struct Listing<'a> {
    pub(crate) row: &'a Row,
    entry: &'a Entry,
}

impl Listing<'_> {
    pub(crate) fn exchange(&self) -> Option<Arc<Exchange>> {
        self.entry.show()
    }
}

impl Finished {
    /// About how many bytes it takes to keep it. Once it was shown its request is there twice: without its secrets, and as it
    /// came, to be sent again.
    fn weight(&self) -> usize {
        let headers = |headers: &http::HeaderMap| -> usize {
            headers.iter().map(|(name, value)| ENTRY + name.as_str().len() + value.len()).sum()
        };
        let notes = self.notes.as_ref();
        let why = notes.and_then(|notes| notes.explanation.as_ref());
        let asked = self.head.uri.path_and_query().map_or(0, |target| target.as_str().len())
            + headers(&self.head.headers)
            + self.body.len();
        size_of::<Self>()
            + 2 * asked
            + self.answer.as_ref().map_or(0, |answer| headers(&answer.headers) + answer.body.len())
            + self.head.method.as_str().len()
            + notes.and_then(|notes| notes.operation.as_ref()).map_or(0, |name| name.len())
            + self.fault.as_ref().map_or(0, String::len)
            + why.map_or(0, explained_weight)
    }
}

impl Exchange {
    /// About how many bytes it takes to keep it.
    fn weight(&self) -> usize {
        let headers = |headers: &BTreeMap<String, String>| -> usize {
            headers.iter().map(|(name, value)| ENTRY + name.len() + value.len()).sum()
        };
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        size_of::<Self>()
            + self.method.len()
            + self.path.len()
            + text(&self.query)
            + headers(&self.request_headers)
            + self.request_body.len()
            + headers(&self.response_headers)
            + self.response_body.len()
            + text(&self.operation)
            + text(&self.fault)
            + self.explanation.as_ref().map_or(0, explained_weight)
    }
}

fn explained_weight(why: &Explanation) -> usize {
    why.sentence.len() + why.cause.as_ref().map_or(0, |cause| cause.what.len()) + json_weight(&why.detail)
}

fn json_weight(value: &Value) -> usize {
    ENTRY
        + match value {
            Value::String(text) => text.len(),
            Value::Array(values) => values.iter().map(json_weight).sum(),
            Value::Object(members) => members.iter().map(|(name, value)| name.len() + json_weight(value)).sum(),
            Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        }
}
