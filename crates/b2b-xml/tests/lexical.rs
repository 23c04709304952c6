//! The table of lexical forms, one row after another.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use b2b_xml::chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use b2b_xml::{Decimal, FromXml, Lexical, NotLexical, decode};
use secrecy::{ExposeSecret, SecretString};

/// What is read from a text: its written form, and what is odd about it.
#[track_caller]
fn check<T: Lexical>(text: &str, expected: Result<(&str, Option<&str>), NotLexical>) {
    let found = T::parse(text).map(|lexed| {
        let mut written = String::new();
        lexed.value.write(&mut written);
        (written, lexed.odd)
    });
    let found = found.as_ref().map(|(written, odd)| (written.as_str(), *odd)).map_err(|error| *error);
    assert_eq!(found, expected, "{text:?} as {}", T::TYPE);
}

const NONE: Result<(&str, Option<&str>), NotLexical> = Err(NotLexical);

#[test]
fn decimals() {
    for (text, written, odd) in [
        ("1.000", "1.000", None),
        ("0", "0", None),
        ("-1", "-1", None),
        ("125.00", "125.00", None),
        ("-0", "0", None),
        ("00.10", "0.10", None),
        ("         1.000", "1.000", Some("is padded")),
        ("\n1\t", "1", Some("is padded")),
        (".00", "0.00", Some("has no digit before the point")),
        ("-.5", "-0.5", Some("has no digit before the point")),
        ("5.", "5", Some("has no digit after the point")),
        ("+1", "1", Some("has a plus sign")),
        ("$1,234.50", "1234.50", Some("has a currency sign")),
        ("1,234,567.8", "1234567.8", Some("has thousands separators")),
        ("0.1234567890123456789012345678", "0.1234567890123456789012345678", None),
    ] {
        check::<Decimal>(text, Ok((written, odd)));
    }
    for text in [
        "", "-", "+", "$", ".", "1,0x", "12,34", "1e3", "0x1", "1 000", "1_000", "1.2.3", "--1", "+-1", "€1", "NaN",
        "½",
    ] {
        check::<Decimal>(text, NONE);
    }
    check::<Decimal>("0.12345678901234567890123456789", NONE);
}

#[test]
fn dates() {
    for (text, written, odd) in [
        ("2016-05-31", "2016-05-31", None),
        ("2016-05-31T00:00:00", "2016-05-31", Some("has a time of day")),
        ("2016-05-31T00:00:00.000", "2016-05-31", Some("has a time of day")),
        ("20131201", "2013-12-01", Some("is in the form YYYYMMDD")),
        ("12/31/07", "2007-12-31", Some("is in the form MM/DD/YY")),
        ("12/31/69", "2069-12-31", Some("is in the form MM/DD/YY")),
        ("12/31/70", "1970-12-31", Some("is in the form MM/DD/YY")),
        ("12/31/2007", "2007-12-31", Some("is in the form MM/DD/YYYY")),
        ("071231", "2007-12-31", Some("is in the form YYMMDD")),
        (" 2016-05-31 ", "2016-05-31", Some("is padded")),
        ("2016-02-29", "2016-02-29", None),
    ] {
        check::<NaiveDate>(text, Ok((written, odd)));
    }
    for text in [
        "2015-02-29",
        "2016-05-31T00:00:01",
        "2016-05-31Z",
        "31.05.2016",
        "2016/05/31",
        "5/31/2016",
        "1231",
        "00000000",
    ] {
        check::<NaiveDate>(text, NONE);
    }
}

#[test]
fn times() {
    for digits in 0..=9 {
        let fraction = "123456789".get(..digits).unwrap();
        let text = format!("2016-05-31T01:02:03{}{fraction}", if digits > 0 { "." } else { "" });
        check::<NaiveDateTime>(&text, Ok((&text, None)));
    }
    check::<NaiveDateTime>("2016-05-31T01:02:03.1200", Ok(("2016-05-31T01:02:03.12", None)));
    check::<NaiveDateTime>("2016-05-31", Ok(("2016-05-31T00:00:00", Some("has no time of day"))));
    check::<NaiveDateTime>(" 2016-05-31T01:02:03", Ok(("2016-05-31T01:02:03", Some("is padded"))));
    for text in [
        "2016-05-31T24:00:00",
        "2016-05-31T01:02:03Z",
        "2016-05-31 01:02:03",
        "2016-05-31T1:02:03",
        "2016-05-31T01:02:60",
    ] {
        check::<NaiveDateTime>(text, NONE);
    }
}

