//! Price and Availability: chapter 4 of the manual, which asks not to refresh a whole catalogue by it.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::common::{ErrorInfo, ResponseHeader, Summary, WhseInfo, opens};
use crate::items::{answers_for_item, asks_for_item, item_transaction};
use crate::types::by_type;
use crate::{Indicator, ItemQualifier, ItemStatus, OrderLevel, Price, PriceKind, Text, TransactionSet};

/// Asks for prices and warehouse stock of some items: chapter 4 of the manual.
///
/// ```
/// use techdata_xml::{Item, OrderLevel, PriceAvailabilitySubmit};
///
/// let submission = PriceAvailabilitySubmit::of([Item::tech_data("10226038")]).order_level(OrderLevel::Federal);
/// assert_eq!(submission.lines[0].order_level, Some(OrderLevel::Federal));
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_PriceAvailability_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct PriceAvailabilitySubmit {
    /// Who asks.
    #[xml(name = "Header")]
    pub header: Header,
    /// The items, at least one.
    #[xml(name = "Detail", item = "LineInfo", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// The end, which may be left out.
    #[xml(name = "Summary")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// The header of the submission.
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Header", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Header {
    /// The EC logon id that Tech Data assigned. Filled in from the endpoint.
    #[xml(name = "UserName", ty = "A/N", required)]
    #[serde(skip)]
    pub user_name: Option<SecretString>,
    /// Its password. Filled in from the endpoint.
    #[xml(name = "Password", ty = "A/N", required)]
    #[serde(skip)]
    pub password: Option<SecretString>,
    /// An older document type had it here; not written unless given.
    #[xml(name = "TransSetIDCode", ty = "A/N", max = 8)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_set_id_code: Option<TransactionSet>,
    /// The sender's id of the message, echoed in the answer. Generated if not given.
    #[xml(name = "TransControlID", ty = "A/N", max = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_control_id: Option<Text>,
    /// The version of the response document. Filled in if not given: without it, the oldest one is sent.
    #[xml(name = "ResponseVersion", ty = "A/N", max = 20)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_version: Option<Text>,
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
    /// For government or education prices; without it, the contract price for commercial resale is told.
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
    /// Whether a promotion is accepted. In the SOAP wrapper; that it may be left out is inferred.
    #[xml(name = "PromoAcceptInd")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promo_accept_ind: Option<Indicator>,
    /// Whether the answer shows that a promotion was applied. As above.
    #[xml(name = "PromoAppliedShowInd")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promo_applied_show_ind: Option<Indicator>,
}

opens!(Header: trans_control_id, trans_set_id_code);
asks_for_item!(Line);

impl PriceAvailabilitySubmit {
    /// Asks for these items, at the contract price.
    #[must_use]
    pub fn of<I: IntoIterator<Item: Into<Line>>>(items: I) -> Self {
        let lines = items.into_iter().map(Into::into).collect();
        Self { lines, summary: Some(Summary::default()), ..Self::default() }
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

/// The answer to [`PriceAvailabilitySubmit`].
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_PriceAvailability_Response")]
#[serde(default)]
pub struct PriceAvailabilityResponse {
    /// What it answers.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// The items.
    #[xml(name = "Detail", item = "LineInfo", none = "empty")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<PriceAvailabilityLine>,
    /// The end.
    #[xml(name = "Summary", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// What Tech Data says of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct PriceAvailabilityLine {
    /// The id of the line that it answers, if one was sent.
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
    /// Whether a promotion was applied.
    #[xml(name = "PromoAppliedInd")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promo_applied_ind: Option<Indicator>,
    /// The weight, with three decimals. No source tells the unit.
    #[xml(name = "ProductWeight")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_weight: Option<OrRaw<Decimal>>,
    /// How the item stands.
    #[xml(name = "ItemStatus")]
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

answers_for_item!(PriceAvailabilityLine, ref_id_qual1 ref_id1, ref_id_qual2 ref_id2, ref_id_qual4 ref_id4);

impl PriceAvailabilityLine {
    /// The price of this kind.
    #[must_use]
    pub fn price(&self, kind: &PriceKind) -> Option<&OrRaw<Price>> {
        let prices = [(&self.price_id_code1, &self.unit_price1), (&self.price_id_code2, &self.unit_price2)];
        prices.into_iter().find(|(code, _)| code.as_ref() == Some(kind)).and_then(|(_, price)| price.as_ref())
    }
}

item_transaction!(
    PriceAvailabilitySubmit, Line => PriceAvailabilityResponse, PriceAvailabilityLine;
    name: "techdata.PriceAvailability", version: "1.5", code: None,
    lines: (lines), answered: |document| (document.header, document.lines),
    assigned_id: assigned_id
);
