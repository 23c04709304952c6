//! What suppliers say of articles.

use b2b_desk::{EndUserNeeds, Priced, ShipVia, ShipVias};
use b2b_model::{Availability, Document, Incoming, Price, Quantity, Sku, Stock};

use super::entry::Entry;
use super::grid::{Column, grid, notes, shown, text};
use super::layout::{Align, Cell};

const STOCK: &[Column] = &[
    ("SKU", Align::Left),
    ("AT", Align::Left),
    ("LOT", Align::Left),
    ("FORM", Align::Left),
    ("AVAILABLE", Align::Right),
    ("NOTE", Align::Left),
];

/// Stock by location, lot and form.
pub(crate) fn stock(entries: &[Entry<Availability>]) -> String {
    grid(STOCK, entries, |entry, availability| rows(availability, entry.asked.as_deref()))
}

/// What goes with articles, by what was asked for.
pub(crate) fn related(entries: &[Entry<Availability>]) -> String {
    let mut columns = vec![("FOR", Align::Left)];
    columns.extend_from_slice(STOCK);
    grid(&columns, entries, |entry, availability| {
        let rows = rows(availability, None);
        rows.into_iter()
            .map(|mut cells| {
                cells.insert(0, text(entry.asked.as_deref()));
                cells
            })
            .collect()
    })
}

/// A row for each place where there is some, and for each that is expected.
fn rows(availability: &Availability, asked: Option<&str>) -> Vec<Vec<Cell>> {
    let sku = || sku_cell(availability.sku.as_ref(), asked);
    let mut about = [
        availability.description.clone(),
        (availability.discontinued == Some(true)).then(|| "discontinued".to_owned()),
    ];
    let mut rows = Vec::new();
    for Stock { location, lot, form, rolls, available, minimum, words, .. } in &availability.stock {
        let rolls: Vec<_> = rolls.iter().map(AsRef::as_ref).collect();
        let rolls = (!rolls.is_empty()).then(|| format!("roll {}", rolls.join(", ")));
        let least = minimum.as_ref().map(|least| format!("at least {least}"));
        rows.push(vec![
            sku(),
            text(location.as_ref()),
            text(lot.as_ref()),
            shown(form.as_ref()),
            quantity(available.as_ref(), words.as_deref()),
            notes(about.iter_mut().map(Option::take).chain([rolls, least])),
        ]);
    }
    for incoming in &availability.incoming {
        let day = expected(incoming);
        rows.push(vec![
            sku(),
            text(incoming.location.as_ref()),
            text(None::<&str>),
            text(None::<&str>),
            quantity(incoming.quantity.as_ref(), None),
            notes([Some(day), incoming.words.clone()].into_iter().chain(about.iter_mut().map(Option::take))),
        ]);
    }
    if rows.is_empty() {
        let none = notes([Some("nothing is said to be there".to_owned())].into_iter().chain(about));
        rows.push(vec![sku(), text(None::<&str>), text(None::<&str>), text(None::<&str>), text(None::<&str>), none]);
    }
    rows
}

/// The supplier's number; as it was asked for, if it only differs by zeros before it.
fn sku_cell(sku: Option<&Sku>, asked: Option<&str>) -> Cell {
    let bare = |number: &str| number.trim_start_matches('0').to_owned();
    let own = sku.map(|sku| sku.as_str());
    match (own, asked) {
        (Some(own), Some(asked)) if bare(own) != bare(asked) => text(Some(own)),
        (own, asked) => text(asked.or(own)),
    }
}

fn expected(incoming: &Incoming) -> String {
    incoming.expected.map_or_else(|| "expected".to_owned(), |day| format!("expected {day}"))
}

fn quantity(quantity: Option<&Quantity>, words: Option<&str>) -> Cell {
    text(quantity.map(ToString::to_string).or_else(|| words.map(str::to_owned)))
}

