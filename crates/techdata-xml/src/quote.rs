//! Quote: a chapter of the manual of which no source tells the number. Quotes that Tech Data has made, by their numbers.

use b2b_http::{Refused, Rejected};
use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use bytes::Bytes;
use http::Response;
use serde::{Deserialize, Serialize};

use crate::call::{Opening, sealed::Steps};
use crate::common::{CodedHeader, Reference, ResponseHeader, Summary};
use crate::reading::{check_header, document, refused};
use crate::types::by_type;
use crate::{
    Amount, Answer, ErrorPlace, ItemQualifier, PurposeCode, ReferenceQualifier, TechDataError, Text, Transaction,
    TransactionSet, Wire,
};

/// Asks for quotes that Tech Data has made: the chapter on quotes.
///
/// ```
/// use techdata_xml::{QuoteSubmit, ReferenceQualifier};
///
/// let submission = QuoteSubmit::of(["4000500754"]);
/// assert_eq!(submission.details[0].ref_info[0].ref_id_qual, Some(ReferenceQualifier::Quote));
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_Quote_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct QuoteSubmit {
    /// Who asks.
    #[xml(name = "Header")]
    pub header: CodedHeader,
    /// Which quotes, at least one.
    #[xml(name = "Detail", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<QuoteReference>,
    /// The end.
    #[xml(name = "Summary")]
    pub summary: Summary,
}

/// One quote that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct QuoteReference {
    /// In the document type, not in the example.
    #[xml(name = "PurposeCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose_code: Option<PurposeCode>,
    /// Its number, qualified by `QT`.
    #[xml(name = "RefInfo", required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ref_info: Vec<RefInfo>,
}

/// A number and its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "RefInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct RefInfo {
    /// The kind.
    #[xml(name = "RefIDQual", ty = "A/N", max = 2, required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id_qual: Option<ReferenceQualifier>,
    /// The number.
    #[xml(name = "RefID", ty = "A/N", required)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<Text>,
}

impl QuoteSubmit {
    /// Asks for these quotes by their numbers.
    #[must_use]
    pub fn of<I: IntoIterator<Item: Into<Text>>>(quotes: I) -> Self {
        let reference = |number: Text| {
            let (ref_id_qual, ref_id) = (Some(ReferenceQualifier::Quote), Some(number));
            QuoteReference { purpose_code: None, ref_info: vec![RefInfo { ref_id_qual, ref_id }] }
        };
        let details = quotes.into_iter().map(|number| reference(number.into())).collect();
        Self { details, ..Self::default() }
    }
}

/// The answer to [`QuoteSubmit`]. No source shows one: everything here is inferred from the answers of Order Status,
/// and what it does not name is in the raw body of the [`Answer`].
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_Quote_Response")]
#[serde(default)]
pub struct QuoteResponse {
    /// What it answers.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// The quotes.
    #[xml(name = "Detail")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<QuoteDetail>,
    /// The end.
    #[xml(name = "Summary")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// One quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail")]
#[serde(default)]
pub struct QuoteDetail {
    /// What was asked.
    #[xml(name = "PurposeCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose_code: Option<PurposeCode>,
    /// Its numbers.
    #[xml(name = "RefInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ref_info: Vec<Reference>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<QuoteError>,
    /// The lines.
    #[xml(name = "LineInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<QuoteLine>,
}

/// What is wrong with a quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ErrorInfo")]
#[serde(default)]
pub struct QuoteError {
    /// The kind of the number.
    #[xml(name = "ErrorIDQual", alias = "ErrorInfoIDQual", alias = "RefIDQual3", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_id_qual: Option<Text>,
    /// The number of the error. Not to be relied on.
    #[xml(name = "ErrorID", alias = "RefID3", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_id: Option<Text>,
    /// What is wrong, in words that change: for people, whole.
    #[xml(name = "ErrorDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_desc: Option<Text>,
}

/// One line of a quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct QuoteLine {
    /// Its number.
    #[xml(name = "AssignedID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
    /// The kind of the item's number.
    #[xml(name = "ProductIDQual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id_qual: Option<ItemQualifier>,
    /// The item's number.
    #[xml(name = "ProductID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<Text>,
    /// The description.
    #[xml(name = "ProductDesc")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_desc: Option<Text>,
    /// How many.
    #[xml(name = "QtyOrdered", alias = "Quantity")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_ordered: Option<OrRaw<Decimal>>,
    /// What one costs.
    #[xml(name = "UnitPrice")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<OrRaw<Amount>>,
    /// What the line costs.
    #[xml(name = "ExtendedPrice")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_price: Option<OrRaw<Amount>>,
}

impl QuoteDetail {
    /// What is wrong with it.
    #[must_use]
    pub fn errors(&self) -> Vec<TechDataError> {
        self.error_info.iter().map(TechDataError::from).collect()
    }
}

impl From<&QuoteError> for TechDataError {
    fn from(error: &QuoteError) -> Self {
        let QuoteError { error_id_qual, error_id, error_desc } = error.clone();
        Self { place: ErrorPlace::Detail, qualifier: error_id_qual, number: error_id, text: error_desc }
    }
}

impl Transaction for QuoteSubmit {
    const NAME: &'static str = "techdata.Quote";
    const RESPONSE_VERSION: &'static str = "1.0";
    type Response = QuoteResponse;
}

impl Steps<QuoteResponse> for QuoteSubmit {
    fn complete(&mut self, opening: &Opening) {
        self.header.open(opening, Some(TransactionSet::Quote));
    }

    fn check(&self) -> Result<(), Refused> {
        if self.details.is_empty() {
            return Err(Refused::new("no quote is asked for").with_hint("Give at least one quote's number."));
        }
        Ok(())
    }

    fn read(&self, response: &Response<Bytes>, wire: Wire) -> Result<Answer<QuoteResponse>, Rejected> {
        let answer = document::<QuoteResponse>(response, wire)?;
        check_header(self.header.trans_control_id.as_ref(), answer.value.header.as_ref())?;
        let nameless = |detail: &QuoteDetail| detail.ref_info.is_empty() && !detail.error_info.is_empty();
        let details = &answer.value.details;
        if !details.is_empty() && details.iter().all(nameless) {
            return Err(refused(details.iter().flat_map(QuoteDetail::errors).collect()));
        }
        Ok(answer)
    }
}
