//! The question which services a supplier offers.

use b2b_model::ServiceOffer;

use crate::asking::asked;
use crate::question::Told;

/// Which services do you offer, and where?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServicesQuestion;

impl ServicesQuestion {
    /// The question.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

asked!(ServicesQuestion, Services => Told<Vec<ServiceOffer>> { Fcb2b(services, show_services) });
