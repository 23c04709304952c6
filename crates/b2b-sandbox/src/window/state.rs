//! What the suppliers have: items, stock by lot, orders, reservations.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use http::StatusCode;
use maud::{Markup, html};
use rusqlite::{Connection, types::ValueRef};
use serde::Deserialize;

use super::page;
use crate::{chassis::Chassis, supplier::View};

/// Rows of a page.
const MOST: usize = 100;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    supplier: Option<String>,
    #[serde(default)]
    view: usize,
    #[serde(default)]
    skip: u32,
}

pub(super) async fn page(State(chassis): State<Arc<Chassis>>, Query(asked): Query<Asked>) -> Response {
    // A reset is seen whole or not at all.
    let _steady = chassis.state.read().await;
    let inspected = chassis.mounted.iter().filter_map(|it| Some((it.name, it.mount.inspect.as_ref()?.views())));
    let views: Vec<(&str, usize, View)> =
        inspected.flat_map(|(name, views)| views.iter().enumerate().map(move |(at, view)| (name, at, *view))).collect();
    let is_chosen = |name: &str, at: usize| match &asked.supplier {
        Some(supplier) => supplier == name && asked.view == at,
        None => views.first().is_some_and(|(first, number, _)| *first == name && *number == at),
    };
    let chosen = views.iter().find(|(name, at, _)| is_chosen(name, *at));
    let shown = match chosen {
        Some((name, at, view)) => {
            let (sql, now, skip) = (view.sql, chassis.context.clock.now().timestamp(), asked.skip);
            match chassis.context.store.read(move |connection| read(connection, sql, now, skip)).await {
                Ok(table) => html! { h2 { (name) ": " (view.title) } (rows(&table, name, *at, skip)) },
                Err(error) => return page::problem(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
            }
        }
        None => html! { p { "There is nothing to browse." } },
    };
    let main = html! {
        h1 { "State" }
        nav aria-label="Tables" .tables {
            @for (name, at, view) in &views {
                a href={ "/_sandbox/state?supplier=" (name) "&view=" (at) }
                    aria-current=[is_chosen(name, *at).then_some("true")] { (name) ": " (view.title) }
            }
        }
        (shown)
        form .aside method="post" action="/_sandbox/state/reset" {
            (chassis.token.field())
            button { "Reset the state" }
            " The tables are as at the start; what was ordered and reserved is gone. "
            "Requests that came are still known when they come again, and a fault stays."
        }
    };
    page::page("State", "/_sandbox/state", &main)
}

struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    more: bool,
}

fn read(connection: &Connection, sql: &str, now: i64, skip: u32) -> rusqlite::Result<Table> {
    let mut statement = connection.prepare(&format!("SELECT * FROM ({sql}) LIMIT {} OFFSET {skip}", MOST + 1))?;
    if let Some(at) = statement.parameter_index(":now")? {
        statement.raw_bind_parameter(at, now)?;
    }
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    let mut read = statement.raw_query();
    while let Some(row) = read.next()? {
        let cells = (0..columns.len()).map(|at| row.get_ref(at).map(text));
        rows.push(cells.collect::<rusqlite::Result<_>>()?);
    }
    let more = rows.len() > MOST;
    rows.truncate(MOST);
    Ok(Table { columns, rows, more })
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => format!("‹{} bytes›", bytes.len()),
    }
}

fn rows(table: &Table, supplier: &str, view: usize, skip: u32) -> Markup {
    let part = |skip: u32| format!("/_sandbox/state?supplier={supplier}&view={view}&skip={skip}");
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    html! {
        @if table.rows.is_empty() { p .empty { "There is none." } }
        @else {
            div .wide tabindex="0" role="region" aria-label="Rows" {
                table {
                    thead { tr { @for column in &table.columns { th scope="col" { (column) } } } }
                    tbody { @for row in &table.rows { tr { @for cell in row { td { (cell) } } } } }
                }
            }
        }
        nav aria-label="Parts of the table" .parts {
            @if skip > 0 { a href=(part(skip.saturating_sub(most))) { "Before" } }
            @if table.more { a rel="next" href=(part(skip.saturating_add(most))) { "After" } }
        }
    }
}
