//! Order Status: chapter 6 of the manual. One submission, two answers.

mod orders;
mod shipments;
mod submission;

use b2b_http::{Refused, Rejected};
use b2b_xml::DecodeErrorKind;
use bytes::Bytes;
use http::Response;
use serde::{Deserialize, Serialize};

pub use self::orders::{DetailError, OrderDetail, OrderLine, OrderStatusResponse};
pub use self::shipments::{
    Container, SerialInfo, ShipmentDetail, ShipmentStatusResponse, ShipmentSummary, ShippedItem,
};
pub use self::submission::{DateInfo, Detail, OrderStatusSubmit, RefInfo};

use crate::call::{Opening, sealed::Steps};
use crate::common::reference;
use crate::reading::{check_header, document, refused};
use crate::{
    Answer, ErrorPlace, PurposeCode, ReferenceQualifier, TechDataError, Text, Transaction, TransactionSet, Wire,
};

/// The answer: which of the two it is follows from the purpose that was asked for, and the root element says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderStatusAnswer {
    /// `XML_OrderStatus_Response`, to purposes `01` and `02`.
    Orders(OrderStatusResponse),
    /// `XML_ShipmentStatus_Response`, to purpose `03`.
    Shipments(ShipmentStatusResponse),
}

impl OrderStatusAnswer {
    /// The orders; none if shipments were asked for.
    #[must_use]
    pub fn orders(&self) -> &[OrderDetail] {
        match self {
            Self::Orders(response) => &response.orders,
            Self::Shipments(_) => &[],
        }
    }

    /// The shipments; none if orders were asked for.
    #[must_use]
    pub fn shipments(&self) -> &[ShipmentDetail] {
        match self {
            Self::Shipments(response) => &response.shipments,
            Self::Orders(_) => &[],
        }
    }

    /// What Tech Data says is wrong, of all orders or shipments together; each has its own too.
    #[must_use]
    pub fn errors(&self) -> Vec<TechDataError> {
        let orders = self.orders().iter().flat_map(OrderDetail::errors);
        orders.chain(self.shipments().iter().flat_map(ShipmentDetail::errors)).collect()
    }
}

macro_rules! detail {
    ($($Detail:ty),+) => {$(
        impl $Detail {
            /// Its number of this kind.
            #[must_use]
            pub fn reference(&self, kind: &ReferenceQualifier) -> Option<&Text> {
                reference(&self.ref_info, kind)
            }

            /// What is wrong with it.
            #[must_use]
            pub fn errors(&self) -> Vec<TechDataError> {
                self.error_info.iter().map(TechDataError::from).collect()
            }

            /// Itself, or what is wrong with it: good ones survive beside bad ones.
            ///
            /// # Errors
            ///
            /// If Tech Data says that something is wrong.
            pub fn result(&self) -> Result<&Self, Vec<TechDataError>> {
                if self.error_info.is_empty() { Ok(self) } else { Err(self.errors()) }
            }
        }
    )+};
}
detail!(OrderDetail, ShipmentDetail);

impl From<&DetailError> for TechDataError {
    fn from(error: &DetailError) -> Self {
        let DetailError { error_id_qual, error_id, error_desc } = error.clone();
        Self { place: ErrorPlace::Detail, qualifier: error_id_qual, number: error_id, text: error_desc }
    }
}

impl Transaction for OrderStatusSubmit {
    const NAME: &'static str = "techdata.OrderStatus";
    const RESPONSE_VERSION: &'static str = "1.8";
    type Response = OrderStatusAnswer;
}

impl Steps<OrderStatusAnswer> for OrderStatusSubmit {
    fn complete(&mut self, opening: &Opening) {
        self.header.open(opening, Some(TransactionSet::OrderStatusSubmit));
    }

    fn check(&self) -> Result<(), Refused> {
        if self.detail.ref_info.is_empty() {
            return Err(Refused::new("no order is asked for").with_hint("Give at least one number."));
        }
        Ok(())
    }

    fn read(&self, response: &Response<Bytes>, wire: Wire) -> Result<Answer<OrderStatusAnswer>, Rejected> {
        let answer = read(response, wire)?;
        self.check_root(&answer.value)?;
        let (header, refusal) = match &answer.value {
            OrderStatusAnswer::Orders(OrderStatusResponse { header, orders, .. }) => {
                let nameless = |order: &OrderDetail| order.ref_info.is_empty() && !order.error_info.is_empty();
                (header, !orders.is_empty() && orders.iter().all(nameless))
            }
            OrderStatusAnswer::Shipments(ShipmentStatusResponse { header, shipments, .. }) => {
                let nameless = |one: &ShipmentDetail| one.ref_info.is_empty() && !one.error_info.is_empty();
                (header, !shipments.is_empty() && shipments.iter().all(nameless))
            }
        };
        check_header(self.header.trans_control_id.as_ref(), header.as_ref())?;
        if refusal { Err(refused(answer.value.errors())) } else { Ok(answer) }
    }
}

impl OrderStatusSubmit {
    /// That the answer is the one of the two that belongs to the purpose. Of another purpose, nothing is known.
    fn check_root(&self, answer: &OrderStatusAnswer) -> Result<(), Rejected> {
        let Some(purpose) = &self.detail.purpose_code else { return Ok(()) };
        let root = match (purpose, answer) {
            (PurposeCode::PurchaseOrder | PurposeCode::OrderDetail, OrderStatusAnswer::Shipments(_)) => {
                "XML_ShipmentStatus_Response"
            }
            (PurposeCode::ShipmentDetail, OrderStatusAnswer::Orders(_)) => "XML_OrderStatus_Response",
            _ => return Ok(()),
        };
        let message = format!("the answer is {root}, which is none to purpose {purpose}");
        Err(Rejected::untrusted(message).with_hint("This answers another question: look at the body."))
    }
}

/// Reads whichever of the two it is.
fn read(response: &Response<Bytes>, wire: Wire) -> Result<Answer<OrderStatusAnswer>, Rejected> {
    let orders = document::<OrderStatusResponse>(response, wire);
    if let Err(rejected) = &orders
        && let Some(source) = std::error::Error::source(rejected)
        && let Some(error) = source.downcast_ref::<b2b_xml::DecodeError>()
        && let DecodeErrorKind::UnexpectedRoot { found, .. } = error.kind()
        && found == "XML_ShipmentStatus_Response"
    {
        return Ok(document::<ShipmentStatusResponse>(response, wire)?.map(OrderStatusAnswer::Shipments));
    }
    Ok(orders?.map(OrderStatusAnswer::Orders))
}
