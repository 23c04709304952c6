//! What a request says: named parameters, declared once, written by the client and read by a producer.

use std::borrow::Cow;
use std::fmt;

use b2b_xml::chrono::{Datelike as _, NaiveDate};
use b2b_xml::{Decimal, Lexical};

use crate::codes::UnitOfMeasure;

/// A parameter of a service, as the guide gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name, whose case counts.
    pub name: &'static str,
    /// Whether the service demands it.
    pub required: bool,
    /// What it can be.
    pub kind: &'static str,
    /// What it means.
    pub doc: &'static str,
}

impl Parameter {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, required: bool, kind: &'static str, doc: &'static str) -> Self {
        Self { name, required, kind, doc }
    }
}

/// A request: its parameters, in both directions.
pub trait Request: Sized {
    /// The parameters of the service, besides those that every service has.
    const PARAMETERS: &'static [Parameter];

    /// Those that have a value, with the additional ones behind them.
    fn parameters(&self) -> Vec<(&str, Cow<'_, str>)>;

    /// What the service would refuse.
    fn problems(&self) -> Vec<InvalidParameter>;

    /// Reads a request. Parameters that are not declared become additional ones.
    ///
    /// # Errors
    ///
    /// Everything that is missing or wrong, at once.
    fn from_parameters<'p>(
        parameters: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Result<Self, Vec<InvalidParameter>>;
}

/// A parameter that is missing or cannot be what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidParameter {
    /// Its name.
    pub name: String,
    /// What is wrong, as the end of a sentence that begins with the name: `is missing`.
    pub problem: Cow<'static, str>,
}

impl InvalidParameter {
    /// A parameter and what is wrong with it.
    #[must_use]
    pub fn new(name: impl Into<String>, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), problem: problem.into() }
    }
}

impl fmt::Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.problem)
    }
}

impl std::error::Error for InvalidParameter {}

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

/// What a declared request is made of: the macro below calls these.
pub(crate) mod declared {
    use super::{Cow, Decimal, InvalidParameter, ParameterValue};

