//! What the sandbox's producer has, as its seed says it and its tables keep it.

use b2b_xml::Decimal;
use chrono::{DateTime, TimeDelta, Utc};
use fcb2b_client::{ItemDocument, Order, PriceCatalogType, RollOrCut, UnitOfMeasure};
use serde::{Deserialize, Serialize};

use super::amount;
use crate::rusqlite::{Transaction, params};
use crate::store::{Migration, Store};
use crate::supplier::BoxError;

/// The seed, a copy of `fixtures/seed/fcb2b.json` that `cargo xtask fixtures` keeps true.
const SEED: &str = include_str!("seed.json");

#[derive(Debug, Deserialize)]
struct Seed {
    items: Vec<SeedItem>,
    catalogs: Vec<PriceCatalogType>,
    reservations: Vec<SeedReservation>,
    orders: Vec<SeedOrder>,
}

#[derive(Debug, Deserialize)]
struct SeedItem {
    #[serde(flatten)]
    item: Item,
    #[serde(default)]
    stock: Vec<SeedStock>,
}

/// What does not change about an item.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) sku: String,
    pub(super) description: String,
    pub(super) unit: UnitOfMeasure,
    #[serde(default)]
    pub(super) dropped: bool,
    #[serde(default)]
    pub(super) quirk: Quirk,
    pub(super) future: Option<Future>,
    #[serde(default)]
    pub(super) prices: Vec<Price>,
    #[serde(default)]
    pub(super) related: Vec<String>,
    #[serde(default)]
    pub(super) documents: Vec<ItemDocument>,
}

/// Whose habits the answers about an item have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Quirk {
    #[default]
    None,
    /// Refused although other items name it.
    NotAvailable,
    Buckwold,
    EngineeredHard,
    EngineeredSoft,
    EngineeredError,
}

/// What will come, counted from the day of the request: an item that is awaited never arrives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Future {
    pub(super) in_days: u32,
    pub(super) quantity: Decimal,
    pub(super) fob: Option<String>,
}

/// What one unit costs, for rolls, cuts or both, from a quantity on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Price {
    pub(super) kind: Option<Kind>,
    pub(super) unit: UnitOfMeasure,
    pub(super) price: Decimal,
    pub(super) minimum: Option<Decimal>,
}

/// A whole roll, or what can be cut to any length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    #[serde(rename = "R")]
    Roll,
    #[serde(rename = "C")]
    Cut,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Roll => "R",
            Self::Cut => "C",
        }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        match text {
            "R" => Some(Self::Roll),
            "C" => Some(Self::Cut),
            _ => None,
        }
    }
}

impl From<RollOrCut> for Kind {
    fn from(asked: RollOrCut) -> Self {
        match asked {
            RollOrCut::Roll => Self::Roll,
            RollOrCut::Cut => Self::Cut,
        }
    }
}

#[derive(Debug, Deserialize)]
struct SeedStock {
    fob: String,
    lot: Option<String>,
    roll: Option<String>,
    kind: Option<Kind>,
    /// The item's, unless another is said.
    unit: Option<UnitOfMeasure>,
    quantity: Decimal,
}

#[derive(Debug, Deserialize)]
struct SeedReservation {
    number: i64,
    client: String,
    created_in_days: i64,
    expires_in_days: i64,
    sidemark: Option<String>,
    holds: Vec<SeedHold>,
}

#[derive(Debug, Deserialize)]
struct SeedHold {
    sku: String,
    /// Which of the item's stock, from 0.
    stock: i64,
    quantity: Decimal,
    price: Decimal,
    price_unit: UnitOfMeasure,
}

#[derive(Debug, Deserialize)]
struct SeedOrder {
    client: String,
    order: Order,
}

