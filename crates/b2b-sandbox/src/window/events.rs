//! Server-sent events: a page is told that there is something new, and asks for the rows that it shows.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use http::header::CONTENT_TYPE;
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::chassis::Chassis;

/// How long after an event the next may follow: what comes meanwhile goes with it.
const PAUSE: Duration = Duration::from_millis(500);

/// After so long without news a comment is sent, so that a page that is gone is noticed.
const SILENCE: Duration = Duration::from_secs(15);

pub(super) async fn stream(State(chassis): State<Arc<Chassis>>) -> Response {
    let news = chassis.exchanges.watch();
    // What is there already is news to a page that has just come.
    let events = stream::unfold((news, Some(()), chassis), |(mut news, first, chassis)| async move {
        if first.is_none() {
            let more = async {
                sleep(PAUSE).await;
                timeout(SILENCE, news.changed()).await
            };
            let waited = tokio::select! {
                waited = more => waited,
                () = chassis.draining.cancelled() => return None,
            };
            match waited {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return None,
                Err(_) => return Some((":\n\n".to_owned(), (news, None, chassis))),
            }
        }
        news.mark_unchanged();
        let (kept, last) = chassis.exchanges.count();
        let event = format!("event: exchanges\ndata: {}\n\n", json!({ "kept": kept, "last": last }));
        Some((event, (news, None, chassis)))
    });
    let body = Body::from_stream(futures_util::StreamExt::map(events, Ok::<_, Infallible>));
    ([(CONTENT_TYPE, "text/event-stream")], body).into_response()
}
