//! The parts that several documents share.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::types::by_type;
use crate::{ErrorPlace, ReferenceQualifier, ShortDate, TechDataError, Text, TransactionSet};

/// The header of a submission that names its transaction set: Availability, Order Status, ShipVia and Quote.
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Header", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct CodedHeader {
    /// The EC logon id that Tech Data assigned. Filled in from the endpoint.
    #[xml(name = "UserName", ty = "A/N", required)]
    #[serde(skip)]
    pub user_name: Option<SecretString>,
    /// Its password. Filled in from the endpoint.
    #[xml(name = "Password", ty = "A/N", required)]
    #[serde(skip)]
    pub password: Option<SecretString>,
    /// The number of the transaction set. Filled in if not given.
    #[xml(name = "TransSetIDCode", ty = "A/N", max = 7, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_set_id_code: Option<TransactionSet>,
    /// The sender's id of the message, echoed in the answer. Generated if not given.
    #[xml(name = "TransControlID", ty = "A/N", max = 100, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_control_id: Option<Text>,
    /// The version of the response document. Filled in if not given: without it, the oldest one is sent.
    #[xml(name = "ResponseVersion", ty = "A/N", max = 20)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_version: Option<Text>,
}

/// The header of a submission that names no transaction set: Multiple Item P&A and Price List.
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Header", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct ShortHeader {
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
}

/// The header of an answer. It may be empty, as one of Price List was.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Header")]
#[serde(default)]
pub struct ResponseHeader {
    /// The number of the transaction set.
    #[xml(name = "TransSetIDCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_set_id_code: Option<TransactionSet>,
    /// The id of the message that it answers, as it was received.
    #[xml(name = "TransControlID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trans_control_id: Option<Text>,
    /// The version of this document.
    #[xml(name = "ResponseVersion")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_version: Option<Text>,
}

/// The end of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Summary")]
#[serde(default)]
pub struct Summary {
    /// Obsolete; written empty. The overview of the manual calls it `NumberOfSegments`, every document type
    /// `NbrOfSegments`.
    #[xml(name = "NbrOfSegments", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbr_of_segments: Option<Text>,
}

/// What is wrong with a line: Availability, Price and Availability, ShipVia.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ErrorInfo")]
#[serde(default)]
pub struct ErrorInfo {
    /// `1Q` in every message seen.
    #[xml(name = "RefIDQual3", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual3: Option<Text>,
    /// The number of the error. Not to be relied on.
    #[xml(name = "RefID3", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id3: Option<Text>,
    /// What is wrong, in words that change: for people, whole.
    #[xml(name = "ErrorDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_desc: Option<Text>,
}

/// What one warehouse has of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "WhseInfo")]
#[serde(default)]
pub struct WhseInfo {
    /// The **name** of the warehouse, such as `MISSISSAUGA, ON`. Elsewhere an element of this name is a ship-via code.
    #[xml(name = "IDCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_code: Option<Text>,
    /// Its code, which is one of its region: see [`warehouse`](crate::warehouse).
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
}

/// A number of an order or another document, and its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "RefInfo")]
#[serde(default)]
pub struct Reference {
    /// The kind.
    #[xml(name = "RefIDQual", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ReferenceQualifier>,
    /// The number.
    #[xml(name = "RefID", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
}

/// The number of a kind among some.
pub(crate) fn reference<'a>(numbers: &'a [Reference], kind: &ReferenceQualifier) -> Option<&'a Text> {
    numbers.iter().find(|info| info.ref_id_qual.as_ref() == Some(kind))?.ref_id.as_ref()
}

/// Fills the credentials and the version into a header, and what else it has.
macro_rules! opens {
    ($Header:ident: $( $extra:ident ),*) => {
        impl $Header {
            /// Fills in what is not there.
            pub(crate) fn open(&mut self, opening: &$crate::call::Opening, code: Option<$crate::TransactionSet>) {
                self.user_name = Some(opening.user_name.clone());
                self.password = Some(opening.password.clone());
                self.response_version.get_or_insert_with(|| opening.version.clone());
                $crate::common::opens!(@ self opening code; $( $extra ),*);
            }
        }
    };
    (@ $header:ident $opening:ident $code:ident; trans_control_id) => {
        let _ = $code;
        $header.trans_control_id.get_or_insert_with(|| $opening.control_id.clone());
    };
    (@ $header:ident $opening:ident $code:ident; trans_control_id, trans_set_id_code) => {
        $header.trans_control_id.get_or_insert_with(|| $opening.control_id.clone());
        $header.trans_set_id_code = $header.trans_set_id_code.take().or($code);
    };
    (@ $header:ident $opening:ident $code:ident;) => {
        let _ = $code;
    };
}
pub(crate) use opens;

opens!(CodedHeader: trans_control_id, trans_set_id_code);
opens!(ShortHeader: trans_control_id);

impl From<&ErrorInfo> for TechDataError {
    fn from(error: &ErrorInfo) -> Self {
        Self {
            place: ErrorPlace::Line,
            qualifier: error.ref_id_qual3.clone(),
            number: error.ref_id3.clone(),
            text: error.error_desc.clone(),
        }
    }
}
