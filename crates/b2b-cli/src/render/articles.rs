//! What suppliers say of articles.

use b2b_model::{Availability, Document, Price, PriceQuote, Quantity, Stock};

use super::entry::Entry;
use super::grid::{Column, grid, notes, shown, text};
use super::layout::{Align, Cell};

const STOCK: &[Column] = &[
    ("SKU", Align::Left),
    ("FOB", Align::Left),
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
    let sku = || text(availability.sku.as_ref().map(AsRef::as_ref).or(asked));
    let mut about = [
        availability.description.clone(),
        (availability.discontinued == Some(true)).then(|| "discontinued".to_owned()),
    ];
    let mut rows = Vec::new();
    for Stock { location, lot, form, rolls, available, words, .. } in &availability.stock {
        let rolls: Vec<_> = rolls.iter().map(AsRef::as_ref).collect();
        let rolls = (!rolls.is_empty()).then(|| format!("roll {}", rolls.join(", ")));
        rows.push(vec![
            sku(),
            text(location.as_ref()),
            text(lot.as_ref()),
            shown(form.as_ref()),
            quantity(available.as_ref(), words.as_deref()),
            notes(about.iter_mut().map(Option::take).chain([rolls])),
        ]);
    }
    for incoming in &availability.incoming {
        let day = incoming.expected.map_or_else(|| "expected".to_owned(), |day| format!("expected {day}"));
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

fn quantity(quantity: Option<&Quantity>, words: Option<&str>) -> Cell {
    text(quantity.map(ToString::to_string).or_else(|| words.map(str::to_owned)))
}

/// Prices, each with what it holds for.
pub(crate) fn prices(entries: &[Entry<PriceQuote>]) -> String {
    let columns = &[
        ("SKU", Align::Left),
        ("PRICE", Align::Right),
        ("PER", Align::Left),
        ("FROM", Align::Right),
        ("FORM", Align::Left),
        ("FOB", Align::Left),
        ("LOT", Align::Left),
        ("AVAILABLE", Align::Right),
        ("NOTE", Align::Left),
    ];
    grid(columns, entries, |entry, quote| {
        let sku = || text(quote.sku.as_ref().map(AsRef::as_ref).or(entry.asked.as_deref()));
        let mut about = [
            quote.description.clone(),
            quote.list_price.as_ref().map(|price| format!("list price {price}")),
            (quote.discontinued == Some(true)).then(|| "discontinued".to_owned()),
        ];
        if quote.prices.is_empty() {
            let none = notes([Some("no price is said".to_owned())].into_iter().chain(about));
            return vec![vec![
                sku(),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
                none,
            ]];
        }
        let price = |price: &Price| {
            vec![
                sku(),
                shown(price.amount.as_ref()),
                text(price.per.as_deref()),
                shown(price.from.as_ref()),
                shown(price.form.as_ref()),
                text(price.location.as_ref()),
                text(price.lot.as_ref()),
                quantity(price.available.as_ref(), price.words.as_deref()),
                notes(about.iter_mut().map(Option::take)),
            ]
        };
        quote.prices.iter().map(price).collect()
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
