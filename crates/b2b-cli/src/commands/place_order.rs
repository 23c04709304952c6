//! `b2b place-order`: an order, once.

use std::path::Path;
use std::pin::pin;

use b2b_desk::{Desk, OrderAcknowledgement, OrderFound, OrderOutcome, OrderRequest, PendingOrder, PriceQuestion};
use b2b_model::{OrderStatus, Problem};

use super::asking::{Came, ask, remark};
use super::desk::{attempt, desk};
use super::interrupt::interrupted;
use super::outcome::{Orders, Outcome, Word};
use super::record::{Record, Recorded as _};
use super::wait_for;
use crate::args::{Format, Global, PlaceOrder};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::articles;
use crate::{output, render};

pub(super) fn run(global: &Global, args: &PlaceOrder) -> Result<Exit, Failure> {
    let format = args.asking.form.format;
    if let Some(path) = &args.reconcile {
        return reconcile(global, path, format);
    }
    let order = read(args.file.as_deref().unwrap_or(Path::new("")))?;
    let desk = desk(global, &args.asking.supplier)?;
    let attempt = attempt()?;
    let pending = desk.prepare_order(&args.asking.whom(), order, &attempt)?;
    if args.asking.offline {
        output::print(&(desk.offline_order(&pending, &attempt)?.join("\n\n") + "\n"))?;
        return Ok(Exit::Answered);
    }
    if args.dry_run {
        return rehearse(global, args, &pending);
    }
    wait_for(async {
        let mut stopped = pin!(interrupted()?);
        // It is on disk before anything is sent: whatever happens to this process, it can be found out what became of it.
        let record = Record::create(args.record.as_deref(), &pending)?;
        let path = record.path().to_owned();
        tokio::select! {
            biased;
            ended = send(&desk, &pending, record, format) => ended,
            () = &mut stopped => {
                let unknown = OrderFound::NotListed(Vec::new());
                let mut pending = pending.clone();
                pending.reason = Some("b2b was interrupted before it knew".to_owned());
                tell_unknown(&pending, unknown, &path, format)
            }
        }
    })
}

/// The order that a file describes.
fn read(path: &Path) -> Result<OrderRequest, Failure> {
    let refused = |message: String| {
        let hint = "Give an order as JSON or TOML; b2b help order-file shows one. Nothing was sent.";
        Failure::new(Exit::Input, format!("{} {}", path.display(), message.trim_end()), hint)
    };
    let text = std::fs::read_to_string(path).map_err(|error| refused(format!("cannot be read: {error}")))?;
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => serde_json::from_str(&text).map_err(|error| refused(format!("is no order: {error}"))),
        Some("toml") => {
            toml::from_str(&text).map_err(|error| refused(format!("is no order: {}", located(&text, &error))))
        }
        _ => Err(refused("is called neither .json nor .toml".to_owned())),
    }
}

fn located(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    match line {
        Some(line) => format!("line {line}: {}", error.message()),
        None => error.message().to_owned(),
    }
}

/// Sends it once, and looks for it once if the answer is lost.
async fn send(desk: &Desk, pending: &PendingOrder, record: Record, format: Format) -> Result<Exit, Failure> {
    let unknown = match desk.place_order(pending).await {
        Ok(OrderOutcome::Done(told)) => return placed(pending, record, &remark(told), &[], format),
        Ok(OrderOutcome::Partial { value, problems }) => {
            return placed(pending, record, &remark(value), &problems, format);
        }
        Ok(OrderOutcome::Refused(problems)) => {
            record.close();
            let words: Vec<_> = problems.iter().map(render::problem).collect();
            let reason = format!("{} refused: {}", pending.supplier, words.join("; "));
            let found = Orders { problems: &problems, ..Orders::default() };
            Outcome::not_done(Word::NotPlaced, pending, &reason, found).tell(format);
            let po = render::clean(&pending.order.purchase_order);
            let hint = format!(
                "Correct what is named, and place the order again; if {po} was ever placed before, see b2b order po:{po} first."
            );
            return Err(Failure::new(Exit::Refused, format!("nothing was ordered: {reason}"), hint));
        }
        Ok(OrderOutcome::Unknown(unknown)) => *unknown,
        // It is certain that nothing was ordered.
        Err(error) => {
            record.close();
            let reason = error.to_string();
            Outcome::not_done(Word::NotPlaced, pending, &reason, Orders::default()).tell(format);
            return Err(Failure::from(error).about("nothing was ordered"));
        }
    };
    record.amend(&unknown);
    let reason = unknown.reason();
    match desk.find_order(&unknown).await {
        Ok(OrderFound::Placed(orders)) => {
            let po = render::clean(&unknown.order.purchase_order);
            output::warn(&format!("the order is placed, as the supplier's list of {po} shows; {reason}"));
            let exit = shown(&unknown, &orders, &[], format)?;
            record.close();
            Ok(exit)
        }
        Ok(found) => tell_unknown(&unknown, found, record.path(), format),
        Err(error) => {
            Failure::from(error).report();
            tell_unknown(&unknown, OrderFound::NotListed(Vec::new()), record.path(), format)
        }
    }
}

