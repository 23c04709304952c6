//! From the producer's reserves to what became of a reservation.

use b2b_xml::OrRaw;
use b2b_xml::chrono::{DateTime, Utc};

use super::{Doubt, Mark, Reconciled, UnknownReserve};
use crate::services::reserves::{Reservation, ReservationLine};

impl UnknownReserve {
    /// What became of it, by the producer's active reserves.
    ///
    /// A reservation is ours if it has the item and the mark. Where the producer returns no marks, or none was sent,
    /// reservations of the same item, quantity and day are candidates and no more: another unit is not held against them,
    /// since a producer may convert. Days are compared with a day of tolerance to both sides, for time zones. That nothing is
    /// found counts only once [`settled`](Self::settled) has passed.
    #[must_use]
    pub fn judge(&self, reservations: &[Reservation], now: DateTime<Utc>) -> Reconciled {
        let marks_are_returned =
            reservations.iter().flat_map(|reservation| reservation.lines.iter()).any(|line| found_mark(line).is_some());

        let (candidates, doubt) = match self.mark.text() {
            Some(mark) if marks_are_returned => {
                let whole = self.those(reservations, |line| found_mark(line).is_some_and(|found| is_mark(found, mark)));
                match whole.as_slice() {
                    [one] => return Reconciled::Reserved((*one).clone()),
                    [] => (self.those(reservations, |line| self.is_cut_short(line)), Doubt::MarkCutShort),
                    _ => (whole, Doubt::SeveralWithTheMark),
                }
            }
            Some(_) => (self.those(reservations, |line| self.is_alike(line)), Doubt::NoMarksReturned),
            None => (self.those(reservations, |line| self.is_alike(line)), Doubt::NoMarkSent),
        };
        let (candidates, doubt) = match candidates.is_empty() {
            true => (reservations.iter().filter(|it| has_unreadable_lines(it)).collect(), Doubt::LinesNotRead),
            false => (candidates, doubt),
        };
        let why = match candidates.is_empty() {
            false => doubt,
            true if now >= self.settled => return Reconciled::NotReserved,
            true => Doubt::TooEarly,
        };
        Reconciled::StillUnknown { why, candidates: candidates.into_iter().cloned().collect() }
    }

    /// The reservations with such a line of the item, except those that are too old to be ours.
    fn those<'r>(
        &self,
        reservations: &'r [Reservation],
        is: impl Fn(&ReservationLine) -> bool,
    ) -> Vec<&'r Reservation> {
        let has = |reservation: &Reservation| reservation.lines.iter().any(|line| self.is_item(line) && is(line));
        reservations.iter().filter(|reservation| self.is_of_the_day(reservation) && has(reservation)).collect()
    }

    fn is_item(&self, line: &ReservationLine) -> bool {
        line.sku.as_deref().is_some_and(|sku| sku.trim().eq_ignore_ascii_case(self.sku.trim()))
    }

    /// Whether it can have been created by the attempt. What cannot be read can; a mark that only we make says enough.
    fn is_of_the_day(&self, reservation: &Reservation) -> bool {
        let created = reservation.creation_date.as_ref().and_then(OrRaw::value).map(|created| created.date());
        let (first, last) = (self.began.date_naive().pred_opt(), self.ended.date_naive().succ_opt());
        match (&self.mark, created) {
            (Mark::Unique(_), _) if reservation.lines.iter().any(|line| found_mark(line).is_some()) => true,
            (_, Some(created)) => first.is_none_or(|day| day <= created) && last.is_none_or(|day| created <= day),
            (_, None) => true,
        }
    }

    /// Whether a line without a mark can be ours.
    fn is_alike(&self, line: &ReservationLine) -> bool {
        let is_same_unit = line
            .unit_of_measure
            .as_ref()
            .is_some_and(|unit| self.unit_of_measure.as_str().eq_ignore_ascii_case(unit.as_str().trim()));
        let least = self.minimum.unwrap_or(self.quantity).min(self.quantity);
        let most = self.maximum.unwrap_or(self.quantity).max(self.quantity);
        match line.quantity.as_ref().and_then(OrRaw::value) {
            Some(quantity) if is_same_unit => (least..=most).contains(quantity),
            _ => true,
        }
    }

    /// Whether the mark on a line is the beginning of ours, as where a producer keeps fewer characters.
    fn is_cut_short(&self, line: &ReservationLine) -> bool {
        const FEWEST: usize = 8;
        let Mark::Unique(mark) = &self.mark else { return false };
        found_mark(line).is_some_and(|found| {
            let begins = mark.get(..found.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(found));
            found.len() >= FEWEST && begins
        })
    }
}

/// Whether a reservation may be of any item: its lines are in a shape of the producer's own.
fn has_unreadable_lines(reservation: &Reservation) -> bool {
    reservation.lines.is_empty() || reservation.lines.iter().any(|line| line.sku.is_none())
}

/// What stands in a line as its mark.
fn found_mark(line: &ReservationLine) -> Option<&str> {
    line.sidemarks.as_deref().map(str::trim).filter(|mark| !mark.is_empty())
}

/// Whether it is the mark, or a list of marks with it: the element's name is a plural.
fn is_mark(found: &str, mark: &str) -> bool {
    let mark = mark.trim();
    found.eq_ignore_ascii_case(mark) || found.split([',', ';', '|']).any(|one| one.trim().eq_ignore_ascii_case(mark))
}
