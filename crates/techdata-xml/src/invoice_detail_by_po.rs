//! Invoice Detail by PO: chapter 9 of the manual. Invoices, containers and serial numbers of whole purchase orders.

mod response;

use b2b_http::{Refused, Rejected};
use b2b_xml::{FromXml, ToXml};
use bytes::Bytes;
use http::Response;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

pub use self::response::{Container, InvoiceDetailByPoResponse, InvoicedItem, OrderInfo, VersionHeader};

use crate::call::{Opening, sealed::Steps};
use crate::common::opens;
use crate::reading::{document, refused};
use crate::types::by_type;
use crate::{Answer, ErrorPlace, TechDataError, Text, Transaction, Wire};

/// Asks for invoices, containers and serial numbers by purchase order: chapter 9 of the manual.
///
/// ```
/// use techdata_xml::{InvoiceDetailByPoSubmit};
///
/// let submission = InvoiceDetailByPoSubmit::of(["PO-1", "PO-2"]);
/// assert_eq!(submission.detail.po_info.po_nbrs, ["PO-1", "PO-2"]);
/// ```
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_InvoiceDetailByPO_Submit", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct InvoiceDetailByPoSubmit {
    /// Who asks.
    #[xml(name = "Header")]
    pub header: Header,
    /// What is asked.
    #[xml(name = "Detail")]
    pub detail: Detail,
}

/// The header of the submission: it has no id of the message.
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
    /// The version of the response document. Filled in if not given: without it, the oldest one is sent.
    #[xml(name = "ResponseVersion", ty = "A/N", max = 20)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_version: Option<Text>,
}

/// Which orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct Detail {
    /// Obsolete; `O` in older messages.
    #[xml(name = "EDIInclusion", ty = "A", max = 1)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edi_inclusion: Option<Text>,
    /// The purchase orders.
    #[xml(name = "POInfo")]
    pub po_info: PoInfo,
}

/// The purchase orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "POInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct PoInfo {
    /// Their numbers, at least one.
    #[xml(name = "PONbr", ty = "A/N", max = 35, required)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub po_nbrs: Vec<Text>,
}

opens!(Header:);

impl InvoiceDetailByPoSubmit {
    /// Asks for these purchase orders.
    #[must_use]
    pub fn of<I: IntoIterator<Item: Into<Text>>>(purchase_orders: I) -> Self {
        let po_nbrs = purchase_orders.into_iter().map(Into::into).collect();
        Self { detail: Detail { po_info: PoInfo { po_nbrs }, ..Detail::default() }, ..Self::default() }
    }
}

impl OrderInfo {
    /// What is wrong with it. Here an error is words alone.
    #[must_use]
    pub fn error(&self) -> Option<TechDataError> {
        let text = Some(self.error_msg.clone()?);
        Some(TechDataError { place: ErrorPlace::Invoice, qualifier: None, number: None, text })
    }

    /// Whether it says of which order it is.
    fn is_named(&self) -> bool {
        self.po_nbr.is_some() || self.order_nbr.is_some() || self.invoice_nbr.is_some()
    }
}

impl InvoiceDetailByPoResponse {
    /// Each order, or what is wrong with it. A purchase order can have several.
    pub fn results(&self) -> impl Iterator<Item = Result<&OrderInfo, (TechDataError, &OrderInfo)>> {
        self.orders.iter().map(|order| order.error().map_or(Ok(order), |error| Err((error, order))))
    }
}

impl Transaction for InvoiceDetailByPoSubmit {
    const NAME: &'static str = "techdata.InvoiceDetailByPO";
    const RESPONSE_VERSION: &'static str = "1.4";
    type Response = InvoiceDetailByPoResponse;
}

impl Steps<InvoiceDetailByPoResponse> for InvoiceDetailByPoSubmit {
    fn complete(&mut self, opening: &Opening) {
        self.header.open(opening, None);
    }

    fn check(&self) -> Result<(), Refused> {
        if self.detail.po_info.po_nbrs.is_empty() {
            return Err(Refused::new("no purchase order is asked for").with_hint("Give at least one PO number."));
        }
        Ok(())
    }

    fn read(&self, response: &Response<Bytes>, wire: Wire) -> Result<Answer<InvoiceDetailByPoResponse>, Rejected> {
        let answer = document::<InvoiceDetailByPoResponse>(response, wire)?;
        let orders = &answer.value.orders;
        if !orders.is_empty() && orders.iter().all(|order| !order.is_named() && order.error_msg.is_some()) {
            return Err(refused(orders.iter().filter_map(OrderInfo::error).collect()));
        }
        // There is no id to check: an answer about other orders alone is to another message.
        let asked = &self.detail.po_info.po_nbrs;
        let known = |order: &OrderInfo| order.po_nbr.as_ref().is_none_or(|number| asked.contains(number));
        if !orders.is_empty() && !orders.iter().any(known) {
            return Err(Rejected::untrusted("the answer is about purchase orders that were not asked for")
                .with_hint("Look at the body, and at what stands between this machine and Tech Data."));
        }
        Ok(answer)
    }
}