/// Shows what the order became, and says what of it was not taken.
fn placed(
    pending: &PendingOrder,
    record: Record,
    taken: &OrderAcknowledgement,
    problems: &[Problem],
    format: Format,
) -> Result<Exit, Failure> {
    let exit = shown(pending, &taken.orders, problems, format)?;
    record.close();
    for message in &taken.messages {
        output::warn(&render::clean(message));
    }
    if problems.is_empty() {
        return Ok(exit);
    }
    let words: Vec<_> = problems.iter().map(render::problem).collect();
    output::complain(
        &format!("{} took the order, and not all of it: {}", pending.supplier, words.join("; ")),
        &format!("To see what it has: b2b order po:{}", render::clean(&pending.order.purchase_order)),
    );
    Ok(Exit::Incomplete)
}

/// What became of an order that was recorded.
fn reconcile(global: &Global, path: &Path, format: Format) -> Result<Exit, Failure> {
    let (record, pending) = Record::open::<PendingOrder>(path)?;
    let desk = desk(global, std::slice::from_ref(&pending.supplier))?;
    match wait_for(async { Ok(desk.find_order(&pending).await?) })? {
        OrderFound::Placed(orders) => {
            let exit = shown(&pending, &orders, &[], format)?;
            record.close();
            Ok(exit)
        }
        found => tell_unknown(&pending, found, path, format),
    }
}

/// Says that nobody knows, and exactly what to do. What the supplier shows instead is shown.
fn tell_unknown(pending: &PendingOrder, found: OrderFound, path: &Path, format: Format) -> Result<Exit, Failure> {
    let po = render::clean(&pending.order.purchase_order);
    let (orders, problems) = match found {
        OrderFound::NotListed(problems) => (Vec::new(), problems),
        OrderFound::Unclear { orders, problems } => (orders, problems),
        _ => (Vec::new(), Vec::new()),
    };
    let words = if problems.is_empty() {
        String::new()
    } else {
        let words: Vec<_> = problems.iter().map(render::problem).collect();
        format!("; asked for {po}, it says: {}", words.join("; "))
    };
    let reason = pending.reason();
    let found = Orders { problems: &problems, orders: &orders };
    Outcome::unknown(pending, reason, path, found).tell(format);
    let path = path.display();
    output::complain(
        &format!("it is not known whether {} has the order {po}: {reason}{words}", pending.supplier),
        &format!(
            "Do not place it again. In some minutes run: b2b place-order --reconcile {path}. If it stays unknown, ask the \
             supplier; if it has none, remove the file and place the order again."
        ),
    );
    Ok(Exit::WriteUnknown)
}

fn shown(
    pending: &PendingOrder,
    orders: &[OrderStatus],
    problems: &[Problem],
    format: Format,
) -> Result<Exit, Failure> {
    Outcome::done(Word::Placed, pending, Orders { problems, orders }).show(format)?;
    Ok(Exit::Answered)
}

/// What the lines cost, and what is there.
fn rehearse(global: &Global, args: &PlaceOrder, pending: &PendingOrder) -> Result<Exit, Failure> {
    let PendingOrder { order, .. } = pending;
    let lines = order.lines.iter().map(|line| line.article.clone());
    let question = PriceQuestion::of(lines).order_level(order.order_level.clone()).with_stock();
    let asked = order.lines.iter().map(|line| line.article.to_string()).collect();
    let read = |answer| Came::of_article(answer, |value| vec![value]);
    let exit = ask(global, &args.asking, (question, asked), read, articles::prices)?;
    output::talk(&"The order can be written. This is what its lines cost and what is there. Nothing was ordered.");
    Ok(exit)
}
