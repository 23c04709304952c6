//! `b2b decode`: a recorded answer.

use std::io::{self, Read as _};
use std::path::Path;

use b2b_desk::{Orders, Recorded, Told, decode_recorded};
use serde::Serialize;

use super::asking::{Gathered, Refused};
use super::{complain_of, show};
use crate::args::{Decode, Format};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::entry::{Entry, Troubled};
use crate::render::{articles, invoices, lists};

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
    for warning in &answer.warnings {
        output::warn(warning);
    }
    let recorded = [(None, answer)];
    show(&recorded, None, format)?;
    let [(_, answer)] = recorded;
    if answer.orders.is_empty() {
        output::warn(&"the answer has no orders");
    }
    complain_of(&answer, None, "");
    Ok(if answer.is_complete() { Exit::Answered } else { Exit::Incomplete })
}

fn list<T: Serialize + Troubled>(
    told: Told<Vec<T>>,
    format: Format,
    table: impl FnOnce(&[Entry<T>]) -> String,
) -> Result<Exit, Failure> {
    for warning in &told.warnings {
        output::warn(warning);
    }
    for message in &told.messages {
        output::warn(message);
    }
    let mut refused = Refused::default();
    told.value.iter().for_each(|value| refused.look_at(value, None));
    let entries = told.value.into_iter().map(Entry::recorded).collect();
    let exit = refused.report("").unwrap_or(Exit::Answered);
    Gathered { entries, exit }.show(format, table)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut document = Vec::new();
        io::stdin().lock().read_to_end(&mut document)?;
        return Ok(document);
    }
    std::fs::read(path)
}
