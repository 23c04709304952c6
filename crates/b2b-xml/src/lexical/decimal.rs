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
        out.push_str(&self.to_string());
    }
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
