//! From the producer's reserves to what became of a reservation.

use b2b_xml::chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use b2b_xml::{Decimal, OrRaw};

use super::{Doubt, LAPSE, Mark, Reconciled, UnknownReserve, after};
use crate::services::reserves::{Reservation, ReservationLine};

/// How many letters and digits of a mark say that it may be the beginning of another. Our choice.
const FEWEST: usize = 4;

/// How many letters and digits a mark needs to be looked for within others. Our choice.
const ENOUGH: usize = 8;

/// How far a reservation is like the one that was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// It has the quantity, in the unit.
    Alike,
    /// It is not said, cannot be read, or is in another unit: a producer may convert.
    Open,
    /// It has another quantity.
    Other,
}

impl UnknownReserve {
    /// What became of it, by the producer's active reserves.
    ///
    /// A reservation with a mark that only we make is ours, whatever its item, day and quantity: producers write items in
    /// other forms. Of marks the letters and digits are compared, whatever stands around them. A mark that the caller gave
    /// may be on others too: with it a reservation is ours if it is the only one of its item, or the only one in the quantity
    /// and unit of those, and then with a day.
    ///
    /// Candidates, and no more, are reservations of the item and the day whose lines have the quantity and no mark, or a mark
    /// that is cut short or has more around it. Another unit is not held against them, since a producer may convert. Days are compared by the
    /// producer's clock with a day of tolerance to both sides, for time zones. That nothing is found counts only between
    /// [`settled`](Self::settled) and [`lapsed`](Self::lapsed).
    #[must_use]
    pub fn judge(&self, reservations: &[Reservation], now: DateTime<Utc>) -> Reconciled {
        let (candidates, doubt) = match &self.mark {
            Mark::Unique(mark) => {
                let whole = those(reservations, |reservation| {
                    reservation.lines.iter().any(|line| is_mark(line, mark) || has_mark_within(line, mark))
                });
                match whole.as_slice() {
                    [one] => return Reconciled::Reserved((*one).clone()),
                    [] => self.without_the_mark(reservations, mark),
                    _ => (whole, Doubt::SeveralWithTheMark),
                }
            }
            Mark::Given(mark) => {
                let is_marked = |line: &ReservationLine| is_mark(line, mark);
                let whole = those(reservations, |it| self.is_of_the_day(it) && self.has_line(it, is_marked));
                let alike: Vec<&Reservation> =
                    whole.iter().copied().filter(|it| self.likeness(it, is_marked) == Likeness::Alike).collect();
                match alike.as_slice() {
                    [one] if whole.len() == 1 || day_of(one).is_some() => {
                        return Reconciled::Reserved((*one).clone());
                    }
                    _ if whole.is_empty() => self.without_the_mark(reservations, mark),
                    [] => (whole, Doubt::NotAlike),
                    _ => (whole, Doubt::SeveralWithTheMark),
                }
            }
            Mark::None => (those(reservations, |it| self.is_candidate(it, |_| true)), Doubt::NoMarkSent),
        };
        let (candidates, doubt) = match candidates.is_empty() {
            true => (those(reservations, has_unreadable_lines), Doubt::LinesNotRead),
            false => (candidates, doubt),
        };
        let lapsed = self.lapsed.or_else(|| after(self.ended, LAPSE));
        let why = match candidates.is_empty() {
            false => doubt,
            true if now < self.settled => Doubt::TooEarly,
            true if lapsed.is_some_and(|lapsed| now > lapsed) => Doubt::TooLate,
            true => return Reconciled::NotReserved,
        };
        Reconciled::StillUnknown { why, candidates: candidates.into_iter().cloned().collect() }
    }

