//! Reserves: what is held back, and holding back more.
//!
//! Our reading, where the guide says nothing: a reservation holds for 14 days and is of one FOB point; without `Minimum` all
//! of `Quantity` must be there; with it, as much is reserved as there is, down to the minimum; rolls are reserved whole, so that
//! up to `Maximum` may be reserved. The same request sent twice reserves twice.

use b2b_xml::Decimal;
use chrono::{DateTime, TimeDelta, Utc};
use fcb2b_client::{CreateReserve, DateOrTime, GetReserves, Reservation, ReservationLine, UnitOfMeasure};
use http::StatusCode;

use super::items::{self, Stocked};
use super::pick::{self, Part, Range, Wants};
use super::refused::Refused;
use super::seed::Price;
use super::service::Visit;
use super::{amount, prices};
use crate::rusqlite::{self, Connection, Transaction, params};

/// How long goods are held back.
const LIFETIME: TimeDelta = TimeDelta::days(14);

/// The client's active reservations that match. A number that is not among them is refused.
pub(super) async fn list(visit: Visit, request: GetReserves) -> Result<Vec<Reservation>, Refused> {
    let number = request.reserve_number.clone();
    let wanted = match number.as_deref().map(str::parse::<i64>) {
        Some(Ok(number)) => Some(number),
        Some(Err(_)) => return Err(unknown(&visit, number)),
        None => None,
    };
    let (client, now) = (visit.client.clone(), visit.now);
    let found = visit.context.store.read(move |connection| load(connection, &client, now, wanted));
    let mut found = found.await.map_err(|error| Refused::internal(&error))?;
    if found.is_empty() && wanted.is_some() {
        return Err(unknown(&visit, number));
    }
    if let Some(sku) = &request.sku {
        found.retain(|reservation| reservation.lines.iter().any(|line| line.sku.as_ref() == Some(sku)));
    }
    Ok(found)
}

fn unknown(visit: &Visit, number: Option<String>) -> Refused {
    let number = number.unwrap_or_default();
    let sentence = format!("there is no active reserve {number:?} of the client {}", visit.client);
    Refused::new(StatusCode::NOT_FOUND, "ReserveNotFound", sentence)
}

/// Reserves goods in one transaction: two requests never get the same ones.
pub(super) async fn create(visit: Visit, request: CreateReserve) -> Result<Reservation, Refused> {
    let range = range(&request)?;
    let stocked = items::sellable(&visit, &request.sku)?.clone();
    let (client, now) = (visit.client.clone(), visit.now);
    let written = visit.context.store.write(move |tx| reserve(tx, &client, now, stocked, &request, range));
    written.await.map_err(|error| Refused::internal(&error))?
}

/// Between how much and how much is wanted. Boxes and pieces are not broken.
fn range(request: &CreateReserve) -> Result<Range, Refused> {
    let wanted = request.quantity;
    if matches!(request.unit_of_measure, UnitOfMeasure::Box | UnitOfMeasure::Each) {
        let named = [("Quantity", Some(wanted)), ("Minimum", request.minimum), ("Maximum", request.maximum)];
        if let Some((name, _)) = named.iter().find(|(_, amount)| amount.is_some_and(|amount| !amount.is_integer())) {
            return Err(Refused::invalid_argument(format!("{name} is not whole")));
        }
    }
    let (least, most) = (request.minimum.unwrap_or(wanted), request.maximum.unwrap_or(wanted));
    Ok(Range { least: amount::kept(least), wanted: amount::kept(wanted), most: amount::kept(most) })
}

