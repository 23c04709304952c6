//! Order: chapter 5 of the manual.
//!
//! An order must not be sent twice: each needs another PO number, and nothing is known of what a second one with the same
//! number does. So it is never repeated, and [`OrderAnswer`] is only what Tech Data said for certain.

mod card;
mod end_user;
mod line;
mod response;
mod submission;

use b2b_http::{Refused, Rejected, Repeatable};
use bytes::Bytes;
use http::Response;
use secrecy::SecretString;

pub use self::card::CreditCardInfo;
pub use self::end_user::EndUserInfo;
pub use self::line::{Line, OrderSummary};
pub use self::response::{
    ConfirmedLine, ConfirmedOrder, OrderConfirmation, OrderResponse, RefInfo2, ResponseHeader, ResponseLine,
};
pub use self::submission::{Header, MyOrderTracker, OrderSubmit, RefNbr};

use crate::call::{Opening, sealed::Steps};
use crate::reading::{check_id, document};
use crate::{Answer, ErrorPlace, TechDataError, TechDataErrors, Text, Transaction, Wire};

/// What Tech Data said of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderAnswer {
    /// It has a number: `Header/RefID`.
    Accepted {
        /// Tech Data's order number.
        number: Text,
        /// The answer.
        response: Box<OrderResponse>,
    },
    /// It was refused as a whole: `Header/DescHdrErr`, and no number.
    Refused {
        /// Why, at least one.
        errors: Vec<TechDataError>,
        /// The answer.
        response: Box<OrderResponse>,
    },
}

impl Transaction for OrderSubmit {
    const NAME: &'static str = "techdata.Order";
    const REPEATABLE: Repeatable = Repeatable::No;
    const RESPONSE_VERSION: &'static str = "1.6";
    type Response = OrderAnswer;
}

impl Steps<OrderAnswer> for OrderSubmit {
    fn complete(&mut self, opening: &Opening) {
        self.header.open(opening, None);
        // The document type demands one line of an address at least, of which the content may be empty.
        if self.header.addresses.is_empty() {
            self.header.addresses.push(Text::default());
        }
        for (at, line) in self.lines.iter_mut().enumerate() {
            line.assigned_id.get_or_insert_with(|| opening.assigned_id(at));
        }
    }

    fn check(&self) -> Result<(), Refused> {
        if self.lines.is_empty() {
            return Err(Refused::new("the order has no line").with_hint("Give at least one line."));
        }
        if self.header.ref_nbrs.len() > 3 {
            let message = format!("the order has {} RefNbrs, 3 are allowed", self.header.ref_nbrs.len());
            return Err(Refused::new(message).with_hint("Leave out the least important ones."));
        }
        Ok(())
    }

    fn secrets(&self) -> Vec<SecretString> {
        let card = self.header.credit_card_info.iter();
        card.flat_map(|card| [&card.cc_nbr, &card.cc_verify_number]).flatten().cloned().collect()
    }

    fn read(&self, response: &Response<Bytes>, wire: Wire) -> Result<Answer<OrderAnswer>, Rejected> {
        self.judge(response, wire).map_err(|rejected| {
            rejected
                .with_hint("It may have been placed: ask for the status of the purchase order before anything else.")
        })
    }
}

impl OrderSubmit {
    fn judge(&self, response: &Response<Bytes>, wire: Wire) -> Result<Answer<OrderAnswer>, Rejected> {
        let answer = document::<OrderResponse>(response, wire)?;
        let header = answer.value.header.clone().unwrap_or_default();
        check_id(self.header.trans_control_id.as_ref(), header.trans_control_id.as_ref())?;
        if let (Some(sent), Some(answered)) = (&self.header.po_nbr, &header.po_nbr)
            && sent != answered
        {
            let message = format!("the answer is about the purchase order {answered}, not {sent}");
            return Err(Rejected::untrusted(message));
        }
        let errors = answer.value.errors();
        match (header.ref_id, header.desc_hdr_err) {
            (Some(number), None) => Ok(answer.map(|response| {
                let response = Box::new(response);
                OrderAnswer::Accepted { number, response }
            })),
            (None, Some(_)) => Ok(answer.map(|response| {
                let response = Box::new(response);
                OrderAnswer::Refused { errors, response }
            })),
            // One client lets the error decide. But there is a number, and a second order would be one too many.
            (Some(number), Some(error)) => {
                let message = format!("the answer has both an order number, {number}, and an error: {error}");
                Err(Rejected::unreadable(message))
            }
            (None, None) if errors.is_empty() => {
                Err(Rejected::unreadable("the answer has neither an order number nor an error"))
            }
            (None, None) => {
                let errors = TechDataErrors(errors);
                let message = format!("the answer has no order number, and errors of lines alone: {errors}");
                Err(Rejected::unreadable(message).with_source(errors))
            }
        }
    }
}

impl OrderResponse {
    /// What is wrong with the order, and with its lines.
    #[must_use]
    pub fn errors(&self) -> Vec<TechDataError> {
        let header = self.header.iter().filter_map(|header| header.desc_hdr_err.clone());
        let header = header.map(|text| TechDataError {
            place: ErrorPlace::OrderHeader,
            qualifier: None,
            number: None,
            text: Some(text),
        });
        header.chain(self.lines.iter().flat_map(|line| &line.error_info).map(TechDataError::from)).collect()
    }

    /// The orders of the confirmation: several if the order was split.
    #[must_use]
    pub fn confirmed(&self) -> &[ConfirmedOrder] {
        let confirmation = self.header.as_ref().and_then(|header| header.order_confirmation.as_ref());
        confirmation.map_or(&[], |confirmation| &confirmation.orders)
    }
}
