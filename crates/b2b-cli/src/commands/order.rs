//! `b2b order`: how orders stand.

use b2b_desk::{By, Capability, Depth, Desk, OrderQuestion, Orders, Reply, Serials, Whom};

use super::asking::show_requests;
use super::desk::{attempt, desk};
use super::{complain_of, show, wait_for};
use crate::args::{Asked, Global, Order, Whose};
use crate::exit::Exit;
use crate::failure::Failure;

pub(crate) fn run(global: &Global, args: &Order) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.numbers, args.by.as_ref())?;
    let (asked, whom) = asked.at(&args.supplier)?;
    let desk = desk(global)?;
    let serials = if args.serials { Serials::Include } else { Serials::Omit };
    let depth = if args.detail { Depth::Lines } else { Depth::Summary };
    let (own, by) = whose(&desk, &asked)?;
    let question = OrderQuestion::new(by, asked.numbers).serials(serials).depth(depth);
    let whom = whom.unwrap_or(own);
    if args.offline {
        show_requests(desk.offline(&whom, &question, &attempt()?)?)?;
        return Ok(Exit::Answered);
    }
    let replies = wait_for(async { Ok(desk.ask(&whom, &question).await?) })?;
    let (answers, failed) = sort(replies);
    if let Some(answers) = answers {
        for warning in answers.iter().flat_map(|(_, answer)| &answer.warnings) {
            tracing::info!("{warning}");
        }
        show(&answers, Some(&question), args.form.format)?;
        let hint = other_way(&desk, question.by, &whom);
        answers.iter().for_each(|(_, answer)| complain_of(answer, Some(&question), hint));
        if failed.is_none() && !answers.iter().all(|(_, answer)| answer.is_complete()) {
            return Ok(Exit::Incomplete);
        }
    }
    Ok(failed.unwrap_or(Exit::Answered))
}

/// Whom the numbers are of, and which numbers they are; of the one supplier there is where none is named.
fn whose(desk: &Desk, asked: &Asked) -> Result<(Whom, By), Failure> {
    match &asked.whose {
        Some(Whose::Customer) => Ok((Whom::Able, By::CustomerNumber)),
        Some(Whose::Supplier(name)) => Ok((Whom::named(name), By::SupplierNumber)),
        None => {
            let names: Vec<_> = desk.able(Capability::OrdersBySupplierNumber).collect();
            if names.len() > 1 {
                let number = asked.numbers.first().map_or("NUMBER", String::as_str);
                let message = format!("there are several suppliers, and {number} does not say whose it is");
                let prefixed: Vec<_> = names.iter().map(|name| format!("{name}:{number}")).collect();
                let hint = format!("Write {}, or po:{number} for your purchase order's number.", prefixed.join(" or "));
                return Err(Failure::new(Exit::Usage, message, hint));
            }
            // With none at all the desk says so.
            Ok((Whom::Able, By::SupplierNumber))
        }
    }
}

/// How else the orders could be asked for.
fn other_way(desk: &Desk, by: By, whom: &Whom) -> &'static str {
    let has_po = |name: &str| desk.supports(name, Capability::OrdersByCustomerNumber);
    let could_be_asked = match whom {
        Whom::Named(names) => names.iter().any(|name| has_po(name)),
        _ => desk.able(Capability::OrdersBySupplierNumber).any(has_po),
    };
    match by {
        By::CustomerNumber => "Check the number, or ask by the supplier's number.",
        _ if could_be_asked => "Check the number, or ask by your purchase order's number: b2b order po:NUMBER.",
        _ => "Check the number.",
    }
}

/// What suppliers answered, by their names.
type Answers = Vec<(Option<String>, Orders)>;

/// The answers, unless there are none, and how the first failure ends. Failures are told.
fn sort(replies: Vec<Reply<Orders>>) -> (Option<Answers>, Option<Exit>) {
    let (mut answers, mut failed) = (Vec::new(), None);
    for reply in replies {
        match reply.result {
            Ok(answer) => answers.push((Some(reply.supplier), answer)),
            Err(error) => {
                let exit = Failure::from(error).report();
                failed.get_or_insert(exit);
            }
        }
    }
    (Some(answers).filter(|answers| !answers.is_empty()), failed)
}
