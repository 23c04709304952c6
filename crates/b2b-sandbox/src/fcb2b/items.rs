//! Items with what is left of their stock.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use b2b_xml::Decimal;
use chrono::{DateTime, Days, NaiveDate, Utc};
use fcb2b_client::{AvailableQuantity, OrRaw, RollOrCutFlag, UnitOfMeasure};

use super::amount;
use super::refused::Refused;
use super::seed::{Item, Kind, Quirk};
use super::service::Visit;
use crate::rusqlite::{Connection, Result, params};
use crate::store::Store;
use crate::supplier::BoxError;

/// All items by SKU, as if nothing of them were held back.
pub(super) type Catalogue = HashMap<String, Stocked>;

/// Where the catalogue is found. Reservations are all that changes, so it is read at the start and after a reset.
#[derive(Clone, Debug)]
pub(super) struct Shelves(Arc<RwLock<Arc<Catalogue>>>);

/// An item, and its stock in the seed's order.
#[derive(Clone, Debug)]
pub(super) struct Stocked {
    pub(super) item: Arc<Item>,
    pub(super) lots: Vec<Lot>,
}

/// An availability: so much of one lot at one FOB point, or one roll.
#[derive(Clone, Debug)]
pub(super) struct Lot {
    pub(super) id: i64,
    pub(super) fob: String,
    pub(super) lot: Option<String>,
    pub(super) roll: Option<String>,
    pub(super) kind: Option<Kind>,
    pub(super) unit: UnitOfMeasure,
    /// What no active reservation holds back.
    pub(super) left: i64,
}

impl Shelves {
    pub(super) async fn of(store: &Store) -> std::result::Result<Self, BoxError> {
        Ok(Self(Arc::new(RwLock::new(Arc::new(catalogue(store).await?)))))
    }

    pub(super) async fn reload(&self, store: &Store) -> std::result::Result<(), BoxError> {
        let anew = Arc::new(catalogue(store).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = anew;
        Ok(())
    }

    /// As it is now: a request has the same from its beginning to its end.
    pub(super) fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The items as the store has them: its seed may be an older one.
async fn catalogue(store: &Store) -> std::result::Result<Catalogue, BoxError> {
    let read = store.read(|connection| {
        let mut statement = connection.prepare("SELECT sku, document FROM fcb2b_item")?;
        let items = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let with_stock = |(sku, document): (String, String)| Ok((document, stock(connection, &sku)?, sku));
        items.map(|item| item.and_then(with_stock)).collect::<Result<Vec<_>>>()
    });
    let of_documents = |(document, lots, sku): (String, _, _)| {
        let item = Arc::new(serde_json::from_str(&document)?);
        Ok((sku, Stocked { item, lots }))
    };
    read.await?.into_iter().map(of_documents).collect()
}

fn stock(connection: &Connection, sku: &str) -> Result<Vec<Lot>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, fob_point, lot, roll_number, kind, unit, quantity FROM fcb2b_stock WHERE sku = ?1 ORDER BY position",
    )?;
    let lots = statement.query_map([sku], |row| {
        Ok(Lot {
            id: row.get(0)?,
            fob: row.get(1)?,
            lot: row.get(2)?,
            roll: row.get(3)?,
            kind: row.get::<_, Option<String>>(4)?.as_deref().and_then(Kind::read),
            unit: UnitOfMeasure::from(row.get::<_, String>(5)?.as_str()),
            left: row.get(6)?,
        })
    })?;
    lots.collect()
}

/// The item that is asked for with what is left of it, or the refusal that its seed asks for.
pub(super) async fn find(visit: &Visit, sku: &str) -> std::result::Result<Stocked, Refused> {
    let (stocked, now) = (sellable(visit, sku)?.clone(), visit.now);
    let left = visit.context.store.read(move |connection| stocked.left(connection, now));
    left.await.map_err(|error| Refused::internal(&error))
}

