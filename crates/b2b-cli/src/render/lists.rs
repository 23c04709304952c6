//! What suppliers list: services, catalogs, reservations, orders.

use b2b_desk::{CatalogPromise, Quote, QuoteLine, ServiceOffer};
use b2b_model::{Catalog, NaiveDate, OrderStatus, Reservation, ReservationLine};

use super::entry::Entry;
use super::grid::{grid, notes, shown, text};
use super::layout::{Align, Cell};
use super::table::{stage, words};

pub(crate) fn services(entries: &[Entry<ServiceOffer>]) -> String {
    let columns = &[("SERVICE", Align::Left), ("VERSION", Align::Left), ("KEY", Align::Left), ("ADDRESS", Align::Left)];
    grid(columns, entries, |_, offer| {
        let key = offer.anonymous.map(|anonymous| if anonymous { "any" } else { "yours" });
        vec![vec![
            text(offer.name.as_deref()),
            text(offer.version.as_deref()),
            text(key),
            text(offer.address.as_deref()),
        ]]
    })
}

pub(crate) fn catalogs(entries: &[Entry<Catalog>]) -> String {
    let columns = &[("CATALOG", Align::Left), ("PART", Align::Left), ("DESCRIPTION", Align::Left)];
    grid(columns, entries, |_, catalog| {
        let whole = vec![text(catalog.code.as_deref()), text(None::<&str>), text(catalog.description.as_deref())];
        let parts = catalog.parts.iter().map(|part| {
            vec![text(catalog.code.as_deref()), text(part.code.as_deref()), text(part.description.as_deref())]
        });
        std::iter::once(whole).chain(parts).collect()
    })
}

pub(crate) fn promises(entries: &[Entry<CatalogPromise>]) -> String {
    let columns = &[
        ("CATALOG", Align::Left),
        ("PART", Align::Left),
        ("COMES", Align::Left),
        ("EXPECTED", Align::Left),
        ("SUPPLIER SAYS", Align::Left),
    ];
    grid(columns, entries, |_, promise| {
        vec![vec![
            text(promise.code.as_deref()),
            text(promise.part.as_deref()),
            text(promise.available.map(|available| if available { "yes" } else { "no" })),
            shown(promise.expected.as_ref()),
            text(promise.words.as_deref()),
        ]]
    })
}

pub(crate) fn reservations(entries: &[Entry<Reservation>]) -> String {
    let columns = &[
        ("RESERVE", Align::Left),
        ("LINE", Align::Right),
        ("SKU", Align::Left),
        ("QUANTITY", Align::Right),
        ("FOB", Align::Left),
        ("LOT", Align::Left),
        ("PRICE", Align::Right),
        ("PER", Align::Left),
        ("SIDEMARK", Align::Left),
        ("HOLDS UNTIL", Align::Left),
    ];
    grid(columns, entries, |_, reservation| {
        let line = |line: &ReservationLine| {
            vec![
                text(reservation.number.as_ref()),
                text(line.number.as_ref()),
                text(line.sku.as_ref()),
                shown(line.quantity.as_ref()),
                text(reservation.location.as_ref()),
                text(line.lot.as_ref()),
                shown(line.price.as_ref()),
                text(line.per.as_deref()),
                text(line.sidemark.as_deref()),
                shown(reservation.expires.as_ref()),
            ]
        };
        match reservation.lines.as_slice() {
            [] => vec![line(&ReservationLine::default())],
            lines => lines.iter().map(line).collect(),
        }
    })
}

/// Orders without their lines, one row for each.
pub(crate) fn orders(entries: &[Entry<OrderStatus>]) -> String {
    let columns = &[
        ("ORDER", Align::Left),
        ("PO", Align::Left),
        ("ORDERED", Align::Left),
        ("STAGE", Align::Left),
        ("SUPPLIER SAYS", Align::Left),
        ("LINES", Align::Right),
        ("PROMISED", Align::Left),
        ("SHIPS", Align::Left),
        ("NOTE", Align::Left),
    ];
    grid(columns, entries, |entry, order| {
        let status = order.status.as_ref();
        let own = order.supplier_order.as_ref().map(AsRef::as_ref);
        vec![vec![
            text(own.or(entry.asked.as_deref())),
            text(order.customer_order.as_ref()),
            shown(order.ordered.as_ref()),
            status.map_or_else(|| Cell::from("-"), stage),
            text(status.map(words)),
            shown((!order.lines.is_empty()).then_some(order.lines.len()).as_ref()),
            shown(promised(order).as_ref()),
            shown(shipped(order).as_ref()),
            notes([order.job.clone(), order.ship_via.clone()]),
        ]]
    })
}

/// The last day that is promised of any of its goods.
fn promised(order: &OrderStatus) -> Option<NaiveDate> {
    order.lines.iter().flat_map(|line| &line.deliveries).filter_map(|delivery| delivery.promised).max()
}

/// The day that the order names, or the last on which any of its goods were sent.
fn shipped(order: &OrderStatus) -> Option<NaiveDate> {
    let sent = || order.lines.iter().flat_map(|line| &line.shipments).filter_map(|shipment| shipment.shipped).max();
    order.shipped.or_else(sent)
}

/// Quotes, a row for each line.
pub(crate) fn quotes(entries: &[Entry<Quote>]) -> String {
    let columns = &[
        ("QUOTE", Align::Left),
        ("LINE", Align::Left),
        ("SKU", Align::Left),
        ("QUANTITY", Align::Right),
        ("PRICE", Align::Right),
        ("TOTAL", Align::Right),
        ("DESCRIPTION", Align::Left),
    ];
    grid(columns, entries, |_, quote| {
        let line = |line: &QuoteLine| {
            vec![
                text(quote.number.as_deref()),
                text(line.number.as_ref()),
                text(line.sku.as_ref()),
                shown(line.quantity.as_ref()),
                shown(line.price.as_ref()),
                shown(line.total.as_ref()),
                text(line.description.as_deref()),
            ]
        };
        match quote.lines.as_slice() {
            [] => vec![line(&QuoteLine::default())],
            lines => lines.iter().map(line).collect(),
        }
    })
}
