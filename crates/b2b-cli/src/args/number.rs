//! Order numbers, and whose they are.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use b2b_desk::check_supplier_name;

use crate::exit::Exit;
use crate::failure::Failure;

/// Whose order numbers they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The customer's: `customer-po` or `po`, in upper or lower case.
    Customer,
    /// The supplier's of this name.
    Supplier(String),
}

impl FromStr for Whose {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let is_customers = ["po", "customer-po"].iter().any(|own| text.eq_ignore_ascii_case(own));
        Ok(if is_customers { Self::Customer } else { Self::Supplier(text.to_owned()) })
    }
}

/// An order number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) number: String,
    /// `None`: any supplier's own.
    pub(crate) whose: Option<Whose>,
}

impl Asked {
    /// Takes the numbers as they were written, each perhaps with whose it is before a colon; else it is as `by` says. What is
    /// written twice is taken once.
    pub(crate) fn read(written: &[String], by: Option<&Whose>) -> Result<Vec<Self>, Failure> {
        let mut all: Vec<Self> = Vec::new();
        for text in written {
            let asked = match prefixed(text) {
                Some((prefix, number)) => Self { number: number.trim().to_owned(), whose: prefix.parse().ok() },
                None => Self { number: text.trim().to_owned(), whose: by.cloned() },
            };
            if asked.number.is_empty() {
                let hint = "Give a number, as in b2b order 704571.";
                return Err(Failure::new(Exit::Usage, "an order number is empty", hint));
            }
            all.push(asked);
        }
        Ok(once(all))
    }
}

impl fmt::Display for Asked {
    /// As it can be asked for again: `po:897879`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.whose {
            None => f.write_str(&self.number),
            Some(Whose::Customer) => write!(f, "po:{}", self.number),
            Some(Whose::Supplier(name)) => write!(f, "{name}:{}", self.number),
        }
    }
}

/// Each of them once, in the order in which they came first.
pub(crate) fn once<T: Clone + fmt::Display>(all: Vec<T>) -> Vec<T> {
    let mut known = std::collections::HashSet::new();
    all.into_iter().filter(|one| known.insert(one.to_string())).collect()
}

/// `po:897879`: the customer's, or what can be a supplier's name, and a colon.
fn prefixed(text: &str) -> Option<(&str, &str)> {
    let (prefix, number) = text.split_once(':')?;
    let is_whose = prefix.parse() == Ok(Whose::Customer) || check_supplier_name(prefix).is_ok();
    is_whose.then_some((prefix, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &[&str], by: Option<&str>, expected: &[&str]) {
        let written: Vec<_> = written.iter().map(|&text| text.to_owned()).collect();
        let by = by.map(|text| text.parse::<Whose>().unwrap());
        let asked = Asked::read(&written, by.as_ref()).unwrap_or_default();
        let asked: Vec<_> = asked.iter().map(ToString::to_string).collect();
        assert_eq!(asked, expected, "{written:?} {by:?}");
    }

    #[test]
    fn each_number_says_whose_it_is_or_by_does() {
        check(&["704571", "704572", "704571"], None, &["704571", "704572"]);
        check(&["704571", "po:897879", "fcb2b:3132305"], None, &["704571", "po:897879", "fcb2b:3132305"]);
        check(&["704571", "mill:1"], Some("westcon"), &["westcon:704571", "mill:1"]);
        check(&["897879", "po:897879", "customer-po:1"], Some("customer-po"), &["po:897879", "po:1"]);
        check(&["po:a:b", "po::c"], None, &["po:a:b", "po::c"]);
        check(&["PO:7", "Customer-PO:8", "7:1"], None, &["po:7", "po:8", "7:1"]);
        check(&["my_mill:704571", "Mill-2:1"], Some("Customer-PO"), &["my_mill:704571", "Mill-2:1"]);
        check(&["po:"], None, &[]);
        check(&["1", " "], None, &[]);
    }
}
