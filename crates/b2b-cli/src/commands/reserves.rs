//! `b2b reserves`: which goods are held back, and what became of a reservation.

use std::path::Path;

use b2b_desk::{Desk, PendingReservation, Reconciled, ReservationsQuestion};
use b2b_model::Reservation;

use super::asking::{ask, lists, show};
use super::desk::desk;
use super::record::Record;
use super::wait_for;
use crate::args::{Format, Global, Reserves};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render;
use crate::render::entry::{Entry, Said};

pub(super) fn run(global: &Global, args: &Reserves) -> Result<Exit, Failure> {
    let format = args.asking.form.format;
    if let Some(path) = &args.reconcile {
        return reconcile(global, path, format);
    }
    let question = ReservationsQuestion::all().sku(args.sku.clone()).number(args.number.clone());
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    lists(replies).show(format, render::lists::reservations)
}

fn reconcile(global: &Global, path: &Path, format: Format) -> Result<Exit, Failure> {
    let (record, pending) = Record::open::<PendingReservation>(path)?;
    let desk = desk(global)?;
    let found = wait_for(async { found(&desk, &pending).await })?;
    match found {
        Reconciled::Reserved(reservation) => {
            record.close();
            show_reserved(&pending, reservation, format)?;
            Ok(Exit::Answered)
        }
        Reconciled::NotReserved => {
            record.close();
            output::complain(
                &format!("{} has no such reservation: {}", pending.supplier, wanted(&pending)),
                "Nothing was reserved, and the record is removed. If it is still wanted: b2b reserve.",
            );
            Ok(Exit::Incomplete)
        }
        other => {
            if let Reconciled::StillUnknown { candidates, .. } = &other {
                let entries: Vec<_> = candidates.iter().map(|candidate| entry(&pending, candidate.clone())).collect();
                show(&entries, Exit::WriteUnknown, format, render::lists::reservations)?;
            }
            Ok(tell_unknown(&pending, &other, path))
        }
    }
}

pub(super) async fn found(desk: &Desk, pending: &PendingReservation) -> Result<Reconciled, Failure> {
    Ok(desk.reconcile(pending).await?)
}

/// Says that nobody knows, and exactly what to do.
pub(super) fn tell_unknown(pending: &PendingReservation, found: &Reconciled, path: &Path) -> Exit {
    let (why, when) = match found {
        Reconciled::StillUnknown { why, wait, .. } if wait.is_zero() => {
            (why.clone(), "Look at the reservations that may be it, or ask the supplier; then".to_owned())
        }
        Reconciled::StillUnknown { why, wait, .. } => {
            // A part of a second counts as one.
            (why.clone(), format!("In {} s,", wait.as_secs() + 1))
        }
        _ => (pending.reason.clone().unwrap_or_default(), "Then".to_owned()),
    };
    output::complain(
        &format!("it is not known whether {} reserved {}: {why}", pending.supplier, wanted(pending)),
        &format!("Do not reserve it again. {when} run: b2b reserves --reconcile {}", path.display()),
    );
    Exit::WriteUnknown
}

/// `5 BX of VV01701002, sidemark b2b-0c5e1f7a92d4`.
pub(super) fn wanted(pending: &PendingReservation) -> String {
    let request = &pending.request;
    let goods = format!("{} {} of {}", request.quantity.normalize(), request.unit, request.sku);
    render::clean(&format!("{goods}, sidemark {}", pending.sidemark.as_str()))
}

pub(super) fn show_reserved(
    pending: &PendingReservation,
    reservation: Reservation,
    format: Format,
) -> Result<(), Failure> {
    show(&[entry(pending, reservation)], Exit::Answered, format, render::lists::reservations)
}

fn entry(pending: &PendingReservation, reservation: Reservation) -> Entry<Reservation> {
    Entry { supplier: Some(pending.supplier.clone()), asked: None, said: Said::Value(reservation) }
}