/// Quantities are whole numbers of ten-thousandths, the smallest that requests can name: their sums are exact.
pub(super) fn migrations() -> Vec<Migration> {
    vec![Migration::new(
        "fcb2b-0001-items-reservations-orders",
        "CREATE TABLE fcb2b_item (
             sku TEXT PRIMARY KEY,
             document TEXT NOT NULL
         ) STRICT;
         CREATE TABLE fcb2b_stock (
             id INTEGER PRIMARY KEY,
             sku TEXT NOT NULL REFERENCES fcb2b_item (sku),
             position INTEGER NOT NULL,
             fob_point TEXT NOT NULL,
             lot TEXT,
             roll_number TEXT,
             kind TEXT,
             unit TEXT NOT NULL,
             quantity INTEGER NOT NULL,
             UNIQUE (sku, position)
         ) STRICT;
         CREATE TABLE fcb2b_reservation (
             number INTEGER PRIMARY KEY AUTOINCREMENT,
             client TEXT NOT NULL,
             created INTEGER NOT NULL,
             expires INTEGER NOT NULL,
             sidemark TEXT
         ) STRICT;
         CREATE INDEX fcb2b_reservation_client ON fcb2b_reservation (client);
         CREATE TABLE fcb2b_hold (
             reservation INTEGER NOT NULL REFERENCES fcb2b_reservation (number),
             stock INTEGER NOT NULL REFERENCES fcb2b_stock (id),
             quantity INTEGER NOT NULL,
             price TEXT,
             price_unit TEXT,
             PRIMARY KEY (reservation, stock)
         ) STRICT;
         CREATE INDEX fcb2b_hold_stock ON fcb2b_hold (stock);
         CREATE TABLE fcb2b_order (
             number TEXT PRIMARY KEY,
             client TEXT NOT NULL,
             ordered TEXT NOT NULL,
             document TEXT NOT NULL
         ) STRICT;
         CREATE TABLE fcb2b_catalog (
             position INTEGER PRIMARY KEY,
             document TEXT NOT NULL
         ) STRICT;",
    )]
}

/// Fills an empty store.
pub(super) async fn plant(store: &Store, now: DateTime<Utc>) -> Result<(), BoxError> {
    let seed: Seed = serde_json::from_str(SEED)?;
    let documents = Documents {
        items: seed.items.iter().map(|entry| serde_json::to_string(&entry.item)).collect::<Result<_, _>>()?,
        orders: seed.orders.iter().map(|entry| serde_json::to_string(&entry.order)).collect::<Result<_, _>>()?,
        catalogs: seed.catalogs.iter().map(serde_json::to_string).collect::<Result<_, _>>()?,
    };
    store.write(move |tx| insert(tx, &seed, &documents, now)).await?;
    Ok(())
}

/// The seed's members as the tables keep them.
struct Documents {
    items: Vec<String>,
    orders: Vec<String>,
    catalogs: Vec<String>,
}

fn insert(tx: &Transaction<'_>, seed: &Seed, documents: &Documents, now: DateTime<Utc>) -> crate::rusqlite::Result<()> {
    let planted: i64 = tx.query_row("SELECT count(*) FROM fcb2b_item", [], |row| row.get(0))?;
    if planted > 0 {
        return Ok(());
    }
    for (SeedItem { item, stock }, document) in seed.items.iter().zip(&documents.items) {
        tx.execute("INSERT INTO fcb2b_item (sku, document) VALUES (?1, ?2)", params![item.sku, document])?;
        for (at, row) in (0_i64..).zip(stock) {
            let unit = row.unit.as_ref().unwrap_or(&item.unit);
            tx.execute(
                "INSERT INTO fcb2b_stock (sku, position, fob_point, lot, roll_number, kind, unit, quantity)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    item.sku,
                    at,
                    row.fob,
                    row.lot,
                    row.roll,
                    row.kind.map(Kind::as_str),
                    unit.as_str(),
                    amount::kept(row.quantity)
                ],
            )?;
        }
    }
    for reservation in &seed.reservations {
        let day = |days: i64| TimeDelta::try_days(days).and_then(|days| now.checked_add_signed(days)).unwrap_or(now);
        tx.execute(
            "INSERT INTO fcb2b_reservation (number, client, created, expires, sidemark) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                reservation.number,
                reservation.client,
                day(reservation.created_in_days).timestamp(),
                day(reservation.expires_in_days).timestamp(),
                reservation.sidemark
            ],
        )?;
        for hold in &reservation.holds {
            tx.execute(
                "INSERT INTO fcb2b_hold (reservation, stock, quantity, price, price_unit)
                 SELECT ?1, id, ?2, ?3, ?4 FROM fcb2b_stock WHERE sku = ?5 AND position = ?6",
                params![
                    reservation.number,
                    amount::kept(hold.quantity),
                    hold.price.to_string(),
                    hold.price_unit.as_str(),
                    hold.sku,
                    hold.stock
                ],
            )?;
        }
    }
    for (SeedOrder { client, order }, document) in seed.orders.iter().zip(&documents.orders) {
        let ordered = order.order_date.as_ref().and_then(|date| date.value()).map(|date| date.date().to_string());
        tx.execute(
            "INSERT INTO fcb2b_order (number, client, ordered, document) VALUES (?1, ?2, ?3, ?4)",
            params![order.order_number, client, ordered.unwrap_or_default(), document],
        )?;
    }
    for (at, document) in (0_i64..).zip(&documents.catalogs) {
        tx.execute("INSERT INTO fcb2b_catalog (position, document) VALUES (?1, ?2)", params![at, document])?;
    }
    Ok(())
}
