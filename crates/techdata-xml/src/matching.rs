//! Which line of an answer belongs to which line of its request.

#[cfg(feature = "client")]
use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::common::ResponseHeader;
use crate::{Item, ItemQualifier, LineError, TechDataError, Text, unpadded};

/// How a line of an answer was found to belong to one of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Matched {
    /// By the AssignedID, which only one line of either side has.
    ByAssignedId,
    /// By the part number, padding aside.
    ByPartNumber,
    /// By its place: both sides have as many lines, and nothing in the line speaks against it. That answers keep the order
    /// is seen in all samples and promised by no source.
    ByPosition,
}

/// The answer to a list of items.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lines<L> {
    /// The header of the answer.
    pub header: Option<ResponseHeader>,
    /// An answer for each line asked for, in that order.
    pub lines: Vec<LineAnswer<L>>,
    /// Lines of the answer that belong to none that was asked for.
    pub unasked: Vec<L>,
}

impl<L> Lines<L> {
    /// The good lines.
    pub fn good(&self) -> impl Iterator<Item = &L> {
        self.lines.iter().filter_map(|line| line.result.as_ref().ok())
    }
}

/// What became of one line of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LineAnswer<L> {
    /// What was asked for. `None` only for a line of a stream that belongs to none.
    pub asked: Option<AskedLine>,
    /// How the answer was found; `None` if there is none.
    pub matched: Option<Matched>,
    /// The answer.
    pub result: Result<L, LineError<L>>,
}

/// A line of a request, as far as answers are matched by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedLine {
    /// Its AssignedID, if the transaction has them.
    pub assigned_id: Option<Text>,
    /// The item, if it is named.
    pub item: Option<Item>,
}

/// A line of an answer about items.
pub trait AnswerLine: private::Sealed + Sized {
    /// The AssignedID that it answers.
    fn assigned_id(&self) -> Option<&Text>;
    /// The numbers of its item, the submitted one first.
    fn references(&self) -> Vec<(Option<&ItemQualifier>, &Text)>;
    /// What is wrong with it.
    fn errors(&self) -> Vec<TechDataError>;
}

pub(crate) mod private {
    pub trait Sealed {}
}

/// How a line of an answer fits a line of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    SameNumber,
    SameUnpadded,
    Unsaid,
    Another,
}

fn fit<L: AnswerLine>(asked: &AskedLine, line: &L) -> Fit {
    if let (Some(asked), Some(answered)) = (&asked.assigned_id, line.assigned_id())
        && asked != answered
    {
        return Fit::Another;
    }
    let Some(item) = &asked.item else { return Fit::Unsaid };
    let mut fit = Fit::Unsaid;
    for (qualifier, number) in line.references() {
        if qualifier.is_some_and(|qualifier| *qualifier != item.qualifier) {
            continue;
        }
        if *number == item.number {
            return Fit::SameNumber;
        }
        fit = if unpadded(number) == unpadded(&item.number) {
            Fit::SameUnpadded
        } else if fit == Fit::Unsaid {
            Fit::Another
        } else {
            fit
        };
    }
    fit
}

/// The line as a good one or a bad one.
pub(crate) fn judged<L: AnswerLine>(line: L) -> Result<L, LineError<L>> {
    let errors = line.errors();
    if errors.is_empty() { Ok(line) } else { Err(LineError::Refused { errors, line: Box::new(line) }) }
}

/// The errors of an answer that refuses the whole request in the shape of lines: all its lines are errors, and none of them
/// names an item. A login error was seen to come so.
///
/// One that repeats the item asked for cannot be told from an error of that line.
pub(crate) fn refusal<L: AnswerLine>(lines: &[L]) -> Option<Vec<TechDataError>> {
    let nameless = |line: &L| line.assigned_id().is_none() && line.references().is_empty() && !line.errors().is_empty();
    (!lines.is_empty() && lines.iter().all(nameless)).then(|| lines.iter().flat_map(AnswerLine::errors).collect())
}

