//! A call that changes nothing.

use super::{Check, Subject, Verdict};
use crate::supplier::Supplier;
use crate::{Cause, DeskError};

/// The purchase order that is asked for: nobody has it.
pub(crate) const NO_ORDER: &str = "B2B-DOCTOR";

/// The article that is asked for: nobody has it.
pub(crate) const NO_ARTICLE: &str = "B2BDOCTOR";

/// What came of the call.
#[derive(Debug)]
pub(crate) enum Called {
    /// The supplier let us in.
    Admitted,
    /// It answered, and yet it is not known whether it would let us in.
    Untried { found: String, advice: String },
    /// It answered that it does not know us, in its own words.
    Unknown { words: String },
}

impl Supplier {
    /// Asks for something that cannot exist. That there is no such thing is the good answer.
    pub(super) async fn call_harmlessly(&self) -> Result<Called, DeskError> {
        let called = match self {
            Self::Westcon(westcon) => westcon.call_harmlessly().await,
            Self::Fcb2b(producer) => producer.call_harmlessly().await,
            Self::Techdata(techdata) => techdata.call_harmlessly().await,
        };
        match called {
            Err(error) if error.is_not_found() => Ok(Called::Admitted),
            called => called,
        }
    }
}

pub(super) fn judge(called: Result<Called, DeskError>, clock: Verdict) -> Check {
    match called {
        Ok(Called::Admitted) => Check::well(Subject::Credentials, "accepted"),
        Ok(Called::Untried { found, advice }) => Check::warning(Subject::Credentials, found, advice),
        Ok(Called::Unknown { words }) => {
            Check::failed(Subject::Credentials, words, "Check user name and password.", Cause::Credentials)
        }
        Err(error) if error.cause() == Cause::Clock && clock == Verdict::Failed => {
            Check::skipped(Subject::Credentials, "the supplier does not accept the time")
        }
        Err(error) => Check::failed(Subject::Credentials, error.to_string(), error.hint(), error.cause()),
    }
}
