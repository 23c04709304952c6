//! Values with more than one form on the wire.

use b2b_xml::chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use b2b_xml::{Decimal, Lexed, Lexical, NotLexical, open_code};
use serde::{Deserialize, Serialize};

open_code! {
    /// A unit of measure. The list is of those that have been seen; the specification's own is not public.
    ///
    /// Never assume one: producers price the same kind of goods by the square foot and by the square yard.
    pub enum UnitOfMeasure {
        /// SF: square foot.
        SquareFoot = "SF",
        /// SY: square yard.
        SquareYard = "SY",
        /// LF: linear foot.
        LinearFoot = "LF",
        /// EA: each.
        Each = "EA",
        /// BX: box, as in the guide.
        Box = "BX",
    }
}

open_code! {
    /// A service, by the name that discovery gives it. The fifteen of the guide; a specification has four more, which
    /// nobody describes in public.
    ///
    /// Producers write the names of services in any case: compare with [`is`](Self::is).
    pub enum ServiceName {
        /// What the producer offers.
        Services = "Services",
        /// The first availability of an item.
        StockCheck = "StockCheck",
        /// All availabilities of an item.
        InventoryInquiry = "InventoryInquiry",
        /// Items that go with an item.
        RelatedItems = "RelatedItems",
        /// The first availability that satisfies conditions.
        SolutionCheck = "SolutionCheck",
        /// All availabilities that satisfy conditions.
        SolutionInquiry = "SolutionInquiry",
        /// Prices.
        PriceInquiry = "PriceInquiry",
        /// Specification sheets, images, manuals.
        DocumentService = "DocumentService",
        /// Which price catalogs there are.
        GetPriceCatalogTypes = "GetPriceCatalogTypes",
        /// Asks for a price catalog.
        PriceCatalogRequest = "PriceCatalogRequest",
        /// Which goods are reserved.
        GetReserves = "GetReserves",
        /// Reserves goods.
        CreateReserve = "CreateReserve",
        /// The most recent orders.
        Orders = "Orders",
        /// One order.
        OrderStatus = "OrderStatus",
        /// One order with its lines.
        OrderStatusDetail = "OrderStatusDetail",
    }
}

impl ServiceName {
    /// Whether both name the same service: letters and digits count, their case does not.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        Self::key(self.as_str()) == Self::key(other)
    }

    /// The name without what differs between producers.
    pub(crate) fn key(name: &str) -> String {
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    }
}

/// `RollOrCutFlag`: a boolean at one producer, letters or words at others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RollOrCutFlag {
    /// `R`, `Roll`.
    Roll,
    /// `C`, `Cut`.
    Cut,
    /// `true`: by the element's name, sold by roll or cut; no source says which of them.
    RollOrCut,
    /// `false`: by the element's name, sold neither by roll nor by cut.
    Neither,
}

impl Lexical for RollOrCutFlag {
    const TYPE: &'static str = "a roll or cut flag";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        let inner = text.trim();
        let value = match inner.to_ascii_lowercase().as_str() {
            "r" | "roll" => Self::Roll,
            "c" | "cut" => Self::Cut,
            "true" | "1" => Self::RollOrCut,
            "false" | "0" => Self::Neither,
            _ => return Err(NotLexical),
        };
        Ok(if inner.len() == text.len() { Lexed::proper(value) } else { Lexed::odd(value, "is padded") })
    }

    fn write(&self, out: &mut String) {
        out.push_str(match self {
            Self::Roll => "R",
            Self::Cut => "C",
            Self::RollOrCut => "true",
            Self::Neither => "false",
        });
    }
}

/// `AvailableQuantity`: a number, or the word that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AvailableQuantity {
    /// So much.
    Amount(Decimal),
    /// `NA`.
    NotAvailable,
}

impl AvailableQuantity {
    /// The number, if it is one.
    #[must_use]
    pub fn amount(self) -> Option<Decimal> {
        match self {
            Self::Amount(amount) => Some(amount),
            Self::NotAvailable => None,
        }
    }
}

impl From<Decimal> for AvailableQuantity {
    fn from(amount: Decimal) -> Self {
        Self::Amount(amount)
    }
}

impl Lexical for AvailableQuantity {
    const TYPE: &'static str = "a quantity or NA";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        match text.trim().to_ascii_uppercase().as_str() {
            "NA" | "N/A" => Ok(Lexed::proper(Self::NotAvailable)),
            _ => Ok(Decimal::parse(text)?.map(Self::Amount)),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Amount(amount) => Lexical::write(amount, out),
            Self::NotAvailable => out.push_str("NA"),
        }
    }
}

/// A date with or without a time of day, and that with or without a zone: the types of dates are not public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum DateOrTime {
    /// A moment.
    Moment(DateTime<Utc>),
    /// A time of day without zone.
    Local(NaiveDateTime),
    /// A day.
    Date(NaiveDate),
}

impl DateOrTime {
    /// The day, as it is written.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Moment(moment) => moment.date_naive(),
            Self::Local(time) => time.date(),
            Self::Date(date) => date,
        }
    }
}

impl From<DateTime<Utc>> for DateOrTime {
    fn from(moment: DateTime<Utc>) -> Self {
        Self::Moment(moment)
    }
}

impl From<NaiveDate> for DateOrTime {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl Lexical for DateOrTime {
    const TYPE: &'static str = "a date, with or without a time of day";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        if !text.contains('T') {
            return NaiveDate::parse(text).map(|lexed| lexed.map(Self::Date));
        }
        NaiveDateTime::parse(text)
            .map(|lexed| lexed.map(Self::Local))
            .or_else(|_| DateTime::parse(text).map(|lexed| lexed.map(Self::Moment)))
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Moment(moment) => Lexical::write(moment, out),
            Self::Local(time) => Lexical::write(time, out),
            Self::Date(date) => Lexical::write(date, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_names_are_compared_without_what_differs() {
        assert!(ServiceName::GetPriceCatalogTypes.is("get_price-catalog types"));
        assert!(!ServiceName::Orders.is("Order"));
    }
}
