//! Goods that are held back.

use b2b_desk::{Desk, ReservationsQuestion, Whom};

use super::{Asked, Heard, everybodys, failed, silent};
use crate::answer::Said;

/// The key that stands for all.
const ALL: &str = "*";
/// What stands before a reservation's number.
const RESERVE: &str = "reserve:";

pub(super) async fn ask(desk: &Desk, whom: &Whom, keys: &[String]) -> Vec<Asked> {
    let mut all = Vec::new();
    for key in keys {
        all.push(match all.iter().find_map(everybodys) {
            Some(trouble) => Err(trouble.clone()),
            None => one(desk, whom, key).await,
        });
    }
    all
}

async fn one(desk: &Desk, whom: &Whom, key: &str) -> Asked {
    let question = match key.strip_prefix(RESERVE) {
        _ if key == ALL => ReservationsQuestion::all(),
        Some(number) => ReservationsQuestion::all().number(number.to_owned()),
        None => ReservationsQuestion::all().sku(key.to_owned()),
    };
    let reply = match desk.ask(whom, &question).await {
        Ok(mut replies) => replies.pop(),
        Err(error) => return failed(&error),
    };
    match reply.map(|reply| reply.result) {
        Some(Ok(told)) => Ok(Heard::answered(Said::Reservations(told.value))),
        Some(Err(error)) => failed(&error),
        None => silent(),
    }
}
