//! Reservations whose outcome is unknown, and how it is found out. Nothing here does I/O.
//!
//! How a reservation is found again is our choice: fcB2B says nothing of it, and has no way to make createreserve safe to
//! repeat.

mod judge;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use b2b_http::Error;
use b2b_xml::Decimal;
use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::codes::UnitOfMeasure;
use crate::services::reserves::{CreateReserve, Reservation};

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
    /// For how long after an attempt an absence is believed. Producers list active reserves only: one that was made may be
    /// gone again, because it expired, was cancelled or became an order. A day unless told otherwise; our choice.
    pub lapse: Duration,
}

/// [`ReservePolicy::lapse`] unless told otherwise.
const LAPSE: Duration = Duration::from_secs(24 * 60 * 60);

impl ReservePolicy {
    /// The default: a sidemark is added, and an absence is believed from 45 seconds to a day after the attempt.
    #[must_use]
    pub fn new() -> Self {
        Self { sidemark: SidemarkMode::Add, settle: Duration::from_secs(45), lapse: LAPSE }
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

    /// With another time after which an absence is no longer believed.
    #[must_use]
    pub fn lapse(mut self, lapse: Duration) -> Self {
        self.lapse = lapse;
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
    /// After this, an absence is not believed any more. `None` is a day after the attempt.
    #[serde(default)]
    pub lapsed: Option<DateTime<Utc>>,
    /// By how many seconds the producer's clock is before this machine's, for its dates.
    #[serde(default)]
    pub clock_offset: i64,
    /// Why the outcome is unknown.
    pub reason: String,
    /// The status of the answer, if there was one.
    #[serde(default)]
    pub status: Option<u16>,
    #[serde(skip)]
    error: Option<Arc<Error>>,
}

impl UnknownReserve {
    /// A request that was sent with this mark, from then to then, and the error that it ended with; `None` if the program
    /// did not see its end.
    #[must_use]
    pub fn new(
        request: &CreateReserve,
        mark: Mark,
        (began, ended): (DateTime<Utc>, DateTime<Utc>),
        settle: Duration,
        error: impl Into<Option<Error>>,
    ) -> Self {
        let settled = after(ended, settle);
        let error: Option<Error> = error.into();
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
            lapsed: after(ended, LAPSE),
            clock_offset: 0,
            reason: error.as_ref().map_or_else(|| "its end was not seen".to_owned(), ToString::to_string),
            status: error.as_ref().and_then(Error::status).map(|status| status.as_u16()),
            error: error.map(Arc::new),
        }
    }

    /// With another time after its end from which on an absence is no longer believed: see [`ReservePolicy::lapse`].
    #[must_use]
    pub fn lapse(mut self, lapse: Duration) -> Self {
        self.lapsed = Some(after(self.ended, lapse).unwrap_or(DateTime::<Utc>::MAX_UTC));
        self
    }

    /// With the producer's [`clock_offset`](crate::Producer::clock_offset), in whole seconds: its dates are compared by its
    /// clock.
    #[must_use]
    pub fn clock_offset(mut self, offset: TimeDelta) -> Self {
        self.clock_offset = offset.num_seconds();
        self
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
}

/// A time so much later; `None` if it is not in the calendar.
fn after(time: DateTime<Utc>, later: Duration) -> Option<DateTime<Utc>> {
    TimeDelta::from_std(later).ok().and_then(|later| time.checked_add_signed(later))
}

/// What became of a reservation whose outcome was unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reconciled {
    /// It was made: this is it.
    Reserved(Reservation),
    /// It was not made, and will not be: it can be tried again. That is said only between
    /// [`settled`](UnknownReserve::settled) and [`lapsed`](UnknownReserve::lapsed).
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
    /// It is not there, but the attempt was long ago: it may have been made and be gone again.
    TooLate,
    /// Several reservations have the mark.
    SeveralWithTheMark,
    /// A reservation of the item has the mark, which the caller gave, but not the quantity in the unit that was asked for.
    NotAlike,
    /// A reservation has the beginning of the mark, or one that the caller gave with more around it: the producer may keep
    /// fewer characters, or add some.
    MarkCutShort,
    /// There are reservations like it to which the producer returns no mark.
    NoMarksReturned,
    /// No mark was sent.
    NoMarkSent,
    /// There are reservations whose lines do not say of which item they are, or not in a shape that is understood.
    LinesNotRead,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooEarly => "there is none yet, but the producer may still be at work",
            Self::TooLate => "there is none any more, but it may have been made and have expired or become an order",
            Self::SeveralWithTheMark => "several reservations have the sidemark",
            Self::NotAlike => "a reservation of the item has the sidemark, but another quantity or unit",
            Self::MarkCutShort => "a reservation has only the beginning of the sidemark, or more than it",
            Self::NoMarksReturned => "reservations like it exist to which the producer returns no sidemark",
            Self::LinesNotRead => "there are reservations that do not say of which item they are",
            Self::NoMarkSent => "no sidemark was sent, and reservations like it exist",
        })
    }
}