/// Prices, each with what it holds for.
pub(crate) fn prices(entries: &[Entry<Priced>]) -> String {
    let columns = &[
        ("SKU", Align::Left),
        ("PRICE", Align::Right),
        ("PER", Align::Left),
        ("FROM", Align::Right),
        ("FORM", Align::Left),
        ("AT", Align::Left),
        ("LOT", Align::Left),
        ("AVAILABLE", Align::Right),
        ("NOTE", Align::Left),
    ];
    grid(columns, entries, |entry, priced| {
        let quote = &priced.quote;
        let sku = || sku_cell(quote.sku.as_ref(), entry.asked.as_deref());
        let blank = || Cell::from("");
        let mut about = [
            quote.description.clone(),
            quote.list_price.as_ref().map(|price| format!("list price {price}")),
            (quote.discontinued == Some(true)).then(|| "discontinued".to_owned()),
        ];
        let price = |price: &Price| {
            vec![
                sku(),
                text(price.amount.as_ref().map(ToString::to_string).or_else(|| price.words.clone())),
                text(price.per.as_deref()),
                shown(price.from.as_ref()),
                shown(price.form.as_ref()),
                text(price.location.as_ref()),
                text(price.lot.as_ref()),
                quantity(price.available.as_ref(), price.words.as_deref()),
                notes(about.iter_mut().map(Option::take).chain([until(price)])),
            ]
        };
        let mut rows: Vec<Vec<Cell>> = quote.prices.iter().map(price).collect();
        if rows.is_empty() {
            let none = notes([Some("no price is said".to_owned())].into_iter().chain(about));
            rows.push(vec![sku(), blank(), blank(), blank(), blank(), blank(), blank(), blank(), none]);
        }
        let place = |location: Option<&str>, cell: Cell, note: Cell| {
            vec![sku(), blank(), blank(), blank(), blank(), text(location), blank(), cell, note]
        };
        rows.extend(priced.stock.iter().map(|stock| {
            let location = stock.location.as_ref().map(AsRef::as_ref);
            place(location, quantity(stock.available.as_ref(), stock.words.as_deref()), blank())
        }));
        rows.extend(priced.incoming.iter().map(|incoming| {
            let location = incoming.location.as_ref().map(AsRef::as_ref);
            let note = notes([Some(expected(incoming)), incoming.words.clone()]);
            place(location, quantity(incoming.quantity.as_ref(), None), note)
        }));
        rows
    })
}

/// `promotion SBXP-0001 up to 25 until 2026-01-20`.
fn until(price: &Price) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(promotion) = &price.promotion {
        parts.push("promotion".to_owned());
        parts.extend(promotion.code.clone());
        parts.extend(promotion.words.clone());
    }
    parts.extend(price.up_to.as_ref().map(|most| format!("up to {most}")));
    parts.extend(price.promotion.as_ref().and_then(|promotion| promotion.until).map(|day| format!("until {day}")));
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// By which ways articles can be sent.
pub(crate) fn ship_vias(entries: &[Entry<ShipVias>]) -> String {
    let columns = &[
        ("SKU", Align::Left),
        ("FROM WAREHOUSE", Align::Left),
        ("CODE", Align::Left),
        ("SHIP VIA", Align::Left),
        ("KIND", Align::Left),
    ];
    grid(columns, entries, |entry, told| {
        let sku = || sku_cell(told.sku.as_ref(), entry.asked.as_deref());
        let way = |way: &ShipVia| {
            let code = way.location.as_ref().map(|code| code.as_str().to_owned());
            let house: Vec<_> = [code, way.location_name.clone()].into_iter().flatten().collect();
            vec![
                sku(),
                text(Some(house.join(" "))),
                text(way.code.as_deref()),
                text(way.words.as_deref()),
                text(way.kind.as_deref()),
            ]
        };
        match told.ways.as_slice() {
            [] => vec![vec![sku(), text(None::<&str>), text(None::<&str>), "no way is told".into()]],
            ways => ways.iter().map(way).collect(),
        }
    })
}

/// What must be told of end users.
pub(crate) fn end_user(entries: &[Entry<EndUserNeeds>]) -> String {
    let columns = &[("SKU", Align::Left), ("AN ORDER HAS TO TELL", Align::Left)];
    grid(columns, entries, |entry, needs| {
        let sku = || sku_cell(needs.sku.as_ref(), entry.asked.as_deref());
        match needs.required.as_slice() {
            [] => vec![vec![sku(), "nothing of the end user".into()]],
            names => names.iter().map(|name| vec![sku(), text(Some(name))]).collect(),
        }
    })
}

/// Documents about articles.
pub(crate) fn documents(entries: &[Entry<Document>]) -> String {
    let columns = &[
        ("SKU", Align::Left),
        ("KIND", Align::Left),
        ("TITLE", Align::Left),
        ("TYPE", Align::Left),
        ("ADDRESS", Align::Left),
    ];
    grid(columns, entries, |entry, document| {
        vec![vec![
            text(document.sku.as_ref().map(AsRef::as_ref).or(entry.asked.as_deref())),
            text(document.kind.as_deref()),
            text(document.title.as_deref()),
            text(document.media_type.as_deref()),
            text(document.url.as_deref()),
        ]]
    })
}
