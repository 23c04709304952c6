//! `b2b decode`: a recorded answer.

use std::io::{self, Read as _};
use std::path::Path;

use b2b_desk::{Orders, Recorded, Told, decode_recorded};

use super::asking::{Answer, Refused};
use crate::args::{Decode, Format};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::entry::{Entry, Said};
use crate::render::shape::Shape;
use crate::render::{articles, invoices, lists, table};

pub(crate) fn run(args: &Decode) -> Result<Exit, Failure> {
    let document = read(&args.file).map_err(|error| {
        let message = format!("{} cannot be read: {error}", args.file.display());
        Failure::new(Exit::Input, message, "Give the file with the recorded answer, or - for stdin.")
    })?;
    let format = args.form.format;
    match decode_recorded(args.protocol, &document)? {
        Recorded::Orders(answer) => orders(answer, format),
        Recorded::Availability(told) => list(told, format, articles::stock),
        Recorded::Prices(told) => list(told, format, articles::prices),
        Recorded::Documents(told) => list(told, format, articles::documents),
        Recorded::Catalogs(told) => list(told, format, lists::catalogs),
        Recorded::CatalogPromise(told) => list(told.map(|promise| vec![promise]), format, lists::promises),
        Recorded::Reservations(told) => list(told, format, lists::reservations),
        Recorded::Services(told) => list(told, format, lists::services),
        Recorded::Invoices(told) => list(told, format, invoices::table),
        Recorded::ShipVias(told) => list(told, format, articles::ship_vias),
        Recorded::Quotes(told) => list(told, format, lists::quotes),
        Recorded::EndUserInfo(told) => list(told, format, articles::end_user),
        _ => Err(Failure::new(Exit::Unreadable, "the answer is of a kind that b2b cannot show", "Use a later b2b.")),
    }
}

fn orders(answer: Orders, format: Format) -> Result<Exit, Failure> {
    if answer.orders.is_empty() {
        output::warn(&"the answer has no orders");
    }
    let mut entries: Vec<_> = answer.orders.into_iter().map(Entry::recorded).collect();
    if !answer.problems.is_empty() {
        entries.push(Entry { supplier: None, asked: None, said: Said::Nothing { problems: answer.problems } });
    }
    show(&entries, &answer.warnings, &Shape::new(format, table::orders))
}

fn list<T: Answer>(told: Told<Vec<T>>, format: Format, table: impl Fn(&[Entry<T>]) -> String) -> Result<Exit, Failure> {
    told.messages.iter().for_each(|message| output::warn(message));
    let entries: Vec<_> = told.value.into_iter().map(Entry::recorded).collect();
    show(&entries, &told.warnings, &Shape::new(format, table))
}

fn show<T: Answer>(entries: &[Entry<T>], warnings: &[String], shape: &Shape<'_, T>) -> Result<Exit, Failure> {
    warnings.iter().for_each(|warning| output::warn(warning));
    shape.show(entries)?;
    let mut refused = Refused::default();
    for entry in entries {
        match &entry.said {
            Said::Value(value) => refused.add(None, value.name(), value.problems(), ""),
            Said::Nothing { problems } => refused.add(None, None, problems, ""),
        }
    }
    refused.report();
    Ok(if refused.is_empty() { Exit::Answered } else { Exit::Incomplete })
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut document = Vec::new();
        io::stdin().lock().read_to_end(&mut document)?;
        return Ok(document);
    }
    std::fs::read(path)
}
