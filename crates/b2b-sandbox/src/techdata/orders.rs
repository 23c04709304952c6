//! Orders as the sandbox keeps them; each answer shows another side of them.

use b2b_xml::Decimal;
use b2b_xml::chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::seed::{from_json, json};
use crate::rusqlite::{self, Connection, params};

/// An order of Tech Data's. A purchase order can have several.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) number: String,
    pub(super) po: String,
    pub(super) end_user_po: Option<String>,
    pub(super) invoice: Option<String>,
    /// How it stands in Order Status.
    pub(super) status: String,
    pub(super) placed: NaiveDate,
    pub(super) estimated: Option<NaiveDate>,
    pub(super) shipped: Option<NaiveDate>,
    pub(super) invoiced: Option<NaiveDate>,
    /// X12 element 563.
    pub(super) disposition: String,
    pub(super) ship_to: ShipTo,
    pub(super) contact: String,
    pub(super) lines: Vec<OrderedLine>,
    pub(super) parcels: Vec<Parcel>,
    /// What is wrong with it.
    pub(super) error: Option<String>,
    /// In which odd ways it is told.
    #[serde(default)]
    pub(super) quirks: Vec<Quirk>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct ShipTo {
    pub(super) name: String,
    pub(super) address: Vec<String>,
    pub(super) city: String,
    pub(super) state: String,
    pub(super) postal: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct OrderedLine {
    /// The customer's id of the line.
    pub(super) assigned_id: Option<String>,
    pub(super) vp: String,
    pub(super) mg: String,
    pub(super) description: String,
    pub(super) price: Decimal,
    pub(super) ordered: u32,
    pub(super) shipped: u32,
    pub(super) backordered: u32,
    #[serde(default)]
    pub(super) returned: u32,
    pub(super) house: String,
    pub(super) ship_via: String,
}

/// What is sent in one container.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Parcel {
    pub(super) tracking: String,
    /// The warehouse's code and name.
    pub(super) code: String,
    pub(super) house: String,
    pub(super) ship_via: String,
    pub(super) weight: Decimal,
    pub(super) freight: Decimal,
    pub(super) tax: Decimal,
    #[serde(default)]
    pub(super) debit_credit: Decimal,
    pub(super) items: Vec<ParcelItem>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ParcelItem {
    /// Which of the order's lines, from 0.
    pub(super) line: usize,
    pub(super) quantity: u32,
    #[serde(default)]
    pub(super) serials: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Quirk {
    /// Dates of Invoice Detail by PO as `MM/DD/YY`.
    SlashDates,
    /// The names of the SOAP wrapper: `ErrorInfoIDQual`, `TotalContainerValue`.
    WsdlNames,
    /// No `OrderLineNbr`.
    NoLineNumbers,
    /// `Summary` and other elements without content.
    EmptyTags,
}

impl Order {
    pub(super) fn insert(&self, tx: &Connection) -> rusqlite::Result<()> {
        tx.execute("INSERT OR IGNORE INTO techdata_purchase_order (po) VALUES (?1)", [&self.po])?;
        tx.execute(
            "INSERT INTO techdata_order (number, po, invoice, document) VALUES (?1, ?2, ?3, ?4)",
            params![self.number, self.po, self.invoice, json(self)?],
        )?;
        Ok(())
    }

    pub(super) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// What the goods of a parcel cost.
    pub(super) fn value(&self, parcel: &Parcel) -> Decimal {
        let cost = |item: &ParcelItem| self.lines.get(item.line).map(|line| line.price * Decimal::from(item.quantity));
        parcel.items.iter().filter_map(cost).sum()
    }

    /// What a parcel costs with all charges.
    pub(super) fn total(&self, parcel: &Parcel) -> Decimal {
        self.value(parcel) + parcel.freight + parcel.tax + parcel.debit_credit
    }

    /// What the order costs with all charges.
    pub(super) fn grand_total(&self) -> Decimal {
        self.parcels.iter().map(|parcel| self.total(parcel)).sum()
    }
}

impl OrderedLine {
    /// Tech Data's number of a line, counted from 0: `000100`, `000200`.
    pub(super) fn number(at: usize) -> String {
        format!("{:06}", (at + 1) * 100)
    }
}

/// By which number orders are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    PurchaseOrder,
    Order,
    Invoice,
}

pub(super) fn find(conn: &Connection, by: By, number: &str) -> rusqlite::Result<Vec<Order>> {
    let query = match by {
        By::PurchaseOrder => "SELECT document FROM techdata_order WHERE po = ?1 ORDER BY id",
        By::Order => "SELECT document FROM techdata_order WHERE number = ?1",
        By::Invoice => "SELECT document FROM techdata_order WHERE invoice = ?1",
    };
    let mut statement = conn.prepare_cached(query)?;
    let documents: Vec<String> = statement.query_map([number], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    documents.iter().map(|document| from_json(document)).collect()
}

pub(super) fn is_taken(conn: &Connection, po: &str) -> rusqlite::Result<bool> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM techdata_purchase_order WHERE po = ?1")?;
    statement.exists([po])
}

/// The next number of a kind: `order`, `invoice` or `parcel`.
pub(super) fn next(tx: &Connection, name: &str) -> rusqlite::Result<i64> {
    tx.query_row("UPDATE techdata_counter SET last = last + 1 WHERE name = ?1 RETURNING last", [name], |row| row.get(0))
}
