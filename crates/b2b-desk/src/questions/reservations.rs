//! The question which goods a supplier holds back.

use b2b_model::Reservation;

use crate::asking::asked;
use crate::question::Told;

/// Which goods do you hold back for us?
///
/// ```
/// use b2b_desk::ReservationsQuestion;
///
/// let question = ReservationsQuestion::all().sku("VV01701002".to_owned());
/// assert_eq!(question.number, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReservationsQuestion {
    /// Only those of this article.
    pub sku: Option<String>,
    /// Only the one of this number.
    pub number: Option<String>,
}

impl ReservationsQuestion {
    /// The question for all that are active.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Only those of an article.
    #[must_use]
    pub fn sku(mut self, sku: impl Into<Option<String>>) -> Self {
        self.sku = sku.into();
        self
    }

    /// Only the one of a number.
    #[must_use]
    pub fn number(mut self, number: impl Into<Option<String>>) -> Self {
        self.number = number.into();
        self
    }
}

asked!(ReservationsQuestion, Reservations => Told<Vec<Reservation>> { Fcb2b(reservations, show_reservations) });
