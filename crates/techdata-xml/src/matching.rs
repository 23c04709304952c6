//! Which line of an answer belongs to which line of its request.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::common::ResponseHeader;
use crate::{Item, ItemQualifier, LineError, TechDataError, Text, unpadded};

/// How a line of an answer was found to belong to one of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Matched {
    /// By the AssignedID, which only one line of the request has; no number of the kind asked for speaks against it.
    ByAssignedId,
    /// By the part number, padding aside.
    ByPartNumber,
    /// By its place, in an answer that is read whole: both sides have as many lines, and nothing in the line speaks against it. That answers keep the order
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
    /// Lines of the answer that belong to none that was asked for, and those that contradict themselves: with the id of one
    /// item and the number of another.
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
    let mut matcher = Matcher::new(asked);
    let mut found: Vec<Option<(L, Matched)>> = matcher.asked.iter().map(|_| None).collect();
    let mut unasked = Vec::new();
    for (place, line) in answered.into_iter().enumerate() {
        match matcher.find(&line) {
            Some((at, how)) => {
                matcher.take(at);
                if let Some(slot) = found.get_mut(at) {
                    *slot = Some((line, how));
                }
            }
            None => unasked.push((place, line)),
        }
    }
    let mut others = Vec::new();
    for (place, line) in unasked {
        match (matcher.asked.get(place), found.get_mut(place)) {
            (Some(Some(asked)), Some(slot)) if as_many && speaks_not_against(asked, &line) => {
                *slot = Some((line, Matched::ByPosition));
            }
            _ => others.push(line),
        }
    }

    let lines = matcher.whole.into_iter().zip(found).map(|(asked, found)| {
        let (matched, result) = match found {
            Some((line, matched)) => (Some(matched), judged(line)),
            None => (None, Err(LineError::NotAnswered)),
        };
        LineAnswer { asked: Some(asked), matched, result }
    });
    (lines.collect(), others)
}

/// Whether a line says nothing that the line asked for does not say: neither another id nor another number.
fn speaks_not_against<L: AnswerLine>(asked: &AskedLine, line: &L) -> bool {
    let another_id =
        matches!((&asked.assigned_id, line.assigned_id()), (Some(asked), Some(answered)) if asked != answered);
    let is_comparable = |(qualifier, _): &(Option<&ItemQualifier>, &Text)| {
        asked.item.as_ref().is_some_and(|item| qualifier.is_none_or(|qualifier| *qualifier == item.qualifier))
    };
    !another_id && !line.references().iter().any(is_comparable)
}

/// Finds what a line belongs to while the lines come one by one: one rule for streams and for answers read whole.
///
/// * A line with an AssignedID that only one line asked for has belongs to that one, unless its number of the kind asked
///   for is another: then it belongs to none.
/// * A line with another id, or with none, belongs to the first line asked for that is still free and has exactly its
///   number; else to the first free one that has it without padding, if no other number among those asked for is the same
///   without padding.
#[derive(Debug)]
pub(crate) struct Matcher {
    /// All that was asked for.
    whole: Vec<AskedLine>,
    /// What of it has had no answer.
    asked: Vec<Option<AskedLine>>,
    /// The lines by their ids; `None` for an id of several.
    ids: HashMap<Text, Option<usize>>,
    /// The lines by their numbers.
    numbers: HashMap<Text, VecDeque<usize>>,
    /// The numbers by what they are without padding; `None` where there are several.
    unpadded: HashMap<(ItemQualifier, String), Option<Text>>,
    /// How many of the lines asked for have been told as not answered.
    #[cfg(feature = "client")]
    told: usize,
}

impl Matcher {
    pub(crate) fn new(asked: Vec<AskedLine>) -> Self {
        let mut ids = HashMap::new();
        let mut numbers: HashMap<Text, VecDeque<usize>> = HashMap::new();
        let mut bare: HashMap<(ItemQualifier, String), Option<Text>> = HashMap::new();
        for (at, line) in asked.iter().enumerate() {
            if let Some(id) = &line.assigned_id {
                ids.entry(id.clone()).and_modify(|found| *found = None).or_insert(Some(at));
            }
            if let Some(item) = &line.item {
                numbers.entry(item.number.clone()).or_default().push_back(at);
                let key = (item.qualifier.clone(), unpadded(&item.number).to_owned());
                let found = bare.entry(key).or_insert_with(|| Some(item.number.clone()));
                if found.as_ref().is_some_and(|number| *number != item.number) {
                    *found = None;
                }
            }
        }
        Self {
            asked: asked.iter().cloned().map(Some).collect(),
            whole: asked,
            ids,
            numbers,
            unpadded: bare,
            #[cfg(feature = "client")]
            told: 0,
        }
    }

