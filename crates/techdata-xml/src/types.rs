//! The manual's types, and what breaks them.

use std::fmt;

use b2b_xml::{EncodeError, Field, Problem, Record, ToXml, Violation, encode};

/// Checks a text by its element's type, as the overview of the manual defines the types: `A` is letters, `A/N` anything, `N`
/// a number, and `N 5(2)` one of five digits in all, two of them behind the point. `-` before a number is our choice.
pub(crate) fn by_type(field: &Field, text: &str) -> Result<(), String> {
    let (kind, size) = field.ty.split_once(' ').unwrap_or((field.ty, ""));
    match kind {
        "A" if !text.bytes().all(|byte| byte.is_ascii_alphabetic()) => Err("is not of letters only".to_owned()),
        "N" => number(text, size),
        _ => Ok(()),
    }
}

fn number(text: &str, size: &str) -> Result<(), String> {
    let (whole, fraction) = text
        .strip_prefix('-')
        .unwrap_or(text)
        .split_once('.')
        .map_or_else(|| (text.strip_prefix('-').unwrap_or(text), None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !fraction.is_none_or(|fraction| !fraction.is_empty() && digits(fraction)) || whole.is_empty() {
        return Err("is not a number".to_owned());
    }
    let (total, decimals) = match size.trim_end_matches(')').split_once('(') {
        Some((total, decimals)) => (total.parse().ok(), decimals.parse().ok()),
        None => (size.parse().ok(), Some(0)),
    };
    let Some(total) = total else { return Ok(()) };
    let decimals: usize = decimals.unwrap_or(0);
    let behind = fraction.map_or(0, str::len);
    if behind > decimals {
        return Err(format!("has {behind} decimals, {decimals} are allowed"));
    }
    // The places behind the point are reserved, whether they are filled or not.
    let before: usize = whole.trim_start_matches('0').len();
    let allowed = usize::saturating_sub(total, decimals);
    if before > allowed {
        return Err(format!("has {before} digits before the point, {allowed} are allowed"));
    }
    Ok(())
}

/// Everything that keeps a submission from being sent, each with what the manual says of the element.
///
/// It is the source of the [`Refused`](b2b_http::Refused) and of the error that the client makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<ElementViolation>);

/// Checks a submission as it stands by what the manual says of its elements: for whoever receives one.
///
/// ```
/// use techdata_xml::{AvailabilitySubmit, Item, check};
///
/// let violations = check(&AvailabilitySubmit::of([Item::upc("012345678901234567890")])).unwrap_err();
/// assert!(violations.to_string().ends_with("RefID has 21 characters, 20 are allowed (A/N, at most 20)"));
/// ```
///
/// # Errors
///
/// Everything that is wrong with it at once.
pub fn check<T: ToXml>(document: &T) -> Result<(), Violations> {
    match encode(document) {
        Ok(_) => Ok(()),
        Err(error) => Err(Violations::new(&error, T::RECORD)),
    }
}

/// One element that must not be sent as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ElementViolation {
    /// Where it is and what is wrong.
    pub violation: Violation,
    /// Its type in the manual: `A`, `A/N`, or `N` with its digits and decimals; empty if no source tells.
    pub ty: &'static str,
    /// The most characters it may have, if a source tells.
    pub max: Option<u32>,
}

impl Violations {
    /// The violations, in document order.
    #[must_use]
    pub fn elements(&self) -> &[ElementViolation] {
        &self.0
    }

    /// Those that are not just an empty list.
    pub(crate) fn of_content(&self) -> Self {
        let is_list = |path: &str| ["/Detail", "/RefInfo", "/POInfo"].iter().any(|list| path.ends_with(list));
        let others = self.0.iter().filter(|found| !(found.is_missing() && is_list(&found.violation.path)));
        Self(others.cloned().collect())
    }

    pub(crate) fn new(error: &EncodeError, record: Option<&'static Record>) -> Self {
        let told = |violation: &Violation| {
            let field = record.and_then(|record| field_at(record, &violation.path));
            let (ty, max) = field.map_or(("", None), |field| (field.ty, field.max));
            ElementViolation { violation: violation.clone(), ty, max }
        };
        Self(error.violations().iter().map(told).collect())
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, element) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{element}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

impl fmt::Display for ElementViolation {
    /// `RefID has 21 characters, 20 are allowed (A/N, at most 20)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.violation)?;
        match (self.ty, self.max) {
            ("", None) => Ok(()),
            ("", Some(max)) => write!(f, " (at most {max})"),
            (ty, None) => write!(f, " ({ty})"),
            (ty, Some(max)) => write!(f, " ({ty}, at most {max})"),
        }
    }
}

impl ElementViolation {
    /// Whether it is content that is missing.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.violation.problem == Problem::Required
    }
}

/// The declaration of the element at a path, such as `/XML_Order_Submit/Detail/LineInfo[2]/ProductID`.
fn field_at(mut record: &'static Record, path: &str) -> Option<&'static Field> {
    let mut steps = path.split('/').skip(2).map(|step| step.split('[').next().unwrap_or_default());
    let mut found = None;
    while let Some(step) = steps.next() {
        let field = *record.elements.iter().find(|field| field.name.local == step)?;
        found = Some(field);
        if field.item.is_some() && steps.next().is_none() {
            break;
        }
        match field.record {
            Some(inner) => record = inner,
            None => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use b2b_xml::{Name, NoneAs, Occurs};

    use super::*;

    #[track_caller]
    fn check(ty: &'static str, text: &str, expected: Option<&str>) {
        let field = Field {
            name: Name::new("", "X"),
            aliases: &[],
            item: None,
            item_aliases: &[],
            required: false,
            none: NoneAs::Omitted,
            occurs: Occurs::Once,
            check: None,
            ty,
            max: None,
            doc: "",
            record: None,
        };
        assert_eq!(by_type(&field, text).err().as_deref(), expected, "{ty} {text:?}");
    }

    #[test]
    fn the_types_of_the_manual() {
        check("A", "VP", None);
        check("A", "V1", Some("is not of letters only"));
        check("A", "é", Some("is not of letters only"));
        check("A/N", "1Q & so on", None);
        check("N", "12.50", None);
        check("N", "-1", None);
        for text in ["1,000", "$5", ".5", "5.", "one", "-"] {
            check("N", text, Some("is not a number"));
        }
        for text in ["0.5", "123.45", "123", "00123.4"] {
            check("N 5(2)", text, None);
        }
        check("N 5(2)", "1234", Some("has 4 digits before the point, 3 are allowed"));
        check("N 5(2)", "1.234", Some("has 3 decimals, 2 are allowed"));
        check("N 3", "1.5", Some("has 1 decimals, 0 are allowed"));
        check("N 3", "1234", Some("has 4 digits before the point, 3 are allowed"));
    }
}