#[test]
fn moments() {
    for (text, written) in [
        ("2016-05-18T00:17:56.115Z", "2016-05-18T00:17:56.115Z"),
        ("2016-05-18T00:17:56Z", "2016-05-18T00:17:56.000Z"),
        ("2016-05-18T00:17:56.115999Z", "2016-05-18T00:17:56.115Z"),
        ("2016-05-18T00:17:56+02:00", "2016-05-17T22:17:56.000Z"),
        ("2016-05-18T00:17:56.5-05:30", "2016-05-18T05:47:56.500Z"),
        ("2016-05-18T00:17:56-00:00", "2016-05-18T00:17:56.000Z"),
    ] {
        check::<DateTime<Utc>>(text, Ok((written, None)));
    }
    check::<DateTime<Utc>>("2016-05-18T00:17:56Z\n", Ok(("2016-05-18T00:17:56.000Z", Some("is padded"))));
    for text in [
        "2016-05-18T00:17:56",
        "2016-05-18",
        "2016-05-18T00:17:56z",
        "2016-05-18T00:17:56+2:00",
        "2016-05-18T00:17:56 Z",
    ] {
        check::<DateTime<Utc>>(text, NONE);
    }
}

#[test]
fn booleans() {
    for (text, written, odd) in [
        ("true", "true", None),
        ("1", "true", None),
        ("false", "false", None),
        ("0", "false", None),
        ("Y", "true", Some("stands for true")),
        ("n", "false", Some("stands for false")),
        ("TRUE", "true", Some("is not in lower case")),
        ("False", "false", Some("is not in lower case")),
        (" 1", "true", Some("is padded")),
    ] {
        check::<bool>(text, Ok((written, odd)));
    }
    for text in ["", "yes", "no", "2", "T", "on"] {
        check::<bool>(text, NONE);
    }
}

#[test]
fn whole_numbers() {
    check::<u8>("255", Ok(("255", None)));
    check::<u16>("0065535", Ok(("65535", None)));
    check::<u32>(" 7 ", Ok(("7", Some("is padded"))));
    check::<u64>("18446744073709551615", Ok(("18446744073709551615", None)));
    for text in ["", " ", "-1", "+1", "1.0", "0x1", "256", "٣"] {
        check::<u8>(text, NONE);
    }
}

#[test]
fn texts() {
    for text in ["", " ", " a\n", "<&>"] {
        check::<String>(text, Ok((text, None)));
        check::<SecretString>(text, Ok((text, None)));
    }
}

b2b_xml::open_code! {
    /// A code list.
    pub(crate) enum Status {
        /// Nothing happens to it.
        Inactive = "00",
        /// On its way.
        Released = "72",
    }
}

#[test]
fn codes() {
    check::<Status>("72", Ok(("72", None)));
    check::<Status>("0", Ok(("0", None)));
    check::<Status>("", Ok(("", None)));
    check::<Status>(" 72 ", Ok(("72", Some("is padded"))));
    check::<Status>("\u{A0}72", Ok(("\u{A0}72", None)));
    assert_eq!(Status::parse(" 00").unwrap().value, Status::Inactive);
    assert_eq!(Status::KNOWN, [Status::Inactive, Status::Released]);
    assert_eq!(Status::from("x").to_string(), "x");
}

#[test]
fn a_secret_is_shown_nowhere() {
    #[derive(Debug, FromXml)]
    #[xml(name = "Login")]
    struct Login {
        #[xml(name = "Password")]
        password: SecretString,
        #[xml(name = "Age")]
        age: Option<u32>,
    }
    let login = decode::<Login>("<Login><Password>hunter2</Password><x/></Login>").unwrap();
    assert_eq!(login.value.password.expose_secret(), "hunter2");
    let error = decode::<Login>("<Login><Password>hunter2</Password><Age>x</Age></Login>").unwrap_err();
    for shown in [format!("{login:?}"), format!("{error:?}"), error.to_string()] {
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    assert_eq!(login.value.age, None);
}
