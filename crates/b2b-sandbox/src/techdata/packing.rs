//! What is sent from where, and what waits: the plan of an order, and its carrying out.

use std::collections::HashMap;

use b2b_xml::Decimal;
use b2b_xml::chrono::Days;
use techdata_xml::SalesRequirement;

use super::orders::{Order, OrderedLine, Parcel, ParcelItem, next};
use super::seed::Stocked;
use crate::rusqlite::{self, Connection, params};

/// A line of an order, checked.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) assigned_id: Option<String>,
    pub(super) quantity: u32,
    pub(super) price: Decimal,
    /// The warehouse that it is to come from.
    pub(super) house: Option<String>,
    pub(super) ship_via: String,
    pub(super) stocked: Stocked,
}

/// So many of a line from one warehouse.
#[derive(Clone, Debug)]
struct Piece {
    line: usize,
    code: String,
    house: String,
    quantity: u32,
}

#[derive(Debug)]
pub(super) struct Plan {
    wanted: Vec<Wanted>,
    pieces: Vec<Piece>,
    /// What waits for stock, by line.
    waiting: Vec<u32>,
}

impl Plan {
    /// Takes from the warehouses in their order. What is not there is treated as the code says: without one, it is
    /// back-ordered. `Err` is why the order cannot be filled.
    pub(super) fn make(wanted: Vec<Wanted>, code: Option<&SalesRequirement>) -> Result<Self, String> {
        // Lines of one item share what is there.
        let mut left: HashMap<(String, String), i64> = HashMap::new();
        let mut pieces = Vec::new();
        let mut waiting = Vec::new();
        for (line, wanted) in wanted.iter().enumerate() {
            let mut missing = wanted.quantity;
            for house in &wanted.stocked.houses {
                if wanted.house.as_ref().is_some_and(|code| *code != house.code) {
                    continue;
                }
                let key = (wanted.stocked.item.vp.clone(), house.code.clone());
                let there = left.entry(key).or_insert(house.qty);
                let quantity = u32::try_from(*there).unwrap_or(0).min(missing);
                if quantity > 0 {
                    *there -= i64::from(quantity);
                    missing -= quantity;
                    pieces.push(Piece { line, code: house.code.clone(), house: house.name.clone(), quantity });
                }
            }
            waiting.push(missing);
        }
        let short = waiting.iter().any(|missing| *missing > 0);
        match code {
            Some(SalesRequirement::NoBackorder) if short => {
                return Err("INSUFFICIENT STOCK - SalesRequirementCode=N, nothing is back-ordered".to_owned());
            }
            Some(SalesRequirement::ShipPartialCancelRest) => waiting.fill(0),
            Some(SalesRequirement::ShipComplete) if short => {
                pieces.clear();
                waiting = wanted.iter().map(|wanted| wanted.quantity).collect();
            }
            _ => {}
        }
        if pieces.is_empty() && waiting.iter().all(|missing| *missing == 0) {
            return Err("INSUFFICIENT STOCK - nothing of the order can be shipped".to_owned());
        }
        Ok(Self { wanted, pieces, waiting })
    }

    /// When the last of what waits is expected.
    fn estimated_days(&self) -> u64 {
        let waits = self.wanted.iter().zip(&self.waiting).filter(|(_, missing)| **missing > 0);
        let days = waits.flat_map(|(wanted, _)| &wanted.stocked.houses).filter_map(|house| house.eta_in_days).max();
        days.map_or(14, u64::from)
    }
}

/// Carries a plan out: takes the pieces from stock, and keeps an order for what is sent and one for what waits.
pub(super) fn place(conn: &Connection, plan: &Plan, order: &Order) -> rusqlite::Result<Vec<Order>> {
    for piece in &plan.pieces {
        let vp = plan.wanted.get(piece.line).map(|wanted| wanted.stocked.item.vp.as_str());
        conn.execute(
            "UPDATE techdata_stock SET qty = qty - ?1 WHERE vp = ?2 AND code = ?3",
            params![piece.quantity, vp, piece.code],
        )?;
    }
    let mut placed = Vec::new();
    if !plan.pieces.is_empty() {
        placed.push(sent(conn, plan, order)?);
    }
    if plan.waiting.iter().any(|missing| *missing > 0) {
        placed.push(waiting(conn, plan, order)?);
    }
    for order in &placed {
        order.insert(conn)?;
    }
    Ok(placed)
}

