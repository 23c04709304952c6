//! What became of something that a supplier was told to do.

use serde::{Deserialize, Serialize};

use crate::Problem;

/// What became of something that a supplier was told to do, and that must not be done twice: to take an order, to hold goods
/// back.
///
/// That nobody knows what became of it is an outcome like the others. `R` is what it takes to find out: a record of what was
/// told; without one, [`Problem`] says why nobody knows. `E` is how the supplier says no: in problems, or as an error that has
/// more to tell.
///
/// ```
/// use b2b_model::{OrderAcknowledgement, Outcome, Problem};
///
/// fn tell(outcome: Outcome<OrderAcknowledgement>) -> String {
///     match outcome {
///         Outcome::Done(taken) => format!("{} orders", taken.orders.len()),
///         Outcome::Partial { value, problems } => format!("{} orders, without {problems:?}", value.orders.len()),
///         Outcome::Refused(problems) => format!("nothing was ordered: {problems:?}"),
///         Outcome::Unknown(why) => format!("ask what there is of it before anything else: {why:?}"),
///     }
/// }
/// assert_eq!(tell(Outcome::Done(OrderAcknowledgement::default())), "0 orders");
/// ```
///
/// The list is closed: whoever tells a supplier to do something decides about each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[must_use = "an unknown outcome must be looked into"]
pub enum Outcome<T, R = Problem, E = Vec<Problem>> {
    /// The supplier has done it: this is what there is now.
    Done(T),
    /// The supplier has done a part of it.
    Partial {
        /// What there is now.
        value: T,
        /// What was not done, in the supplier's words.
        problems: Vec<Problem>,
    },
    /// The supplier has done nothing of what it was told this time, and says why.
    ///
    /// What to do: correct what is named, and tell it again. If it was ever told before under the same number, first ask what
    /// there is of it: a number that is refused because it is taken belongs to an order.
    Refused(E),
    /// It may have been done.
    ///
    /// What to do: find out, and don't tell it again as long as nobody knows.
    Unknown(R),
}

impl<T, R, E> Outcome<T, R, E> {
    /// The same outcome with another value.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Outcome<U, R, E> {
        match self {
            Self::Done(value) => Outcome::Done(read(value)),
            Self::Partial { value, problems } => Outcome::Partial { value: read(value), problems },
            Self::Refused(why) => Outcome::Refused(why),
            Self::Unknown(record) => Outcome::Unknown(record),
        }
    }

    /// What there is now, with what was not done; the other outcomes as they are.
    ///
    /// # Errors
    ///
    /// The outcome itself if nothing was done, or nobody knows.
    pub fn done(self) -> Result<(T, Vec<Problem>), Self> {
        match self {
            Self::Done(value) => Ok((value, Vec::new())),
            Self::Partial { value, problems } => Ok((value, problems)),
            other => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_keeps_what_was_not() {
        let problem = Problem { code: Some("1Q".to_owned()), message: None };
        let partial = Outcome::<_, ()>::Partial { value: 2, problems: vec![problem.clone()] };
        assert_eq!(partial.map(|count| count + 1).done(), Ok((3, vec![problem.clone()])));
        assert_eq!(Outcome::<_, ()>::Done(1).done(), Ok((1, Vec::new())));
        let unknown = Outcome::<u8>::Unknown(problem.clone());
        assert_eq!(unknown.clone().map(u16::from).done(), Err(Outcome::Unknown(problem.clone())));
        assert_eq!(serde_json::to_value(&unknown).unwrap()["unknown"]["code"], "1Q");
        assert_eq!(Outcome::<u8, ()>::Refused(vec![problem.clone()]).done(), Err(Outcome::Refused(vec![problem])));
    }
}
