//! Quantities with their unit.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount of something.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Quantity {
    /// How much, exactly as many decimal places as the supplier gives.
    pub amount: Decimal,
    /// The supplier's unit code, such as `EA`; `None` if it gives none.
    pub unit: Option<String>,
}

impl Quantity {
    /// An amount in a unit.
    #[must_use]
    pub fn new(amount: Decimal, unit: Option<&str>) -> Self {
        Self { amount, unit: unit.map(str::to_owned) }
    }
}

impl fmt::Display for Quantity {
    /// `1 EA`: without trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.amount.normalize();
        match &self.unit {
            Some(unit) => f.pad(&format!("{amount} {unit}")),
            None => f.pad(&amount.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displays_without_trailing_zeros() {
        assert_eq!(Quantity::new(Decimal::new(1_000, 3), Some("EA")).to_string(), "1 EA");
        assert_eq!(Quantity::new(Decimal::new(-25, 1), None).to_string(), "-2.5");
        assert_eq!(format!("{:>8}", Quantity::new(Decimal::new(100, 0), Some("SF"))), "  100 SF");
    }
}
