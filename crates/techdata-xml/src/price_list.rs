//! Price List: chapter 8 of the manual. It takes Tech Data long to answer, and should not be asked often.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::common::{ResponseHeader, ShortHeader};
use crate::items::{answers_for_item, asks_for_item, item_transaction};
use crate::types::by_type;
use crate::{
    ErrorPlace, Indicator, ItemQualifier, ItemStatus, LongDate, OrderLevel, Price, ShortDate, TechDataError, Text,
};

/// Asks for prices and promotions of some items: chapter 8 of the manual, which asks to use it sparingly.
///
/// ```
/// use techdata_xml::{Indicator, Item, PriceListSubmit};
///
/// let submission = PriceListSubmit::of([Item::tech_data("10226038")]).with_availability();
/// assert_eq!(submission.lines[0].return_availability, Some(Indicator::Yes));
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_PriceList_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct PriceListSubmit {
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
    /// What kind of number follows.
    #[xml(name = "RefIDQual", ty = "A", max = 2, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ItemQualifier>,
    /// The item's number.
    #[xml(name = "RefID", ty = "A/N", max = 20, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
    /// Whether stock is wanted too.
    #[xml(name = "ReturnAvailability")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_availability: Option<Indicator>,
}

asks_for_item!(Line);

impl PriceListSubmit {
    /// Asks for these items.
    #[must_use]
    pub fn of<I: IntoIterator<Item: Into<Line>>>(items: I) -> Self {
        Self { lines: items.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Asks for stock too, of all items.
    #[must_use]
    pub fn with_availability(mut self) -> Self {
        for line in &mut self.lines {
            line.return_availability = Some(Indicator::Yes);
        }
        self
    }
}

/// The answer to [`PriceListSubmit`].
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_PriceList_Response")]
#[serde(default)]
pub struct PriceListResponse {
    /// What it answers; empty in the one answer that was shown.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// The items.
    #[xml(name = "Detail", item = "LineInfo", none = "empty")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<PriceListLine>,
}

/// What one item costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct PriceListLine {
    /// The id of the line that it answers.
    #[xml(name = "AssignedID")]
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
    /// The description.
    #[xml(name = "ProductDesc")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_desc: Option<Text>,
    /// Whether an order needs information about the end user.
    #[xml(name = "ItemEUIRequired")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_eui_required: Option<Indicator>,
    /// Whether an order needs a license.
    #[xml(name = "LicenseRequired")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_required: Option<Indicator>,
    /// The customer's price.
    #[xml(name = "CustomerPrice")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_price: Option<OrRaw<Price>>,
    /// The suggested retail price.
    #[xml(name = "MSRP")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub msrp: Option<OrRaw<Price>>,
    /// The promotions.
    #[xml(name = "PromotionInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub promotion_info: Vec<PromotionInfo>,
    /// The warehouses, if they were asked for.
    #[xml(name = "AvailabilityInfo", item = "WhseInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub availability_info: Vec<StockInfo>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<PriceListError>,
}

/// One promotion: the best one, or the best stack of up to four.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "PromotionInfo")]
#[serde(default)]
pub struct PromotionInfo {
    /// For whose orders.
    #[xml(name = "OrderLevel", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_level: Option<OrderLevel>,
    /// From which quantity on.
    #[xml(name = "MinimumQty", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_qty: Option<OrRaw<Decimal>>,
    /// Up to which quantity.
    #[xml(name = "MaximumQty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_qty: Option<OrRaw<Decimal>>,
    /// Whether an order needs information about the end user.
    #[xml(name = "PromoEUIRequired")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promo_eui_required: Option<Indicator>,
    /// The price.
    #[xml(name = "PromotedPricePerUnit", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promoted_price_per_unit: Option<OrRaw<Price>>,
    /// The last day. The SOAP wrapper spells it `PromotedEndDate`.
    #[xml(name = "PromoEndDate", alias = "PromotedEndDate", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promo_end_date: Option<OrRaw<LongDate>>,
    /// The number; `MULTIPLE` for a stack.
    #[xml(name = "PromoNumber", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promo_number: Option<Text>,
}

/// What one warehouse has of an item: as in Price and Availability, with the status at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "WhseInfo")]
#[serde(default)]
pub struct StockInfo {
    /// The name of the warehouse.
    #[xml(name = "IDCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_code: Option<Text>,
    /// Its code.
    #[xml(name = "WhseCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_code: Option<Text>,
    /// What is there. It can be negative.
    #[xml(name = "Qty", none = "empty")]
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
    /// How the item stands there.
    #[xml(name = "ItemStatus")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_status: Option<ItemStatus>,
}

/// What is wrong with a line of a price list.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ErrorInfo")]
#[serde(default)]
pub struct PriceListError {
    /// The number of the error. Not to be relied on.
    #[xml(name = "ErrorID", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_id: Option<Text>,
    /// What is wrong, in words that change: for people, whole.
    #[xml(name = "ErrorDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_desc: Option<Text>,
}

/// Where the lines stand in a response, for [`b2b_xml::records()`].
#[cfg(feature = "client")]
pub(crate) const LINES: &str = "XML_PriceList_Response/Detail/LineInfo";

/// Where the header stands.
#[cfg(feature = "client")]
pub(crate) const HEADER: &str = "XML_PriceList_Response/Header";

answers_for_item!(PriceListLine, ref_id_qual1 ref_id1, ref_id_qual2 ref_id2);

impl From<&PriceListError> for TechDataError {
    fn from(error: &PriceListError) -> Self {
        let PriceListError { error_id, error_desc } = error.clone();
        Self { place: ErrorPlace::Line, qualifier: None, number: error_id, text: error_desc }
    }
}

item_transaction!(
    PriceListSubmit, Line => PriceListResponse, PriceListLine;
    name: "techdata.PriceList", version: "1.8", code: None,
    lines: (lines), answered: |document| (document.header, document.lines),
    assigned_id: assigned_id
);
