//! The orders that the sandbox's Westcon knows.

use b2b_xml::Presence;
use serde::Deserialize;
use westcon_orderstatus::OrderNumberType;
use westcon_orderstatus::response::{Order, OrderLine, ServiceError};

use crate::rusqlite::{OptionalExtension, Transaction, params};
use crate::store::{Migration, Store, StoreError};
use crate::supplier::BoxError;

/// The seed, a copy of `fixtures/seed/westcon.json` that `cargo xtask fixtures` keeps true.
const SEED: &str = include_str!("seed.json");

/// The seeded orders.
#[derive(Debug, Deserialize)]
struct Seed {
    orders: Vec<Entry>,
}

/// An order, or a failure, and the Westcon numbers by which it is asked for.
#[derive(Debug, Deserialize)]
struct Entry {
    numbers: Vec<String>,
    #[serde(default)]
    order: Order,
    /// The order's one line is repeated this many times.
    lines: Option<usize>,
    system_error: Option<ServiceError>,
}

/// What one number brings.
#[derive(Debug)]
pub(super) enum Found {
    Orders(Vec<Order>),
    SystemError(ServiceError),
    Nothing,
}

pub(super) fn migrations() -> Vec<Migration> {
    vec![Migration::new(
        "westcon-0001-orders",
        "CREATE TABLE westcon_order (
             id INTEGER PRIMARY KEY,
             customer_order_number TEXT,
             document TEXT,
             system_error TEXT
         ) STRICT;
         CREATE INDEX westcon_order_customer ON westcon_order (customer_order_number);
         CREATE TABLE westcon_number (
             number TEXT NOT NULL,
             order_id INTEGER NOT NULL REFERENCES westcon_order (id),
             PRIMARY KEY (number, order_id)
         ) STRICT;",
    )]
}

/// Fills an empty store.
pub(super) async fn plant(store: &Store) -> Result<(), BoxError> {
    let seed: Seed = serde_json::from_str(SEED)?;
    let mut rows = Vec::new();
    for entry in &seed.orders {
        let order = entry.lines.map_or_else(|| entry.order.clone(), |lines| repeated(&entry.order, lines));
        let customer_number = order.customer_order_number.as_deref().map(str::to_owned);
        let (document, failure) = match &entry.system_error {
            Some(error) => (None, Some(serde_json::to_string(error)?)),
            None => (Some(serde_json::to_string(&order)?), None),
        };
        rows.push((customer_number, document, failure, entry.numbers.clone()));
    }
    store.write(move |tx| insert(tx, &rows)).await?;
    Ok(())
}

type Row = (Option<String>, Option<String>, Option<String>, Vec<String>);

fn insert(tx: &Transaction<'_>, rows: &[Row]) -> rusqlite::Result<()> {
    let planted: i64 = tx.query_row("SELECT count(*) FROM westcon_order", [], |row| row.get(0))?;
    if planted > 0 {
        return Ok(());
    }
    for (customer_number, document, failure, numbers) in rows {
        tx.execute(
            "INSERT INTO westcon_order (customer_order_number, document, system_error) VALUES (?1, ?2, ?3)",
            params![customer_number, document, failure],
        )?;
        let id = tx.last_insert_rowid();
        for number in numbers {
            tx.execute(
                "INSERT INTO westcon_number (number, order_id) VALUES (?1, ?2)",
                params![significant(number), id],
            )?;
        }
    }
    Ok(())
}

/// The orders with a number, the customer's or Westcon's. Leading zeros of Westcon's numbers mean nothing.
pub(super) async fn find(store: &Store, kind: &OrderNumberType, number: &str) -> Result<Found, StoreError> {
    let by_customer = *kind == OrderNumberType::Customer;
    let number = if by_customer { number.to_owned() } else { significant(number).to_owned() };
    let (documents, failure) = store
        .read(move |connection| {
            let query = if by_customer {
                "SELECT document FROM westcon_order WHERE customer_order_number = ?1 AND document IS NOT NULL ORDER BY id"
            } else {
                "SELECT document FROM westcon_order JOIN westcon_number ON id = order_id
                 WHERE number = ?1 AND document IS NOT NULL ORDER BY id"
            };
            let mut statement = connection.prepare_cached(query)?;
            let documents: Vec<String> =
                statement.query_map([&number], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let failure: Option<String> = connection
                .query_row(
                    "SELECT system_error FROM westcon_order JOIN westcon_number ON id = order_id
                     WHERE number = ?1 AND system_error IS NOT NULL",
                    [&number],
                    |row| row.get(0),
                )
                .optional()?;
            Ok((documents, failure))
        })
        .await?;
    if let Some(error) = failure.and_then(|text| serde_json::from_str(&text).ok()) {
        return Ok(Found::SystemError(error));
    }
    let orders: Vec<Order> = documents.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    Ok(if orders.is_empty() { Found::Nothing } else { Found::Orders(orders) })
}

fn significant(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// The order with its first line repeated under new line numbers.
fn repeated(order: &Order, lines: usize) -> Order {
    let Some(first) = order.lines().first() else { return order.clone() };
    let line = |at: usize| {
        let mut line: OrderLine = first.clone();
        line.erp_order_line_number = Presence::Value(format!("{:06}", (at + 1) * 10));
        line
    };
    let mut many = order.clone();
    many.order_lines = Presence::Value((0..lines).map(line).collect());
    many
}
