//! What a declared request is made of: the macro at the end calls what stands before it.

use std::borrow::Cow;

use b2b_xml::Decimal;

use super::{InvalidParameter, Parameter, ParameterValue};

pub(crate) fn put<'v, T: ParameterValue>(
    all: &mut Vec<(&'v str, Cow<'v, str>)>,
    name: &'static str,
    value: Option<&'v T>,
) {
    all.extend(value.map(|value| (name, value.text())));
}

pub(crate) fn check<T: ParameterValue>(problems: &mut Vec<InvalidParameter>, name: &'static str, value: Option<&T>) {
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
pub(crate) fn check_extra(problems: &mut Vec<InvalidParameter>, extra: &[(String, String)], declared: &[Parameter]) {
    for (name, _) in extra {
        if name.is_empty() {
            problems.push(InvalidParameter::new("an additional parameter", "has no name"));
        } else if name == "ClientIdentifier" || declared.iter().any(|parameter| parameter.name == name) {
            problems.push(InvalidParameter::new(name, "is additional, but is one that the service has itself"));
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
