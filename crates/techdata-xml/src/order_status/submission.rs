//! What is asked.

use b2b_xml::{FromXml, ToXml};
use serde::{Deserialize, Serialize};

use crate::common::{CodedHeader, Summary};
use crate::types::by_type;
use crate::{Indicator, PurposeCode, ReferenceQualifier, Text};

/// Asks how an order, an invoice or a shipment stands: chapter 6 of the manual.
///
/// Submission `869`; answered by `870` or `856`, see [`OrderStatusAnswer`](super::OrderStatusAnswer).
///
/// ```
/// use techdata_xml::{OrderStatusSubmit, PurposeCode};
///
/// let submission = OrderStatusSubmit::purchase_order("PO-1");
/// assert_eq!(submission.detail.purpose_code, Some(PurposeCode::PurchaseOrder));
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_OrderStatus_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct OrderStatusSubmit {
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

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Detail {
    /// `01` for the orders of a purchase order, `02` for an order or invoice, `03` for its shipments.
    #[xml(name = "PurposeCode", required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose_code: Option<PurposeCode>,
    /// Whether orders that came by EDI are meant: `N` in all examples.
    #[xml(name = "EDIInd", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edi_ind: Option<Indicator>,
    /// Whether others are: `Y` in all examples.
    #[xml(name = "NonEDIInd", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_edi_ind: Option<Indicator>,
    /// Newer; no value has been seen.
    #[xml(name = "LineStatusInd")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_status_ind: Option<Text>,
    /// Which order, at least one number.
    #[xml(name = "RefInfo", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ref_info: Vec<RefInfo>,
    /// In the SOAP wrapper, not in the later document type.
    #[xml(name = "DateInfo")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_info: Option<DateInfo>,
}

/// A number and its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "RefInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct RefInfo {
    /// `PO` with `01`; `ON` or `IN` with `02` and `03`.
    #[xml(name = "RefIDQual", ty = "A/N", max = 2, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ReferenceQualifier>,
    /// The number.
    #[xml(name = "RefID", ty = "A/N", required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
}

/// A span of days.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "DateInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct DateInfo {
    /// What day is meant.
    #[xml(name = "DateTimeQual", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_time_qual: Option<Text>,
    /// From when on. No source shows its format.
    #[xml(name = "DateFrom", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_from: Option<Text>,
    /// Until when.
    #[xml(name = "DateTo", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_to: Option<Text>,
}

impl OrderStatusSubmit {
    /// Which orders a purchase order became, and how they stand: purpose `01`.
    #[must_use]
    pub fn purchase_order(number: impl Into<Text>) -> Self {
        Self::about(PurposeCode::PurchaseOrder, ReferenceQualifier::PurchaseOrder, number.into())
    }

    /// An order in detail, by Tech Data's number: purpose `02`.
    #[must_use]
    pub fn order(number: impl Into<Text>) -> Self {
        Self::about(PurposeCode::OrderDetail, ReferenceQualifier::Order, number.into())
    }

    /// An invoice in detail: purpose `02`.
    #[must_use]
    pub fn invoice(number: impl Into<Text>) -> Self {
        Self::about(PurposeCode::OrderDetail, ReferenceQualifier::Invoice, number.into())
    }

    /// What was sent of an order, by Tech Data's number: purpose `03`.
    #[must_use]
    pub fn shipments_of_order(number: impl Into<Text>) -> Self {
        Self::about(PurposeCode::ShipmentDetail, ReferenceQualifier::Order, number.into())
    }

    /// What was sent with an invoice: purpose `03`.
    #[must_use]
    pub fn shipments_of_invoice(number: impl Into<Text>) -> Self {
        Self::about(PurposeCode::ShipmentDetail, ReferenceQualifier::Invoice, number.into())
    }

    fn about(purpose: PurposeCode, kind: ReferenceQualifier, number: Text) -> Self {
        let detail = Detail {
            purpose_code: Some(purpose),
            edi_ind: Some(Indicator::No),
            non_edi_ind: Some(Indicator::Yes),
            ref_info: vec![RefInfo { ref_id_qual: Some(kind), ref_id: Some(number) }],
            ..Detail::default()
        };
        Self { detail, ..Self::default() }
    }
}
