//! What came of a question: shown as it comes, or kept to be shown in the order in which it was asked for.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use b2b_desk::{DeskError, Reply};
use b2b_model::Problem;

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
    kept: Vec<(Place, Entry<T>)>,
    /// What a supplier has no answer for and another may.
    lacking: Vec<Lacking<T>>,
    /// What was answered by somebody.
    known: HashSet<String>,
    faults: Vec<(Place, Option<String>, Arc<DeskError>)>,
    refused: Vec<(Place, Option<String>, Vec<Problem>, &'static str)>,
    messages: Vec<(String, String)>,
    /// How much was answered, and whether a supplier said of something that it does not have it.
    answered: usize,
    is_denied: bool,
}

/// By what was asked, then by supplier, then as it came.
type Place = (usize, String, usize);

struct Lacking<T> {
    asked: String,
    entry: Entry<T>,
    lack: Lack,
    /// Whether the supplier just does not know it.
    is_absent: bool,
    hint: &'static str,
}

impl<'a, T: Answer> Gathering<'a, T> {
    pub(super) fn new(shape: Shape<'a, T>, asked: &[String], is_shared: bool) -> Self {
        Self {
            shape,
            places: asked.iter().enumerate().map(|(at, asked)| (asked.clone(), at)).collect(),
            is_shared,
            kept: Vec::new(),
            lacking: Vec::new(),
            known: HashSet::new(),
            faults: Vec::new(),
            refused: Vec::new(),
            messages: Vec::new(),
            answered: 0,
            is_denied: false,
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
                let place = (usize::MAX, supplier, self.faults.len());
                self.faults.push((place, None, Arc::new(error)));
                return Ok(ControlFlow::Continue(()));
            }
            Err(error) => Came::failed(about.iter().map(|name| put.call(name)), error),
        };
        came.warnings.iter().for_each(|warning| tracing::info!("{warning}"));
        self.messages.extend(came.messages.into_iter().map(|message| (supplier.clone(), message)));
        // A list is answered even if there is nothing in it.
        self.answered += usize::from(came.pieces.is_empty());
        for Piece { asked, result } in came.pieces {
            let entry = |said| Entry { supplier: Some(supplier.clone()), asked: asked.clone(), said };
            let (entry, lack, is_absent, is_something) = match result {
                Ok(value) => {
                    let problems = value.problems();
                    let is_bare = !problems.is_empty() && !value.has_more();
                    let lack = (!problems.is_empty()).then(|| Lack::Refused(problems.to_vec()));
                    if !is_bare {
                        self.answered += 1;
                        self.known.extend(asked.clone());
                    }
                    (entry(Said::Value(value)), lack, is_bare, !is_bare)
                }
                Err(lack) => {
                    let (problems, is_absent) = match &lack {
                        Lack::Failed(error) => (vec![error.problem()], error.is_not_found()),
                        Lack::Refused(problems) => (problems.clone(), true),
                    };
                    (entry(Said::Nothing { problems }), Some(lack), is_absent, false)
                }
            };
            self.is_denied |= is_absent;
            let flow = match (lack, asked) {
                (Some(lack), Some(asked)) if !is_something && put.seeking == Seeking::Anywhere => {
                    self.lacking.push(Lacking { asked, entry, lack, is_absent, hint: put.hint });
                    ControlFlow::Continue(())
                }
                (Some(lack), _) => self.keep_lacking(entry, lack, put.hint)?,
                (None, _) => self.keep(entry)?,
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn keep_lacking(&mut self, entry: Entry<T>, lack: Lack, hint: &'static str) -> Result<ControlFlow<()>, Failure> {
        self.tell(&entry, lack, hint);
        self.keep(entry)
    }

    /// Remembers what is to be told on stderr.
    fn tell(&mut self, entry: &Entry<T>, lack: Lack, hint: &'static str) {
        let place = self.place(entry);
        match lack {
            Lack::Failed(error) => self.faults.push((place, entry.asked.clone(), error)),
            Lack::Refused(problems) => {
                let own = match &entry.said {
                    Said::Value(value) => value.name(),
                    Said::Nothing { .. } => None,
                };
                let name = entry.asked.as_deref().or(own).map(clean);
                let name = match (&entry.supplier, name) {
                    (Some(supplier), Some(name)) if self.is_shared => Some(format!("{supplier}, {name}")),
                    (Some(supplier), None) => Some(supplier.clone()),
                    (_, name) => name,
                };
                self.refused.push((place, name, problems, hint));
            }
        }
    }

    fn keep(&mut self, entry: Entry<T>) -> Result<ControlFlow<()>, Failure> {
        if self.shape.is_streamed() {
            return output::stream(&json::line(&entry)?);
        }
        let place = self.place(&entry);
        self.kept.push((place, entry));
        Ok(ControlFlow::Continue(()))
    }

    fn place(&self, entry: &Entry<T>) -> Place {
        let asked = entry.asked.as_ref().and_then(|asked| self.places.get(asked)).copied();
        (asked.unwrap_or(usize::MAX), entry.supplier.clone().unwrap_or_default(), self.kept.len())
    }

    /// Whether nothing came.
    pub(super) fn is_empty(&self) -> bool {
        self.answered == 0 && !self.is_denied && self.faults.is_empty()
    }

    /// Shows what is there, and says how it ends.
    pub(super) fn finish(mut self) -> Result<Exit, Failure> {
        for Lacking { asked, entry, lack, is_absent, hint } in std::mem::take(&mut self.lacking) {
            let is_known = self.known.contains(&asked);
            if is_known && is_absent {
                let supplier = entry.supplier.as_deref().unwrap_or_default();
                tracing::info!("{supplier} does not know {}", clean(&asked));
            } else if is_known {
                self.tell(&entry, lack, hint);
            } else if self.keep_lacking(entry, lack, hint)?.is_break() {
                return Ok(Exit::Answered);
            }
        }
        let is_nothing = self.answered == 0 && !self.is_denied;
        self.kept.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.faults.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        self.refused.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let (mut faults, mut refused) = (Faults::default(), Refused::default());
        self.faults.iter().for_each(|(_, about, error)| faults.add(about.as_deref(), error));
        self.refused.iter().for_each(|(_, name, problems, hint)| refused.add(name.as_deref(), problems, hint));
        // If nothing was answered at all, there is nothing to show but why.
        let is_failed = !self.faults.is_empty() || !refused.is_empty();
        let entries: Vec<_> =
            self.kept.into_iter().map(|(_, entry)| entry).filter(|_| !is_nothing || !is_failed).collect();
        if !(is_nothing && is_failed) {
            self.shape.show(&entries)?;
        }
        self.messages.sort();
        self.messages.dedup();
        self.messages.iter().for_each(|(_, message)| output::warn(&clean(message)));
        let fault = faults.report(is_nothing);
        refused.report();
        Ok(match fault {
            _ if !is_failed => Exit::Answered,
            _ if self.answered > 0 => Exit::Incomplete,
            Some(exit) => exit,
            None => Exit::Incomplete,
        })
    }
}
