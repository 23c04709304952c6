//! `b2b order`: how orders stand.

use b2b_desk::{By, Config, Desk, OrderQuestion, Orders, Reply, Serials, Sources};
use b2b_http::{Attempt, Environment as _, SystemEnvironment};

use super::{complain_of, show, wait_for};
use crate::args::{Asked, Global, Order, Whose};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::{output, trace};

const DEFAULT_FILE: &str = "b2b.toml";

pub(crate) fn run(global: &Global, args: &Order) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.numbers, args.by.as_ref())?;
    let config = config(global)?;
    let desk = if global.trace_http { Desk::observed(&config, trace::exchange) } else { Desk::from_config(&config) }?;
    let serials = if args.serials { Serials::Include } else { Serials::Omit };
    let question = question(&desk, asked)?.serials(serials);
    if args.offline {
        return offline(&desk, &question);
    }
    let replies = wait_for(async { Ok(desk.order_status(&question).await?) })?;
    let (answers, failed) = sort(replies);
    if let Some(answers) = answers {
        for warning in answers.iter().flat_map(|answer| &answer.warnings) {
            tracing::info!("{warning}");
        }
        show(&answers, Some(&question), args.form.format)?;
        answers.iter().for_each(|answer| complain_of(answer, Some(&question)));
        if failed.is_none() && !answers.iter().all(Orders::is_complete) {
            return Ok(Exit::Incomplete);
        }
    }
    Ok(failed.unwrap_or(Exit::Answered))
}

fn config(global: &Global) -> Result<Config, Failure> {
    // Variables that are no Unicode text are not ours.
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let mut sources = Sources::new().environment(variables);
    sources = match &global.config {
        Some(path) => sources.file(path),
        None => sources.file_if_present(DEFAULT_FILE),
    };
    for (key, value) in &global.set {
        sources = sources.set(key, value);
    }
    Ok(sources.load()?)
}

/// The question, with the one supplier there is where none is named.
fn question(desk: &Desk, asked: Asked) -> Result<OrderQuestion, Failure> {
    let by = match asked.whose {
        Some(Whose::Customer) => By::Customer,
        Some(Whose::Supplier(name)) => By::Supplier(name),
        None => {
            let mut names = desk.suppliers();
            match (names.next(), names.next()) {
                (Some(name), Some(_)) => {
                    let number = asked.numbers.first().map_or("NUMBER", String::as_str);
                    let message = format!("there are several suppliers, and {number} does not say whose it is");
                    let hint = format!("Write {name}:{number}, or po:{number} for your purchase order's number.");
                    return Err(Failure::new(Exit::Usage, message, hint));
                }
                // With none at all the desk says so.
                (name, _) => By::Supplier(name.unwrap_or_default().to_owned()),
            }
        }
    };
    Ok(OrderQuestion::new(by, asked.numbers))
}

fn offline(desk: &Desk, question: &OrderQuestion) -> Result<Exit, Failure> {
    let random = SystemEnvironment.random().map_err(|error| {
        Failure::new(Exit::Internal, format!("the system gives no random bytes: {error}"), "Repair the system.")
    })?;
    let attempt = Attempt::new(1, SystemEnvironment.now(), random);
    let mut requests = Vec::new();
    for reply in desk.offline_request(question, &attempt)? {
        requests.push(reply.result? + "\n");
    }
    output::print(&requests.join("\n"))?;
    Ok(Exit::Answered)
}

/// The answers, unless there are none, and how the first failure ends. Failures are told.
fn sort(replies: Vec<Reply<Orders>>) -> (Option<Vec<Orders>>, Option<Exit>) {
    let (mut answers, mut failed) = (Vec::new(), None);
    for reply in replies {
        match reply.result {
            Ok(answer) => answers.push(answer),
            Err(error) => {
                let exit = Failure::from(error).report();
                failed.get_or_insert(exit);
            }
        }
    }
    (Some(answers).filter(|answers| !answers.is_empty()), failed)
}
