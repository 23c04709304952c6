//! What changes something: forms of our own pages, with the token in them.

use std::sync::Arc;

use axum::{
    Form,
    body::Body,
    extract::{Path, State},
    response::{Redirect, Response},
};
use http::{Request, StatusCode};
use serde::Deserialize;

use super::{PATH, page::problem};
use crate::{
    chassis::Chassis,
    console,
    server::wire::{Control, Peer},
};

/// What a form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    token: String,
    #[serde(default)]
    switch: String,
}

impl Sent {
    fn checked(self, chassis: &Chassis) -> Result<Self, Stranger> {
        if chassis.token.is(&self.token) { Ok(self) } else { Err(Stranger) }
    }
}

/// Whoever sent a form without the token.
struct Stranger;

impl From<Stranger> for Response {
    fn from(_: Stranger) -> Self {
        let sentence =
            "This was not sent by a page of this sandbox. If it was restarted meanwhile, load the page again.";
        problem(StatusCode::FORBIDDEN, sentence)
    }
}

/// Sends a request again, byte for byte: what the sandbox remembers of it counts, a replay among that.
pub(super) async fn again(
    State(chassis): State<Arc<Chassis>>,
    Path(id): Path<u64>,
    Form(sent): Form<Sent>,
) -> Result<Redirect, Response> {
    sent.checked(&chassis)?;
    let Some((_, asked)) = chassis.exchanges.find(id) else {
        return Err(problem(StatusCode::NOT_FOUND, "The exchange is not kept any more."));
    };
    let Some(asked) = asked else {
        return Err(problem(StatusCode::CONFLICT, "The request was too long to be kept as it came."));
    };
    let control = Control::new(Peer::Here);
    let place = chassis.places.beside();
    let request = Request::from_parts(asked.head, Body::from(asked.body));
    tokio::select! {
        response = chassis.exchange(request, asked.scheme, &control, &place) => drop(response),
        // A fault would have reset the connection.
        () = control.aborted() => {}
    }
    let again = control.recorded();
    Ok(Redirect::to(&if again == 0 { PATH.to_owned() } else { format!("/_sandbox/exchanges/{again}") }))
}

pub(super) async fn forget(State(chassis): State<Arc<Chassis>>, Form(sent): Form<Sent>) -> Result<Redirect, Response> {
    sent.checked(&chassis)?;
    chassis.exchanges.clear();
    Ok(Redirect::to(PATH))
}

pub(super) async fn put_fault(
    State(chassis): State<Arc<Chassis>>,
    Form(sent): Form<Sent>,
) -> Result<Redirect, Response> {
    let sent = sent.checked(&chassis)?;
    let fault = console::fault(&chassis, &sent.switch);
    chassis.faults.put(fault.map_err(|sentence| problem(StatusCode::BAD_REQUEST, &sentence))?);
    Ok(Redirect::to("/_sandbox/faults"))
}

pub(super) async fn clear_fault(
    State(chassis): State<Arc<Chassis>>,
    Form(sent): Form<Sent>,
) -> Result<Redirect, Response> {
    sent.checked(&chassis)?;
    chassis.faults.clear();
    Ok(Redirect::to("/_sandbox/faults"))
}

pub(super) async fn reset(State(chassis): State<Arc<Chassis>>, Form(sent): Form<Sent>) -> Result<Redirect, Response> {
    sent.checked(&chassis)?;
    // Whoever asked for it may leave, and still all of it is done.
    let done = tokio::spawn(async move { make_anew(&chassis).await }).await;
    let done = done.unwrap_or_else(|_| Err("The reset broke off; its message is on standard error.".to_owned()));
    done.map_err(|sentence| problem(StatusCode::INTERNAL_SERVER_ERROR, &sentence))?;
    Ok(Redirect::to("/_sandbox/state"))
}

/// Makes the tables of all suppliers anew, after the requests under way and before those that come meanwhile.
async fn make_anew(chassis: &Chassis) -> Result<(), String> {
    let _alone = chassis.state.write().await;
    for mounted in &chassis.mounted {
        let Some(inspect) = &mounted.mount.inspect else { continue };
        let emptied = chassis.context.store.reset(mounted.name, mounted.migrations.clone()).await;
        emptied.map_err(|error| format!("{} could not be emptied: {error}", mounted.name))?;
        inspect.plant().await.map_err(|error| format!("{} could not be filled: {error}", mounted.name))?;
    }
    Ok(())
}
