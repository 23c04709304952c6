//! Decimals: quantities, prices and weights, exact.

use rust_decimal::Decimal;

use super::{Lexed, Lexical, NotLexical, unpad};

/// Digits that surely fit into an `i64`.
const SMALL: usize = 18;

/// The fraction keeps its length: `1.000` is written as `1.000` again.
impl Lexical for Decimal {
    const TYPE: &'static str = "a decimal";

    #[inline]
    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        let (inner, padded) = unpad(text);
        match small(inner.as_bytes()) {
            Some(value) => Ok(Lexed { value, odd: padded }),
            None => unusual(inner).map(|lexed| Lexed { odd: padded.or(lexed.odd), ..lexed }),
        }
    }

    fn write(&self, out: &mut String) {
        if !push_short(*self, out) {
            out.push_str(&self.to_string());
        }
    }
}

/// Appends a number of ordinary length, as its `Display` would but several times as fast; `false` if it is longer.
fn push_short(number: Decimal, out: &mut String) -> bool {
    /// Twenty digits and a point.
    const LONGEST: usize = 21;
    let (Ok(mut rest), Ok(scale)) = (u64::try_from(number.mantissa().unsigned_abs()), usize::try_from(number.scale()))
    else {
        return false;
    };
    // The place of the last digit before the point, counted from the end.
    let ones = if scale > 0 { scale + 1 } else { 0 };
    if ones >= LONGEST {
        return false;
    }
    let mut text = [b'.'; LONGEST];
    let mut start = LONGEST;
    for (place, byte) in text.iter_mut().rev().enumerate() {
        if rest == 0 && place > ones {
            break;
        }
        start -= 1;
        if place != scale || scale == 0 {
            *byte = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
    }
    let text = text.get(start..).and_then(|digits| str::from_utf8(digits).ok());
    if number.is_sign_negative() && text.is_some() {
        out.push('-');
    }
    out.push_str(text.unwrap_or_default());
    text.is_some()
}

/// `-?[0-9]+(\.[0-9]+)?` of ordinary length.
#[inline]
fn small(text: &[u8]) -> Option<Decimal> {
    let (negative, digits) = match text.split_first()? {
        (b'-', rest) => (true, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > SMALL {
        return None;
    }
    let mut mantissa = 0_i64;
    let mut scale = None;
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                if let Some(scale) = &mut scale {
                    *scale += 1;
                }
            }
            b'.' if scale.is_none() => scale = Some(0),
            _ => return None,
        }
    }
    // Without a digit on both sides of the point the form is odd.
    if !digits.first()?.is_ascii_digit() || !digits.last()?.is_ascii_digit() {
        return None;
    }
    Some(Decimal::new(if negative { -mantissa } else { mantissa }, scale.unwrap_or(0)))
}

/// A dollar sign, thousands separators, a plus sign, a missing digit beside the point, or very many digits.
#[cold]
fn unusual(text: &str) -> Result<Lexed<Decimal>, NotLexical> {
    let mut odd = None;
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => match text.strip_prefix('+') {
            Some(rest) => {
                odd = Some("has a plus sign");
                (false, rest)
            }
            None => (false, text),
        },
    };
    let rest = match rest.strip_prefix('$') {
        Some(rest) => {
            odd = Some("has a currency sign");
            rest
        }
        None => rest,
    };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let mut digits = String::with_capacity(text.len() + 1);
    if negative {
        digits.push('-');
    }
    if whole.contains(',') {
        odd = odd.or(Some("has thousands separators"));
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        if first.is_empty() || first.len() > 3 {
            return Err(NotLexical);
        }
        digits.push_str(first);
        for group in groups {
            if group.len() != 3 {
                return Err(NotLexical);
            }
            digits.push_str(group);
        }
    } else {
        digits.push_str(whole);
    }
    if whole.is_empty() {
        odd = odd.or(Some("has no digit before the point"));
        digits.push('0');
    }
    if rest.ends_with('.') {
        odd = odd.or(Some("has no digit after the point"));
    }
    if !fraction.is_empty() {
        digits.push('.');
        digits.push_str(fraction);
    }
    let plain = digits.bytes().skip(usize::from(negative)).all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain || (whole.is_empty() && fraction.is_empty()) {
        return Err(NotLexical);
    }
    let value = Decimal::from_str_exact(&digits).map_err(|_| NotLexical)?;
    Ok(Lexed { value, odd })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(&str, Option<&str>), NotLexical>) {
        let parsed = Decimal::parse(text).map(|lexed| (lexed.value.to_string(), lexed.odd));
        assert_eq!(parsed, expected.map(|(value, odd)| (value.to_owned(), odd)), "{text:?}");
    }

    #[test]
    fn proper_forms() {
        for text in ["1.000", "0", "-1", "125.00", "0012.50", "999999999999999999"] {
            let value = text.parse::<Decimal>().unwrap().to_string();
            check(text, Ok((&value, None)));
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_shown() {
        let longest = u64::MAX.to_string();
        let texts = ["0", "0.00", "1", "10", "-1.50", "0.01", "0.001", "1.000", "7922816251426433759354395033.5"];
        let zeros = ["0.0000000000000000000", "0.00000000000000000001", "-0.0000000000000000000000000001"];
        for text in texts.into_iter().chain(zeros).chain([longest.as_str(), "18446744073709551616"]) {
            for number in [text.parse::<Decimal>().unwrap(), -text.parse::<Decimal>().unwrap()] {
                let mut written = String::new();
                number.write(&mut written);
                assert_eq!(written, number.to_string());
            }
        }
        for scale in 0..=28 {
            for mantissa in [0, 1, 9_870, u64::MAX.into(), u128::from(u64::MAX) + 1] {
                let number = Decimal::from_i128_with_scale(i128::try_from(mantissa).unwrap(), scale);
                let mut written = String::new();
                number.write(&mut written);
                assert_eq!(written, number.to_string(), "{mantissa} with scale {scale}");
            }
        }
    }

    #[test]
    fn odd_forms() {
        check("         1.000", Ok(("1.000", Some("is padded"))));
        check(".00", Ok(("0.00", Some("has no digit before the point"))));
        check("5.", Ok(("5", Some("has no digit after the point"))));
        check("$1,234.50", Ok(("1234.50", Some("has a currency sign"))));
        check("1,234", Ok(("1234", Some("has thousands separators"))));
        check("-$5.00", Ok(("-5.00", Some("has a currency sign"))));
        check("+1", Ok(("1", Some("has a plus sign"))));
        check("12345678901234567890.12", Ok(("12345678901234567890.12", None)));
    }

    #[test]
    fn not_decimals() {
        for text in
            ["", " ", "1,0x", "1,23", ",123", "1234,567", "NA", "1e5", "--1", ".", "-", "$", "1.2.3", "1 2", "٣"]
        {
            check(text, Err(NotLexical));
        }
        check("99999999999999999999999999999999999", Err(NotLexical));
    }
}
