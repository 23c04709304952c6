//! What went wrong, told once for all that it happened to.

use std::sync::Arc;

use b2b_desk::{DeskError, SupplierError};
use b2b_model::Problem;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::{self, asked, clean};

/// How many things are named in a sentence, and how many sentences are told of a kind.
const MOST: usize = 5;

/// What went wrong with what was asked for, told once for all that it happened to.
#[derive(Default)]
pub(super) struct Faults(Vec<Fault>);

/// What went wrong first, and with what. Nothing stands for all of a supplier's answer.
struct Fault {
    about: Vec<String>,
    error: Arc<DeskError>,
    /// Whether the others are told in the same words.
    is_same: bool,
}

impl Faults {
    /// Adds what happened to this, or to all of a supplier's answer.
    pub(super) fn add(&mut self, about: Option<&str>, error: &Arc<DeskError>) {
        if about.is_none() && self.0.iter().any(|fault| fault.about.is_empty() && Arc::ptr_eq(&fault.error, error)) {
            return;
        }
        match self
            .0
            .iter_mut()
            .find(|fault| about.is_some() && !fault.about.is_empty() && is_alike(&fault.error, error))
        {
            Some(fault) => {
                fault.is_same &= fault.error.to_string() == error.to_string();
                fault.about.extend(about.map(str::to_owned));
            }
            None => {
                let about = about.map(str::to_owned).into_iter().collect();
                self.0.push(Fault { about, error: Arc::clone(error), is_same: true });
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells all of it, and how the first one ends that is more than not to know something. What happened to everything does
    /// not name each.
    pub(super) fn report(&self, is_everything: bool) -> Option<Exit> {
        let is_one = self.0.len() == 1;
        let (mut first, mut is_denial) = (None, false);
        for Fault { about, error, is_same } in &self.0 {
            let failure = Failure::from(error.as_ref());
            let failure = match about.as_slice() {
                [] => failure,
                [_, _, ..] if is_everything && is_one && *is_same => failure,
                _ if *is_same => failure.about(&named(about)),
                [one, ..] => failure.about(&format!("{}; of {}", named(about), asked(one))),
            };
            let exit = failure.report();
            if first.is_none() || is_denial {
                first = Some(exit);
                is_denial = error.is_not_found();
            }
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
    let names: Vec<_> = about.iter().take(MOST).map(|name| asked(name)).collect();
    match about.len().saturating_sub(MOST) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// What suppliers refuse of single things.
#[derive(Default)]
pub(in crate::commands) struct Refused(Vec<Refusal>);

struct Refusal {
    /// Who refuses it, where it is not clear.
    supplier: Option<String>,
    names: Vec<String>,
    codes: Vec<Option<String>>,
    words: String,
    /// Whether the others are told in the same words.
    is_same: bool,
    hint: String,
}

impl Refused {
    /// What is wrong with a thing of this name, if anything, and what to do about it. What a supplier refuses with one code is
    /// told once.
    pub(in crate::commands) fn add(
        &mut self,
        supplier: Option<&str>,
        name: Option<&str>,
        problems: &[Problem],
        hint: &str,
    ) {
        if problems.is_empty() {
            return;
        }
        let words = render::problems(problems);
        let codes: Vec<_> = problems.iter().map(|problem| problem.code.clone()).collect();
        // The supplier is not named twice.
        let prefix = supplier.map(|supplier| format!("{supplier}:")).unwrap_or_default();
        let name = name.map(|name| clean(name.strip_prefix(&prefix).unwrap_or(name)));
        let is_alike = |refusal: &&mut Refusal| {
            let is_coded = codes.iter().all(Option::is_some) && refusal.codes == codes;
            let is_of = refusal.supplier.as_deref() == supplier && !refusal.names.is_empty() && name.is_some();
            is_of && (is_coded || refusal.words == words)
        };
        match self.0.iter_mut().find(is_alike) {
            Some(refusal) => {
                refusal.is_same &= refusal.words == words;
                refusal.names.extend(name.filter(|name| !refusal.names.contains(name)));
            }
            None => {
                let (supplier, names) = (supplier.map(str::to_owned), name.into_iter().collect());
                self.0.push(Refusal { supplier, names, codes, words, is_same: true, hint: hint.to_owned() });
            }
        }
    }

    pub(in crate::commands) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells it; of very much, only how much it is.
    pub(in crate::commands) fn report(&self) {
        let sentence = |refusal: &Refusal| {
            let supplier = refusal.supplier.as_ref().map(|supplier| format!("{supplier}: ")).unwrap_or_default();
            let words = &refusal.words;
            match refusal.names.as_slice() {
                [] => format!("{supplier}{words}"),
                [one, ..] if !refusal.is_same => {
                    format!("{supplier}{}; of {}: {words}", named(&refusal.names), asked(one))
                }
                names => format!("{supplier}{}: {words}", named(names)),
            }
        };
        let told = if self.0.len() > 2 * MOST { MOST } else { self.0.len() };
        let hint = self.0.last().map(|refusal| refusal.hint.as_str()).unwrap_or_default();
        for (at, refusal) in self.0.iter().take(told).enumerate() {
            output::complain(&sentence(refusal), if at + 1 == self.0.len() { hint } else { "" });
        }
        if told < self.0.len() {
            let more = self.0.len() - told;
            output::complain(&format!("and {more} more, which stand with what was asked for"), hint);
        }
    }
}
