//! `b2b order`: how orders stand.

mod came;

use b2b_desk::{By, Capability, Depth, Desk, OrderQuestion, Serials, Whom};
use b2b_model::OrderStatus;

use self::came::came;
use super::asking::{Put, ask_all};
use super::desk::{Opened, desk_for};
use super::wait_for;
use crate::args::{Asked, Global, Order, Whose};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input;
use crate::render::entry::Entry;
use crate::render::shape::Shape;
use crate::render::{lists, table};

/// How many orders are shown with all that is said of them.
const ROOM: usize = 10;

pub(crate) fn run(global: &Global, args: &Order) -> Result<Exit, Failure> {
    let written = args.source.gather(&args.numbers, input::ORDERS)?;
    let numbers = Asked::read(&written, args.by.as_ref())?;
    let is_brief = args.brief || (numbers.len() > ROOM && !args.detail && !args.serials);
    let show = if is_brief { lists::orders } else { table::orders };
    let desk = desk_for(global, &args.asking, &named(args, &numbers))?;
    wait_for(ask(&desk, args, &numbers, show))
}

/// The suppliers that are to be asked, if not all are.
fn named(args: &Order, numbers: &[Asked]) -> Vec<String> {
    let own = numbers.iter().map(|asked| match &asked.whose {
        Some(Whose::Supplier(name)) => Some(name.clone()),
        _ => None,
    });
    match own.collect::<Option<Vec<_>>>() {
        Some(names) if args.asking.supplier.is_empty() => names,
        _ => args.asking.supplier.clone(),
    }
}

/// Asks a desk for the orders of these numbers, and shows what comes as such a table if no other format is asked for.
pub(super) async fn ask(
    opened: &Opened,
    args: &Order,
    numbers: &[Asked],
    show: impl Fn(&[Entry<OrderStatus>]) -> String,
) -> Result<Exit, Failure> {
    let puts = puts(&opened.desk, args, numbers)?;
    let asked: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    ask_all(opened, &args.asking, puts, &asked, came, Shape::new(args.asking.form.format, show)).await
}

/// A question for the numbers of each kind.
fn puts(desk: &Desk, args: &Order, numbers: &[Asked]) -> Result<Vec<Put<OrderQuestion>>, Failure> {
    let mut kinds: Vec<(Option<&Whose>, Vec<&Asked>)> = Vec::new();
    for asked in numbers {
        match kinds.iter_mut().find(|(whose, _)| *whose == asked.whose.as_ref()) {
            Some((_, own)) => own.push(asked),
            None => kinds.push((asked.whose.as_ref(), vec![asked])),
        }
    }
    kinds.into_iter().map(|(whose, own)| put(desk, args, whose, &own)).collect()
}

fn put(desk: &Desk, args: &Order, whose: Option<&Whose>, own: &[&Asked]) -> Result<Put<OrderQuestion>, Failure> {
    let named = &args.asking.supplier;
    let numbers = own.iter().map(|asked| asked.number.as_str());
    let (whom, question) = match whose {
        None => (args.asking.whom(), OrderQuestion::by_supplier_number(numbers)),
        Some(Whose::Customer) => (args.asking.whom(), OrderQuestion::by_customer_number(numbers)),
        Some(Whose::Supplier(name)) if named.is_empty() || named.contains(name) => {
            (Whom::named(name), OrderQuestion::by_supplier_number(numbers))
        }
        Some(Whose::Supplier(name)) => {
            let message = format!("{name} is not among the suppliers that --supplier names: {}", named.join(", "));
            return Err(Failure::new(Exit::Usage, message, "Leave out --supplier, or the number of the other one."));
        }
    };
    let serials = if args.serials { Serials::Include } else { Serials::Omit };
    let depth = if args.detail { Depth::Lines } else { Depth::Summary };
    let question = question.serials(serials).depth(depth);
    let hint = other_way(desk, &whom, question.by);
    let prefix = match whose {
        None => String::new(),
        Some(Whose::Customer) => "po:".to_owned(),
        Some(Whose::Supplier(name)) => format!("{name}:"),
    };
    let asked = own.iter().map(ToString::to_string).collect();
    let mut put = Put::new(whom, question, asked);
    (put.prefix, put.hint) = (prefix, hint);
    Ok(put)
}

/// How else the orders could be asked for.
fn other_way(desk: &Desk, whom: &Whom, by: By) -> &'static str {
    let by_own = Capability::OrdersByCustomerNumber;
    let is_possible = match whom {
        Whom::Named(names) => names.iter().any(|name| desk.supports(name, by_own)),
        _ => desk.able(by_own).next().is_some(),
    };
    match by {
        By::SupplierNumber if is_possible => {
            "Check the number, or ask by your purchase order's number: b2b order po:NUMBER."
        }
        By::SupplierNumber => "Check the number.",
        _ => "Check the number, or ask by the supplier's number.",
    }
}
