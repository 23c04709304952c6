//! Order: chapter 5 of the manual.
//!
//! An order must not be sent twice: each needs another PO number, and nothing is known of what a second one with the same
//! number does. So it is never repeated, and [`OrderAnswer`] is only what Tech Data said for certain.

mod card;
mod end_user;
mod line;
mod response;
mod rule;
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
pub use self::rule::BrokenRule;
pub use self::submission::{Header, MyOrderTracker, OrderSubmit, RefNbr};

use crate::call::{Opening, sealed::Steps};
use crate::reading::{check_id, document};
use crate::{Answer, ErrorPlace, ReferenceQualifier, TechDataError, TechDataErrors, Text, Transaction, Wire};

/// What Tech Data said of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderAnswer {
    /// It has a number: `Header/RefID`, whose `RefIDQual` is `ON`, empty or absent.
    Accepted {
        /// Tech Data's order number.
        number: Text,
        /// The answer.
        response: Box<OrderResponse>,
    },
    /// This submission was refused as a whole: `Header/DescHdrErr`, and no number of an order or invoice anywhere.
    Refused {
        /// Why, at least one.
        errors: Vec<TechDataError>,
        /// The answer.
        response: Box<OrderResponse>,
    },
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

    /// Tech Data's number of the order; `None` if the order was refused as a whole. An error says what the answer leaves
    /// unclear.
    pub(crate) fn verdict(&self) -> Result<Option<&Text>, String> {
        let header = self.header.as_ref();
        let number = header.and_then(|header| header.ref_id.as_ref());
        let kind = header.and_then(|header| header.ref_id_qual.as_ref()).map_or("", |kind| kind.as_str().trim());
        let confirmed = self.confirmed_number().filter(|number| !number.is_empty());
        match (number, header.and_then(|header| header.desc_hdr_err.as_ref())) {
            (Some(number), _) if !kind.is_empty() && !kind.eq_ignore_ascii_case("ON") => {
                Err(format!("the answer's number, {number}, is none of an order: its kind is {kind}"))
            }
            (Some(number), None) => Ok(Some(number)),
            (None, Some(error)) => match confirmed {
                Some(confirmed) => Err(format!("the answer confirms an order, {confirmed}, and has an error: {error}")),
                None => Ok(None),
            },
            // One client lets the error decide. But there is a number, and a second order would be one too many.
            (Some(number), Some(error)) => {
                Err(format!("the answer has both an order number, {number}, and an error: {error}"))
            }
            (None, None) => Err(match self.errors() {
                errors if errors.is_empty() => "the answer has neither an order number nor an error".to_owned(),
                errors => {
                    let words = TechDataErrors(errors);
                    format!("the answer has no order number, and errors of lines alone: {words}")
                }
            }),
        }
    }

    /// A number of an order or an invoice in the confirmation.
    fn confirmed_number(&self) -> Option<&Text> {
        let is_one =
            |kind: &ReferenceQualifier| ["ON", "IN"].iter().any(|one| kind.as_str().trim().eq_ignore_ascii_case(one));
        let infos = self.confirmed().iter().flat_map(|order| &order.ref_info);
        infos.filter(|info| info.ref_id_qual2.as_ref().is_some_and(is_one)).find_map(|info| info.ref_id2.as_ref())
    }
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
        let broken: Vec<String> = self.broken_rules().iter().map(ToString::to_string).collect();
        if broken.is_empty() {
            return Ok(());
        }
        Err(Refused::new(broken.join("; ")).with_hint("Correct what is named: Tech Data refuses such an order."))
    }

    fn secrets(&self) -> Vec<(&'static str, SecretString)> {
        let Some(card) = &self.header.credit_card_info else { return Vec::new() };
        let secrets = [("CCNbr", &card.cc_nbr), ("CCVerifyNumber", &card.cc_verify_number)];
        secrets.into_iter().filter_map(|(element, secret)| Some((element, secret.clone()?))).collect()
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
        match answer.value.verdict() {
            Ok(Some(number)) => {
                let number = number.clone();
                Ok(answer.map(|response| OrderAnswer::Accepted { number, response: Box::new(response) }))
            }
            Ok(None) => {
                let errors = answer.value.errors();
                Ok(answer.map(|response| OrderAnswer::Refused { errors, response: Box::new(response) }))
            }
            Err(message) => Err(unclear(message, answer.value.errors())),
        }
    }
}

/// That the answer does not say what became of the order, with Tech Data's words if it has any.
fn unclear(message: String, errors: Vec<TechDataError>) -> Rejected {
    let rejected = Rejected::unreadable(message);
    if errors.is_empty() { rejected } else { rejected.with_source(TechDataErrors(errors)) }
}
