//! Multiple Item Price and Availability: a chapter of the manual of which no source tells the number.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::common::{ErrorInfo, ResponseHeader, ShortHeader, Summary, WhseInfo};
use crate::items::{answers_for_item, asks_for_item, item_transaction};
use crate::types::by_type;
use crate::{Indicator, ItemQualifier, ItemStatus, OrderLevel, Price, PriceKind, ShortDate, Text};

/// Asks for prices and the stock of all warehouses together: the chapter on multiple items.
///
/// ```
/// use techdata_xml::{Item, MultiPriceAvailabilitySubmit};
///
/// let submission = MultiPriceAvailabilitySubmit::of([Item::tech_data("10226038")]);
/// assert_eq!(submission.lines[0].ref_id.as_deref(), Some("10226038"));
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_MultiPriceAvailability_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct MultiPriceAvailabilitySubmit {
    /// Who asks.
    #[xml(name = "Header")]
    pub header: ShortHeader,
    /// The items, at least one.
    #[xml(name = "Detail", item = "LineInfo", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
}

/// One item that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Line {
    /// The sender's id of the line, echoed in the answer. Generated if not given.
    #[xml(name = "AssignedID", ty = "A/N", max = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
    /// For government or education prices.
    #[xml(name = "OrderLevel", ty = "A", max = 2)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_level: Option<OrderLevel>,
    /// What kind of number follows.
    #[xml(name = "RefIDQual", ty = "A", max = 2, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ItemQualifier>,
    /// The item's number.
    #[xml(name = "RefID", ty = "A/N", max = 20, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
}

asks_for_item!(Line);

impl MultiPriceAvailabilitySubmit {
    /// Asks for these items.
    #[must_use]
    pub fn of<I: IntoIterator<Item: Into<Line>>>(items: I) -> Self {
        Self { lines: items.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Asks for government or education prices, of all items.
    #[must_use]
    pub fn order_level(mut self, level: OrderLevel) -> Self {
        let level = Some(level);
        for line in &mut self.lines {
            line.order_level.clone_from(&level);
        }
        self
    }
}

/// The answer to [`MultiPriceAvailabilitySubmit`]. No source shows one: its name and elements are inferred from Price
/// and Availability.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_MultiPriceAvailability_Response")]
#[serde(default)]
pub struct MultiPriceAvailabilityResponse {
    /// What it answers.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// The items.
    #[xml(name = "Detail", item = "LineInfo", none = "empty")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<MultiPriceAvailabilityLine>,
    /// The end.
    #[xml(name = "Summary")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// What Tech Data says of one item. Inferred: the line of Price and Availability, with the quantities of all warehouses
/// together.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct MultiPriceAvailabilityLine {
    /// The id of the line that it answers.
    #[xml(name = "AssignedID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
    /// The kind of the number as it was submitted.
    #[xml(name = "RefIDQual1", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual1: Option<ItemQualifier>,
    /// The number as it was submitted, perhaps padded with zeros.
    #[xml(name = "RefID1", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id1: Option<Text>,
    /// The kind of the second number: the manufacturer's.
    #[xml(name = "RefIDQual2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual2: Option<ItemQualifier>,
    /// The second number.
    #[xml(name = "RefID2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id2: Option<Text>,
    /// The kind of the third number: the UPC.
    #[xml(name = "RefIDQual4")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual4: Option<ItemQualifier>,
    /// The third number.
    #[xml(name = "RefID4")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id4: Option<Text>,
    /// The description.
    #[xml(name = "ProductDesc")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_desc: Option<Text>,
    /// What the first price is: `CON`.
    #[xml(name = "PriceIDCode1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_id_code1: Option<PriceKind>,
    /// The first price.
    #[xml(name = "UnitPrice1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price1: Option<OrRaw<Price>>,
    /// What the second price is: `MSR`.
    #[xml(name = "PriceIDCode2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_id_code2: Option<PriceKind>,
    /// The second price.
    #[xml(name = "UnitPrice2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price2: Option<OrRaw<Price>>,
    /// Whether an order needs information about the end user.
    #[xml(name = "RequiredEndUserInfo")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_end_user_info: Option<Indicator>,
    /// Whether an order needs a license.
    #[xml(name = "RequiredLicenseInfo")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_license_info: Option<Indicator>,
    /// The weight.
    #[xml(name = "ProductWeight")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_weight: Option<OrRaw<Decimal>>,
    /// How the item stands.
    #[xml(name = "ItemStatus")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_status: Option<ItemStatus>,
    /// What all warehouses have.
    #[xml(name = "Qty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty: Option<OrRaw<Decimal>>,
    /// What is on order in all.
    #[xml(name = "TotalOnOrderQty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_on_order_qty: Option<OrRaw<Decimal>>,
    /// What of it comes next.
    #[xml(name = "OnOrderQty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_order_qty: Option<OrRaw<Decimal>>,
    /// When that is expected.
    #[xml(name = "OnOrderETADate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_order_eta_date: Option<OrRaw<ShortDate>>,
    /// Warehouses, should the answer have them after all.
    #[xml(name = "WhseInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub whse_info: Vec<WhseInfo>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<ErrorInfo>,
}

answers_for_item!(MultiPriceAvailabilityLine, ref_id_qual1 ref_id1, ref_id_qual2 ref_id2, ref_id_qual4 ref_id4);

item_transaction!(
    MultiPriceAvailabilitySubmit, Line => MultiPriceAvailabilityResponse, MultiPriceAvailabilityLine;
    name: "techdata.MultiPriceAvailability", version: "1.0", code: None,
    lines: (lines), answered: |document| (document.header, document.lines),
    assigned_id: assigned_id
);
