//! `b2b reserve`: holding goods back, once.

use b2b_desk::{AvailabilityQuestion, Conditions, Desk, PendingReservation, Reconciled, ReserveOutcome};

use super::asking::{ask, each, print_requests, remark};
use super::desk::{attempt, desk};
use super::record::Record;
use super::reserves::{found, show_reserved, tell_unknown};
use super::wait_for;
use crate::args::{Format, Global, Reserve};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::articles;

pub(super) fn run(global: &Global, args: &Reserve) -> Result<Exit, Failure> {
    let (Some(quantity), Some(unit)) = (args.wanted.quantity, &args.wanted.unit) else {
        let missing = if args.wanted.quantity.is_none() { "--quantity" } else { "--unit" };
        let hint = "Say how much of which unit, for example --quantity 5 --unit BX.";
        return Err(Failure::new(Exit::Usage, format!("{missing} is missing"), hint));
    };
    let conditions = args.wanted.conditions()?;
    if args.dry_run {
        return rehearse(global, args, conditions);
    }
    if args.wanted.need_by.is_some() {
        let message = "--need-by is no condition of a reservation";
        return Err(Failure::new(Exit::Usage, message, "Leave it out; with --dry-run it can be asked."));
    }
    let desk = desk(global)?;
    let attempt = attempt()?;
    let request = args.request(quantity, unit);
    let pending = desk.prepare_reservation(&args.asking.whom(), request, args.sidemark.clone(), &attempt)?;
    let shown = desk.offline_reserve(&pending, &attempt)?;
    if args.asking.offline {
        print_requests(&shown)?;
        return Ok(Exit::Answered);
    }
    // It is on disk before anything is sent: whatever happens to this process, it can be found out what became of it.
    let record = Record::create(args.record.as_deref(), &pending)?;
    wait_for(async { send(&desk, &pending, record, args.asking.form.format).await })
}

/// Sends it once, and looks for it once if the answer is lost.
async fn send(desk: &Desk, pending: &PendingReservation, record: Record, format: Format) -> Result<Exit, Failure> {
    let unknown = match desk.reserve(pending).await {
        Ok(ReserveOutcome::Reserved(told)) => {
            record.close();
            show_reserved(pending, remark(told), format)?;
            return Ok(Exit::Answered);
        }
        Ok(ReserveOutcome::Unknown(unknown)) => unknown,
        Ok(_) => pending.clone(),
        // It is certain that nothing was reserved.
        Err(error) => {
            record.close();
            return Err(Failure::from(error).about("nothing was reserved"));
        }
    };
    record.amend(&unknown);
    match found(desk, &unknown).await {
        Ok(Reconciled::Reserved(reservation)) => {
            record.close();
            let reason = unknown.reason.as_deref().unwrap_or("the answer did not arrive");
            output::warn(&format!("the goods are reserved, as the supplier's reservations show; {reason}"));
            show_reserved(&unknown, reservation, format)?;
            Ok(Exit::Answered)
        }
        Ok(Reconciled::NotReserved) => {
            record.close();
            let reason = unknown.reason.as_deref().unwrap_or("the answer did not arrive");
            let message = format!("nothing was reserved: {reason}");
            Err(Failure::new(Exit::OutcomeUnknown, message, "It can be reserved again."))
        }
        Ok(other) => Ok(tell_unknown(&unknown, &other, record.path())),
        Err(failure) => {
            failure.report();
            let nothing = Reconciled::StillUnknown {
                why: unknown.reason.clone().unwrap_or_default(),
                wait: std::time::Duration::ZERO,
                candidates: Vec::new(),
            };
            Ok(tell_unknown(&unknown, &nothing, record.path()))
        }
    }
}

/// What there is under the same conditions.
fn rehearse(global: &Global, args: &Reserve, conditions: Option<Conditions>) -> Result<Exit, Failure> {
    let question = AvailabilityQuestion::of([args.sku.as_str()]).conditions(conditions);
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    let exit = each(replies, |value| vec![value]).show(args.asking.form.format, articles::stock)?;
    output::talk(&"This is what there is under these conditions. Nothing was reserved.");
    Ok(exit)
}