    /// The candidates where no reservation has the mark: those with its beginning, and those like it without one.
    fn without_the_mark<'r>(&self, reservations: &'r [Reservation], mark: &str) -> (Vec<&'r Reservation>, Doubt) {
        let is_cut = |reservation: &Reservation| match &self.mark {
            // A beginning of ours is on no other reservation, however the item is written.
            Mark::Unique(_) => reservation.lines.iter().any(|line| is_cut_short(line, mark)),
            _ => self.is_of_the_day(reservation) && self.has_line(reservation, |line| is_cut_short(line, mark)),
        };
        let is_unmarked = |line: &ReservationLine| marks(line).next().is_none();
        let doubt = match reservations.iter().any(is_cut) {
            true => Doubt::MarkCutShort,
            false => Doubt::NoMarksReturned,
        };
        (those(reservations, |it| is_cut(it) || self.is_candidate(it, is_unmarked)), doubt)
    }

    /// Whether its lines of this kind can be what was asked for.
    fn is_candidate(&self, reservation: &Reservation, is: impl Fn(&ReservationLine) -> bool) -> bool {
        self.is_of_the_day(reservation)
            && self.has_line(reservation, &is)
            && self.likeness(reservation, &is) != Likeness::Other
    }

    fn has_line(&self, reservation: &Reservation, is: impl Fn(&ReservationLine) -> bool) -> bool {
        reservation.lines.iter().any(|line| self.is_item(line) && is(line))
    }

    fn is_item(&self, line: &ReservationLine) -> bool {
        let ours = self.sku.trim();
        line.sku.as_deref().map(str::trim).is_some_and(|sku| {
            let (plain, other) = (plain(ours), plain(sku));
            sku.eq_ignore_ascii_case(ours) || (!plain.is_empty() && plain == other)
        })
    }

    /// Whether it can have been created by the attempt. What cannot be read can.
    fn is_of_the_day(&self, reservation: &Reservation) -> bool {
        let offset = TimeDelta::try_seconds(self.clock_offset).unwrap_or_default();
        let day = |time: DateTime<Utc>| time.checked_add_signed(offset).unwrap_or(time).date_naive();
        let (first, last) = (day(self.began).pred_opt(), day(self.ended).succ_opt());
        day_of(reservation)
            .is_none_or(|created| first.is_none_or(|day| day <= created) && last.is_none_or(|day| created <= day))
    }

    /// How far the lines of the item, of this kind, are what was asked for: one of them, or all together, since a producer
    /// may have a line for each lot.
    fn likeness(&self, reservation: &Reservation, is: impl Fn(&ReservationLine) -> bool) -> Likeness {
        let least = self.minimum.unwrap_or(self.quantity).min(self.quantity);
        let most = self.maximum.unwrap_or(self.quantity).max(self.quantity);
        let (mut all, mut is_open, mut is_one) = (Some(Decimal::ZERO), false, false);
        for line in reservation.lines.iter().filter(|line| self.is_item(line) && is(line)) {
            let unit = line.unit_of_measure.as_ref().map(|unit| unit.as_str().trim());
            let is_same_unit = unit.is_some_and(|unit| self.unit_of_measure.as_str().eq_ignore_ascii_case(unit));
            match line.quantity.as_ref().and_then(OrRaw::value) {
                Some(quantity) if is_same_unit => {
                    is_one |= (least..=most).contains(quantity);
                    all = all.and_then(|all| all.checked_add(*quantity));
                }
                _ => is_open = true,
            }
        }
        if is_one || all.is_some_and(|all| !is_open && (least..=most).contains(&all)) {
            Likeness::Alike
        } else if is_open {
            Likeness::Open
        } else {
            Likeness::Other
        }
    }
}

fn those(reservations: &[Reservation], is: impl Fn(&Reservation) -> bool) -> Vec<&Reservation> {
    reservations.iter().filter(|reservation| is(reservation)).collect()
}

fn day_of(reservation: &Reservation) -> Option<NaiveDate> {
    reservation.creation_date.as_ref().and_then(OrRaw::value).map(|created| created.date())
}

/// Whether a reservation may be of any item: its lines are in a shape of the producer's own.
fn has_unreadable_lines(reservation: &Reservation) -> bool {
    reservation.lines.is_empty() || reservation.lines.iter().any(|line| line.sku.is_none())
}

/// The marks of a line.
fn marks(line: &ReservationLine) -> impl Iterator<Item = &str> {
    line.sidemarks.iter().map(|mark| mark.trim()).filter(|mark| !mark.is_empty())
}

/// Its letters and digits, in lower case: what a producer does not change.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Whether a line has the mark, alone or in a list.
fn is_mark(line: &ReservationLine, mark: &str) -> bool {
    let (mark, ours) = (mark.trim(), plain(mark));
    let is_whole = |text: &str| text.trim().eq_ignore_ascii_case(mark);
    marks(line).any(|found| is_whole(found) || found.split([',', ';', '|']).any(is_whole))
        || (mark.is_ascii() && !ours.is_empty() && marks(line).any(|found| plain(found) == ours))
}

/// Whether a line has the mark with more around it, or in several elements.
fn has_mark_within(line: &ReservationLine, mark: &str) -> bool {
    let ours = plain(mark);
    ours.len() >= ENOUGH && mark.is_ascii() && marks(line).map(plain).collect::<String>().contains(&ours)
}

/// Whether a line has the beginning of the mark only, as where a producer keeps fewer characters, or the mark of a caller
/// with more around it.
fn is_cut_short(line: &ReservationLine, mark: &str) -> bool {
    let ours = plain(mark);
    let is_within = |found: &str| ours.len() >= FEWEST && found.contains(&ours);
    marks(line).any(|found| {
        let found = plain(found);
        let is_beginning = found.len() >= FEWEST && ours.starts_with(&found);
        is_beginning || is_within(&found) || ours.get(..ENOUGH).is_some_and(|beginning| found.contains(beginning))
    })
}
