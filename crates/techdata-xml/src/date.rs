//! Dates: three formats, by element, and each read in all of them.

use std::fmt;

use b2b_xml::chrono::{Datelike, NaiveDate};
use b2b_xml::{Lexed, Lexical, NotLexical};
use serde::{Deserialize, Serialize};

macro_rules! dates {
    ($( $(#[$doc:meta])* $Name:ident: $write:ident; )+) => {$(
        $(#[$doc])*
        ///
        /// The same element has had several formats over the years, so all of them are read: six digits, two-digit and
        /// four-digit years, and months and days of one digit. Two-digit years from 70 on are of the last century.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Name(pub NaiveDate);

        impl From<NaiveDate> for $Name {
            fn from(date: NaiveDate) -> Self {
                Self(date)
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Lexical for $Name {
            const TYPE: &'static str = "a date";

            fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
                let lexed = parse(text)?;
                let mut own = String::new();
                $write(lexed.value, &mut own);
                let odd = if own == text { None } else { lexed.odd.or(Some("is in the form YYYY-MM-DD")) };
                Ok(Lexed { value: Self(lexed.value), odd })
            }

            fn write(&self, out: &mut String) {
                $write(self.0, out);
            }
        }
    )+};
}

dates! {
    /// A date as `MM/DD/YY`: on-order dates of Price and Availability, shipments, order status.
    ShortDate: short;
    /// A date as `YYMMDD`: orders and invoices.
    CompactDate: compact;
    /// A date as `MM/DD/YYYY`: the ends of promotions.
    LongDate: long;
}

/// `MM/DD/YY`, or `MM/DD/YYYY` for years that two digits would tell wrongly.
fn short(date: NaiveDate, out: &mut String) {
    month_and_day(date, "/", out);
    year(date, out);
}

/// `YYMMDD`, or `YYYYMMDD` for years that two digits would tell wrongly: where six characters are allowed, such a date is
/// refused for its length.
fn compact(date: NaiveDate, out: &mut String) {
    year(date, out);
    month_and_day(date, "", out);
}

fn long(date: NaiveDate, out: &mut String) {
    month_and_day(date, "/", out);
    four_digits(date.year(), out);
}

fn month_and_day(date: NaiveDate, behind: &str, out: &mut String) {
    for number in [date.month(), date.day()] {
        two_digits(number, out);
        out.push_str(behind);
    }
}

/// The year in two digits where they tell it.
fn year(date: NaiveDate, out: &mut String) {
    if is_near(date) {
        two_digits(date.year().unsigned_abs() % 100, out);
    } else {
        four_digits(date.year(), out);
    }
}

fn four_digits(year: i32, out: &mut String) {
    match u32::try_from(year) {
        Ok(year) if year < 10_000 => [year / 100, year % 100].into_iter().for_each(|half| two_digits(half, out)),
        _ => out.push_str(&format!("{year:04}")),
    }
}

/// Each date that is read is written again to see whether it came in its own form, so this is no place for `format!`.
fn two_digits(number: u32, out: &mut String) {
    for digit in [number / 10, number % 10] {
        out.extend(char::from_digit(digit, 10));
    }
}

/// Whether two digits tell the year.
fn is_near(date: NaiveDate) -> bool {
    (1970..2070).contains(&date.year())
}

fn parse(text: &str) -> Result<Lexed<NaiveDate>, NotLexical> {
    if let Ok(lexed) = NaiveDate::parse(text) {
        return Ok(lexed);
    }
    let mut parts = text.trim().split('/');
    let (Some(month), Some(day), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(NotLexical);
    };
    let lexed = NaiveDate::parse(&format!("{month:0>2}/{day:0>2}/{year}"))?;
    Ok(Lexed::odd(lexed.value, "has a month or day of one digit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: Lexical>(text: &str, expected: Option<(&str, bool)>) {
        let read = T::parse(text).ok().map(|lexed| {
            let mut written = String::new();
            lexed.value.write(&mut written);
            (written, lexed.odd.is_some())
        });
        assert_eq!(read, expected.map(|(written, odd)| (written.to_owned(), odd)), "{text:?}");
    }

    #[test]
    fn each_format_is_read_and_an_elements_own_is_no_oddity() {
        for (text, own) in [("07/09/12", 0), ("120709", 1), ("07/09/2012", 2), ("2012-07-09", 3), ("7/9/12", 3)] {
            check::<ShortDate>(text, Some(("07/09/12", own != 0)));
            check::<CompactDate>(text, Some(("120709", own != 1)));
            check::<LongDate>(text, Some(("07/09/2012", own != 2)));
        }
        check::<ShortDate>("12/31/98", Some(("12/31/98", false)));
        check::<CompactDate>("981231", Some(("981231", false)));
        check::<ShortDate>(" 12/31/98", Some(("12/31/98", true)));
    }

    #[test]
    fn two_digits_never_tell_a_wrong_year() {
        check::<ShortDate>("01/02/2071", Some(("01/02/2071", false)));
        check::<CompactDate>("20710102", Some(("20710102", false)));
        check::<CompactDate>("19690102", Some(("19690102", false)));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "00/00/00", "N/A", "13/01/12", "1/2", "1/2/3/4", "000000"] {
            check::<ShortDate>(text, None);
            check::<CompactDate>(text, None);
        }
    }
}
