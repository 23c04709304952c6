//! The exchanges, newest first.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::{Html, IntoResponse as _, Response},
};
use chrono::SecondsFormat;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::{PATH, page};
use crate::{
    chassis::Chassis,
    exchange::{Exchange, Listed, Listing, Outcome, Row},
};

/// Rows of a page.
const MOST: usize = 50;

/// How many exchanges are looked at for a page, and how many before others have their turn. Those behind are found by going on.
const LOOKED_AT: usize = 1000;
const TURN: usize = 50;

/// Which exchanges are shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Filter {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    supplier: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    outcome: String,
    /// A text to search for, see [`has`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    q: String,
    /// Those before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<u64>,
}

pub(super) async fn page(State(chassis): State<Arc<Chassis>>, Query(filter): Query<Filter>) -> Response {
    let listed = filter.list(&chassis).await;
    let main = html! {
        h1 { "Exchanges" }
        (filter.form(&chassis))
        div #list aria-label="Exchanges" role="region" data-live[filter.before.is_none()] { (table(&listed, &filter)) }
        form .aside method="post" action="/_sandbox/forget" {
            (chassis.token.field())
            button { "Forget all exchanges" }
        }
    };
    page::page("Exchanges", PATH, &main)
}

/// The same without what is around it, for a page that is there already.
pub(super) async fn rows(State(chassis): State<Arc<Chassis>>, Query(filter): Query<Filter>) -> Response {
    let listed = filter.list(&chassis).await;
    Html(table(&listed, &filter).into_string()).into_response()
}

impl Filter {
    async fn list(&self, chassis: &Chassis) -> Listed {
        let sought = self.q.trim().to_lowercase();
        let wanted = |listing: &Listing<'_>| {
            let row = listing.row;
            (self.supplier.is_empty() || row.supplier == Some(self.supplier.as_str()))
                && (self.outcome.is_empty() || row.outcome.name() == self.outcome)
                && (sought.is_empty() || listing.exchange().is_some_and(|exchange| has(&exchange, &sought)))
        };
        let mut all = Listed { rest: Some(self.before.unwrap_or(u64::MAX)), ..Listed::default() };
        for _ in 0..LOOKED_AT / TURN {
            let Some(before) = all.rest.filter(|_| all.rows.len() < MOST) else { break };
            let listed = chassis.exchanges.list(before, MOST - all.rows.len(), TURN, wanted);
            all.rows.extend(listed.rows);
            all.rest = listed.rest;
            tokio::task::yield_now().await;
        }
        all
    }

    fn form(&self, chassis: &Chassis) -> Markup {
        let option = |value: &str, name: &str, chosen: &str| {
            html! { option value=(value) selected[value == chosen] { (name) } }
        };
        html! {
            form .filter role="search" aria-label="Exchanges" action=(PATH) {
                label { "Supplier "
                    select name="supplier" {
                        (option("", "all", &self.supplier))
                        @for mounted in &chassis.mounted { (option(mounted.name, mounted.name, &self.supplier)) }
                    }
                }
                label { "Outcome "
                    select name="outcome" {
                        (option("", "all", &self.outcome))
                        @for outcome in Outcome::ALL { (option(outcome.name(), outcome.name(), &self.outcome)) }
                    }
                }
                label { "Search " input type="search" name="q" value=(self.q) placeholder="SKU, order, path, reason …"; }
                button { "Show" }
                button #pause type="button" aria-pressed="false" hidden { "Pause" }
            }
        }
    }

    /// The address of this list from another place on.
    fn from(&self, before: Option<u64>) -> String {
        let filter = Self { before, ..self.clone() };
        let query = form_urlencoded(&filter);
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
    }
}

fn form_urlencoded(filter: &Filter) -> String {
    let encode =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let before = filter.before.map(|id| id.to_string()).unwrap_or_default();
    let members = [("supplier", &filter.supplier), ("outcome", &filter.outcome), ("q", &filter.q), ("before", &before)];
    let members = members.into_iter().filter(|(_, value)| !value.is_empty());
    members.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

/// Whether a text stands somewhere in what came and went, or in what is said about it.
fn has(exchange: &Exchange, sought: &str) -> bool {
    let stands = |text: &str| text.to_lowercase().contains(sought);
    let why = exchange.explanation.as_ref();
    let mut headers = exchange.request_headers.iter().chain(&exchange.response_headers);
    stands(&exchange.path)
        || exchange.query.as_deref().is_some_and(stands)
        || exchange.operation.as_deref().is_some_and(stands)
        || why.is_some_and(|why| stands(&why.sentence) || why.cause.as_ref().is_some_and(|cause| stands(&cause.what)))
        || exchange.fault.as_deref().is_some_and(stands)
        || headers.any(|(name, value)| stands(name) || stands(value))
        || stands(&exchange.request_body)
        || stands(&exchange.response_body)
}

fn table(listed: &Listed, filter: &Filter) -> Markup {
    html! {
        @if listed.rows.is_empty() {
            p .empty { "Nothing that fits has come in" @if listed.rest.is_some() { ", as far as was looked" } "." }
        } @else {
            table role="table" .exchanges {
                thead role="rowgroup" {
                    tr role="row" {
                        @for name in ["Request", "Supplier", "Outcome", "Took", "Came", "Why"] {
                            th role="columnheader" scope="col" { (name) }
                        }
                    }
                }
                tbody role="rowgroup" { @for row in &listed.rows { (exchange(row)) } }
            }
        }
        nav aria-label="Parts of the list" .parts {
            @if filter.before.is_some() { a href=(filter.from(None)) { "Newest" } }
            @if let Some(rest) = listed.rest { a rel="next" href=(filter.from(Some(rest))) { "Older" } }
        }
    }
}

fn exchange(row: &Row) -> Markup {
    let came = row.received.to_rfc3339_opts(SecondsFormat::Millis, true);
    let time = row.received.format("%H:%M:%S%.3f").to_string();
    html! {
        tr role="row" class=(row.outcome.name()) {
            th role="rowheader" scope="row" .request {
                a id={ "x" (row.id) } href={ "/_sandbox/exchanges/" (row.id) } {
                    span .id { "#" (row.id) } " "
                    @match &row.operation {
                        Some(operation) => (operation),
                        None => { (row.method) " " (row.path) }
                    }
                }
            }
            td role="cell" .supplier { (row.supplier.unwrap_or("nobody")) }
            td role="cell" .outcome {
                span .badge { (row.outcome.name()) }
                @if let Some(status) = row.status { " " (status) }
            }
            td role="cell" .took { (took(row.duration_us)) }
            td role="cell" .came { time datetime=(came) { (time) } }
            td role="cell" .why {
                @match (&row.why, &row.fault) {
                    (Some(why), _) => (why),
                    (None, Some(fault)) => { "fault: " (fault) }
                    (None, None) => {}
                }
            }
        }
    }
}

/// A duration in microseconds as people read it.
pub(super) fn took(microseconds: u64) -> String {
    match microseconds {
        0..1_000 => format!("{microseconds} µs"),
        1_000..1_000_000 => format!("{}.{} ms", microseconds / 1_000, microseconds % 1_000 / 100),
        _ => format!("{}.{} s", microseconds / 1_000_000, microseconds % 1_000_000 / 100_000),
    }
}
