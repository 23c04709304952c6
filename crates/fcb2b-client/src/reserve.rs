//! Reservations whose outcome is unknown, and how it is found out. Nothing here does I/O.
//!
//! How a reservation is found again is our choice: fcB2B says nothing of it, and has no way to make createreserve safe to
//! repeat.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use b2b_http::Error;
use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use b2b_xml::{Decimal, OrRaw};
use serde::{Deserialize, Serialize};

use crate::codes::UnitOfMeasure;
use crate::services::reserves::{CreateReserve, Reservation, ReservationLine};

/// How a client reserves.
///
/// ```
/// use std::time::Duration;
///
/// use fcb2b_client::{ReservePolicy, SidemarkMode};
///
/// let policy = ReservePolicy::new().sidemark(SidemarkMode::AsGiven).settle(Duration::from_secs(120));
/// assert_ne!(policy, ReservePolicy::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReservePolicy {
    /// What happens to a request without a sidemark.
    pub sidemark: SidemarkMode,
    /// For how long after an attempt a reservation that is not there may still appear, since a producer that hangs may work
    /// on. 45 seconds unless told otherwise; our choice.
    pub settle: Duration,
}

impl ReservePolicy {
    /// The default: a sidemark is added, and 45 seconds pass before an absence is believed.
    #[must_use]
    pub fn new() -> Self {
        Self { sidemark: SidemarkMode::Add, settle: Duration::from_secs(45) }
    }

    /// With another rule for requests without a sidemark.
    #[must_use]
    pub fn sidemark(mut self, mode: SidemarkMode) -> Self {
        self.sidemark = mode;
        self
    }

    /// With another time before an absence is believed; zero believes it at once.
    #[must_use]
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settle = settle;
        self
    }
}

impl Default for ReservePolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// What happens to a reservation request that has no sidemark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SidemarkMode {
    /// It gets a unique one, such as `b2b-0c5e1f7a92d4`, by which the reservation can be found again.
    #[default]
    Add,
    /// It is sent without one. A reservation whose outcome is unknown can then hardly be told from others.
    AsGiven,
}

/// The mark by which a reservation is found again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mark {
    /// Made by the client, and unlike any other.
    Unique(String),
    /// Given by the caller. Other reservations may have it too.
    Given(String),
    /// None was sent.
    None,
}

impl Mark {
    /// The text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Unique(text) | Self::Given(text) => Some(text),
            Self::None => None,
        }
    }
}

/// A reservation that may have been made. It can be kept over a restart: it has no secrets.
///
/// What to do: [`Client::reconcile`](crate::Client::reconcile), and don't reserve again before that says
/// [`Reconciled::NotReserved`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnknownReserve {
    /// The item.
    pub sku: String,
    /// How much was asked for.
    pub quantity: Decimal,
    /// The least that would have done.
    #[serde(default)]
    pub minimum: Option<Decimal>,
    /// The most that was wanted.
    #[serde(default)]
    pub maximum: Option<Decimal>,
    /// The unit of the quantity.
    pub unit_of_measure: UnitOfMeasure,
    /// The mark by which it is found again.
    pub mark: Mark,
    /// When the attempt began, by this machine's clock.
    pub began: DateTime<Utc>,
    /// When the attempt ended.
    pub ended: DateTime<Utc>,
    /// Before this, an absence is not believed.
    pub settled: DateTime<Utc>,
    /// Why the outcome is unknown.
    pub reason: String,
    /// The status of the answer, if there was one.
    #[serde(default)]
    pub status: Option<u16>,
    #[serde(skip)]
    error: Option<Arc<Error>>,
}

impl UnknownReserve {
    /// A request that was sent with this mark, from then to then, and the error that it ended with.
    #[must_use]
    pub fn new(
        request: &CreateReserve,
        mark: Mark,
        (began, ended): (DateTime<Utc>, DateTime<Utc>),
        settle: Duration,
        error: Error,
    ) -> Self {
        let settled = TimeDelta::from_std(settle).ok().and_then(|settle| ended.checked_add_signed(settle));
        Self {
            sku: request.sku.clone(),
            quantity: request.quantity,
            minimum: request.minimum,
            maximum: request.maximum,
            unit_of_measure: request.unit_of_measure.clone(),
            mark,
            began,
            ended,
            settled: settled.unwrap_or(DateTime::<Utc>::MAX_UTC),
            reason: error.to_string(),
            status: error.status().map(|status| status.as_u16()),
            error: Some(Arc::new(error)),
        }
    }

