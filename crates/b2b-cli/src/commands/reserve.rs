//! `b2b reserve`: holding goods back, once.

pub(super) mod outcome;

use std::pin::{Pin, pin};
use std::time::Duration;

use b2b_desk::{AvailabilityQuestion, Conditions, Desk, DeskError, PendingReservation, Reconciled, ReserveOutcome};
use b2b_http::{Environment as _, SystemEnvironment};
use b2b_model::Form;

use self::outcome::Doubt;
use super::asking::{Came, ask, print_requests, remark};
use super::desk::{attempt, desk};
use super::interrupt::interrupted;
use super::record::Record;
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
    let desk = desk(global, &args.asking.supplier)?;
    let attempt = attempt()?;
    let request = args.request(quantity, unit);
    let pending = desk.prepare_reservation(&args.asking.whom(), request, args.sidemark.clone(), &attempt)?;
    let shown = desk.offline_reserve(&pending, &attempt)?;
    if args.asking.offline {
        print_requests(&shown)?;
        return Ok(Exit::Answered);
    }
    let format = args.asking.form.format;
    if !args.again
        && let Some((path, other)) = Record::unresolved(args.record.as_deref(), &pending).first()
    {
        return Ok(outcome::unresolved(path, other, format));
    }
    wait_for(async {
        let stopped = pin!(interrupted()?);
        // It is on disk before anything is sent: whatever happens to this process, it can be found out what became of it.
        let record = Record::create(args.record.as_deref(), &pending)?;
        send(&desk, &pending, record, format, stopped).await
    })
}

/// Sends it once, and looks for it once if the answer is lost.
async fn send(
    desk: &Desk,
    pending: &PendingReservation,
    record: Record,
    format: Format,
    mut stopped: Pin<&mut impl Future<Output = ()>>,
) -> Result<Exit, Failure> {
    let sent = tokio::select! {
        biased;
        sent = desk.reserve(pending) => sent,
        () = &mut stopped => {
            let mut unknown = pending.clone();
            unknown.ended = Some(SystemEnvironment.now());
            unknown.reason = Some("b2b was interrupted before the answer arrived".to_owned());
            record.amend(&unknown);
            let doubt = Doubt::of(None, settling(desk, &unknown));
            return Ok(outcome::unknown(&unknown, &doubt, record.path(), format));
        }
    };
    let unknown = match sent {
        Ok(ReserveOutcome::Done(told) | ReserveOutcome::Partial { value: told, .. }) => {
            return outcome::reserved(record, pending, &remark(told), format);
        }
        Ok(ReserveOutcome::Refused(error)) => return Err(not_reserved(record, pending, error.into(), format)),
        Ok(ReserveOutcome::Unknown(unknown)) => *unknown,
        Err(error) => return Err(not_reserved(record, pending, error, format)),
    };
    record.amend(&unknown);
    let found = tokio::select! {
        biased;
        found = desk.reconcile(&unknown) => found,
        () = &mut stopped => {
            let why = "b2b was interrupted while it looked for it".to_owned();
            let doubt = Doubt::of(Some(why), settling(desk, &unknown));
            return Ok(outcome::unknown(&unknown, &doubt, record.path(), format));
        }
    };
    match found {
        Ok(found) => {
            if let Reconciled::Reserved(_) = &found {
                let reason = unknown.reason.as_deref().unwrap_or("the answer did not arrive");
                output::warn(&format!("the goods are reserved, as the supplier's reservations show; {reason}"));
            }
            outcome::found(record, &unknown, found, format)
        }
        Err(error) => {
            let doubt = Doubt::unsearched(&error, settling(desk, &unknown));
            Ok(outcome::unknown(&unknown, &doubt, record.path(), format))
        }
    }
}

/// Says that it is certain that nothing was reserved, and why.
fn not_reserved(record: Record, pending: &PendingReservation, error: DeskError, format: Format) -> Failure {
    outcome::not_reserved(record, pending, &error.to_string(), format);
    let is_short = error.problem().code.as_deref() == Some("OperationAborted");
    let failure = Failure::from(error).about("nothing was reserved");
    let rolls = pending.request.form == Some(Form::Roll) || pending.request.roll.is_some();
    if is_short && rolls && pending.request.maximum.is_none() {
        failure.advise("Rolls are reserved whole: give --maximum for the most that you would take.")
    } else {
        failure
    }
}

/// How long from now an absence is not believed.
pub(super) fn settling(desk: &Desk, pending: &PendingReservation) -> Duration {
    desk.settling(pending, SystemEnvironment.now()).unwrap_or_default()
}

/// What there is under the same conditions.
fn rehearse(global: &Global, args: &Reserve, conditions: Option<Conditions>) -> Result<Exit, Failure> {
    let unchecked = [
        ("--maximum", args.maximum.is_some(), "Leave it out: what there is is asked for without it."),
        ("--roll-number", args.roll_number.is_some(), "Leave it out: the rolls that there are are listed."),
        ("--price", args.price.is_some(), "Leave it out, and ask b2b price what it costs."),
    ];
    if let Some((option, _, hint)) = unchecked.into_iter().find(|(_, given, _)| *given) {
        return Err(Failure::new(Exit::Usage, format!("--dry-run cannot check {option}"), hint));
    }
    let question = AvailabilityQuestion::of([args.sku.as_str()]).conditions(conditions);
    let read = |answer| Came::of_article(answer, |value| vec![value]);
    let exit = ask(global, &args.asking, (question, vec![args.sku.clone()]), read, articles::stock)?;
    if exit == Exit::Answered {
        output::talk(&"This is what there is under these conditions. Nothing was reserved.");
    }
    Ok(exit)
}
