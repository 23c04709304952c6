//! What became of a reservation: on stdout what there is of it, on stderr what to do.

use std::path::Path;
use std::time::Duration;

use b2b_desk::{Cause, DeskError, PendingReservation, Reconciled};
use b2b_model::{Decimal, Reservation};

use crate::args::Format;
use crate::commands::outcome::{Outcome, Reservations, Word};
use crate::commands::record::{Record, Recorded as _};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::clean;

/// Why nobody knows.
pub(in crate::commands) struct Doubt {
    /// What the search for it came to.
    pub(in crate::commands) why: Option<String>,
    /// How long an absence is not believed.
    pub(in crate::commands) wait: Duration,
    pub(in crate::commands) candidates: Vec<Reservation>,
    /// What to do before it can be searched for again.
    pub(in crate::commands) advice: Option<String>,
}

impl Doubt {
    pub(in crate::commands) fn of(why: Option<String>, wait: Duration) -> Self {
        Self { why, wait, candidates: Vec::new(), advice: None }
    }

    /// That the search failed.
    pub(in crate::commands) fn unsearched(error: &DeskError, wait: Duration) -> Self {
        let own = matches!(error.cause(), Cause::Credentials | Cause::Clock | Cause::Certificate | Cause::Unreachable);
        let advice = own.then(|| error.hint());
        Self { advice, ..Self::of(Some(format!("looking for it failed: {error}")), wait) }
    }
}

/// Shows the reservation. Its record goes once it is shown.
pub(in crate::commands) fn reserved(
    record: Record,
    pending: &PendingReservation,
    reservation: &Reservation,
    format: Format,
) -> Result<Exit, Failure> {
    let there = Reservations { reservation: Some(reservation), ..Reservations::default() };
    let text = Outcome::done(Word::Reserved, pending, there).text(format)?;
    if let Err(failure) = output::deliver(&text) {
        let number = reservation.number.as_ref().map_or("without a number", AsRef::as_ref);
        let (supplier, wanted) = (&pending.supplier, wanted(pending));
        let message = format!("{supplier} reserved {wanted}, reservation {}, and {}", clean(number), failure.message());
        let hint = format!("To see it again, run: b2b reserves --reconcile {}", record.path().display());
        return Err(Failure::new(failure.exit(), message, hint));
    }
    record.close();
    if let Some(less) = shortfall(pending, reservation) {
        output::warn(&less);
    }
    Ok(Exit::Answered)
}

/// Says that it was not made, and removes its record. How that is said on stderr is the caller's.
pub(in crate::commands) fn not_reserved(record: Record, pending: &PendingReservation, reason: &str, format: Format) {
    record.close();
    Outcome::not_done(Word::NotReserved, pending, reason, Reservations::default()).tell(format);
}

/// Says that nobody knows, and exactly what to do.
pub(in crate::commands) fn unknown(pending: &PendingReservation, doubt: &Doubt, path: &Path, format: Format) -> Exit {
    let first = pending.reason();
    let reason = doubt.why.as_ref().map_or_else(|| first.to_owned(), |why| format!("{first}; {why}"));
    let candidates = &doubt.candidates;
    let there = Reservations { candidates, ..Reservations::default() };
    Outcome::unknown(pending, &reason, path, there).tell(format);
    let when = match (candidates.is_empty(), doubt.wait) {
        (false, _) => format!(
            "Look at the reservations on stdout that may be it, or ask the supplier, and remove {} once you know. To \
             look for it again,",
            path.display()
        ),
        (true, Duration::ZERO) => "To look for it,".to_owned(),
        // A part of a second counts as one.
        (true, wait) => format!("In {} s,", wait.as_secs() + 1),
    };
    let advice = doubt.advice.as_ref().map(|advice| format!("{advice} ")).unwrap_or_default();
    output::complain(
        &format!("it is not known whether {} reserved {}: {reason}", pending.supplier, wanted(pending)),
        &format!("Do not reserve it again. {advice}{when} run: b2b reserves --reconcile {}", path.display()),
    );
    Exit::WriteUnknown
}

/// Says that nothing is sent, because nobody knows what became of another reservation of the article.
pub(super) fn unresolved(path: &Path, other: &PendingReservation, format: Format) -> Exit {
    let reason = other.reason();
    Outcome::unknown(other, reason, path, Reservations::default()).tell(format);
    let path = path.display();
    output::complain(
        &format!("{path} records that {} may have reserved {}: {reason}", other.supplier, wanted(other)),
        &format!(
            "Nothing was sent. Find out: b2b reserves --reconcile {path} (to reserve once more whatever became of it: \
             --again)"
        ),
    );
    Exit::WriteUnknown
}

/// Says what the search for it found.
pub(in crate::commands) fn found(
    record: Record,
    pending: &PendingReservation,
    found: Reconciled,
    format: Format,
) -> Result<Exit, Failure> {
    match found {
        Reconciled::Reserved(reservation) => reserved(record, pending, &reservation, format),
        Reconciled::NotReserved => {
            let reason = pending.reason();
            not_reserved(record, pending, reason, format);
            output::complain(
                &format!("{} has no such reservation: {}; {reason}", pending.supplier, wanted(pending)),
                "Nothing was reserved, and the record is removed. If it is still wanted: b2b reserve.",
            );
            Ok(Exit::Incomplete)
        }
        Reconciled::StillUnknown { why, wait, candidates } => {
            let doubt = Doubt { candidates, ..Doubt::of(Some(why), wait) };
            Ok(unknown(pending, &doubt, record.path(), format))
        }
        _ => Ok(unknown(pending, &Doubt::of(None, Duration::ZERO), record.path(), format)),
    }
}

/// `fcb2b reserved 72 of 90 BX`, if it is less than wanted and all of it is told in the unit that was asked for.
fn shortfall(pending: &PendingReservation, reservation: &Reservation) -> Option<String> {
    let request = &pending.request;
    let amount = |line: &b2b_model::ReservationLine| {
        let quantity = line.quantity.as_ref()?;
        let is_same = quantity.unit.as_deref().is_some_and(|unit| unit.trim().eq_ignore_ascii_case(&request.unit));
        is_same.then_some(quantity.amount)
    };
    let held: Decimal = reservation.lines.iter().map(amount).sum::<Option<Decimal>>()?;
    let is_less = !reservation.lines.is_empty() && held < request.quantity;
    is_less.then(|| {
        let (held, wanted, unit) = (held.normalize(), request.quantity.normalize(), clean(&request.unit));
        format!("{} reserved {held} of {wanted} {unit}", pending.supplier)
    })
}

/// `5 BX of VV01701002, sidemark b2b-0c5e1f7a92d4`.
fn wanted(pending: &PendingReservation) -> String {
    let request = &pending.request;
    let goods = format!("{} {} of {}", request.quantity.normalize(), request.unit, request.sku);
    clean(&format!("{goods}, sidemark {}", pending.sidemark.as_str()))
}
