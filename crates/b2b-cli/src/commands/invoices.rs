//! `b2b invoice` and `quote`: papers by their numbers.

use b2b_desk::{InvoicesQuestion, QuotesQuestion};

use super::asking::{Came, ask};
use crate::args::{Global, Invoice, Quote, once};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::{input, render};

pub(super) fn invoices(global: &Global, args: &Invoice) -> Result<Exit, Failure> {
    let numbers = once(args.source.gather(&args.numbers, input::PURCHASE_ORDERS)?);
    let question = InvoicesQuestion::of(numbers.iter().map(String::as_str));
    let read = |told| {
        named(Came::of_list(told), &numbers, |invoice: &b2b_desk::Invoice| {
            invoice.customer_order.as_ref()?.as_str().into()
        })
    };
    ask(global, &args.asking, (question, numbers.clone()), read, render::invoices::table)
}

pub(super) fn quotes(global: &Global, args: &Quote) -> Result<Exit, Failure> {
    let numbers = once(args.source.gather(&args.numbers, input::QUOTES)?);
    let question = QuotesQuestion::of(numbers.iter().map(String::as_str));
    let read = |told| named(Came::of_list(told), &numbers, |quote: &b2b_desk::Quote| quote.number.as_deref());
    ask(global, &args.asking, (question, numbers.clone()), read, render::lists::quotes)
}

/// With the numbers that papers were asked by, which stand in them.
fn named<T>(mut came: Came<T>, numbers: &[String], number: impl Fn(&T) -> Option<&str>) -> Came<T> {
    for piece in &mut came.pieces {
        let own = piece.result.as_ref().ok().and_then(&number);
        piece.asked = own.filter(|own| numbers.iter().any(|number| number == own)).map(str::to_owned);
    }
    came.settles = numbers.len();
    came
}
