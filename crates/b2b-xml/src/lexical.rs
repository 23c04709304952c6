//! Lexical values: the text forms of numbers, dates, booleans and codes.
//!
//! The writers of these protocols disagree about forms, so each type accepts a table of them. A form that a strict reader
//! of the type would not expect is *odd*: it is understood, and a [`Warning`](crate::Warning) tells of it.
//!
//! | type | module | accepted | odd | written |
//! |---|---|---|---|---|
//! | [`Decimal`](crate::Decimal) | [`decimal`] | `1.000`, `0`, `-1`, `125.00` | padded, `.00`, `+1`, `$1,234.50`, `5.` | as it is, `1.000` |
//! | [`NaiveDate`] | [`datetime`] | `2016-05-31` | `2016-05-31T00:00:00`, `20131201`, `MM/DD/YY`, `MM/DD/YYYY`, `YYMMDD` | `2016-05-31` |
//! | [`NaiveDateTime`] | [`datetime`] | `2016-05-31T00:00:00`, 0 to 9 fraction digits | a date alone | as read, shortest fraction |
//! | [`DateTime<Utc>`] | [`datetime`] | `2016-05-18T00:17:56.115Z`, `±hh:mm` | — | `2016-05-18T00:17:56.115Z`, milliseconds |
//! | [`bool`] | [`boolean`] | `true`, `false`, `1`, `0` | `Y`, `N`, other case | `true`, `false` |
//! | [`u32`], [`u64`] | — | digits, leading zeros | padded | shortest |
//! | [`String`] | — | everything | — | as it is |
//! | code lists | [`open_code!`](crate::open_code) | everything; unknown codes are kept | padded | as it is |
//!
//! [`NaiveDate`]: chrono::NaiveDate
//! [`NaiveDateTime`]: chrono::NaiveDateTime
//! [`DateTime<Utc>`]: chrono::DateTime

pub mod boolean;
pub mod code;
pub mod datetime;
pub mod decimal;

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};

/// A value with a text form.
pub trait Lexical: Sized {
    /// The type with its article, for messages: `a decimal`.
    const TYPE: &'static str;

    /// Reads the value from an element's or attribute's text.
    ///
    /// # Errors
    ///
    /// If the text is not one of the accepted forms.
    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical>;

    /// Appends the value's text, unescaped.
    fn write(&self, out: &mut String);

    /// The value of an empty element, if the type has one.
    #[must_use]
    fn of_empty() -> Option<Self> {
        None
    }

    /// Like [`parse`](Self::parse), for text that the value may take over instead of copying it.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse).
    #[inline]
    fn parse_from(text: &mut Cow<'_, str>) -> Result<Lexed<Self>, NotLexical> {
        Self::parse(text)
    }
}

/// A value that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexed<T> {
    /// The value.
    pub value: T,
    /// What is odd about its form, as the end of a sentence that begins with the text: `is padded`.
    pub odd: Option<&'static str>,
}

impl<T> Lexed<T> {
    /// A value in a proper form.
    pub const fn proper(value: T) -> Self {
        Self { value, odd: None }
    }

    /// A value in an odd form.
    pub const fn odd(value: T, oddity: &'static str) -> Self {
        Self { value, odd: Some(oddity) }
    }

    /// Another value, equally odd.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Lexed<U> {
        Lexed { value: map(self.value), odd: self.odd }
    }

    fn or_odd(mut self, oddity: Option<&'static str>) -> Self {
        self.odd = self.odd.or(oddity);
        self
    }
}

/// The text is none of the accepted forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("not one of the accepted forms")]
pub struct NotLexical;

pub(crate) const PADDED: &str = "is padded";

/// The text without the white space around it, and whether there was any.
#[inline]
pub(crate) fn unpad(text: &str) -> (&str, Option<&'static str>) {
    let inner = text.trim_matches([' ', '\t', '\r', '\n']);
    (inner, if inner.len() == text.len() { None } else { Some(PADDED) })
}

impl Lexical for String {
    const TYPE: &'static str = "a string";

    #[inline]
    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        Ok(Lexed::proper(text.to_owned()))
    }

    fn write(&self, out: &mut String) {
        out.push_str(self);
    }

    fn of_empty() -> Option<Self> {
        Some(Self::new())
    }

    #[inline]
    fn parse_from(text: &mut Cow<'_, str>) -> Result<Lexed<Self>, NotLexical> {
        Ok(Lexed::proper(std::mem::take(text).into_owned()))
    }
}

/// A secret's text is read and written like any other; it is never part of a message.
impl Lexical for SecretString {
    const TYPE: &'static str = "a string";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        Ok(Lexed::proper(text.into()))
    }

    fn write(&self, out: &mut String) {
        out.push_str(self.expose_secret());
    }

    fn of_empty() -> Option<Self> {
        Some("".into())
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl Lexical for $integer {
            const TYPE: &'static str = "a whole number";

            fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
                let (inner, padded) = unpad(text);
                if inner.is_empty() || !inner.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(NotLexical);
                }
                let value = inner.parse().map_err(|_| NotLexical)?;
                Ok(Lexed::proper(value).or_odd(padded))
            }

            fn write(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }
        }
    )*};
}
integers!(u8, u16, u32, u64);
