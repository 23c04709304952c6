//! The commands.

mod articles;
mod asking;
mod decode;
mod demo;
mod desk;
mod doctor;
mod help;
mod init;
mod interrupt;
mod invoices;
mod lists;
mod manual;
mod order;
mod outcome;
mod place_order;
mod price_list;
mod progress;
mod record;
mod reserve;
mod reserves;
mod sandbox;
mod signing;
#[cfg(feature = "sync")]
mod sync;

use crate::args::{Args, Command};
use crate::exit::Exit;
use crate::failure::Failure;

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
        #[cfg(feature = "sync")]
        Command::Sync(command) => sync::run(&args.global, &command),
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
    let done = runtime.block_on(work);
    // A look-up of a name that is still under way is nothing to wait for.
    runtime.shutdown_background();
    done
}