    pub(crate) fn put<'v, T: ParameterValue>(
        all: &mut Vec<(&'v str, Cow<'v, str>)>,
        name: &'static str,
        value: Option<&'v T>,
    ) {
        all.extend(value.map(|value| (name, value.text())));
    }

    pub(crate) fn check<T: ParameterValue>(
        problems: &mut Vec<InvalidParameter>,
        name: &'static str,
        value: Option<&T>,
    ) {
        problems.extend(value.and_then(T::problem).map(|problem| InvalidParameter::new(name, problem)));
    }

    /// That one amount is not above another.
    pub(crate) fn check_order(
        problems: &mut Vec<InvalidParameter>,
        (low, low_value): (&'static str, Option<Decimal>),
        (high, high_value): (&'static str, Option<Decimal>),
    ) {
        if let (Some(low_value), Some(high_value)) = (low_value, high_value)
            && low_value > high_value
        {
            problems.push(InvalidParameter::new(low, format!("is above {high}")));
        }
    }

    /// Takes the parameter of this name out of what came.
    pub(crate) fn take<T: ParameterValue>(
        left: &mut Vec<(&str, &str)>,
        problems: &mut Vec<InvalidParameter>,
        name: &'static str,
        required: bool,
    ) -> Option<T> {
        let mut values = left.extract_if(.., |(other, _)| *other == name).map(|(_, value)| value);
        let (first, more) = (values.next(), values.count());
        let mut refuse = |problem: Cow<'static, str>| problems.push(InvalidParameter::new(name, problem));
        if more > 0 {
            refuse("is there more than once".into());
            return None;
        }
        let text = first.filter(|text| !text.is_empty());
        match text.map(T::read) {
            Some(Some(value)) => {
                if let Some(problem) = value.problem() {
                    refuse(problem.into());
                }
                Some(value)
            }
            Some(None) => {
                refuse(format!("is not {}", T::KIND).into());
                None
            }
            None => {
                if required {
                    refuse("is missing".into());
                }
                None
            }
        }
    }

    /// The additional parameters; a declared name among them is a problem.
    pub(crate) fn check_extra(
        problems: &mut Vec<InvalidParameter>,
        extra: &[(String, String)],
        declared: &[super::Parameter],
    ) {
        for (name, _) in extra {
            if name.is_empty() {
                problems.push(InvalidParameter::new("an additional parameter", "has no name"));
            } else if name == "ClientIdentifier" || declared.iter().any(|parameter| parameter.name == name) {
                problems.push(InvalidParameter::new(name, "is additional, but is one that the service has itself"));
            }
        }
    }
}

/// Declares a request: a struct with a constructor for what is required, a setter for what is not, and [`Request`]. What
/// parameters say of each other is checked by a function of its own.
macro_rules! request {
    (
        $(#[$doc:meta])*
        pub struct $Name:ident {
            required { $( #[doc = $rdoc:literal] $rfield:ident: $rty:ty = $rname:literal, )* }
            optional { $( #[doc = $odoc:literal] $ofield:ident: $oty:ty = $oname:literal, )* }
            $( check = $check:path; )?
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $Name {
            $( #[doc = $rdoc] pub $rfield: $rty, )*
            $( #[doc = $odoc] pub $ofield: Option<$oty>, )*
            /// Additional parameters, for producers that want more than the guide says.
            pub extra: Vec<(String, String)>,
        }

        impl $Name {
            /// A request with what the service demands.
            #[must_use]
            #[allow(clippy::new_without_default, reason = "some services demand nothing")]
            pub fn new($( $rfield: impl Into<$rty> ),*) -> Self {
                Self { $( $rfield: $rfield.into(), )* $( $ofield: None, )* extra: Vec::new() }
            }

            $(
                #[doc = $odoc]
                #[must_use]
                pub fn $ofield(mut self, value: impl Into<$oty>) -> Self {
                    self.$ofield = Some(value.into());
                    self
                }
            )*

            /// Adds a parameter that the guide does not have.
            #[must_use]
            pub fn extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.extra.push((name.into(), value.into()));
                self
            }
        }

        impl $crate::parameters::Request for $Name {
            const PARAMETERS: &'static [$crate::parameters::Parameter] = &[
                $( $crate::parameters::Parameter::new(
                    $rname, true, <$rty as $crate::parameters::ParameterValue>::KIND, $rdoc,
                ), )*
                $( $crate::parameters::Parameter::new(
                    $oname, false, <$oty as $crate::parameters::ParameterValue>::KIND, $odoc,
                ), )*
            ];

            fn parameters(&self) -> Vec<(&str, ::std::borrow::Cow<'_, str>)> {
                let mut all = Vec::new();
                $( $crate::parameters::declared::put(&mut all, $rname, Some(&self.$rfield)); )*
                $( $crate::parameters::declared::put(&mut all, $oname, self.$ofield.as_ref()); )*
                all.extend(self.extra.iter().map(|(name, value)| (name.as_str(), value.as_str().into())));
                all
            }

            fn problems(&self) -> Vec<$crate::parameters::InvalidParameter> {
                let mut problems = Vec::new();
                $( $crate::parameters::declared::check(&mut problems, $rname, Some(&self.$rfield)); )*
                $( $crate::parameters::declared::check(&mut problems, $oname, self.$ofield.as_ref()); )*
                $( $check(self, &mut problems); )?
                $crate::parameters::declared::check_extra(&mut problems, &self.extra, Self::PARAMETERS);
                problems
            }

            #[allow(unused_mut, reason = "some services demand nothing")]
            fn from_parameters<'p>(
                parameters: impl IntoIterator<Item = (&'p str, &'p str)>,
            ) -> Result<Self, Vec<$crate::parameters::InvalidParameter>> {
                let mut left: Vec<(&str, &str)> = parameters.into_iter().collect();
                let mut problems = Vec::new();
                $( let $rfield = $crate::parameters::declared::take(&mut left, &mut problems, $rname, true); )*
                $( let $ofield = $crate::parameters::declared::take(&mut left, &mut problems, $oname, false); )*
                let extra = left.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
                #[allow(clippy::match_single_binding, unused_parens, reason = "some services demand nothing")]
                match ($( $rfield, )*) {
                    ($( Some($rfield), )*) if problems.is_empty() => {
                        let request = Self { $( $rfield, )* $( $ofield, )* extra };
                        $( $check(&request, &mut problems); )?
                        if problems.is_empty() { Ok(request) } else { Err(problems) }
                    }
                    _ => Err(problems),
                }
            }
        }
    };
}
pub(crate) use request;
