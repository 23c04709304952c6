//! The commands.

mod articles;
mod asking;
mod decode;
mod demo;
mod desk;
mod doctor;
mod help;
mod init;
mod invoices;
mod lists;
mod manual;
mod order;
mod place_order;
mod price_list;
mod record;
mod reserve;
mod reserves;
mod sandbox;
mod signing;

use b2b_desk::{OrderQuestion, Orders};

use crate::args::{Args, Command, Format};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::Named;
use crate::render::entry::{Entry, Said};
use crate::{output, render};

/// Runs the command that was asked for.
pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    match args.command {
        Command::Order(command) => order::run(&args.global, &command),
        Command::Orders(command) => lists::orders(&args.global, &command),
        Command::Stock(command) => articles::stock(&args.global, &command),
        Command::Price(command) => articles::price(&args.global, &command),
        Command::PriceList(command) => price_list::run(&args.global, &command),
        Command::PlaceOrder(command) => place_order::run(&args.global, &command),
        Command::Invoice(command) => invoices::invoices(&args.global, &command),
        Command::Quote(command) => invoices::quotes(&args.global, &command),
        Command::ShipVia(command) => articles::ship_vias(&args.global, &command),
        Command::EndUserInfo(command) => articles::end_user(&args.global, &command),
        Command::Related(command) => articles::related(&args.global, &command),
        Command::Documents(command) => articles::documents(&args.global, &command),
        Command::Catalogs(command) => lists::catalogs(&args.global, &command),
        Command::Reserves(command) => reserves::run(&args.global, &command),
        Command::Reserve(command) => reserve::run(&args.global, &command),
        Command::Services(command) => lists::services(&args.global, &command),
        Command::Decode(command) => decode::run(&command),
        Command::Sign(command) => signing::sign(&args.global, &command),
        Command::Verify(command) => signing::verify(&args.global, &command),
        Command::Sandbox(command) => sandbox::run(command),
        Command::Demo(_) => demo::run(),
        Command::Init(command) => init::run(&args.global, &command),
        Command::Doctor(command) => doctor::run(&args.global, &command),
        Command::Completions(command) => manual::completions(&command),
        Command::Man(command) => manual::man(&command),
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

/// Shows orders, each with its supplier's name where there is one.
fn show(answers: &[(Option<String>, Orders)], question: Option<&OrderQuestion>, format: Format) -> Result<(), Failure> {
    match format {
        Format::Table => {
            let orders: Vec<_> = answers.iter().flat_map(|(_, answer)| render::named(answer, question)).collect();
            output::print_styled(&render::table::orders(&orders))
        }
        Format::Json => {
            let entry = |supplier: &Option<String>, order| Entry {
                supplier: supplier.clone(),
                asked: None,
                said: Said::Value(order),
            };
            let orders: Vec<_> = answers
                .iter()
                .flat_map(|(supplier, answer)| answer.orders.iter().map(move |order| entry(supplier, order)))
                .collect();
            output::print(&render::json::array(&orders)?)
        }
    }
}

/// Says which orders have no good answer.
fn complain_of(answer: &Orders, question: Option<&OrderQuestion>, hint: &str) {
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
    let last = complaints.pop();
    for complaint in complaints {
        output::complain(&complaint, "");
    }
    if let Some(last) = last {
        output::complain(&last, hint);
    }
}
