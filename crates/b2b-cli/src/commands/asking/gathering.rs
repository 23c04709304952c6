//! What came of a question: shown as it comes, or kept to be shown in the order in which it was asked for.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use b2b_desk::{DeskError, Reply};

use super::came::{Came, Lack, Piece};
use super::troubles::{Faults, Refused};
use super::{Answer, Put, Seeking};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::entry::{Entry, Said};
use crate::render::shape::Shape;
use crate::render::{clean, json};

/// What came so far.
pub(super) struct Gathering<'a, T> {
    shape: Shape<'a, T>,
    /// Where in the question each thing is that was asked for.
    places: HashMap<String, usize>,
    /// Whether several suppliers are asked.
    is_shared: bool,
    rows: Vec<Row<T>>,
    /// What was answered by somebody.
    known: HashSet<String>,
    messages: BTreeSet<(String, String)>,
    /// How much was answered.
    answered: usize,
}

/// By what was asked, then by supplier, then as it came.
type Place = (usize, String, usize);

/// What one supplier says of one thing, and what it lacks.
struct Row<T> {
    place: Place,
    entry: Entry<T>,
    lack: Option<Lack>,
    standing: Standing,
    seeking: Seeking,
    hint: &'static str,
    is_shown: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// There is a value, which can have problems.
    Answered,
    /// The supplier does not know it.
    Denied,
    /// There is no answer to this.
    Failed,
    /// There is no answer of this supplier at all.
    Away,
}

impl<T> Row<T> {
    fn asked(&self) -> Option<&str> {
        self.entry.asked.as_deref()
    }

    fn supplier(&self) -> &str {
        self.entry.supplier.as_deref().unwrap_or_default()
    }
}

impl<'a, T: Answer> Gathering<'a, T> {
    pub(super) fn new(shape: Shape<'a, T>, asked: &[String], is_shared: bool) -> Self {
        Self {
            shape,
            places: asked.iter().enumerate().map(|(at, asked)| (asked.clone(), at)).collect(),
            is_shared,
            rows: Vec::new(),
            known: HashSet::new(),
            messages: BTreeSet::new(),
            answered: 0,
        }
    }

