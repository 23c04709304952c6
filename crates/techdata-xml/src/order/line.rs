//! The lines and the end of an order.

use b2b_xml::{FromXml, ToXml};
use serde::{Deserialize, Serialize};

use crate::types::by_type;
use crate::{Amount, Indicator, Item, ItemQualifier, ShipViaCode, Text};

/// One line of the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Line {
    /// The sender's id of the line, named in errors. Generated if not given.
    #[xml(name = "AssignedID", ty = "A/N", max = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
    /// The line of the customer's purchase order.
    #[xml(name = "OrigCustPOLineNbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orig_cust_po_line_nbr: Option<Text>,
    /// How many.
    #[xml(name = "QtyOrdered", ty = "N", required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_ordered: Option<u32>,
    /// The price that is expected, without currency sign.
    #[xml(name = "UnitPrice", ty = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Amount>,
    /// What kind of number follows.
    #[xml(name = "ProductIDQual", ty = "A", max = 2, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id_qual: Option<ItemQualifier>,
    /// The item's number. Of the manufacturer's, some are ambiguous: Tech Data's own is recommended.
    #[xml(name = "ProductID", ty = "A/N", required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<Text>,
    /// The kind of the agreement: `VAN` in the samples. Newer; its place before [`whse_code`](Self::whse_code) is
    /// inferred.
    #[xml(name = "AgreementNumberQual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_number_qual: Option<Text>,
    /// The agreement's number. Newer, as above.
    #[xml(name = "AgreementNumber")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_number: Option<Text>,
    /// The warehouse that it is to come from. Whether it may be left out is inferred; it is always written, empty if not
    /// given, which is our choice.
    #[xml(name = "WhseCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_code: Option<Text>,
    /// How it is to be sent. Always written too, empty if not given. In Price and Availability an element of this name is
    /// a warehouse's name.
    #[xml(name = "IDCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_code: Option<ShipViaCode>,
    /// How a configuration is handled.
    #[xml(name = "ConfigHandlingCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_handling_code: Option<Text>,
    /// Whether a promotion is accepted.
    #[xml(name = "PromoAcceptInd")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promo_accept_ind: Option<Indicator>,
    /// A message about the line.
    #[xml(name = "OrderMessageLine")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_message_line: Option<Text>,
    /// The aggregation.
    #[xml(name = "AggregationCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aggregation_code: Option<Text>,
    /// The freight account to be charged.
    #[xml(name = "ThirdPartyFreightAcct")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub third_party_freight_acct: Option<Text>,
}

/// The end of an order. Its two amounts are in the SOAP wrapper only.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Summary", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct OrderSummary {
    /// Obsolete; written empty.
    #[xml(name = "NbrOfSegments", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbr_of_segments: Option<Text>,
    /// The kind of the amount.
    #[xml(name = "AmtQualCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amt_qual_code: Option<Text>,
    /// The amount.
    #[xml(name = "MonetaryAmt", ty = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monetary_amt: Option<Amount>,
}

impl Line {
    /// So many of an item.
    #[must_use]
    pub fn new(item: Item, quantity: u32) -> Self {
        let Item { qualifier, number } = item;
        Self {
            qty_ordered: Some(quantity),
            product_id_qual: Some(qualifier),
            product_id: Some(number),
            ..Self::default()
        }
    }
}
