//! `b2b demo`: what this is about, in a minute.

mod dealer;
mod everyone;
mod reseller;

use b2b_desk::{Config, Desk, DeskError, OrderQuestion, Orders, Serials, Sources, Whom};
use b2b_sandbox::{Fcb2b, Options, Sandbox, Techdata, Westcon};

use super::sandbox::start;
use super::wait_for;
use crate::args::NamedProfile;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::entry::Entry;
use crate::render::table;

const NUMBERS: [&str; 4] = ["704571", "704572", "704573", "999999"];

pub(crate) fn run() -> Result<Exit, Failure> {
    wait_for(async {
        let sandbox = start(Options::default(), NamedProfile::sandbox()?).await?;
        let told = tell(&sandbox).await;
        sandbox.shutdown().await;
        told
    })
}

async fn tell(sandbox: &Sandbox) -> Result<Exit, Failure> {
    output::print_styled(&format!(
        "A sandbox plays the suppliers at {}, over real TLS with a certificate of its own.\n\n\
         1. We ask Westcon how four orders stand, one of which it does not know:\n   \
         b2b order {} --by westcon --serials\n   \
         (Westcon's guide answers 704571 with order 543814, and so does the sandbox.)\n\n",
        sandbox.url(),
        NUMBERS.join(" "),
    ))?;
    let answer = ask(sandbox, Westcon::KEY).await?;
    output::print_styled(&indented(&table_of(answer)))?;
    output::print_styled(
        "\n   The unknown order hides none of the others. As JSON: --format json. The request itself: --offline.\n\n\
         2. We ask again, with a wrong key:\n\n",
    )?;
    let Err(error) = ask(sandbox, "not-the-key").await else {
        return Err(unexpected("the sandbox took a wrong key"));
    };
    let refused = sandbox.exchanges().into_iter().find_map(|exchange| exchange.explanation.clone());
    output::print_styled(&format!(
        "   b2b says         {error}.\n   \
            what to do       {}\n   \
            exit code        {}, see b2b help exit-codes\n   \
            the sandbox saw  {}\n\n",
        error.hint(),
        Exit::from(error.cause()) as u8,
        refused.map_or_else(|| "nothing".to_owned(), |explanation| explanation.sentence),
    ))?;
    let (producer, techdata) = (producer(sandbox)?, techdata(sandbox)?);
    dealer::tell(&Desk::from_config(&producer)?).await?;
    reseller::tell(&Desk::from_config(&techdata)?).await?;
    output::print_styled(
        "A supplier never tells why it refuses; the sandbox does, at /_sandbox/exchanges. Keep one running, and when it has\n\
         printed its line of JSON, ask:\n\n   \
         b2b sandbox --write-config b2b.toml &\n   \
         b2b order westcon:704571\n   \
         b2b stock VV01701002 --all --supplier fcb2b\n   \
         b2b price 10226038 mg:SBX-LJ-4200 --supplier techdata\n\n",
    )?;
    let westcon = config(sandbox, Westcon::KEY)?;
    everyone::tell(Desk::builder().config(&westcon).config(&producer).config(&techdata).build()?).await
}

async fn ask(sandbox: &Sandbox, key: &str) -> Result<Orders, DeskError> {
    let desk = Desk::from_config(&config(sandbox, key)?)?;
    let question = OrderQuestion::by_supplier_number(NUMBERS).serials(Serials::Include);
    let mut orders = Orders::default();
    for reply in desk.ask(&Whom::Able, &question).await? {
        orders = reply.result?;
    }
    Ok(orders)
}

/// The configuration for the sandbox, and nothing of the user's own.
fn config(sandbox: &Sandbox, key: &str) -> Result<Config, DeskError> {
    let sources = Sources::new()
        .set("westcon.url", format!("{}{}", sandbox.url(), Westcon::PATH))
        .set("westcon.account", Westcon::ACCOUNT)
        .set("westcon.ca", sandbox.ca_path().display().to_string())
        .environment([("B2B_WESTCON_KEY", key)]);
    Ok(sources.load()?)
}

/// The same for the producer.
fn producer(sandbox: &Sandbox) -> Result<Config, DeskError> {
    let sources = Sources::new()
        .set("fcb2b.services", format!("{}{}", sandbox.url(), Fcb2b::SERVICES_PATH))
        .set("fcb2b.profile", Fcb2b::DEFAULT_PROFILE)
        .set("fcb2b.api_key", Fcb2b::API_KEY)
        .set("fcb2b.client_identifier", Fcb2b::CLIENT_IDENTIFIER)
        .set("fcb2b.ca", sandbox.ca_path().display().to_string())
        .environment([("B2B_FCB2B_SECRET", Fcb2b::SECRET)]);
    Ok(sources.load()?)
}

/// The same for Tech Data.
fn techdata(sandbox: &Sandbox) -> Result<Config, DeskError> {
    let sources = Sources::new()
        .set("techdata.url", format!("{}{}", sandbox.url(), Techdata::PATH))
        .set("techdata.username", Techdata::USERNAME)
        .set("techdata.order_type", "BS")
        .set("techdata.ca", sandbox.ca_path().display().to_string())
        .environment([("B2B_TECHDATA_PASSWORD", Techdata::PASSWORD)]);
    Ok(sources.load()?)
}

/// Orders as the blocks that b2b order shows.
fn table_of(answer: Orders) -> String {
    let entries: Vec<_> = answer.orders.into_iter().map(Entry::recorded).collect();
    table::orders(&entries)
}

fn unexpected(what: &str) -> Failure {
    Failure::new(Exit::Internal, what, "Report it.")
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("   {line}\n") }).collect()
}
