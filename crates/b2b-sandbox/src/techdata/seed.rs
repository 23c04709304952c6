//! What the sandbox's Tech Data has: items with their stock, ways to send them, orders and quotes.

use b2b_xml::Decimal;
use b2b_xml::chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use techdata_xml::unpadded;

use super::orders::Order;
use crate::rusqlite::{self, Connection, OptionalExtension, Transaction, params};
use crate::store::{Migration, Store};
use crate::supplier::BoxError;

/// The seed, a copy of `fixtures/seed/techdata.json` that `cargo xtask fixtures` keeps true.
const SEED: &str = include_str!("seed.json");

#[derive(Debug, Deserialize)]
struct Seed {
    items: Vec<Seeded>,
    ship_vias: Vec<Way>,
    orders: Vec<Order>,
    quotes: Vec<Quote>,
}

#[derive(Debug, Deserialize)]
struct Seeded {
    #[serde(flatten)]
    item: Item,
    houses: Vec<House>,
}

/// What does not change about an item.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) vp: String,
    pub(super) mg: String,
    pub(super) upc: Option<String>,
    pub(super) bp: Option<String>,
    pub(super) description: String,
    pub(super) weight: Decimal,
    pub(super) status: String,
    pub(super) region: Region,
    pub(super) contract: Decimal,
    pub(super) retail: Decimal,
    pub(super) federal: Option<Decimal>,
    #[serde(default)]
    pub(super) serial: bool,
    #[serde(default)]
    pub(super) license: bool,
    /// The elements of `EndUserInfo` that an order must fill.
    #[serde(default)]
    pub(super) eui: Vec<String>,
    #[serde(default)]
    pub(super) promotions: Vec<Promotion>,
}

/// Whose warehouse codes and ship vias hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Region {
    Us,
    Ca,
}

impl Region {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Ca => "ca",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Promotion {
    pub(super) order_level: Option<String>,
    pub(super) minimum: u32,
    pub(super) maximum: Option<u32>,
    #[serde(default)]
    pub(super) eui: bool,
    pub(super) price: Decimal,
    pub(super) ends_in_days: u64,
    pub(super) number: String,
}

/// What a warehouse has of an item.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct House {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) qty: i64,
    pub(super) on_order_in_all: Option<i64>,
    pub(super) on_order: Option<i64>,
    pub(super) eta_in_days: Option<u32>,
}

/// A way to send goods.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Way {
    pub(super) region: Region,
    pub(super) code: String,
    pub(super) description: String,
    /// `G`, `A`, `F`, `C` or `P`; no source has Tech Data's own codes.
    pub(super) kind: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Quote {
    pub(super) number: String,
    pub(super) error: Option<String>,
    pub(super) lines: Vec<QuoteLine>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct QuoteLine {
    pub(super) vp: String,
    pub(super) description: String,
    pub(super) quantity: u32,
    pub(super) price: Decimal,
}

pub(super) fn migrations() -> Vec<Migration> {
    vec![Migration::new(
        "techdata-0001",
        "CREATE TABLE techdata_item (vp TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE techdata_number (
             qualifier TEXT NOT NULL,
             number TEXT NOT NULL,
             vp TEXT NOT NULL REFERENCES techdata_item (vp),
             PRIMARY KEY (qualifier, number, vp)
         ) STRICT, WITHOUT ROWID;
         CREATE TABLE techdata_stock (
             vp TEXT NOT NULL REFERENCES techdata_item (vp),
             place INTEGER NOT NULL,
             code TEXT NOT NULL,
             name TEXT NOT NULL,
             qty INTEGER NOT NULL,
             on_order_in_all INTEGER,
             on_order INTEGER,
             eta_in_days INTEGER,
             PRIMARY KEY (vp, code)
         ) STRICT, WITHOUT ROWID;
         CREATE TABLE techdata_ship_via (
             place INTEGER PRIMARY KEY,
             region TEXT NOT NULL,
             code TEXT NOT NULL,
             description TEXT NOT NULL,
             kind TEXT NOT NULL
         ) STRICT;
         CREATE TABLE techdata_purchase_order (po TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
         CREATE TABLE techdata_order (
             id INTEGER PRIMARY KEY,
             number TEXT NOT NULL UNIQUE,
             po TEXT NOT NULL REFERENCES techdata_purchase_order (po),
             invoice TEXT UNIQUE,
             document TEXT NOT NULL
         ) STRICT;
         CREATE INDEX techdata_order_po ON techdata_order (po);
         CREATE TABLE techdata_quote (number TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE techdata_counter (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
         INSERT INTO techdata_counter VALUES ('order', 6000001000), ('invoice', 200000), ('parcel', 1000);",
    )]
}

/// Fills an empty store.
pub(super) async fn plant(store: &Store) -> Result<(), BoxError> {
    let seed: Seed = serde_json::from_str(SEED)?;
    store.write(move |tx| insert(tx, &seed)).await?;
    Ok(())
}

fn insert(tx: &Transaction<'_>, seed: &Seed) -> rusqlite::Result<()> {
    let planted: i64 = tx.query_row("SELECT count(*) FROM techdata_item", [], |row| row.get(0))?;
    if planted > 0 {
        return Ok(());
    }
    for Seeded { item, houses } in &seed.items {
        let numbers =
            [("VP", Some(&item.vp)), ("MG", Some(&item.mg)), ("UP", item.upc.as_ref()), ("BP", item.bp.as_ref())];
        tx.execute("INSERT INTO techdata_item (vp, document) VALUES (?1, ?2)", params![item.vp, json(item)?])?;
        for (qualifier, number) in numbers.into_iter().filter_map(|(kind, number)| Some((kind, number?))) {
            tx.execute(
                "INSERT INTO techdata_number (qualifier, number, vp) VALUES (?1, ?2, ?3)",
                params![qualifier, number, item.vp],
            )?;
        }
        for (place, house) in (0_i64..).zip(houses) {
            tx.execute(
                "INSERT INTO techdata_stock (vp, place, code, name, qty, on_order_in_all, on_order, eta_in_days)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    item.vp,
                    place,
                    house.code,
                    house.name,
                    house.qty,
                    house.on_order_in_all,
                    house.on_order,
                    house.eta_in_days
                ],
            )?;
        }
    }
    for way in &seed.ship_vias {
        tx.execute(
            "INSERT INTO techdata_ship_via (region, code, description, kind) VALUES (?1, ?2, ?3, ?4)",
            params![way.region.as_str(), way.code, way.description, way.kind],
        )?;
    }
    for order in &seed.orders {
        order.insert(tx)?;
    }
    for quote in &seed.quotes {
        tx.execute(
            "INSERT INTO techdata_quote (number, document) VALUES (?1, ?2)",
            params![quote.number, json(quote)?],
        )?;
    }
    Ok(())
}

/// A value as it is kept in a column.
pub(super) fn json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// A value as it was kept.
pub(super) fn from_json<T: for<'de> Deserialize<'de>>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into()))
}

