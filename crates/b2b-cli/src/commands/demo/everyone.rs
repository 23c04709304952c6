//! The last part: one question to all of them.

use b2b_desk::Desk;
use clap::Parser as _;

use super::dealer::step;
use super::{indented, unexpected};
use crate::args::{Args, Asked, Command};
use crate::commands::desk::Opened;
use crate::commands::order;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::lists;

/// What is asked: as it is printed, so it is run.
const COMMAND: &str = "b2b order westcon:704571 fcb2b:3132305 po:PO-DEMO-1 --brief";

pub(super) async fn tell(desk: Desk) -> Result<Exit, Failure> {
    step(&format!(
        "13. And one question to all three suppliers: three orders, each by a number of another kind, in one table and in one\n    \
         vocabulary, with the supplier's own words beside it.\n   {COMMAND}"
    ))?;
    let read = Args::try_parse_from(COMMAND.split_whitespace());
    let Ok(Args { command: Command::Order(args), .. }) = read else {
        return Err(unexpected("the demo's last command is none"));
    };
    let numbers = Asked::read(&args.numbers, args.by.as_ref())?;
    order::ask(&Opened::whole(desk), &args, &numbers, |orders| indented(&lists::orders(orders))).await
}
