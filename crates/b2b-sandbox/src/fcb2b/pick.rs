//! Which of an item's availabilities satisfy conditions, and how a quantity is made of them.

use fcb2b_client::UnitOfMeasure;

use super::items::Lot;
use super::seed::Kind;

/// Rolls beyond these are not considered for one reservation: each more doubles the work.
const MOST_ROLLS: usize = 12;

/// The conditions that a request puts on goods.
#[derive(Clone, Debug, Default)]
pub(super) struct Wants {
    pub(super) unit: Option<UnitOfMeasure>,
    pub(super) fob: Option<String>,
    pub(super) lot: Option<String>,
    pub(super) roll: Option<String>,
    pub(super) kind: Option<Kind>,
    pub(super) same_lot: bool,
}

impl Wants {
    fn fits(&self, lot: &Lot) -> bool {
        let is = |wanted: &Option<String>, found: Option<&str>| wanted.is_none() || wanted.as_deref() == found;
        self.unit.as_ref().is_none_or(|unit| *unit == lot.unit)
            && is(&self.fob, Some(&lot.fob))
            && is(&self.lot, lot.lot.as_deref())
            && is(&self.roll, lot.roll.as_deref())
            && self.kind.is_none_or(|kind| lot.kind == Some(kind))
    }

    /// Whether goods that will come can satisfy the conditions: nobody knows their lots yet.
    pub(super) fn fits_future(&self, fob: Option<&str>) -> bool {
        let elsewhere = self.fob.is_some() && fob.is_some() && self.fob.as_deref() != fob;
        !elsewhere && self.lot.is_none() && self.roll.is_none() && self.kind.is_none()
    }

    /// What fits, in groups of what can be had together: of one FOB point and unit, and of one lot if that is wanted.
    pub(super) fn groups<'s>(&self, lots: &'s [Lot]) -> Vec<Vec<&'s Lot>> {
        let mut groups: Vec<Vec<&Lot>> = Vec::new();
        for lot in lots.iter().filter(|lot| self.fits(lot)) {
            let together = |group: &&mut Vec<&Lot>| {
                group.first().is_some_and(|first| {
                    first.fob == lot.fob && first.unit == lot.unit && (!self.same_lot || first.lot == lot.lot)
                })
            };
            match groups.iter_mut().find(together) {
                Some(group) => group.push(lot),
                None => groups.push(vec![lot]),
            }
        }
        groups
    }
}

/// How much of a group is left.
pub(super) fn left(group: &[&Lot]) -> i64 {
    group.iter().map(|lot| lot.left.max(0)).sum()
}

/// So much of an availability.
pub(super) type Part<'s> = (&'s Lot, i64);

/// Between how much and how much is to be reserved, and how much if it can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) least: i64,
    pub(super) wanted: i64,
    pub(super) most: i64,
}

/// The parts of one group that come closest to what is wanted; of equals those with fewer rolls and of the first group. Rolls
/// are taken whole, everything else by any amount.
pub(super) fn choose<'s>(groups: &[Vec<&'s Lot>], range: Range) -> Option<Vec<Part<'s>>> {
    let best = groups
        .iter()
        .filter_map(|group| of_group(group, range))
        .min_by_key(|(distance, rolls, _)| (*distance, *rolls))?;
    Some(best.2)
}

fn of_group<'s>(group: &[&'s Lot], range: Range) -> Option<(i64, u32, Vec<Part<'s>>)> {
    let there = || group.iter().copied().filter(|lot| lot.left > 0);
    let rolls: Vec<&Lot> = there().filter(|lot| lot.kind == Some(Kind::Roll)).take(MOST_ROLLS).collect();
    let divisible: Vec<&Lot> = there().filter(|lot| lot.kind != Some(Kind::Roll)).collect();
    let loose = left(&divisible);
    let chosen = |set: u32| rolls.iter().enumerate().filter(move |(at, _)| set & (1 << at) != 0).map(|(_, lot)| *lot);
    let total = |set: u32| {
        let whole: i64 = chosen(set).map(|lot| lot.left).sum();
        (whole, whole.max(range.wanted.min(whole.saturating_add(loose))))
    };
    let sets = 0..1_u32 << rolls.len();
    let fitting = sets.filter(|set| (range.least..=range.most).contains(&total(*set).1));
    let set = fitting.min_by_key(|set| ((total(*set).1 - range.wanted).abs(), set.count_ones()))?;
    let (whole, all) = total(set);
    let mut parts: Vec<Part<'s>> = chosen(set).map(|lot| (lot, lot.left)).collect();
    let mut missing = all - whole;
    for lot in divisible {
        let part = lot.left.min(missing);
        if part > 0 {
            parts.push((lot, part));
            missing -= part;
        }
    }
    Some(((all - range.wanted).abs(), set.count_ones(), parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(id: i64, fob: &str, lot: &str, kind: Option<Kind>, left: i64) -> Lot {
        let (fob, lot) = (fob.to_owned(), Some(lot.to_owned()));
        Lot { id, fob, lot, roll: None, kind, unit: UnitOfMeasure::Box, left }
    }

    #[track_caller]
    fn check(lots: &[Lot], wants: &Wants, (least, wanted, most): (i64, i64, i64), expected: Option<&[(i64, i64)]>) {
        let parts = choose(&wants.groups(lots), Range { least, wanted, most });
        let parts: Option<Vec<_>> = parts.map(|parts| parts.iter().map(|(lot, part)| (lot.id, *part)).collect());
        assert_eq!(parts.as_deref(), expected);
    }

    #[test]
    fn boxes_are_taken_lot_after_lot_of_one_place() {
        let lots = [lot(1, "DAL", "A", None, 6), lot(2, "DAL", "B", None, 5), lot(3, "ATL", "C", None, 9)];
        let any = Wants::default();
        check(&lots, &any, (4, 4, 4), Some(&[(1, 4)]));
        check(&lots, &any, (8, 8, 8), Some(&[(1, 6), (2, 2)]));
        check(&lots, &any, (12, 12, 12), None);
        check(&lots, &any, (10, 12, 12), Some(&[(1, 6), (2, 5)]));
        let same_lot = Wants { same_lot: true, ..any.clone() };
        check(&lots, &same_lot, (8, 8, 8), Some(&[(3, 8)]));
        check(&lots, &Wants { fob: Some("DAL".into()), ..same_lot }, (8, 8, 8), None);
        check(&lots, &Wants { lot: Some("B".into()), ..any.clone() }, (5, 5, 5), Some(&[(2, 5)]));
        check(&lots, &Wants { unit: Some(UnitOfMeasure::Each), ..any }, (1, 1, 1), None);
    }

    #[test]
    fn rolls_are_taken_whole() {
        let roll = Some(Kind::Roll);
        let lots =
            [lot(1, "DAL", "A", roll, 30), lot(2, "DAL", "A", roll, 40), lot(3, "DAL", "A", Some(Kind::Cut), 15)];
        let rolls = Wants { kind: roll, ..Wants::default() };
        check(&lots, &rolls, (40, 40, 40), Some(&[(2, 40)]));
        check(&lots, &rolls, (35, 35, 35), None);
        check(&lots, &rolls, (35, 35, 40), Some(&[(2, 40)]));
        check(&lots, &rolls, (30, 35, 35), Some(&[(1, 30)]));
        check(&lots, &rolls, (70, 70, 70), Some(&[(1, 30), (2, 40)]));
        check(&lots, &Wants::default(), (10, 10, 10), Some(&[(3, 10)]));
        check(&lots, &Wants::default(), (50, 50, 50), Some(&[(2, 40), (3, 10)]));
    }
}