/// Refuses what is not there and what refuses on purpose.
pub(super) fn sellable<'v>(visit: &'v Visit, sku: &str) -> std::result::Result<&'v Stocked, Refused> {
    match visit.catalogue.get(sku) {
        Some(stocked) if stocked.item.quirk == Quirk::EngineeredError => Err(Refused::engineered()),
        Some(stocked) if stocked.item.quirk != Quirk::NotAvailable => Ok(stocked),
        _ => Err(Refused::sku_not_found(sku)),
    }
}

impl Stocked {
    /// Without what active reservations hold back.
    pub(super) fn left(mut self, connection: &Connection, now: DateTime<Utc>) -> Result<Self> {
        let mut statement = connection.prepare_cached(
            "SELECT hold.stock, hold.quantity FROM fcb2b_stock AS stock
             JOIN fcb2b_hold AS hold ON hold.stock = stock.id
             JOIN fcb2b_reservation AS reservation ON reservation.number = hold.reservation
             WHERE stock.sku = ?1 AND reservation.expires > ?2",
        )?;
        let mut held = statement.query(params![self.item.sku, now.timestamp()])?;
        while let Some(row) = held.next()? {
            let (id, quantity): (i64, i64) = (row.get(0)?, row.get(1)?);
            if let Some(lot) = self.lots.iter_mut().find(|lot| lot.id == id) {
                lot.left -= quantity;
            }
        }
        drop(held);
        drop(statement);
        Ok(self)
    }

    /// The unit, if the item is sold by it. Nothing is ever converted.
    pub(super) fn check_unit(&self, name: &str, asked: &UnitOfMeasure) -> std::result::Result<(), Refused> {
        let mut units = vec![&self.item.unit];
        for lot in &self.lots {
            if !units.contains(&&lot.unit) {
                units.push(&lot.unit);
            }
        }
        if units.contains(&asked) {
            return Ok(());
        }
        let units: Vec<&str> = units.into_iter().map(UnitOfMeasure::as_str).collect();
        let sentence = format!("{name} is {asked}; {} is sold by {}", self.item.sku, units.join(" and "));
        Err(Refused::invalid_argument(sentence))
    }

    /// What is awaited, and on which day.
    pub(super) fn future(&self, now: DateTime<Utc>) -> Option<(NaiveDate, i64, Option<&str>)> {
        let future = self.item.future.as_ref()?;
        let day = now.date_naive().checked_add_days(Days::new(u64::from(future.in_days)))?;
        Some((day, amount::kept(future.quantity), future.fob.as_deref()))
    }
}

impl Item {
    pub(super) fn drop_flag(&self) -> Option<OrRaw<bool>> {
        Some(self.dropped.into())
    }

    /// A letter where there are rolls and cuts, nothing elsewhere; a boolean at Buckwold.
    pub(super) fn flag(&self, kind: Option<Kind>) -> Option<OrRaw<RollOrCutFlag>> {
        let flag = match (self.quirk, kind) {
            (Quirk::Buckwold, Some(_)) => RollOrCutFlag::RollOrCut,
            (Quirk::Buckwold, None) => RollOrCutFlag::Neither,
            (_, Some(Kind::Roll)) => RollOrCutFlag::Roll,
            (_, Some(Kind::Cut)) => RollOrCutFlag::Cut,
            (_, None) => return None,
        };
        Some(flag.into())
    }

    pub(super) fn quantity(&self, kept: i64) -> Option<OrRaw<AvailableQuantity>> {
        let quantity = amount::written(kept.max(0));
        Some(match self.quirk {
            // No digit before the point if it would be a zero.
            Quirk::Buckwold if quantity < Decimal::ONE => {
                OrRaw::Raw(quantity.to_string().trim_start_matches('0').to_owned())
            }
            Quirk::EngineeredSoft if kept <= 0 => AvailableQuantity::NotAvailable.into(),
            _ => AvailableQuantity::Amount(quantity).into(),
        })
    }
}
