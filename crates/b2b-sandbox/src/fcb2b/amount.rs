//! Quantities as the tables keep them: whole numbers of ten-thousandths.

use b2b_xml::Decimal;

const PLACES: u32 = 4;

/// As it is kept. What is out of reach is kept as nothing: requests are checked before, and the seed is ours.
pub(super) fn kept(quantity: Decimal) -> i64 {
    let mut scaled = quantity;
    scaled.rescale(PLACES);
    i64::try_from(scaled.mantissa()).unwrap_or(0)
}

/// As it is written: with two decimal places, or more if it has more.
pub(super) fn written(kept: i64) -> Decimal {
    let mut quantity = Decimal::new(kept, PLACES).normalize();
    if quantity.scale() < 2 {
        quantity.rescale(2);
    }
    quantity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: i64, back: &str) {
        let amount = kept(text.parse().unwrap());
        assert_eq!((amount, written(amount).to_string().as_str()), (expected, back));
    }

    #[test]
    fn quantities_survive() {
        check("100", 1_000_000, "100.00");
        check("133.33", 1_333_300, "133.33");
        check("0", 0, "0.00");
        check("0.0001", 1, "0.0001");
        check("999999999.9999", 9_999_999_999_999, "999999999.9999");
    }
}
