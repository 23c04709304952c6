//! Items with what is left of their stock.

use b2b_xml::Decimal;
use chrono::{DateTime, Days, NaiveDate, Utc};
use fcb2b_client::{AvailableQuantity, OrRaw, RollOrCutFlag, UnitOfMeasure};

use super::amount;
use super::refused::Refused;
use super::seed::{Item, Kind, Quirk};
use super::service::Visit;
use crate::rusqlite::{Connection, OptionalExtension, Result, params};

/// An item, and its stock in the seed's order.
#[derive(Clone, Debug)]
pub(super) struct Stocked {
    pub(super) item: Item,
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

/// The item that is asked for, or the refusal that its seed asks for.
pub(super) async fn find(visit: &Visit, sku: &str) -> std::result::Result<Stocked, Refused> {
    let (wanted, now) = (sku.to_owned(), visit.now);
    let found = visit.context.store.read(move |connection| load(connection, &wanted, now)).await;
    sellable(found.map_err(|error| Refused::internal(&error))?, sku)
}

/// Refuses what is not there and what refuses on purpose.
pub(super) fn sellable(found: Option<Stocked>, sku: &str) -> std::result::Result<Stocked, Refused> {
    match found {
        Some(stocked) if stocked.item.quirk == Quirk::EngineeredError => Err(Refused::engineered()),
        Some(stocked) if stocked.item.quirk != Quirk::NotAvailable => Ok(stocked),
        _ => Err(Refused::sku_not_found(sku)),
    }
}

pub(super) fn load(connection: &Connection, sku: &str, now: DateTime<Utc>) -> Result<Option<Stocked>> {
    let document: Option<String> = connection
        .prepare_cached("SELECT document FROM fcb2b_item WHERE sku = ?1")?
        .query_row([sku], |row| row.get(0))
        .optional()?;
    let Some(item) = document.and_then(|text| serde_json::from_str(&text).ok()) else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT id, fob_point, lot, roll_number, kind, unit, quantity - (
             SELECT coalesce(sum(hold.quantity), 0) FROM fcb2b_hold AS hold
             JOIN fcb2b_reservation AS reservation ON reservation.number = hold.reservation
             WHERE hold.stock = fcb2b_stock.id AND reservation.expires > ?2
         ) FROM fcb2b_stock WHERE sku = ?1 ORDER BY position",
    )?;
    let lots = statement.query_map(params![sku, now.timestamp()], |row| {
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
    Ok(Some(Stocked { item, lots: lots.collect::<Result<_>>()? }))
}

impl Stocked {
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
