//! Asking suppliers: what comes back in one list, what went wrong on stderr, and how it ends.

mod came;
mod gathering;
mod troubles;

use std::collections::BTreeMap;
use std::pin::pin;

use b2b_desk::{Desk, DeskError, Question, Reply, Told, Whom};
use futures_util::StreamExt as _;
use futures_util::stream::select_all;

pub(super) use self::came::{Came, Lack, Piece};
use self::gathering::Gathering;
pub(super) use self::troubles::Refused;
use super::desk::{Broken, Opened, attempt, desk_for};
use super::interrupt::interrupted;
use super::progress::{PATIENCE, Progress};
use super::wait_for;
use crate::args::{Asking, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::clean;
pub(super) use crate::render::shape::Answer;
use crate::render::shape::Shape;

/// A question, and whom it goes to.
pub(super) struct Put<Q> {
    pub(super) whom: Whom,
    pub(super) question: Q,
    /// What it asks for, as it was asked for; nothing if the answer does not tell it apart.
    pub(super) asked: Vec<String>,
    /// What stood before each of its numbers when they were asked for.
    pub(super) prefix: String,
    /// What is done about what a supplier refuses.
    pub(super) hint: &'static str,
    seeking: Seeking,
}

/// Where something is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seeking {
    /// Wherever it is: that one of several does not know it is nothing to be told once another does.
    Anywhere,
    /// Where it was said to be.
    There,
}

impl<Q> Put<Q> {
    /// Whether nobody is left to ask.
    fn is_spared(&self) -> bool {
        matches!(&self.whom, Whom::Named(names) if names.is_empty())
    }

    /// A number of the question, as it was asked for.
    pub(super) fn call(&self, number: &str) -> String {
        format!("{}{number}", self.prefix)
    }
}

impl<Q: Question> Put<Q> {
    pub(super) fn new(whom: Whom, question: Q, asked: Vec<String>) -> Self {
        let hint = "Check the number, and whose it is.";
        Self { whom, question, asked, prefix: String::new(), hint, seeking: Seeking::There }
    }

    /// The suppliers that it goes to.
    fn suppliers<'a>(&'a self, desk: &'a Desk) -> Vec<&'a str> {
        match &self.whom {
            Whom::Named(names) => names.iter().map(String::as_str).collect(),
            _ => {
                let mut capabilities = self.question.needs();
                capabilities.push(self.question.capability());
                let is_able = |name: &&str| capabilities.iter().all(|capability| desk.supports(name, *capability));
                desk.suppliers().filter(is_able).collect()
            }
        }
    }

    /// How many answers are expected of each.
    fn expected(&self) -> usize {
        self.asked.len().max(1)
    }

    /// Takes out the suppliers that cannot be asked, and says which ones it would have gone to.
    fn spare<'a>(&mut self, broken: &'a [Broken]) -> Vec<&'a Broken> {
        match &mut self.whom {
            Whom::Named(names) => {
                let spared = broken.iter().filter(|broken| names.contains(&broken.supplier)).collect();
                names.retain(|name| broken.iter().all(|broken| broken.supplier != *name));
                spared
            }
            _ => broken.iter().collect(),
        }
    }
}

/// Asks one question, and shows what comes.
pub(super) fn ask<Q: Question, T: Answer>(
    global: &Global,
    asking: &Asking,
    (question, asked): (Q, Vec<String>),
    read: impl Fn(Q::Part) -> Came<T>,
    table: impl Fn(&[crate::render::entry::Entry<T>]) -> String,
) -> Result<Exit, Failure> {
    let put = Put::new(asking.whom(), question, asked.clone());
    let desk = desk_for(global, asking, &asking.supplier)?;
    let read = |_: &Put<Q>, reply: Reply<Q::Part>| reply.map(&read);
    wait_for(ask_all(&desk, asking, vec![put], &asked, read, Shape::new(asking.form.format, table)))
}

