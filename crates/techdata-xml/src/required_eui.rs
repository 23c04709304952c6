//! Required End User Information: a chapter of the manual of which no source tells the number. To be asked before an order
//! that may need it.

use b2b_xml::{FromXml, ToXml};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::common::{ErrorInfo, ResponseHeader, opens};
use crate::items::{answers_for_item, item, item_transaction};
use crate::types::by_type;
use crate::{AskedLine, Item, ItemQualifier, OrderLevel, Text};

/// Asks what must be told of the end user to buy some items: the chapter on end users.
///
/// ```
/// use techdata_xml::{Item, RequiredEuiSubmit};
///
/// let submission = RequiredEuiSubmit::of([Item::tech_data("10226038")]);
/// assert_eq!(submission.detail.lines[0].ref_id.as_deref(), Some("10226038"));
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_RequiredEUI_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct RequiredEuiSubmit {
    /// Who asks.
    #[xml(name = "Header")]
    pub header: Header,
    /// What is asked.
    #[xml(name = "Detail")]
    pub detail: Detail,
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
    /// The sender's id of the message, echoed in the answer. Generated if not given.
    #[xml(name = "TransControlID", ty = "A/N", max = 100, none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_control_id: Option<Text>,
    /// The version of the response document. Filled in if not given: without it, the oldest one is sent.
    #[xml(name = "ResponseVersion", ty = "A/N", max = 20)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_version: Option<Text>,
}

/// Which items.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Detail {
    /// For whose orders.
    #[xml(name = "OrderLevel", ty = "A", max = 2)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_level: Option<OrderLevel>,
    /// The items, at least one.
    #[xml(name = "LineInfo", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
}

/// One item that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Line {
    /// What kind of number follows.
    #[xml(name = "RefIDQual", ty = "A", max = 2, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ItemQualifier>,
    /// The item's number.
    #[xml(name = "RefID", ty = "A/N", max = 20, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
}

opens!(Header: trans_control_id);

impl From<Item> for Line {
    fn from(Item { qualifier, number }: Item) -> Self {
        Self { ref_id_qual: Some(qualifier), ref_id: Some(number) }
    }
}

impl Line {
    /// What answers are matched by. These lines have no id.
    #[must_use]
    pub fn asked(&self) -> AskedLine {
        AskedLine { assigned_id: None, item: item(self.ref_id_qual.as_ref(), self.ref_id.as_ref()) }
    }
}

impl RequiredEuiSubmit {
    /// Asks for these items.
    #[must_use]
    pub fn of<I: IntoIterator<Item: Into<Line>>>(items: I) -> Self {
        let lines = items.into_iter().map(Into::into).collect();
        Self { detail: Detail { lines, ..Detail::default() }, ..Self::default() }
    }

    /// Says for whose orders.
    #[must_use]
    pub fn order_level(mut self, level: OrderLevel) -> Self {
        self.detail.order_level = Some(level);
        self
    }
}

/// The answer to [`RequiredEuiSubmit`]. No source shows one: everything here is inferred, and what it does not name is
/// in the raw body of the [`Answer`](crate::Answer).
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_RequiredEUI_Response")]
#[serde(default)]
pub struct RequiredEuiResponse {
    /// What it answers.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// The items.
    #[xml(name = "Detail", item = "LineInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<RequiredEuiLine>,
}

/// What must be told to buy one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct RequiredEuiLine {
    /// The id of the line that it answers.
    #[xml(name = "AssignedID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
    /// The kind of the number.
    #[xml(name = "RefIDQual", alias = "RefIDQual1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ItemQualifier>,
    /// The item's number.
    #[xml(name = "RefID", alias = "RefID1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
    /// The names of the elements of `EndUserInfo` that an order must fill.
    #[xml(name = "RequiredElement", alias = "RequiredEUI")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<Text>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<ErrorInfo>,
}

answers_for_item!(RequiredEuiLine, ref_id_qual ref_id);

item_transaction!(
    RequiredEuiSubmit, Line => RequiredEuiResponse, RequiredEuiLine;
    name: "techdata.RequiredEUI", version: "1.0", code: None,
    lines: (detail.lines), answered: |document| (document.header, document.lines),
);
