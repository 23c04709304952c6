//! `b2b reserves`: which goods are held back, and what became of a reservation.

use std::path::Path;

use b2b_desk::{DeskError, PendingReservation, ReservationsQuestion};

use super::asking::{Came, ask};
use super::desk::desk;
use super::record::Record;
use super::reserve::outcome::{self, Doubt};
use super::reserve::settling;
use super::wait_for;
use crate::args::{Format, Global, Reserves};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;

pub(super) fn run(global: &Global, args: &Reserves) -> Result<Exit, Failure> {
    let format = args.asking.form.format;
    if let Some(path) = &args.reconcile {
        return reconcile(global, path, format);
    }
    let question = ReservationsQuestion::all().sku(args.sku.clone()).number(args.number.clone());
    ask(global, &args.asking, (question, Vec::new()), Came::of_list, render::lists::reservations)
}

fn reconcile(global: &Global, path: &Path, format: Format) -> Result<Exit, Failure> {
    let (record, pending) = Record::open::<PendingReservation>(path)?;
    let desk = desk(global, std::slice::from_ref(&pending.supplier))?;
    match wait_for(async { Ok(desk.reconcile(&pending).await) })? {
        Ok(found) => outcome::found(record, &pending, found, format),
        Err(error @ DeskError::Supplier(_)) => {
            let doubt = Doubt::unsearched(&error, settling(&desk, &pending));
            Ok(outcome::unknown(&pending, &doubt, path, format))
        }
        Err(error) => Err(error.into()),
    }
}
