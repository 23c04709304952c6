//! The commands.

mod decode;
mod demo;
mod help;
mod order;
mod sandbox;

use b2b_desk::{By, OrderQuestion, Orders};

use crate::args::{Args, Command, Format};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::Named;
use crate::{output, render};

/// Runs the command that was asked for.
pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    match args.command {
        Command::Order(command) => order::run(&args.global, &command),
        Command::Decode(command) => decode::run(&command),
        Command::Sandbox(command) => sandbox::run(command),
        Command::Demo(_) => demo::run(),
        Command::Help(command) => help::run(&command),
    }
}

/// Waits for something that needs the network.
fn wait_for<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::new(Exit::Internal, format!("no threads can be started: {error}"), "Check the system's limits.")
    })?;
    runtime.block_on(work)
}

fn show(answers: &[Orders], question: Option<&OrderQuestion>, format: Format) -> Result<(), Failure> {
    let orders: Vec<_> = answers.iter().flat_map(|answer| render::named(answer, question)).collect();
    match format {
        Format::Table => output::print_styled(&render::table::orders(&orders)),
        Format::Json => output::print(&render::json::orders(&orders)?),
    }
}

/// Says which orders have no good answer.
fn complain_of(answer: &Orders, question: Option<&OrderQuestion>) {
    let mut complaints: Vec<String> = answer.problems.iter().map(render::problem).collect();
    for Named { order, name } in render::named(answer, question) {
        if !order.problems.is_empty() {
            let problems: Vec<_> = order.problems.iter().map(render::problem).collect();
            complaints.push(format!("order {name}: {}", problems.join("; ")));
        }
    }
    if !answer.unanswered.is_empty() {
        let numbers: Vec<_> = answer.unanswered.iter().map(AsRef::as_ref).collect();
        complaints.push(format!("the supplier does not answer for {}", numbers.join(", ")));
    }
    let hint = match question.map(|question| &question.by) {
        Some(By::Customer) => "Check the number, or ask by the supplier's number.",
        Some(_) => "Check the number, or ask by your purchase order's number: b2b order po:NUMBER.",
        None => "",
    };
    let last = complaints.pop();
    for complaint in complaints {
        output::complain(&complaint, "");
    }
    if let Some(last) = last {
        output::complain(&last, hint);
    }
}
