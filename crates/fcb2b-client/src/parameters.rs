//! What a request says: named parameters, declared once, written by the client and read by a producer.

pub(crate) mod declared;
mod value;

use std::borrow::Cow;
use std::fmt;

pub(crate) use self::declared::request;
pub use self::value::{ParameterValue, RollOrCut};

/// A parameter of a service, as the guide gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name, whose case counts.
    pub name: &'static str,
    /// Whether the service demands it.
    pub required: bool,
    /// What it can be.
    pub kind: &'static str,
    /// What it means.
    pub doc: &'static str,
}

impl Parameter {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, required: bool, kind: &'static str, doc: &'static str) -> Self {
        Self { name, required, kind, doc }
    }
}

/// A request: its parameters, in both directions.
pub trait Request: Sized {
    /// The parameters of the service, besides those that every service has.
    const PARAMETERS: &'static [Parameter];

    /// Those that have a value, with the additional ones behind them.
    fn parameters(&self) -> Vec<(&str, Cow<'_, str>)>;

    /// What the service would refuse.
    fn problems(&self) -> Vec<InvalidParameter>;

    /// Reads a request. Parameters that are not declared become additional ones.
    ///
    /// # Errors
    ///
    /// Everything that is missing or wrong, at once.
    fn from_parameters<'p>(
        parameters: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Result<Self, Vec<InvalidParameter>>;
}

/// A parameter that is missing or cannot be what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidParameter {
    /// Its name.
    pub name: String,
    /// What is wrong, as the end of a sentence that begins with the name: `is missing`.
    pub problem: Cow<'static, str>,
}

impl InvalidParameter {
    /// A parameter and what is wrong with it.
    #[must_use]
    pub fn new(name: impl Into<String>, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), problem: problem.into() }
    }
}

impl fmt::Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.problem)
    }
}

impl std::error::Error for InvalidParameter {}