/// An item and where it is.
#[derive(Clone, Debug)]
pub(super) struct Stocked {
    pub(super) item: Item,
    pub(super) houses: Vec<House>,
}

/// The items with a number. Tech Data's own number is also found by its form with zeros before it.
pub(super) fn items(conn: &Connection, qualifier: &str, number: &str) -> rusqlite::Result<Vec<Stocked>> {
    let number = match qualifier {
        "VP" if number.len() == 18 => unpadded(number),
        _ => number,
    };
    let mut statement = conn.prepare_cached(
        "SELECT document FROM techdata_item JOIN techdata_number USING (vp) WHERE qualifier = ?1 AND number = ?2 ORDER BY vp",
    )?;
    let documents: Vec<String> =
        statement.query_map([qualifier, number], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    documents
        .iter()
        .map(|document| {
            let item: Item = from_json(document)?;
            let houses = houses(conn, &item.vp)?;
            Ok(Stocked { item, houses })
        })
        .collect()
}

fn houses(conn: &Connection, vp: &str) -> rusqlite::Result<Vec<House>> {
    let mut statement = conn.prepare_cached(
        "SELECT code, name, qty, on_order_in_all, on_order, eta_in_days FROM techdata_stock WHERE vp = ?1 ORDER BY place",
    )?;
    let house = |row: &crate::rusqlite::Row<'_>| {
        Ok(House {
            code: row.get(0)?,
            name: row.get(1)?,
            qty: row.get(2)?,
            on_order_in_all: row.get(3)?,
            on_order: row.get(4)?,
            eta_in_days: row.get(5)?,
        })
    };
    statement.query_map([vp], house)?.collect()
}

pub(super) fn ship_vias(conn: &Connection, region: Region) -> rusqlite::Result<Vec<Way>> {
    let mut statement =
        conn.prepare_cached("SELECT code, description, kind FROM techdata_ship_via WHERE region = ?1 ORDER BY place")?;
    let way = |row: &crate::rusqlite::Row<'_>| {
        Ok(Way { region, code: row.get(0)?, description: row.get(1)?, kind: row.get(2)? })
    };
    statement.query_map([region.as_str()], way)?.collect()
}

pub(super) fn quote(conn: &Connection, number: &str) -> rusqlite::Result<Option<Quote>> {
    let document: Option<String> = conn
        .query_row("SELECT document FROM techdata_quote WHERE number = ?1", [number], |row| row.get(0))
        .optional()?;
    document.as_deref().map(from_json).transpose()
}

impl House {
    /// When the next of what is on order is expected.
    pub(super) fn eta(&self, today: NaiveDate) -> Option<NaiveDate> {
        today.checked_add_days(b2b_xml::chrono::Days::new(u64::from(self.eta_in_days?)))
    }
}
