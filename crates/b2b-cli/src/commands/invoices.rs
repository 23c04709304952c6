//! `b2b invoice` and `quote`: papers by their numbers.

use b2b_desk::{InvoicesQuestion, QuotesQuestion};

use super::asking::{ask, lists};
use crate::args::{Global, Invoice, Quote};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;

pub(super) fn invoices(global: &Global, args: &Invoice) -> Result<Exit, Failure> {
    let question = InvoicesQuestion::of(args.numbers.iter().map(String::as_str));
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    lists(replies).show(args.asking.form.format, render::invoices::table)
}

pub(super) fn quotes(global: &Global, args: &Quote) -> Result<Exit, Failure> {
    let question = QuotesQuestion::of(args.numbers.iter().map(String::as_str));
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    lists(replies).show(args.asking.form.format, render::lists::quotes)
}
