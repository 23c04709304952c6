//! What a parameter can be.

use std::borrow::Cow;

use b2b_xml::chrono::{Datelike as _, NaiveDate};
use b2b_xml::{Decimal, Lexical};

use crate::codes::UnitOfMeasure;

/// The type of a parameter.
pub trait ParameterValue: Sized {
    /// What it is, for messages and tables.
    const KIND: &'static str;

    /// Its text, not encoded.
    fn text(&self) -> Cow<'_, str>;

    /// The value of a text; `None` if it is none.
    fn read(text: &str) -> Option<Self>;

    /// What is wrong with it, as the end of a sentence.
    fn problem(&self) -> Option<&'static str>;
}

impl ParameterValue for String {
    const KIND: &'static str = "text";

    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn problem(&self) -> Option<&'static str> {
        if self.trim().is_empty() {
            return Some("is empty");
        }
        self.chars().any(char::is_control).then_some("has a control character")
    }
}

/// An amount above zero, such as a quantity or a price.
///
/// That it has at most nine digits before the point and four behind it is our choice: what is beyond is a mistake.
impl ParameterValue for Decimal {
    const KIND: &'static str = "a number above 0";

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.normalize().to_string())
    }

    fn read(text: &str) -> Option<Self> {
        let lexed = <Self as Lexical>::parse(text).ok()?;
        lexed.odd.is_none().then_some(lexed.value)
    }

    fn problem(&self) -> Option<&'static str> {
        if *self <= Self::ZERO {
            Some("is not above 0")
        } else if *self >= Self::from(1_000_000_000) {
            Some("is a billion or more")
        } else if self.normalize().scale() > 4 {
            Some("has more than four decimal places")
        } else {
            None
        }
    }
}

impl ParameterValue for UnitOfMeasure {
    const KIND: &'static str = "a unit of measure";

    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }

    fn read(text: &str) -> Option<Self> {
        Some(Self::from(text))
    }

    /// Codes are up to eight letters and digits; our choice.
    fn problem(&self) -> Option<&'static str> {
        let code = self.as_str();
        let fits = (1..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (!fits).then_some("is not a unit code such as SF, SY, LF, EA or BX")
    }
}

/// A day, written `2025-01-31`. The format is our choice: no source shows one.
impl ParameterValue for NaiveDate {
    const KIND: &'static str = "a date, YYYY-MM-DD";

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.format("%Y-%m-%d").to_string())
    }

    fn read(text: &str) -> Option<Self> {
        <Self as Lexical>::parse(text).ok().map(|lexed| lexed.value)
    }

    fn problem(&self) -> Option<&'static str> {
        (!(2000..2100).contains(&self.year())).then_some("is not in this century")
    }
}

/// `true` or `false`, as in the guide's `SameShadeOrDyeLot=false`.
impl ParameterValue for bool {
    const KIND: &'static str = "true or false";

    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }

    fn read(text: &str) -> Option<Self> {
        <Self as Lexical>::parse(text).ok().map(|lexed| lexed.value)
    }

    fn problem(&self) -> Option<&'static str> {
        None
    }
}

/// A count.
impl ParameterValue for u32 {
    const KIND: &'static str = "a whole number above 0";

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn problem(&self) -> Option<&'static str> {
        (*self == 0).then_some("is 0")
    }
}

/// Whether goods are wanted as a whole roll or cut from one.
///
/// Written `R` and `C`, as one producer writes its flag; the values of this parameter are not public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RollOrCut {
    /// A whole roll.
    Roll,
    /// A cut.
    Cut,
}

impl ParameterValue for RollOrCut {
    const KIND: &'static str = "R or C";

    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Roll => "R",
            Self::Cut => "C",
        })
    }

    fn read(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "r" | "roll" => Some(Self::Roll),
            "c" | "cut" => Some(Self::Cut),
            _ => None,
        }
    }

    fn problem(&self) -> Option<&'static str> {
        None
    }
}
