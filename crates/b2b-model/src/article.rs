//! Articles, and whose numbers name them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An article, named by somebody's number. As text, a number that is not the supplier's has its kind before it: `mg:T3Y97A`.
///
/// ```
/// use b2b_model::{Article, NumberKind};
///
/// let article = Article::from("mg:T3Y97A");
/// assert_eq!((article.kind, article.number.as_str()), (NumberKind::Manufacturer, "T3Y97A"));
/// assert_eq!(article.to_string(), "mg:T3Y97A");
/// assert_eq!(Article::from("10226038").kind, NumberKind::Supplier);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub struct Article {
    /// Whose number it is.
    pub kind: NumberKind,
    /// The number.
    pub number: String,
}

/// Whose number names an article. The short names are those of Tech Data, and of EDI before it.
///
/// The list is closed: whoever writes a question decides about each kind, and mistakes none for another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// `vp`: the supplier's.
    #[default]
    Supplier,
    /// `mg`: the manufacturer's. Several articles can have the same.
    Manufacturer,
    /// `up`: the universal product code.
    Upc,
    /// `bp`: the customer's own, which the supplier has to know.
    Customer,
}

impl NumberKind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[Self::Supplier, Self::Manufacturer, Self::Upc, Self::Customer];

    /// Its short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Supplier => "vp",
            Self::Manufacturer => "mg",
            Self::Upc => "up",
            Self::Customer => "bp",
        }
    }

    /// The kind of this short name, in either case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

impl Article {
    /// An article by a number of some kind.
    pub fn new(kind: NumberKind, number: impl Into<String>) -> Self {
        Self { kind, number: number.into() }
    }

    /// Reads `mg:T3Y97A`; a number without a kind before it is of the kind that is given.
    #[must_use]
    pub fn read(text: &str, otherwise: NumberKind) -> Self {
        let qualified = text.split_once(':').and_then(|(name, number)| Some((NumberKind::from_name(name)?, number)));
        let (kind, number) = qualified.unwrap_or((otherwise, text));
        Self::new(kind, number.trim())
    }
}

impl From<&str> for Article {
    /// The supplier's number, or one with its kind before it.
    fn from(text: &str) -> Self {
        Self::read(text, NumberKind::Supplier)
    }
}

impl From<String> for Article {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Article> for String {
    fn from(article: Article) -> Self {
        article.to_string()
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            NumberKind::Supplier => f.pad(&self.number),
            kind => f.pad(&format!("{}:{}", kind.name(), self.number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, kind: NumberKind, number: &str) {
        assert_eq!(Article::read(text, NumberKind::Supplier), Article::new(kind, number));
    }

    #[test]
    fn only_the_four_kinds_are_split_off() {
        check("10226038", NumberKind::Supplier, "10226038");
        check("vp:10226038", NumberKind::Supplier, "10226038");
        check("MG:A:B", NumberKind::Manufacturer, "A:B");
        check("up:012345678905", NumberKind::Upc, "012345678905");
        check("bp:MY-DOCK", NumberKind::Customer, "MY-DOCK");
        check("xx:1", NumberKind::Supplier, "xx:1");
        assert_eq!(Article::read("1", NumberKind::Upc).to_string(), "up:1");
    }
}
