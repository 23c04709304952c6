//! Reservations: those there are, and one more.

use std::time::Duration;

use b2b_http::{Attempt, Environment as _, Error, Refused, SystemEnvironment};
use b2b_model::Reservation;
use chrono::{DateTime, TimeDelta, Utc};
use fcb2b_client::{
    CreateReserve, GetReserves, Mark, Reconciled as Judged, ReserveOutcome as Outcome, ReservePolicy, UnitOfMeasure,
    UnknownReserve,
};

use super::articles::roll_or_cut;
use super::{Fcb2b, all, told};
use crate::error::sentence;
use crate::question::Told;
use crate::reserve::{PendingReservation, Reconciled, ReserveOutcome, ReserveRequest, Sidemark};
use crate::{DeskError, ReservationsQuestion};

/// For how long a request may be under way that nobody saw the end of, unless `total_timeout` says otherwise.
const LONGEST: Duration = Duration::from_secs(180);

impl Fcb2b {
    pub(crate) async fn reservations(&self, asked: &ReservationsQuestion) -> Result<Told<Vec<Reservation>>, DeskError> {
        let told = self.told(get_reserves(asked)).await?;
        Ok(told.map(|reserves| all(&reserves)))
    }

    pub(crate) fn show_reservations(
        &self,
        asked: &ReservationsQuestion,
        attempt: &Attempt,
    ) -> Result<Vec<String>, DeskError> {
        self.show([get_reserves(asked)], attempt)
    }

    pub(crate) fn show_reserve(
        &self,
        pending: &PendingReservation,
        attempt: &Attempt,
    ) -> Result<Vec<String>, DeskError> {
        self.show([create_reserve(pending)], attempt)
    }

    /// Sends it once. An error says that it was not sent.
    pub(crate) async fn reserve(&self, pending: &PendingReservation) -> Result<ReserveOutcome, DeskError> {
        let outcome = match self.client.create_reserve(create_reserve(pending)).await {
            Ok(outcome) => outcome,
            Err(error @ Error::Answered(_)) => return Ok(ReserveOutcome::Refused(self.failed(error))),
            Err(error) => return Err(self.failed(error).into()),
        };
        match outcome {
            Outcome::Reserved(answer) => Ok(ReserveOutcome::Done(told(answer).map(|made| Reservation::from(&made)))),
            Outcome::Unknown(unknown) => Ok(ReserveOutcome::Unknown(Box::new(PendingReservation {
                began: unknown.began,
                ended: Some(unknown.ended),
                reason: Some(match unknown.error() {
                    Some(error) => sentence(&self.name, error),
                    None => unknown.reason.clone(),
                }),
                ..pending.clone()
            }))),
            // It was sent, and this version cannot judge what became of it.
            _ => Ok(ReserveOutcome::Unknown(Box::new(pending.clone()))),
        }
    }

    /// Looks for it among the active ones. Nothing is changed.
    pub(crate) async fn reconcile(&self, pending: &PendingReservation) -> Result<Reconciled, DeskError> {
        let unknown = self.unknown(pending);
        let judged = self.client.reconcile(&unknown).await.map_err(|error| self.failed(error))?;
        Ok(match judged {
            Judged::Reserved(made) => Reconciled::Reserved(Reservation::from(&made)),
            Judged::NotReserved => Reconciled::NotReserved,
            Judged::StillUnknown { why, candidates } => Reconciled::StillUnknown {
                why: why.to_string(),
                wait: unknown.wait(SystemEnvironment.now()),
                candidates: all(&candidates),
            },
            _ => return Err(self.unwritable("the finding is of a kind that this version does not know")),
        })
    }

    /// How long from now an absence is not believed.
    pub(crate) fn settling(&self, pending: &PendingReservation, now: DateTime<Utc>) -> Duration {
        self.unknown(pending).wait(now)
    }

    /// What is known of it. If nobody saw the end of the request, it may have gone on for as long as it was allowed to.
    fn unknown(&self, pending: &PendingReservation) -> UnknownReserve {
        let mark = match &pending.sidemark {
            Sidemark::Unique(mark) => Mark::Unique(mark.clone()),
            Sidemark::Given(mark) => Mark::Given(mark.clone()),
        };
        let longest = TimeDelta::from_std(self.longest.unwrap_or(LONGEST)).unwrap_or_default();
        let ended = pending.ended.or_else(|| pending.began.checked_add_signed(longest)).unwrap_or(pending.began);
        let times = (pending.began, ended);
        UnknownReserve::new(&create_reserve(pending), mark, times, ReservePolicy::default().settle, None)
            .clock_offset(self.client.producer().clock_offset)
    }

    fn unwritable(&self, message: &'static str) -> DeskError {
        DeskError::Unwritable { supplier: self.name.clone(), refused: Refused::new(message) }
    }
}

fn get_reserves(asked: &ReservationsQuestion) -> GetReserves {
    let mut request = GetReserves::new();
    request.sku.clone_from(&asked.sku);
    request.reserve_number.clone_from(&asked.number);
    request
}

fn create_reserve(pending: &PendingReservation) -> CreateReserve {
    let ReserveRequest { sku, quantity, unit, .. } = &pending.request;
    let mut request = CreateReserve::new(sku.as_str(), *quantity, UnitOfMeasure::from(unit.as_str()));
    let asked = &pending.request;
    request.minimum = asked.minimum;
    request.maximum = asked.maximum;
    request.fob_point.clone_from(&asked.location);
    request.roll_number.clone_from(&asked.roll);
    request.requested_price = asked.price;
    request.requested_price_unit_of_measure = asked.price_unit.as_deref().map(UnitOfMeasure::from);
    request.shade_or_dye_lot.clone_from(&asked.lot);
    request.same_shade_or_dye_lot = asked.same_lot.then_some(true);
    request.roll_or_cut = asked.form.and_then(roll_or_cut);
    request.sidemark = Some(pending.sidemark.as_str().to_owned());
    request
}
