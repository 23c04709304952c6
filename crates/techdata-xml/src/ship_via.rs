//! ShipVia: chapter 7 of the manual. International ways are for a sales representative to tell.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::common::{CodedHeader, ErrorInfo, ResponseHeader, Summary};
use crate::items::{answers_for_item, asks_for_item, item_transaction};
use crate::types::by_type;
use crate::{ItemQualifier, ItemStatus, ShipViaCode, Text, TransactionSet};

/// Asks by which domestic ship vias items can be sent to a postal code: chapter 7 of the manual.
///
/// ```
/// use techdata_xml::{Item, ShipViaSubmit};
///
/// let submission = ShipViaSubmit::to("33760", [Item::tech_data("7512ZJ")]).from_warehouse("A1");
/// assert_eq!(submission.detail.lines[0].whse_code.as_deref(), Some("A1"));
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_ShipVia_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct ShipViaSubmit {
    /// Who asks.
    #[xml(name = "Header")]
    pub header: CodedHeader,
    /// What is asked.
    #[xml(name = "Detail")]
    pub detail: Detail,
    /// The end.
    #[xml(name = "Summary")]
    pub summary: Summary,
}

/// Where, and what.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Detail {
    /// Where the items are to be sent.
    #[xml(name = "PostalCode", required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Text>,
    /// The items, at least one.
    #[xml(name = "LineInfo", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
}

/// One item, in one warehouse.
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
    /// The warehouse that it is to come from.
    #[xml(name = "WhseCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_code: Option<Text>,
}

asks_for_item!(Line);

impl ShipViaSubmit {
    /// Asks how these items can be sent to a postal code.
    #[must_use]
    pub fn to<I: IntoIterator<Item: Into<Line>>>(postal_code: impl Into<Text>, items: I) -> Self {
        let lines = items.into_iter().map(Into::into).collect();
        Self { detail: Detail { postal_code: Some(postal_code.into()), lines }, ..Self::default() }
    }

    /// Asks for one warehouse, with all items.
    #[must_use]
    pub fn from_warehouse(mut self, code: impl Into<Text>) -> Self {
        let code = Some(code.into());
        for line in &mut self.detail.lines {
            line.whse_code.clone_from(&code);
        }
        self
    }
}

/// The answer to [`ShipViaSubmit`]. Its name is inferred; its elements are those of the SOAP wrapper.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_ShipVia_Response")]
#[serde(default)]
pub struct ShipViaResponse {
    /// What it answers.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// The items.
    #[xml(name = "Detail", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<ResponseDetail>,
    /// The end.
    #[xml(name = "Summary", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// Where, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail")]
#[serde(default)]
pub struct ResponseDetail {
    /// Where the items are to be sent.
    #[xml(name = "PostalCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Text>,
    /// The items.
    #[xml(name = "LineInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<ShipViaLine>,
}

/// How one item can be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct ShipViaLine {
    /// The id of the line that it answers.
    #[xml(name = "AssignedID", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
    /// The kind of the number as it was submitted.
    #[xml(name = "RefIDQual1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual1: Option<ItemQualifier>,
    /// The number as it was submitted, perhaps padded with zeros.
    #[xml(name = "RefID1")]
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
    #[xml(name = "ProductDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_desc: Option<Text>,
    /// The weight.
    #[xml(name = "ProductWeight", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_weight: Option<OrRaw<Decimal>>,
    /// How the item stands.
    #[xml(name = "ItemStatus", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_status: Option<ItemStatus>,
    /// From which warehouses, and by which ways.
    #[xml(name = "WhseInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub whse_info: Vec<ShipViaWarehouse>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<ErrorInfo>,
}

/// The ways from one warehouse.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "WhseInfo")]
#[serde(default)]
pub struct ShipViaWarehouse {
    /// Its code.
    #[xml(name = "WhseCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_code: Option<Text>,
    /// Its name.
    #[xml(name = "WhseDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_desc: Option<Text>,
    /// The ways.
    #[xml(name = "ShipViaInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ship_via_info: Vec<ShipViaInfo>,
}

/// One way to send an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ShipViaInfo")]
#[serde(default)]
pub struct ShipViaInfo {
    /// The code that an order names it by.
    #[xml(name = "ShipViaCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_via_code: Option<ShipViaCode>,
    /// Its name.
    #[xml(name = "ShipViaDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_via_desc: Option<Text>,
    /// The code of its kind.
    #[xml(name = "ShipmentTypeCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment_type_code: Option<Text>,
    /// The name of its kind.
    #[xml(name = "ShipmentTypeDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment_type_desc: Option<Text>,
}

answers_for_item!(ShipViaLine, ref_id_qual1 ref_id1, ref_id_qual2 ref_id2, ref_id_qual4 ref_id4);

// The submission must name a transaction set, and no source tells which: that of Availability, which asks about items
// too, is our choice. So is the version, of which none was seen.
item_transaction!(
    ShipViaSubmit, Line => ShipViaResponse, ShipViaLine;
    name: "techdata.ShipVia", version: "1.0", code: Some(TransactionSet::AvailabilitySubmit),
    lines: (detail.lines), answered: |document| (document.header, document.detail.unwrap_or_default().lines),
    assigned_id: assigned_id
);
