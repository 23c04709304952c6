//! Asking suppliers: what comes back in one list, what went wrong on stderr, and how it ends.

use b2b_desk::{Answered, DeskError, Question, Reply, SupplierError, Told};
use serde::Serialize;

use super::desk::{attempt, desk};
use super::wait_for;
use crate::args::{Asking, Format, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::entry::{Entry, Said, Troubled};
use crate::render::{asked, clean, json, problem};

/// What came back, and how the command ends.
pub(super) struct Gathered<T> {
    pub(super) entries: Vec<Entry<T>>,
    pub(super) exit: Exit,
}

/// Asks, or shows what would be asked. `None` if nothing was sent.
pub(super) fn ask<Q: Question>(
    global: &Global,
    asking: &Asking,
    question: &Q,
) -> Result<Option<Vec<Reply<Q::Answer>>>, Failure> {
    let desk = desk(global)?;
    if asking.offline {
        show_requests(desk.offline(&asking.whom(), question, &attempt()?)?)?;
        return Ok(None);
    }
    wait_for(async { Ok(Some(desk.ask(&asking.whom(), question).await?)) })
}

/// Prints requests that are not sent.
pub(super) fn show_requests(replies: Vec<Reply<Vec<String>>>) -> Result<(), Failure> {
    let mut requests = Vec::new();
    for reply in replies {
        requests.extend(reply.result?);
    }
    print_requests(&requests)
}

/// Prints requests with an empty line between them.
pub(super) fn print_requests(requests: &[String]) -> Result<(), Failure> {
    let requests: Vec<_> = requests.iter().map(|request| format!("{}\n", request.trim_end())).collect();
    output::print(&requests.join("\n"))
}

/// Gathers answers about articles. One article may have several, and a failed one stands in its place.
pub(super) fn each<A, T: Troubled>(replies: Vec<Reply<Vec<Answered<A>>>>, split: impl Fn(A) -> Vec<T>) -> Gathered<T> {
    let (mut entries, mut exit, mut faults) = (Vec::new(), None, Faults::default());
    let (mut is_answered, mut refused) = (false, Refused::default());
    for Reply { supplier, result, .. } in replies {
        let answered = match result {
            Ok(answered) => answered,
            Err(error) => {
                exit.get_or_insert(Failure::from(error).report());
                continue;
            }
        };
        for Answered { about, result, .. } in answered {
            let entry = |said| Entry { supplier: Some(supplier.clone()), asked: Some(about.clone()), said };
            match result {
                Ok(told) => {
                    is_answered = true;
                    let values = split(remark(told));
                    values.iter().for_each(|value| refused.look_at(value, Some(&about)));
                    entries.extend(values.into_iter().map(|value| entry(Said::Value(value))));
                }
                Err(error) => {
                    is_answered |= error.is_not_found();
                    entries.push(entry(Said::Nothing { problems: vec![error.problem()] }));
                    faults.add(about, error);
                }
            }
        }
    }
    // If nothing was answered at all, there is nothing to show but why.
    if !is_answered {
        entries.clear();
    }
    let fault = faults.report(!is_answered);
    let refused = refused.report("Check the number, and whose it is.");
    let exit = match (exit, fault) {
        (Some(exit), _) => exit,
        (None, Some(_)) if is_answered => Exit::Incomplete,
        (None, Some(exit)) => exit,
        (None, None) => refused.unwrap_or(Exit::Answered),
    };
    Gathered { entries, exit }
}

/// Gathers answers that are lists.
pub(super) fn lists<T: Troubled>(replies: Vec<Reply<Told<Vec<T>>>>) -> Gathered<T> {
    let (mut entries, mut exit, mut refused) = (Vec::new(), None, Refused::default());
    for Reply { supplier, result, .. } in replies {
        match result {
            Ok(told) => {
                let values = remark(told);
                values.iter().for_each(|value| refused.look_at(value, None));
                let entry = |value| Entry { supplier: Some(supplier.clone()), asked: None, said: Said::Value(value) };
                entries.extend(values.into_iter().map(entry));
            }
            Err(error) => {
                exit.get_or_insert(Failure::from(error).report());
            }
        }
    }
    let refused = refused.report("Check the number.");
    Gathered { entries, exit: exit.or(refused).unwrap_or(Exit::Answered) }
}

/// What suppliers refuse of single things.
#[derive(Default)]
pub(super) struct Refused(Vec<String>);

impl Refused {
    pub(super) fn look_at<T: Troubled>(&mut self, value: &T, asked: Option<&str>) {
        if value.problems().is_empty() {
            return;
        }
        let words: Vec<_> = value.problems().iter().map(problem).collect();
        let name = asked.or(value.name()).map_or_else(|| "one".to_owned(), clean);
        self.0.push(format!("{name}: {}", words.join("; ")));
    }

    /// Tells all of it, and that the answer is not whole.
    pub(super) fn report(mut self, hint: &str) -> Option<Exit> {
        let last = self.0.pop()?;
        self.0.iter().for_each(|complaint| output::complain(complaint, ""));
        output::complain(&last, hint);
        Some(Exit::Incomplete)
    }
}

impl<T: Serialize> Gathered<T> {
    /// Shows what came back. After a failure of everything there is nothing to show.
    pub(super) fn show(self, format: Format, table: impl FnOnce(&[Entry<T>]) -> String) -> Result<Exit, Failure> {
        show(&self.entries, self.exit, format, table)?;
        Ok(self.exit)
    }
}

fn show<T: Serialize>(
    entries: &[Entry<T>],
    exit: Exit,
    format: Format,
    table: impl FnOnce(&[Entry<T>]) -> String,
) -> Result<(), Failure> {
    if entries.is_empty() && exit != Exit::Answered {
        return Ok(());
    }
    match format {
        Format::Table => output::print_styled(&table(entries))?,
        Format::Json => output::print(&json::array(entries)?)?,
    }
    if entries.is_empty() && format == Format::Table {
        output::talk(&"There is nothing.");
    }
    Ok(())
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

/// What went wrong with articles, told once for all that it happened to.
#[derive(Default)]
struct Faults(Vec<Fault>);

/// What went wrong first, and with what.
struct Fault {
    about: Vec<String>,
    error: DeskError,
    /// Whether the others are told in the same words.
    is_same: bool,
}

impl Faults {
    fn add(&mut self, about: String, error: DeskError) {
        match self.0.iter_mut().find(|fault| is_alike(&fault.error, &error)) {
            Some(fault) => {
                fault.is_same &= fault.error.to_string() == error.to_string();
                fault.about.push(about);
            }
            None => self.0.push(Fault { about: vec![about], error, is_same: true }),
        }
    }

    /// Tells all of it, and how the first one ends. What happened to everything does not name each.
    fn report(self, is_everything: bool) -> Option<Exit> {
        let is_one = self.0.len() == 1;
        let mut first = None;
        for Fault { about, error, is_same } in self.0 {
            let failure = Failure::from(error);
            let failure = match about.as_slice() {
                [_, _, ..] if is_everything && is_one && is_same => failure,
                _ if is_same => failure.about(&named(&about)),
                [one, ..] => failure.about(&format!("{}; of {}", named(&about), asked(one))),
                [] => failure,
            };
            let exit = failure.report();
            first.get_or_insert(exit);
        }
        first
    }
}

/// Whether both are the same to whoever has to act on them: of one supplier, with its code, status and hint, whatever article
/// the sentence names.
fn is_alike(one: &DeskError, other: &DeskError) -> bool {
    match (one, other) {
        (DeskError::Supplier(one), DeskError::Supplier(other)) => {
            let key = |error: &SupplierError| (error.cause(), error.error().status());
            let texts = |error: &SupplierError| (error.supplier().to_owned(), error.hint().to_owned());
            one.code() == other.code() && key(one) == key(other) && texts(one) == texts(other)
        }
        _ => one.to_string() == other.to_string(),
    }
}

fn named(about: &[String]) -> String {
    const MOST: usize = 5;
    let names: Vec<_> = about.iter().take(MOST).map(|name| asked(name)).collect();
    match about.len().saturating_sub(MOST) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}
