//! Availability: chapter 3 of the manual.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::common::{CodedHeader, ErrorInfo, ResponseHeader, Summary, WhseInfo};
use crate::items::{answers_for_item, asks_for_item, item_transaction};
use crate::types::by_type;
use crate::{ItemQualifier, ItemStatus, Text, TransactionSet};

/// Asks which warehouses have what of some items: chapter 3 of the manual.
///
/// ```
/// use techdata_xml::{AvailabilitySubmit, Item};
///
/// let submission = AvailabilitySubmit::of([Item::tech_data("7512ZJ"), Item::manufacturer("T3Y97A")]);
/// assert_eq!(submission.lines[1].ref_id.as_deref(), Some("T3Y97A"));
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_Availability_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct AvailabilitySubmit {
    /// Who asks.
    #[xml(name = "Header")]
    pub header: CodedHeader,
    /// The items, at least one.
    #[xml(name = "Detail", item = "LineInfo", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// The end.
    #[xml(name = "Summary")]
    pub summary: Summary,
}

/// One item that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Line {
    /// The sender's id of the line, echoed in the answer. Generated if not given.
    #[xml(name = "AssignedID", ty = "A/N", max = 100, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
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

impl AvailabilitySubmit {
    /// Asks for these items.
    #[must_use]
    pub fn of<I: IntoIterator<Item: Into<Line>>>(items: I) -> Self {
        Self { lines: items.into_iter().map(Into::into).collect(), ..Self::default() }
    }
}

/// The answer to [`AvailabilitySubmit`]. Its name is inferred from those of the other answers, its elements are those
/// of the SOAP wrapper.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_Availability_Response")]
#[serde(default)]
pub struct AvailabilityResponse {
    /// What it answers.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// The items.
    #[xml(name = "Detail", item = "LineInfo", none = "empty")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<AvailabilityLine>,
    /// The end.
    #[xml(name = "Summary", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// What Tech Data says of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct AvailabilityLine {
    /// The id of the line that it answers.
    #[xml(name = "AssignedID", none = "empty")]
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
    #[xml(name = "RefIDQual2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual2: Option<ItemQualifier>,
    /// The second number.
    #[xml(name = "RefID2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id2: Option<Text>,
    /// The kind of the third number: the UPC.
    #[xml(name = "RefIDQual4", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual4: Option<ItemQualifier>,
    /// The third number.
    #[xml(name = "RefID4", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id4: Option<Text>,
    /// The weight, with three decimals. No source tells the unit.
    #[xml(name = "ProductWeight", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_weight: Option<OrRaw<Decimal>>,
    /// How the item stands.
    #[xml(name = "ItemStatus", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_status: Option<ItemStatus>,
    /// The warehouses.
    #[xml(name = "WhseInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub whse_info: Vec<WhseInfo>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<ErrorInfo>,
}

answers_for_item!(AvailabilityLine, ref_id_qual1 ref_id1, ref_id_qual2 ref_id2, ref_id_qual4 ref_id4);

item_transaction!(
    AvailabilitySubmit, Line => AvailabilityResponse, AvailabilityLine;
    name: "techdata.Availability", version: "1.4", code: Some(TransactionSet::AvailabilitySubmit),
    lines: (lines), answered: |document| (document.header, document.lines),
    assigned_id: assigned_id
);