/// Asks questions at the same time, and shows what comes in one list.
pub(super) async fn ask_all<Q: Question, T: Answer>(
    Opened { desk, broken }: &Opened,
    asking: &Asking,
    mut puts: Vec<Put<Q>>,
    asked: &[String],
    read: impl Fn(&Put<Q>, Reply<Q::Part>) -> Reply<Came<T>>,
    shape: Shape<'_, T>,
) -> Result<Exit, Failure> {
    let is_open = |put: &Put<Q>| matches!(put.whom, Whom::Able) && put.suppliers(desk).len() + broken.len() > 1;
    let is_shared = puts.len() > 1 || puts.iter().any(|put| put.suppliers(desk).len() + broken.len() > 1);
    let mut spared = Vec::new();
    for put in &mut puts {
        put.seeking = if is_open(put) { Seeking::Anywhere } else { Seeking::There };
        spared.push(put.spare(broken));
    }
    if asking.offline {
        let mut requests = Vec::new();
        for put in puts.iter().filter(|put| !put.is_spared()) {
            for reply in desk.offline(&put.whom, &put.question, &attempt()?)? {
                requests.extend(reply.result?);
            }
        }
        print_requests(&requests)?;
        for Broken { error, .. } in broken {
            Failure::from(error.as_ref()).report();
        }
        return Ok(if broken.is_empty() { Exit::Answered } else { Exit::Incomplete });
    }
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for put in &puts {
        for name in put.suppliers(desk) {
            *left.entry(name.to_owned()).or_default() += put.expected();
        }
    }
    let expected = left.values().sum();
    let mut stopped = pin!(interrupted()?);
    let mut late = pin!(tokio::time::sleep(PATIENCE));
    let progress = Progress::of(expected, "answers").beside(shape.is_streamed());
    let mut streams = Vec::new();
    for put in puts.iter().filter(|put| !put.is_spared()) {
        let replies = match desk.stream(&put.whom, &put.question) {
            // One that cannot be asked may be the one that is able.
            Err(DeskError::NobodyAble { .. }) if !broken.is_empty() => continue,
            replies => replies?,
        };
        streams.push(replies.map(move |reply| (put, reply)).boxed());
    }
    tracing::debug!("asking for {expected} answers");
    let mut replies = select_all(streams);
    let mut gathering = Gathering::new(shape, asked, is_shared);
    for (put, broken) in puts.iter().zip(spared) {
        for Broken { supplier, error } in broken {
            if gathering.lose(put, supplier, error)?.is_break() {
                return Ok(Exit::Answered);
            }
        }
    }
    let mut come = 0;
    let mut is_late = false;
    loop {
        let (put, reply) = tokio::select! {
            biased;
            () = &mut stopped => {
                progress.end();
                let unsettled = left.into_iter().filter(|(_, left)| *left > 0).map(|(name, _)| name);
                return interrupt(gathering, come, expected, &unsettled.collect::<Vec<_>>());
            }
            () = &mut late, if !is_late => {
                is_late = true;
                progress.show();
                continue;
            }
            reply = replies.next() => match reply {
                Some(reply) => reply,
                None => break,
            },
        };
        let reply = read(put, reply);
        let settled = reply.result.as_ref().map_or(reply.about.len().max(1), |came| came.settles);
        tracing::debug!("{} of {} answered", settled, reply.supplier);
        come += settled;
        if let Some(left) = left.get_mut(&reply.supplier) {
            *left = left.saturating_sub(settled);
        }
        progress.step(settled);
        if gathering.take(put, reply)?.is_break() {
            progress.end();
            return Ok(Exit::Answered);
        }
    }
    progress.end();
    gathering.finish(&[])
}

/// Shows what came before the run was interrupted.
fn interrupt<T: Answer>(
    gathering: Gathering<'_, T>,
    come: usize,
    expected: usize,
    unsettled: &[String],
) -> Result<Exit, Failure> {
    if !gathering.is_empty() {
        gathering.finish(unsettled)?;
    }
    output::complain(
        &format!("interrupted when {come} of {expected} answers had come; outstanding: {}", unsettled.join(", ")),
        "What came is on stdout. Ask again for the rest: questions change nothing.",
    );
    Ok(Exit::Interrupted)
}

/// Prints requests with an empty line between them.
pub(super) fn print_requests(requests: &[String]) -> Result<(), Failure> {
    let requests: Vec<_> = requests.iter().map(|request| format!("{}\n", request.trim_end())).collect();
    output::print(&requests.join("\n"))
}

/// Tells what came with a value.
pub(super) fn remark<T>(told: Told<T>) -> T {
    for message in &told.messages {
        output::warn(&clean(message));
    }
    for warning in &told.warnings {
        tracing::info!("{warning}");
    }
    told.value
}
