//! The order that is sent.

use b2b_xml::{FromXml, ToXml};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::{CreditCardInfo, EndUserInfo, Line, OrderSummary};
use crate::common::opens;
use crate::types::by_type;
use crate::{
    Amount, CompactDate, Indicator, MessageType, OrderLevel, OrderType, PurposeCode, ReferenceQualifier,
    SalesRequirement, Text, TrackerEvent,
};

/// Places an order: chapter 5 of the manual.
///
/// ```
/// use techdata_xml::order::Line;
/// use techdata_xml::{Item, OrderSubmit, OrderType};
///
/// let two = Line::new(Item::tech_data("7512ZJ"), 2);
/// let submission = OrderSubmit::new("PO-1", OrderType::Ds).line(two).with_confirmation();
/// assert!(submission.broken_rules().is_empty());
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_Order_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct OrderSubmit {
    /// The order as a whole.
    #[xml(name = "Header")]
    pub header: Header,
    /// The lines, at least one.
    #[xml(name = "Detail", item = "LineInfo", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// The end, which may be left out.
    #[xml(name = "Summary")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<OrderSummary>,
}

/// The order as a whole.
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
    /// The sender's id of the message, echoed in the answer. Generated if not given.
    #[xml(name = "TransControlID", ty = "A/N", max = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_control_id: Option<Text>,
    /// The version of the response document. Filled in if not given: without it, the oldest one is sent.
    #[xml(name = "ResponseVersion", ty = "A/N", max = 20)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_version: Option<Text>,
    /// Obsolete.
    #[xml(name = "PurposeCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose_code: Option<PurposeCode>,
    /// The kind of order.
    #[xml(name = "OrderTypeCode", ty = "A/N", max = 2, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_type_code: Option<OrderType>,
    /// The purchase order number. It must be another one for each order.
    #[xml(name = "PONbr", ty = "A/N", max = 35, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_nbr: Option<Text>,
    /// In the SOAP wrapper only.
    #[xml(name = "EntityIDCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_id_code: Option<Text>,
    /// In the SOAP wrapper only.
    #[xml(name = "CurrencyCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<Text>,
    /// Up to three further numbers, such as the end user's purchase order (`EU`).
    #[xml(name = "RefNbrs")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ref_nbrs: Vec<RefNbr>,
    /// What becomes of what is not in stock.
    #[xml(name = "SalesRequirementCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_requirement_code: Option<SalesRequirement>,
    /// Whether the answer shows the order.
    #[xml(name = "RequestOrderConfirmation")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_order_confirmation: Option<Indicator>,
    /// Whether the freight account on file is charged.
    #[xml(name = "ThirdPartyFreightAutoApply")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub third_party_freight_auto_apply: Option<Indicator>,
    /// X12 CSH02, inferred from its name and place.
    #[xml(name = "ActionCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_code: Option<Text>,
    /// X12 CSH03, inferred: the amount that must not be exceeded.
    #[xml(name = "Amt", ty = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amt: Option<Amount>,
    /// X12 CSH05, inferred: the day to send or to invoice it.
    #[xml(name = "Date", max = 6)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<CompactDate>,
    /// To whom it is sent.
    #[xml(name = "Name", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The lines of the address: one to three were seen. If there is none, an empty one is sent.
    #[xml(name = "AddrInfo", item = "Addr", none = "empty")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Text>,
    /// The city.
    #[xml(name = "CityName", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city_name: Option<Text>,
    /// The state or province as two letters. A full name causes an error.
    #[xml(name = "StateProvinceCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_province_code: Option<Text>,
    /// The postal code.
    #[xml(name = "PostalCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Text>,
    /// Whom to ask.
    #[xml(name = "ContactName", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<Text>,
    /// Whom to call.
    #[xml(name = "ContactPhoneNbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_phone_nbr: Option<Text>,
    /// For government or education prices.
    #[xml(name = "OrderLevel", ty = "A", max = 2)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_level: Option<OrderLevel>,
    /// Whether items are to be configured: `N` in the samples.
    #[xml(name = "ConfigInd")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_ind: Option<Indicator>,
    /// What the messages are: `DEL` in the samples.
    #[xml(name = "OrderMessageHdrType")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_message_hdr_type: Option<MessageType>,
    /// Messages about the order.
    #[xml(name = "OrderMessageHdr")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order_messages: Vec<Text>,
    /// The end user's number.
    #[xml(name = "EndUserCustomerNbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user_customer_nbr: Option<Text>,
    /// The end user's group.
    #[xml(name = "EndUserGroupCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user_group_code: Option<Text>,
    /// Who will use the goods. With it, an `EU` reference is needed too.
    #[xml(name = "EndUserInfo")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user_info: Option<EndUserInfo>,
    /// The card that pays.
    #[xml(name = "CreditCardInfo")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_card_info: Option<CreditCardInfo>,
    /// Who is told of what by e-mail.
    #[xml(name = "MyOrderTracker")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub my_order_tracker: Option<MyOrderTracker>,
}

/// A further number of the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "RefNbrs", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct RefNbr {
    /// Its kind.
    #[xml(name = "RefIDQual", ty = "A/N", max = 2, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ReferenceQualifier>,
    /// The number; one of the kind `AY` has ten characters at most.
    #[xml(name = "RefID", ty = "A/N", required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
}

/// Who is told of what by e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "MyOrderTracker", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct MyOrderTracker {
    /// The reseller's address.
    #[xml(name = "ResellerEmail")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reseller_email: Option<Text>,
    /// The end user's address.
    #[xml(name = "EndUserEmail")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user_email: Option<Text>,
    /// What the reseller is told of.
    #[xml(name = "ResellerEvents")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reseller_events: Vec<TrackerEvent>,
    /// What the end user is told of.
    #[xml(name = "EndUserEvents")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub end_user_events: Vec<TrackerEvent>,
}

opens!(Header: trans_control_id);

impl OrderSubmit {
    /// An order with its number and kind. Where it goes is said in its [`header`](Self::header).
    #[must_use]
    pub fn new(purchase_order: impl Into<Text>, kind: OrderType) -> Self {
        let (po_nbr, order_type_code) = (Some(purchase_order.into()), Some(kind));
        let header = Header { po_nbr, order_type_code, ..Header::default() };
        Self { header, summary: Some(OrderSummary::default()), ..Self::default() }
    }

    /// Adds a line.
    #[must_use]
    pub fn line(mut self, line: Line) -> Self {
        self.lines.push(line);
        self
    }

    /// Asks for the order as Tech Data has it, in the answer.
    #[must_use]
    pub fn with_confirmation(mut self) -> Self {
        self.header.request_order_confirmation = Some(Indicator::Yes);
        self
    }
}

impl RefNbr {
    /// The end user's purchase order.
    #[must_use]
    pub fn end_user(purchase_order: impl Into<Text>) -> Self {
        let ref_id_qual = Some(ReferenceQualifier::EndUserPurchaseOrder);
        Self { ref_id_qual, ref_id: Some(purchase_order.into()) }
    }
}