    /// Takes what a supplier replied. There is no use in more once nobody reads it.
    ///
    /// A supplier that refuses a thing and says nothing else of it counts as one that does not know it. That is our choice: Tech
    /// Data's manual asks not to read its words, and there is nothing else to go by.
    pub(super) fn take<Q>(&mut self, put: &Put<Q>, reply: Reply<Came<T>>) -> Result<ControlFlow<()>, Failure> {
        let Reply { supplier, about, result, .. } = reply;
        let came = match result {
            Ok(came) => came,
            // What happened to all of it happened to the supplier; that there is nothing may be all that it says.
            Err(error) if about.is_empty() || (about.len() >= put.asked.len() && !error.is_not_found()) => {
                return self.lose(put, &supplier, &Arc::new(error));
            }
            Err(error) => Came::failed(about.iter().map(|name| put.call(name)), error),
        };
        came.warnings.iter().for_each(|warning| tracing::info!("{warning}"));
        self.messages.extend(came.messages.into_iter().map(|message| (message, supplier.clone())));
        // A list is answered even if there is nothing in it.
        self.answered += usize::from(came.pieces.is_empty());
        for Piece { asked, result } in came.pieces {
            let (said, lack, standing) = match result {
                Ok(value) => {
                    let problems = value.problems();
                    let is_bare = !problems.is_empty() && !value.has_more();
                    let lack = (!problems.is_empty()).then(|| Lack::Refused(problems.to_vec()));
                    (Said::Value(value), lack, if is_bare { Standing::Denied } else { Standing::Answered })
                }
                Err(Lack::Failed(error)) => {
                    let standing = if error.is_not_found() { Standing::Denied } else { Standing::Failed };
                    (Said::Nothing { problems: vec![error.problem()] }, Some(Lack::Failed(error)), standing)
                }
                Err(Lack::Refused(problems)) => {
                    (Said::Nothing { problems: problems.clone() }, Some(Lack::Refused(problems)), Standing::Denied)
                }
            };
            let entry = Entry { supplier: Some(supplier.clone()), asked, said };
            if self.add(put, entry, lack, standing)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Takes that a supplier has no answer to any of it.
    pub(super) fn lose<Q>(
        &mut self,
        put: &Put<Q>,
        supplier: &str,
        error: &Arc<DeskError>,
    ) -> Result<ControlFlow<()>, Failure> {
        let every: Vec<_> = match put.asked.as_slice() {
            [] => vec![None],
            asked => asked.iter().cloned().map(Some).collect(),
        };
        for asked in every {
            let said = Said::Nothing { problems: vec![error.problem()] };
            let entry = Entry { supplier: Some(supplier.to_owned()), asked, said };
            if self.add(put, entry, Some(Lack::Failed(Arc::clone(error))), Standing::Away)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Shows it if it is time, and keeps what is still to be shown or told.
    fn add<Q>(
        &mut self,
        put: &Put<Q>,
        entry: Entry<T>,
        lack: Option<Lack>,
        standing: Standing,
    ) -> Result<ControlFlow<()>, Failure> {
        if standing == Standing::Answered {
            self.answered += 1;
            self.known.extend(entry.asked.clone());
        }
        let seeking = if entry.asked.is_some() { put.seeking } else { Seeking::There };
        let is_settled = standing == Standing::Answered || seeking == Seeking::There;
        let is_shown = self.shape.is_streamed() && is_settled;
        let flow = if is_shown { output::stream(&json::line(&entry)?)? } else { ControlFlow::Continue(()) };
        if !is_shown || lack.is_some() {
            let at = entry.asked.as_ref().and_then(|asked| self.places.get(asked)).copied();
            let place = (at.unwrap_or(usize::MAX), entry.supplier.clone().unwrap_or_default(), self.rows.len());
            self.rows.push(Row { place, entry, lack, standing, seeking, hint: put.hint, is_shown });
        }
        Ok(flow)
    }

    /// Whether nothing came.
    pub(super) fn is_empty(&self) -> bool {
        self.answered == 0 && self.rows.is_empty()
    }

    /// Shows what is there, and says how it ends. Some suppliers may not have answered all yet.
    pub(super) fn finish(mut self, unsettled: &[String]) -> Result<Exit, Failure> {
        self.rows.sort_by(|one, other| one.place.cmp(&other.place));
        let open = self.open(unsettled);
        // If nothing was answered at all, there is nothing to show but why.
        let is_lost = |row: &Row<T>| matches!(row.standing, Standing::Failed | Standing::Away);
        let is_nothing = !self.rows.is_empty() && self.answered == 0 && self.rows.iter().all(is_lost);
        let (mut faults, mut refused) = (Faults::default(), Refused::default());
        let mut entries = Vec::new();
        let (away, here): (Vec<_>, Vec<_>) = self.rows.iter().partition(|row: &&Row<T>| row.standing == Standing::Away);
        for row in here.into_iter().chain(away) {
            let is_sought = row.seeking == Seeking::Anywhere && row.standing == Standing::Denied;
            if is_sought && row.asked().is_some_and(|asked| self.known.contains(asked) || open.contains(asked)) {
                tracing::info!("{} does not know {}", row.supplier(), clean(row.asked().unwrap_or_default()));
            } else {
                self.tell(row, &mut faults, &mut refused);
            }
        }
        let is_failed = !faults.is_empty() || !refused.is_empty();
        for row in std::mem::take(&mut self.rows) {
            let is_elsewhere = row.seeking == Seeking::Anywhere
                && row.standing != Standing::Answered
                && row.asked().is_some_and(|asked| self.known.contains(asked));
            if row.is_shown || is_elsewhere {
                continue;
            }
            if !self.shape.is_streamed() {
                entries.push(row.entry);
            } else if output::stream(&json::line(&row.entry)?)?.is_break() {
                return Ok(Exit::Answered);
            }
        }
        if !is_nothing {
            self.shape.show(&entries)?;
        }
        self.messages.iter().for_each(|(message, _)| output::warn(&clean(message)));
        let fault = faults.report(is_nothing);
        refused.report();
        Ok(match fault {
            _ if !is_failed => Exit::Answered,
            _ if self.answered > 0 => Exit::Incomplete,
            Some(exit) => exit,
            None => Exit::Refused,
        })
    }

    /// What may yet be known to a supplier that failed or has not answered, so that it is no error that others do not know it.
    fn open(&self, unsettled: &[String]) -> HashSet<String> {
        let mut said: HashMap<&str, HashSet<&str>> = HashMap::new();
        let mut open = HashSet::new();
        for row in &self.rows {
            let Some(asked) = row.asked() else { continue };
            said.entry(asked).or_default().insert(row.supplier());
            if matches!(row.standing, Standing::Failed | Standing::Away) {
                open.insert(asked.to_owned());
            }
        }
        let is_open = |own: &HashSet<&str>| unsettled.iter().any(|name| !own.contains(name.as_str()));
        open.extend(said.into_iter().filter(|(_, own)| is_open(own)).map(|(asked, _)| asked.to_owned()));
        open
    }

    /// Adds what is to be told of it on stderr.
    fn tell(&self, row: &Row<T>, faults: &mut Faults, refused: &mut Refused) {
        match &row.lack {
            Some(Lack::Failed(error)) if row.standing == Standing::Away => faults.add(None, error),
            Some(Lack::Failed(error)) => faults.add(row.asked(), error),
            Some(Lack::Refused(problems)) => {
                let own = match &row.entry.said {
                    Said::Value(value) => value.name(),
                    Said::Nothing { .. } => None,
                };
                let name = row.asked().or(own);
                let supplier = (self.is_shared || name.is_none()).then(|| row.supplier());
                refused.add(supplier, name, problems, row.hint);
            }
            None => {}
        }
    }
}
