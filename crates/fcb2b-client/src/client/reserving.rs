//! Reserving, once, and finding out what became of it.

use b2b_http::{Error, ErrorKind, Transport};
use http::StatusCode;

use super::Client;
use crate::answer::Answer;
use crate::call::Call;
use crate::error_code::ErrorCode;
use crate::reserve::{Mark, Reconciled, SidemarkMode, UnknownReserve};
use crate::services::reserves::{CreateReserve, GetReserves, Reservation};

/// What became of a request to reserve.
#[derive(Clone, Debug)]
#[must_use = "a reservation whose outcome is unknown must be looked into"]
#[non_exhaustive]
pub enum ReserveOutcome {
    /// It was made.
    Reserved(Answer<Reservation>),
    /// It may have been made.
    ///
    /// What to do: [`Client::reconcile`], and don't reserve again before that says [`Reconciled::NotReserved`].
    Unknown(UnknownReserve),
}

impl<T: Transport> Client<T> {
    /// Reserves goods. The request is sent once: no layer repeats it, whatever the policy.
    ///
    /// If it has no sidemark it gets a unique one, unless the [`ReservePolicy`](crate::ReservePolicy) says otherwise, so that
    /// the reservation can be found again. A sidemark that you give should be unique for the same reason.
    ///
    /// Wait for the end of it: dropping the future leaves nothing to look into, since the mark goes with it. Who must be safe
    /// against that or against a crash gives a unique sidemark, keeps it, and makes an [`UnknownReserve`] of the request
    /// afterwards.
    ///
    /// # Errors
    ///
    /// Only if it is certain that nothing was reserved: the request was not sent, or it was refused. A refusal is certain
    ///
    /// * with a status that comes before a service is reached (401, 403, 404, 405, 414, 431),
    /// * with another status from 400 to 499 and an error element with any code,
    /// * with a successful status, or 408, 425 or 499, and an error element with a code of [`ErrorCode`] that refuses,
    ///
    /// and never if the code is one of a breakdown (`InternalError`, `ServiceUnavailable`, `Timeout` and the like), or if the
    /// document has a `ReserveNumber`: with a successful status that is [`ReserveOutcome::Reserved`], whatever error stands
    /// beside it. Whatever else went wrong is [`ReserveOutcome::Unknown`], as is a reservation without a number. Where the
    /// line runs is our choice.
    pub async fn create_reserve(&self, mut request: CreateReserve) -> Result<ReserveOutcome, Error> {
        let environment = self.http.environment();
        let mark = match (&request.sidemark, self.reserving.sidemark) {
            (Some(given), _) => Mark::Given(given.clone()),
            (None, SidemarkMode::Add) => {
                let random = environment.random().map_err(|error| {
                    let refused = b2b_http::Refused::new("no random bytes could be drawn for its sidemark");
                    Error::not_sent::<Call<CreateReserve>>(refused.with_source(error))
                })?;
                Mark::Unique(unique_mark(&random))
            }
            (None, SidemarkMode::AsGiven) => Mark::None,
        };
        request.sidemark = mark.text().map(str::to_owned);
        let url = self.addresses.of::<Call<CreateReserve>, T>(&crate::codes::ServiceName::CreateReserve, self).await?;
        let call = self.offline_request(url, request);
        let began = environment.now();
        match self.http.send(&call).await {
            Ok(answer) => Ok(ReserveOutcome::Reserved(answer)),
            Err(error) if is_certain(&error) => Err(error),
            Err(error) => {
                let times = (began, environment.now());
                let unknown = UnknownReserve::new(call.service(), mark, times, self.reserving.settle, error)
                    .lapse(self.reserving.lapse)
                    .clock_offset(self.producer.clock_offset);
                tracing::warn!(sku = unknown.sku, mark = unknown.mark.text(), "a reservation may have been made");
                Ok(ReserveOutcome::Unknown(unknown))
            }
        }
    }

    /// Asks the producer's active reserves what became of a reservation whose outcome is unknown; see
    /// [`UnknownReserve::judge`].
    ///
    /// # Errors
    ///
    /// If the reserves cannot be asked. It is as unknown as before then.
    pub async fn reconcile(&self, unknown: &UnknownReserve) -> Result<Reconciled, Error> {
        // What is not there afterwards was not there at this time.
        let now = self.http.environment().now();
        let answer = self.get_reserves(GetReserves::new().sku(unknown.sku.clone())).await?;
        Ok(unknown.judge(&answer.value, now))
    }
}

/// Sixteen characters: producers' fields are short.
fn unique_mark(random: &[u8; 32]) -> String {
    random.iter().take(6).fold("b2b-".to_owned(), |mark, byte| format!("{mark}{byte:02x}"))
}

/// Whether nothing can have been reserved.
fn is_certain(error: &Error) -> bool {
    match error {
        Error::NotSent(_) => true,
        Error::Answered(_) => {
            let status = error.status().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let code = error.code().map(ErrorCode::from);
            match (error.kind(), code) {
                (ErrorKind::Status, _) | (ErrorKind::Refused, None) => refuses(status),
                (ErrorKind::Refused, Some(code)) => match status.as_u16() {
                    200..=299 | 408 | 425 | 499 => code.is_refusal(),
                    400..=498 => !code.is_doubtful(),
                    _ => false,
                },
                _ => false,
            }
        }
        _ => false,
    }
}

/// Statuses that come before a service is reached: who asks, whether there is such an address, how it is asked (RFC 9110,
/// section 15.5; RFC 6585, section 5). Without an error that fcB2B knows, any other may come from something that stands
/// before a producer who has reserved; our choice.
fn refuses(status: StatusCode) -> bool {
    matches!(status.as_u16(), 401 | 403..=405 | 414 | 431)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_short_and_plain() {
        assert_eq!(unique_mark(&[0xA7; 32]), "b2b-a7a7a7a7a7a7");
    }
}