    fn is_free(&self, at: usize) -> bool {
        matches!(self.asked.get(at), Some(Some(_)))
    }

    fn take(&mut self, at: usize) -> Option<AskedLine> {
        self.asked.get_mut(at)?.take()
    }

    /// The free line asked for that this one answers.
    fn find<L: AnswerLine>(&mut self, line: &L) -> Option<(usize, Matched)> {
        let references = line.references();
        let id = line.assigned_id();
        if let Some(Some(at)) = id.and_then(|id| self.ids.get(id)) {
            let at = *at;
            let item = self.whole.get(at).and_then(|asked| asked.item.as_ref());
            let ours = item.filter(|item| !contradicts(item, &references)).is_some() || item.is_none();
            return (ours && self.is_free(at)).then_some((at, Matched::ByAssignedId));
        }
        for (qualifier, number) in &references {
            if let Some(at) = self.first_free(number, *qualifier, id) {
                return Some((at, Matched::ByPartNumber));
            }
        }
        for (qualifier, number) in references {
            let kinds = match qualifier {
                Some(kind) => vec![kind.clone()],
                None => ItemQualifier::KNOWN.to_vec(),
            };
            let bare = unpadded(number).to_owned();
            for kind in kinds {
                let Some(Some(number)) = self.unpadded.get(&(kind.clone(), bare.clone())) else { continue };
                let number = number.clone();
                if let Some(at) = self.first_free(&number, Some(&kind), id) {
                    return Some((at, Matched::ByPartNumber));
                }
            }
        }
        None
    }

    /// The first free line asked for with exactly this number and no other id.
    fn first_free(&mut self, number: &Text, qualifier: Option<&ItemQualifier>, id: Option<&Text>) -> Option<usize> {
        let Self { asked, numbers, .. } = self;
        let places = numbers.get_mut(number)?;
        while places.front().is_some_and(|at| !matches!(asked.get(*at), Some(Some(_)))) {
            places.pop_front();
        }
        let fits = |asked: &AskedLine| {
            let kind = asked.item.as_ref().map(|item| &item.qualifier);
            let same_id = id.is_none_or(|id| asked.assigned_id.as_ref().is_none_or(|asked| asked == id));
            same_id && qualifier.is_none_or(|qualifier| kind == Some(qualifier))
        };
        places.iter().copied().find(|at| matches!(asked.get(*at), Some(Some(asked)) if fits(asked)))
    }
}

/// Whether the numbers of a line name another item of the same kind of number.
fn contradicts(item: &Item, references: &[(Option<&ItemQualifier>, &Text)]) -> bool {
    let mut same = references.iter().filter(|(kind, _)| *kind == Some(&item.qualifier)).peekable();
    same.peek().is_some() && !same.any(|(_, number)| unpadded(number) == unpadded(&item.number))
}

#[cfg(feature = "client")]
impl Matcher {
    /// The line with what it answers. Its place counts for nothing, since nobody knows how many lines will come.
    pub(crate) fn answer<L: AnswerLine>(&mut self, line: L) -> LineAnswer<L> {
        let found = self.find(&line).and_then(|(at, how)| Some((self.take(at)?, how)));
        let (asked, matched) = found.unzip();
        LineAnswer { asked, matched, result: judged(line) }
    }

    /// What has had no answer, one by one.
    pub(crate) fn unanswered<L>(&mut self) -> Option<LineAnswer<L>> {
        loop {
            let asked = self.asked.get_mut(self.told)?.take();
            self.told += 1;
            if asked.is_some() {
                return Some(LineAnswer { asked, matched: None, result: Err(LineError::NotAnswered) });
            }
        }
    }
}