/// Finds the answer of each line asked for: by AssignedID, else by part number, else by place.
pub(crate) fn join<L: AnswerLine>(asked: Vec<AskedLine>, answered: Vec<L>) -> (Vec<LineAnswer<L>>, Vec<L>) {
    let as_many = asked.len() == answered.len();
    let mut free: Vec<Option<L>> = answered.into_iter().map(Some).collect();
    let mut found: Vec<Option<(L, Matched)>> = asked.iter().map(|_| None).collect();

    let unique = |id: &Text| asked.iter().filter(|line| line.assigned_id.as_ref() == Some(id)).nth(1).is_none();
    for (line, place) in asked.iter().zip(&mut found) {
        let Some(id) = line.assigned_id.as_ref().filter(|id| unique(id)) else { continue };
        let has_it = |slot: &&mut Option<L>| slot.as_ref().is_some_and(|line| line.assigned_id() == Some(id));
        let mut slots = free.iter_mut().filter(has_it);
        if let (Some(slot), None) = (slots.next(), slots.next()) {
            *place = slot.take().map(|line| (line, Matched::ByAssignedId));
        }
    }
    for wanted in [Fit::SameNumber, Fit::SameUnpadded] {
        for (line, place) in asked.iter().zip(&mut found).filter(|(_, place)| place.is_none()) {
            let fits = |slot: &&mut Option<L>| slot.as_ref().is_some_and(|answer| fit(line, answer) == wanted);
            let slot = free.iter_mut().find(fits);
            *place = slot.and_then(Option::take).map(|line| (line, Matched::ByPartNumber));
        }
    }
    if as_many {
        for ((line, place), slot) in asked.iter().zip(&mut found).zip(&mut free) {
            if place.is_none() && slot.as_ref().is_some_and(|answer| fit(line, answer) == Fit::Unsaid) {
                *place = slot.take().map(|line| (line, Matched::ByPosition));
            }
        }
    }

    let lines = asked.into_iter().zip(found).map(|(asked, found)| {
        let (matched, result) = match found {
            Some((line, matched)) => (Some(matched), judged(line)),
            None => (None, Err(LineError::NotAnswered)),
        };
        LineAnswer { asked: Some(asked), matched, result }
    });
    (lines.collect(), free.into_iter().flatten().collect())
}

/// Finds what a line belongs to while the lines come one by one.
#[cfg(feature = "client")]
#[derive(Debug)]
pub(crate) struct Matcher {
    asked: VecDeque<Option<AskedLine>>,
    place: usize,
}

#[cfg(feature = "client")]
impl Matcher {
    pub(crate) fn new(asked: Vec<AskedLine>) -> Self {
        Self { asked: asked.into_iter().map(Some).collect(), place: 0 }
    }

    /// The line asked for that this one answers. Its place counts only where the line names no item and no id.
    pub(crate) fn answer<L: AnswerLine>(&mut self, line: L) -> LineAnswer<L> {
        let place = self.place;
        self.place += 1;
        let mut best: Option<(usize, Matched)> = None;
        // Mostly the line is where it is expected.
        let here = self.asked.get(place).map(|asked| (place, asked));
        for (at, asked) in here.into_iter().chain(self.asked.iter().enumerate()) {
            let Some(asked) = asked else { continue };
            if asked.assigned_id.is_some() && asked.assigned_id.as_ref() == line.assigned_id() {
                best = Some((at, Matched::ByAssignedId));
                break;
            }
            match fit(asked, &line) {
                Fit::SameNumber | Fit::SameUnpadded if best.is_none_or(|(_, how)| how == Matched::ByPosition) => {
                    best = Some((at, Matched::ByPartNumber));
                }
                Fit::Unsaid if at == place && best.is_none() => best = Some((at, Matched::ByPosition)),
                _ => {}
            }
        }
        let found = best.and_then(|(at, how)| Some((self.asked.get_mut(at)?.take()?, how)));
        let (asked, matched) = found.unzip();
        LineAnswer { asked, matched, result: judged(line) }
    }

    /// What has had no answer, one by one.
    pub(crate) fn unanswered<L>(&mut self) -> Option<LineAnswer<L>> {
        loop {
            if let Some(asked) = self.asked.pop_front()? {
                return Some(LineAnswer { asked: Some(asked), matched: None, result: Err(LineError::NotAnswered) });
            }
        }
    }
}
