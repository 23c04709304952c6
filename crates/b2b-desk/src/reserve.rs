//! Reserving goods: once, with a record of it before it is sent.

use std::time::Duration;

use b2b_http::Attempt;
use b2b_model::{Decimal, Form, Outcome, Reservation};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::asking::{Trace, ending};
use crate::desk::Member;
use crate::question::{Capability, Told, Whom};
use crate::supplier::Supplier;
use crate::{Desk, DeskError, SupplierError};

/// What is to be held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReserveRequest {
    /// The article, by the supplier's number.
    pub sku: String,
    /// How much.
    pub quantity: Decimal,
    /// The unit of the quantity.
    pub unit: String,
    /// The least that will do.
    pub minimum: Option<Decimal>,
    /// The most that is wanted.
    pub maximum: Option<Decimal>,
    /// Where the goods must be.
    pub location: Option<String>,
    /// The roll.
    pub roll: Option<String>,
    /// The price that is expected.
    pub price: Option<Decimal>,
    /// For one of which unit the expected price is.
    pub price_unit: Option<String>,
    /// The shade or dye lot.
    pub lot: Option<String>,
    /// Whether all must be of one lot.
    pub same_lot: bool,
    /// As a whole roll, or cut from one.
    pub form: Option<Form>,
}

impl ReserveRequest {
    /// So much of an article, whatever else.
    pub fn new(sku: impl Into<String>, quantity: Decimal, unit: impl Into<String>) -> Self {
        Self {
            sku: sku.into(),
            quantity,
            unit: unit.into(),
            minimum: None,
            maximum: None,
            location: None,
            roll: None,
            price: None,
            price_unit: None,
            lot: None,
            same_lot: false,
            form: None,
        }
    }
}

/// The customer's mark on the goods, by which a reservation is found again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Sidemark {
    /// Made by the desk, and unlike any other.
    Unique(String),
    /// Given by the customer. Other reservations may have it too.
    Given(String),
}

impl Sidemark {
    /// The mark.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unique(mark) | Self::Given(mark) => mark,
        }
    }
}

/// A reservation that is about to be asked for, or of which nobody knows whether it was made. Keep it before it is sent: with
/// it, [`Desk::reconcile`] finds out what became of it, in another process too. It has no secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PendingReservation {
    /// The supplier's name in the configuration.
    pub supplier: String,
    /// What is to be held back.
    pub request: ReserveRequest,
    /// By what it is found again.
    pub sidemark: Sidemark,
    /// When it was made ready.
    pub began: DateTime<Utc>,
    /// When the attempt ended, if somebody saw its end.
    pub ended: Option<DateTime<Utc>>,
    /// Why the outcome is unknown.
    pub reason: Option<String>,
}

/// What became of a reservation that was asked for: goods held back, the supplier's refusal, or a record with which
/// [`Desk::reconcile`] finds out. It is not asked for again before that says [`Reconciled::NotReserved`].
///
/// A refusal is the error that the supplier answered with: by its [cause](SupplierError::cause) goods that are not there are
/// told from an account that is not accepted, and its [hint](SupplierError::hint) says what to do.
pub type ReserveOutcome = Outcome<Told<Reservation>, Box<PendingReservation>, SupplierError>;

/// What is found out about a reservation whose outcome was unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reconciled {
    /// It was made: this is it.
    Reserved(Reservation),
    /// It was not made, and will not be: it can be asked for again.
    NotReserved,
    /// It cannot be told.
    StillUnknown {
        /// Why not.
        why: String,
        /// How long to wait before an absence is believed; zero if waiting won't help.
        wait: Duration,
        /// The reservations that may be it.
        candidates: Vec<Reservation>,
    },
}

impl Reconciled {
    /// In a trace.
    fn word(&self) -> &'static str {
        match self {
            Self::Reserved(_) => "reserved",
            Self::NotReserved => "not reserved",
            Self::StillUnknown { .. } => "unknown",
        }
    }
}

impl Desk {
    /// Makes a reservation ready: chooses the supplier and, unless one is given, a sidemark unlike any other. Nothing is sent.
    /// Keep what is returned before [`reserve`](Self::reserve) sends it.
    ///
    /// # Errors
    ///
    /// [`DeskError`] unless there is exactly one supplier that it can go to.
    pub fn prepare_reservation(
        &self,
        whom: &Whom,
        request: ReserveRequest,
        sidemark: Option<String>,
        attempt: &Attempt,
    ) -> Result<PendingReservation, DeskError> {
        let Member { name, supplier, .. } = self.only(whom, Capability::Reserve, &[])?;
        if !supplier.supports(Capability::Reserve) {
            return Err(supplier.unsupported(Capability::Reserve));
        }
        let unique = || {
            let short = attempt.uuid_bytes().into_iter().take(6);
            short.fold("b2b-".to_owned(), |mark, byte| format!("{mark}{byte:02x}"))
        };
        Ok(PendingReservation {
            supplier: name.clone(),
            request,
            sidemark: sidemark.map_or_else(|| Sidemark::Unique(unique()), Sidemark::Given),
            began: attempt.now,
            ended: None,
            reason: None,
        })
    }

    /// Reserves. It is sent once; nothing on the way sends it again.
    ///
    /// # Errors
    ///
    /// Only if it was not sent. That the supplier refuses is an outcome.
    pub async fn reserve(&self, pending: &PendingReservation) -> Result<ReserveOutcome, DeskError> {
        match &self.named(&pending.supplier)?.supplier {
            Supplier::Fcb2b(producer) => {
                let trace = Trace::new(&pending.supplier, Capability::Reserve);
                trace.whole(producer.reserve(pending), ending).await
            }
            other => Err(other.unsupported(Capability::Reserve)),
        }
    }

    /// The requests that [`reserve`](Self::reserve) would send, with their secrets replaced.
    ///
    /// # Errors
    ///
    /// [`DeskError`] if it cannot be written.
    pub fn offline_reserve(&self, pending: &PendingReservation, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        match &self.named(&pending.supplier)?.supplier {
            Supplier::Fcb2b(producer) => producer.show_reserve(pending, attempt),
            other => Err(other.unsupported(Capability::Reserve)),
        }
    }

    /// Finds out what became of a reservation whose outcome is unknown. It only asks.
    ///
    /// # Errors
    ///
    /// [`DeskError`] if the supplier cannot be asked. It is as unknown as before then.
    pub async fn reconcile(&self, pending: &PendingReservation) -> Result<Reconciled, DeskError> {
        match &self.named(&pending.supplier)?.supplier {
            Supplier::Fcb2b(producer) => {
                let trace = Trace::new(&pending.supplier, format_args!("Reconcile"));
                trace.whole(producer.reconcile(pending), Reconciled::word).await
            }
            other => Err(other.unsupported(Capability::Reserve)),
        }
    }

    /// How long from now an absence is not believed: the supplier may still be at work.
    ///
    /// # Errors
    ///
    /// [`DeskError`] if the supplier cannot be asked at all.
    pub fn settling(&self, pending: &PendingReservation, now: DateTime<Utc>) -> Result<Duration, DeskError> {
        match &self.named(&pending.supplier)?.supplier {
            Supplier::Fcb2b(producer) => Ok(producer.settling(pending, now)),
            other => Err(other.unsupported(Capability::Reserve)),
        }
    }
}