/// The order of what is sent: today, with an invoice.
fn sent(conn: &Connection, plan: &Plan, order: &Order) -> rusqlite::Result<Order> {
    let number = next(conn, "order")?.to_string();
    let mut lines = Vec::new();
    // Where a line of the plan is among the lines of the order.
    let mut places: HashMap<usize, usize> = HashMap::new();
    for piece in &plan.pieces {
        let Some(wanted) = plan.wanted.get(piece.line) else { continue };
        let place = *places.entry(piece.line).or_insert_with(|| {
            // What waits is another order, so that the parts add up to what was ordered.
            let missing = plan.waiting.get(piece.line).copied().unwrap_or(0);
            let (ordered, house) = (wanted.quantity.saturating_sub(missing), piece.house.clone());
            lines.push(OrderedLine { house, ordered, ..OrderedLine::from(wanted) });
            lines.len() - 1
        });
        if let Some(line) = lines.get_mut(place) {
            line.shipped += piece.quantity;
        }
    }
    let mut parcels = Vec::new();
    for pieces in split(&plan.pieces) {
        parcels.push(parcel(conn, plan, &pieces, &places, &number)?);
    }
    Ok(Order {
        number,
        invoice: Some(format!("N{}", next(conn, "invoice")?)),
        status: "INVOICED".to_owned(),
        estimated: Some(order.placed),
        shipped: Some(order.placed),
        invoiced: Some(order.placed),
        lines,
        parcels,
        ..order.clone()
    })
}

/// The pieces of each container: one for each warehouse, and two if there would be one and there is more than one piece.
fn split(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut by_house: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let same = |group: &&mut Vec<Piece>| group.iter().any(|one| one.code == piece.code && one.house == piece.house);
        match by_house.iter_mut().find(same) {
            Some(group) => group.push(piece.clone()),
            None => by_house.push(vec![piece.clone()]),
        }
    }
    let [only] = by_house.as_slice() else { return by_house };
    let mut room = only.iter().map(|piece| piece.quantity).sum::<u32>().div_ceil(2);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for piece in only {
        let here = piece.quantity.min(room);
        room -= here;
        if here > 0 {
            first.push(Piece { quantity: here, ..piece.clone() });
        }
        if here < piece.quantity {
            second.push(Piece { quantity: piece.quantity - here, ..piece.clone() });
        }
    }
    [first, second].into_iter().filter(|group| !group.is_empty()).collect()
}

fn parcel(
    conn: &Connection,
    plan: &Plan,
    pieces: &[Piece],
    places: &HashMap<usize, usize>,
    order: &str,
) -> rusqlite::Result<Parcel> {
    let tracking = next(conn, "parcel")?;
    let mut weight = Decimal::new(0, 3);
    let mut value = Decimal::ZERO;
    let mut items = Vec::new();
    for piece in pieces {
        let (Some(wanted), Some(line)) = (plan.wanted.get(piece.line), places.get(&piece.line)) else { continue };
        weight += wanted.stocked.item.weight * Decimal::from(piece.quantity);
        value += wanted.price * Decimal::from(piece.quantity);
        let serial = |at: u32| format!("TDSB{:04}{order}{:02}{at:05}", tracking % 10_000, line + 1);
        let serials = if wanted.stocked.item.serial { (1..=piece.quantity).map(serial).collect() } else { Vec::new() };
        items.push(ParcelItem { line: *line, quantity: piece.quantity, serials });
    }
    let first = pieces.first();
    let ship_via = first.and_then(|piece| plan.wanted.get(piece.line)).map(|wanted| wanted.ship_via.clone());
    Ok(Parcel {
        tracking: format!("1Z999{tracking:013}"),
        code: first.map(|piece| piece.code.clone()).unwrap_or_default(),
        house: first.map(|piece| piece.house.clone()).unwrap_or_default(),
        ship_via: ship_via.unwrap_or_default(),
        weight,
        freight: Decimal::new(750, 2),
        tax: cents(value * Decimal::new(6, 2)),
        debit_credit: Decimal::ZERO,
        items,
    })
}

/// With two decimals, whether they are needed or not.
fn cents(amount: Decimal) -> Decimal {
    amount.round_dp(2) + Decimal::new(0, 2)
}

/// The order of what waits for stock.
fn waiting(conn: &Connection, plan: &Plan, order: &Order) -> rusqlite::Result<Order> {
    let waits = plan.wanted.iter().zip(&plan.waiting).filter(|(_, missing)| **missing > 0);
    let line = |(wanted, missing): (&Wanted, &u32)| OrderedLine {
        ordered: *missing,
        backordered: *missing,
        ..OrderedLine::from(wanted)
    };
    Ok(Order {
        number: next(conn, "order")?.to_string(),
        status: "BACKORDERED".to_owned(),
        estimated: order.placed.checked_add_days(Days::new(plan.estimated_days())),
        lines: waits.map(line).collect(),
        ..order.clone()
    })
}