fn reserve(
    tx: &Transaction<'_>,
    client: &str,
    now: DateTime<Utc>,
    stocked: Stocked,
    request: &CreateReserve,
    range: Range,
) -> rusqlite::Result<Result<Reservation, Refused>> {
    let stocked = stocked.left(tx, now)?;
    if let Err(refused) = stocked.check_unit("UnitOfMeasure", &request.unit_of_measure) {
        return Ok(Err(refused));
    }
    let wants = Wants {
        unit: Some(request.unit_of_measure.clone()),
        fob: request.fob_point.clone(),
        lot: request.shade_or_dye_lot.clone(),
        roll: request.roll_number.clone(),
        kind: request.roll_or_cut.map(Into::into),
        same_lot: request.same_shade_or_dye_lot.unwrap_or(false),
    };
    let groups = wants.groups(&stocked.lots);
    let Some(parts) = pick::choose(&groups, range) else {
        let most = groups.iter().map(|group| pick::left(group)).max().unwrap_or(0);
        let (sku, unit, most) = (&request.sku, &request.unit_of_measure, amount::written(most));
        let quantity = amount::written(range.wanted);
        let sentence = format!("{quantity} {unit} of {sku} cannot be reserved: at one FOB point {most} would fit");
        return Ok(Err(Refused::aborted(sentence)));
    };
    let priced = match priced(&stocked, request, &parts) {
        Ok(priced) => priced,
        Err(refused) => return Ok(Err(refused)),
    };
    tx.prepare_cached("INSERT INTO fcb2b_reservation (client, created, expires, sidemark) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![client, now.timestamp(), (now + LIFETIME).timestamp(), request.sidemark])?;
    let number = tx.last_insert_rowid();
    let mut hold = tx.prepare_cached(
        "INSERT INTO fcb2b_hold (reservation, stock, quantity, price, price_unit) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for ((lot, part), price) in parts.iter().zip(priced) {
        let (price, unit) = (price.map(|price| price.price.to_string()), price.map(|price| price.unit.as_str()));
        hold.execute(params![number, lot.id, part, price, unit])?;
    }
    let made = load(tx, client, now, Some(number))?.into_iter().next();
    made.map(Ok).ok_or(rusqlite::Error::QueryReturnedNoRows)
}

/// The price of each part, which must be the one that is expected if one is.
fn priced<'s>(
    stocked: &'s Stocked,
    request: &CreateReserve,
    parts: &[Part<'_>],
) -> Result<Vec<Option<&'s Price>>, Refused> {
    let unit = request.requested_price_unit_of_measure.as_ref().unwrap_or(&request.unit_of_measure);
    let all = parts.iter().map(|(_, part)| part).sum();
    let prices: Vec<_> = parts.iter().map(|(lot, _)| prices::price_of(stocked, lot.kind, unit, all)).collect();
    let Some(expected) = request.requested_price else { return Ok(prices) };
    match prices.iter().find(|price| price.is_none_or(|price| price.price != expected)) {
        None => Ok(prices),
        Some(other) => {
            let sku = &stocked.item.sku;
            let sentence = match other {
                Some(price) => format!("the price of {sku} per {unit} is {}, not {expected}", price.price),
                None => format!("{sku} has no price per {unit}"),
            };
            Err(Refused::new(StatusCode::CONFLICT, "PriceMismatch", sentence))
        }
    }
}

/// The client's active reservations with their lines: one for each lot and price.
fn load(
    connection: &Connection,
    client: &str,
    now: DateTime<Utc>,
    number: Option<i64>,
) -> rusqlite::Result<Vec<Reservation>> {
    let mut statement = connection.prepare_cached(
        "SELECT reservation.number, created, expires, sidemark, fob_point, sku, unit, lot, price, price_unit,
                sum(hold.quantity)
         FROM fcb2b_reservation AS reservation
         JOIN fcb2b_hold AS hold ON hold.reservation = reservation.number
         JOIN fcb2b_stock AS stock ON stock.id = hold.stock
         WHERE client = ?1 AND expires > ?2 AND (?3 IS NULL OR reservation.number = ?3)
         GROUP BY reservation.number, sku, unit, lot, price, price_unit
         ORDER BY reservation.number, min(stock.position)",
    )?;
    let mut rows = statement.query(params![client, now.timestamp(), number])?;
    let mut found: Vec<Reservation> = Vec::new();
    while let Some(row) = rows.next()? {
        let number = row.get::<_, i64>(0)?.to_string();
        let mut line = ReservationLine::default();
        line.sku = row.get(5)?;
        line.unit_of_measure = Some(UnitOfMeasure::from(row.get::<_, String>(6)?.as_str()));
        line.shade_or_dye_lot = row.get(7)?;
        line.price = row.get::<_, Option<String>>(8)?.and_then(|price| price.parse::<Decimal>().ok()).map(Into::into);
        line.price_unit_of_measure = row.get::<_, Option<String>>(9)?.as_deref().map(UnitOfMeasure::from);
        line.quantity = Some(amount::written(row.get(10)?).into());
        line.sidemarks = row.get::<_, Option<String>>(3)?.into_iter().collect();
        if found.last().is_none_or(|last| last.reserve_number.as_ref() != Some(&number)) {
            let moment = |at: usize| row.get(at).map(|seconds| DateTime::from_timestamp(seconds, 0));
            let mut reservation = Reservation::default();
            reservation.reserve_number = Some(number);
            reservation.creation_date = moment(1)?.map(|moment| DateOrTime::Moment(moment).into());
            reservation.expiration_date = moment(2)?.map(|moment| DateOrTime::Moment(moment).into());
            reservation.fob_point = row.get(4)?;
            found.push(reservation);
        }
        if let Some(reservation) = found.last_mut() {
            line.line_number = Some((reservation.lines.len() + 1).to_string());
            reservation.lines.0.push(line);
        }
    }
    Ok(found)
}
