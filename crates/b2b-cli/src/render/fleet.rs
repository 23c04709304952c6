//! How the runs of a fleet stand.

use b2b_sync::{Standing, Status};

use super::layout::{Align, Cell, row, widths};

const COLUMNS: [(&str, Align); 7] = [
    ("RUN", Align::Left),
    ("SUPPLIER", Align::Left),
    ("OPEN", Align::Right),
    ("ANSWERED", Align::Right),
    ("NOT FOUND", Align::Right),
    ("REFUSED", Align::Right),
    ("FAILED", Align::Right),
];

/// A row for each run and supplier.
pub(crate) fn standings(standings: &[Standing]) -> String {
    let mut rows: Vec<Vec<Cell>> = vec![COLUMNS.iter().map(|(name, _)| Cell::from(*name)).collect()];
    rows.extend(standings.iter().map(|standing| {
        let ended = Status::ALL.iter().map(|status| standing.ended.get(status).copied().unwrap_or_default());
        let counts = std::iter::once(standing.open).chain(ended).map(|count| Cell::from(count.to_string()));
        let named = [standing.run.to_string(), standing.supplier.clone()].map(Cell::from);
        named.into_iter().chain(counts).collect()
    }));
    let (widths, aligns) = (widths(&rows), COLUMNS.map(|(_, align)| align));
    rows.iter().map(|cells| row(cells, &widths, &aligns) + "\n").collect()
}
