//! The inspector: pages at `/_sandbox/` that show the exchanges as they come, and why requests were refused.
//!
//! The pages are made here and need no script to be read. What they show comes from the record, where the secrets are gone
//! already, and is text wherever it stands: maud escapes whatever is put into a page.

mod actions;
mod assets;
mod detail;
mod events;
mod faults;
mod list;
mod page;
mod snippets;
mod state;
mod token;
mod why;
mod xml;

use std::sync::Arc;

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use http::{HeaderName, HeaderValue, header};

pub(crate) use self::token::Token;
use crate::chassis::Chassis;

/// Where the inspector is.
pub(crate) const PATH: &str = "/_sandbox/";

/// Nothing but our own scripts and styles is loaded, nothing is embedded anywhere, and what is sent is sent to us.
/// `same-origin` and not `no-referrer`: with that, forms would be sent without an `Origin` to look at.
const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// The pages, for requests from this machine.
pub(crate) fn routes() -> Router<Arc<Chassis>> {
    Router::new()
        .route(PATH, get(list::page))
        .route("/_sandbox/rows", get(list::rows))
        .route("/_sandbox/events", get(events::stream))
        .route("/_sandbox/exchanges/{id}", get(detail::page))
        .route("/_sandbox/exchanges/{id}/again", post(actions::again))
        .route("/_sandbox/forget", post(actions::forget))
        .route("/_sandbox/faults", get(faults::page).post(actions::put_fault))
        .route("/_sandbox/faults/clear", post(actions::clear_fault))
        .route("/_sandbox/state", get(state::page))
        .route("/_sandbox/state/reset", post(actions::reset))
        .route("/_sandbox/assets/{name}", get(assets::serve))
}

/// With the headers that keep a page to itself.
pub(crate) fn sealed(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}
