//! Asking suppliers: what comes back in one list, what went wrong on stderr, and how it ends.

mod came;
mod gathering;
mod troubles;

use std::pin::pin;

use b2b_desk::{Desk, Question, Reply, Told, Whom};
use futures_util::StreamExt as _;
use futures_util::stream::select_all;

pub(super) use self::came::{Came, Lack, Piece};
use self::gathering::Gathering;
pub(super) use self::troubles::Refused;
use super::desk::{attempt, desk_for};
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

    /// How many suppliers it goes to.
    fn suppliers(&self, desk: &Desk) -> usize {
        match &self.whom {
            Whom::Named(names) => names.len(),
            _ => {
                let mut capabilities = self.question.needs();
                capabilities.push(self.question.capability());
                let is_able = |name: &&str| capabilities.iter().all(|capability| desk.supports(name, *capability));
                desk.suppliers().filter(is_able).count()
            }
        }
    }

    /// How many answers are expected.
    fn expected(&self, desk: &Desk) -> usize {
        self.asked.len().max(1) * self.suppliers(desk)
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
    let desk = desk_for(global, asking)?;
    let read = |_: &Put<Q>, reply: Reply<Q::Part>| reply.map(&read);
    wait_for(ask_all(&desk, asking, vec![put], &asked, read, Shape::new(asking.form.format, table)))
}

/// Asks questions at the same time, and shows what comes in one list.
pub(super) async fn ask_all<Q: Question, T: Answer>(
    desk: &Desk,
    asking: &Asking,
    mut puts: Vec<Put<Q>>,
    asked: &[String],
    read: impl Fn(&Put<Q>, Reply<Q::Part>) -> Reply<Came<T>>,
    shape: Shape<'_, T>,
) -> Result<Exit, Failure> {
    if asking.offline {
        let mut requests = Vec::new();
        for put in &puts {
            for reply in desk.offline(&put.whom, &put.question, &attempt()?)? {
                requests.extend(reply.result?);
            }
        }
        print_requests(&requests)?;
        return Ok(Exit::Answered);
    }
    for put in &mut puts {
        let is_open = matches!(put.whom, Whom::Able) && put.suppliers(desk) > 1;
        put.seeking = if is_open { Seeking::Anywhere } else { Seeking::There };
    }
    let is_shared = puts.len() > 1 || puts.iter().any(|put| put.suppliers(desk) > 1);
    let expected = puts.iter().map(|put| put.expected(desk)).sum();
    let mut stopped = pin!(interrupted()?);
    let mut late = pin!(tokio::time::sleep(PATIENCE));
    let progress = Progress::of(expected, "answers").beside(shape.is_streamed());
    let mut streams = Vec::new();
    for put in &puts {
        let replies = desk.stream(&put.whom, &put.question)?;
        streams.push(replies.map(move |reply| (put, reply)).boxed());
    }
    tracing::debug!("asking for {expected} answers");
    let mut replies = select_all(streams);
    let mut gathering = Gathering::new(shape, asked, is_shared);
    let mut come = 0;
    let mut is_late = false;
    loop {
        let (put, reply) = tokio::select! {
            biased;
            () = &mut stopped => {
                progress.end();
                return interrupt(gathering, come, expected);
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
        progress.step(settled);
        if gathering.take(put, reply)?.is_break() {
            progress.end();
            return Ok(Exit::Answered);
        }
    }
    progress.end();
    gathering.finish()
}

/// Shows what came before the run was interrupted.
fn interrupt<T: Answer>(gathering: Gathering<'_, T>, come: usize, expected: usize) -> Result<Exit, Failure> {
    if !gathering.is_empty() {
        gathering.finish()?;
    }
    output::complain(
        &format!("interrupted when {come} of {expected} answers had come"),
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
