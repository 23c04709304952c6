//! Amounts of money.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Money {
    /// How much, with as many decimal places as the supplier gives.
    pub amount: Decimal,
    /// The currency's code (ISO 4217), such as `USD`; `None` if the supplier gives none.
    pub currency: Option<String>,
}

impl Money {
    /// An amount in a currency.
    #[must_use]
    pub fn new(amount: Decimal, currency: Option<&str>) -> Self {
        Self { amount, currency: currency.map(str::to_owned) }
    }
}

impl fmt::Display for Money {
    /// `12.50 USD`: with the supplier's decimal places, and two at least.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.amount;
        if amount.scale() < 2 {
            amount.rescale(2);
        }
        match &self.currency {
            Some(currency) => f.pad(&format!("{amount} {currency}")),
            None => f.pad(&amount.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displays_cents_and_whatever_is_finer() {
        assert_eq!(Money::new(Decimal::new(125, 1), Some("USD")).to_string(), "12.50 USD");
        assert_eq!(Money::new(Decimal::new(1_2345, 4), None).to_string(), "1.2345");
        assert_eq!(format!("{:>8}", Money::new(Decimal::new(-3, 0), None)), "   -3.00");
    }
}
