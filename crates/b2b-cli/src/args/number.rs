//! Order numbers, and whose they are.

use std::convert::Infallible;
use std::str::FromStr;

use b2b_desk::Whom;

use crate::exit::Exit;
use crate::failure::Failure;

/// Whose order numbers they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The customer's: `customer-po`, or `po` before a number.
    Customer,
    /// The supplier's of this name.
    Supplier(String),
}

impl FromStr for Whose {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "po" | "customer-po" => Self::Customer,
            name => Self::Supplier(name.to_owned()),
        })
    }
}

/// The numbers of one call: all of one kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) numbers: Vec<String>,
    /// `None`: those of the one supplier there is.
    pub(crate) whose: Option<Whose>,
}

impl Asked {
    /// Takes the numbers as they were written, each perhaps with whose it is before a colon.
    pub(crate) fn read(written: &[String], by: Option<&Whose>) -> Result<Self, Failure> {
        let mut numbers: Vec<String> = Vec::new();
        let mut first: Option<(&str, Option<Whose>)> = None;
        for text in written {
            let (whose, number) = match prefixed(text) {
                Some((prefix, number)) => (prefix.parse().ok(), number),
                None => (by.cloned(), text.as_str()),
            };
            if number.trim().is_empty() {
                return Err(Failure::new(
                    Exit::Usage,
                    "an order number is empty",
                    "Give a number, as in b2b order 704571.",
                ));
            }
            match &first {
                None => first = Some((text, whose)),
                Some((_, own)) if *own == whose => {}
                Some((other, _)) => return Err(mixed(other, text)),
            }
            if !numbers.iter().any(|known| known == number) {
                numbers.push(number.to_owned());
            }
        }
        match (first, by) {
            (Some((text, whose)), Some(by)) if whose.as_ref() != Some(by) => Err(contradicted(text, by)),
            (Some((_, whose)), _) => Ok(Self { numbers, whose }),
            (None, by) => Ok(Self { numbers, whose: by.cloned() }),
        }
    }
}

impl Asked {
    /// With the suppliers that are named: whose numbers they are that do not say it, or whom to ask for the customer's own.
    pub(crate) fn at(mut self, suppliers: &[String]) -> Result<(Self, Option<Whom>), Failure> {
        match (&self.whose, suppliers) {
            (_, []) => Ok((self, None)),
            (Some(Whose::Customer), names) => {
                let whom = Whom::Named(names.to_vec());
                Ok((self, Some(whom)))
            }
            (None, [name]) => {
                self.whose = Some(Whose::Supplier(name.clone()));
                Ok((self, None))
            }
            (Some(Whose::Supplier(own)), [name]) if own == name => Ok((self, None)),
            (Some(Whose::Supplier(own)), [name, ..]) => {
                let message = format!("the numbers are of {own}, and --supplier names {name}");
                Err(Failure::new(Exit::Usage, message, "Leave out --supplier."))
            }
            (None, _) => {
                let message = "several suppliers are named, and the numbers do not say whose they are";
                let hint = "Name one supplier, or write po:NUMBER for your purchase order's number.";
                Err(Failure::new(Exit::Usage, message, hint))
            }
        }
    }
}

/// `po:897879`: a name in lower case and a colon.
fn prefixed(text: &str) -> Option<(&str, &str)> {
    let (prefix, number) = text.split_once(':')?;
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (prefix.starts_with(|first: char| first.is_ascii_lowercase()) && prefix.bytes().all(is_name))
        .then_some((prefix, number))
}

fn mixed(one: &str, other: &str) -> Failure {
    let message = format!("{one} and {other} are numbers of two kinds, and one call can ask for only one kind");
    Failure::new(Exit::Usage, message, format!("Ask twice: b2b order {one}, then b2b order {other}."))
}

fn contradicted(text: &str, by: &Whose) -> Failure {
    let by = match by {
        Whose::Customer => "customer-po",
        Whose::Supplier(name) => name,
    };
    let message = format!("--by {by} and {text} are of two kinds, and one call can ask for only one kind");
    Failure::new(Exit::Usage, message, format!("Leave out --by, as in b2b order {text}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &[&str], by: Option<&str>, expected: Option<(&[&str], Option<&str>)>) {
        let written: Vec<_> = written.iter().map(|&text| text.to_owned()).collect();
        let whose = |text: &str| text.parse::<Whose>().unwrap();
        let asked = Asked::read(&written, by.map(whose).as_ref()).ok();
        let expected = expected.map(|(numbers, by)| Asked {
            numbers: numbers.iter().map(|&text| text.to_owned()).collect(),
            whose: by.map(whose),
        });
        assert_eq!(asked, expected, "{written:?} {by:?}");
    }

    #[test]
    fn numbers_of_one_kind() {
        check(&["704571", "704572", "704571"], None, Some((&["704571", "704572"], None)));
        check(&["704571"], Some("westcon"), Some((&["704571"], Some("westcon"))));
        check(&["897879"], Some("customer-po"), Some((&["897879"], Some("po"))));
        check(&["po:897879", "po:PO-2001"], None, Some((&["897879", "PO-2001"], Some("po"))));
        check(&["westcon:704571"], None, Some((&["704571"], Some("westcon"))));
        check(&["po:897879", "1"], Some("customer-po"), Some((&["897879", "1"], Some("po"))));
        check(&["po:a:b", "po::c"], None, Some((&["a:b", ":c"], Some("po"))));
        check(&["PO:7", "7:1"], None, Some((&["PO:7", "7:1"], None)));
    }

    #[test]
    fn numbers_of_two_kinds_are_refused() {
        check(&["704571", "po:897879"], None, None);
        check(&["po:897879", "704571"], None, None);
        check(&["westcon:704571", "po:897879"], None, None);
        check(&["po:897879"], Some("westcon"), None);
        check(&["1", "po:897879"], Some("westcon"), None);
        check(&["po:"], None, None);
    }
}