    /// The error that the attempt ended with; `None` if this was kept over a restart, where [`reason`](Self::reason) is left
    /// of it.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.error.as_deref()
    }

    /// How long to wait before an absence is believed.
    #[must_use]
    pub fn wait(&self, now: DateTime<Utc>) -> Duration {
        (self.settled - now).to_std().unwrap_or_default()
    }

    /// What became of it, by the producer's active reserves.
    ///
    /// A reservation is ours if it has the item and the mark. Where the producer returns no marks, or none was sent,
    /// reservations of the same item, quantity and day are candidates and no more: another unit is not held against them,
    /// since a producer may convert. Days are compared with a day of tolerance to both sides, for time zones. That nothing is
    /// found counts only once [`settled`](Self::settled) has passed.
    #[must_use]
    pub fn judge(&self, reservations: &[Reservation], now: DateTime<Utc>) -> Reconciled {
        let of_item: Vec<&Reservation> =
            reservations.iter().filter(|reservation| reservation.lines.iter().any(|line| self.is_item(line))).collect();
        let marks_are_returned =
            reservations.iter().flat_map(|reservation| reservation.lines.iter()).any(|line| found_mark(line).is_some());

        let (candidates, doubt) = match self.mark.text() {
            Some(mark) if marks_are_returned => {
                let whole = self.those(&of_item, |line| found_mark(line).is_some_and(|found| is_mark(found, mark)));
                match whole.as_slice() {
                    [one] => return Reconciled::Reserved((*one).clone()),
                    [] => (self.those(&of_item, |line| self.is_cut_short(line)), Doubt::MarkCutShort),
                    _ => (whole, Doubt::SeveralWithTheMark),
                }
            }
            Some(_) => (self.those(&of_item, |line| self.is_alike(line)), Doubt::NoMarksReturned),
            None => (self.those(&of_item, |line| self.is_alike(line)), Doubt::NoMarkSent),
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
        reservations: &[&'r Reservation],
        is: impl Fn(&ReservationLine) -> bool,
    ) -> Vec<&'r Reservation> {
        let has = |reservation: &Reservation| reservation.lines.iter().any(|line| self.is_item(line) && is(line));
        reservations.iter().copied().filter(|reservation| self.is_of_the_day(reservation) && has(reservation)).collect()
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

/// What stands in a line as its mark.
fn found_mark(line: &ReservationLine) -> Option<&str> {
    line.sidemarks.as_deref().map(str::trim).filter(|mark| !mark.is_empty())
}

/// Whether it is the mark, or a list of marks with it: the element's name is a plural.
fn is_mark(found: &str, mark: &str) -> bool {
    let mark = mark.trim();
    found.eq_ignore_ascii_case(mark) || found.split([',', ';', '|']).any(|one| one.trim().eq_ignore_ascii_case(mark))
}

/// What became of a reservation whose outcome was unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reconciled {
    /// It was made: this is it.
    Reserved(Reservation),
    /// It was not made, and will not be: it can be tried again.
    NotReserved,
    /// It cannot be told.
    ///
    /// What to do: ask again after [`UnknownReserve::wait`] if it is too early; else let someone look at the candidates, or
    /// ask the producer.
    StillUnknown {
        /// Why not.
        why: Doubt,
        /// The reservations that may be it.
        candidates: Vec<Reservation>,
    },
}

/// Why it cannot be told what became of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Doubt {
    /// It is not there, but the attempt was not long ago: the producer may still be at work.
    TooEarly,
    /// Several reservations of the item have the mark.
    SeveralWithTheMark,
    /// A reservation has the beginning of the mark: the producer may keep fewer characters.
    MarkCutShort,
    /// The producer returns no marks.
    NoMarksReturned,
    /// No mark was sent.
    NoMarkSent,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooEarly => "there is none yet, but the producer may still be at work",
            Self::SeveralWithTheMark => "several reservations of the item have the sidemark",
            Self::MarkCutShort => "a reservation has only the beginning of the sidemark",
            Self::NoMarksReturned => "the producer returns no sidemarks, and reservations like it exist",
            Self::NoMarkSent => "no sidemark was sent, and reservations like it exist",
        })
    }
}
