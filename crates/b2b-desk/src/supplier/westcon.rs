//! Westcon.

mod harmless;

use std::sync::Arc;

use b2b_http::{Attempt, Client, Observer, Operation as _, Redactor, ReqwestTransport, render_request};
use b2b_model::OrderNumber;
use westcon_orderstatus::{Answer, Endpoint, GetOrderStatus, OrderQuery, SerialNumbers};

use super::client;
use crate::config::WestconConfig;
use crate::{By, Cause, ConfigError, DeskError, OrderQuestion, Orders, Serials, SupplierError};

/// A Westcon service and its client.
#[derive(Debug)]
pub(crate) struct Westcon {
    name: String,
    endpoint: Endpoint,
    client: Client<ReqwestTransport>,
}

impl Westcon {
    pub(crate) fn new(
        name: &str,
        config: &WestconConfig,
        observer: Option<&Arc<dyn Observer>>,
    ) -> Result<Self, ConfigError> {
        let WestconConfig { url, account, key, wire, clock_offset, connection } = config;
        let endpoint = Endpoint::at(url, account, key.clone()).wire(*wire).clock_offset(*clock_offset);
        Ok(Self { name: name.to_owned(), endpoint, client: client(connection, observer)? })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) async fn order_status(&self, question: &OrderQuestion) -> Result<Orders, DeskError> {
        let sent = self.client.send(&self.operation(question)).await;
        let answer = sent.map_err(|error| SupplierError::new(&self.name, error))?;
        let mut orders = Orders::from(answer);
        orders.check_against(question);
        Ok(orders)
    }

    pub(crate) fn offline_request(&self, question: &OrderQuestion, attempt: &Attempt) -> Result<String, DeskError> {
        let (request, _) = self
            .operation(question)
            .request(attempt)
            .map_err(|refused| DeskError::Unwritable { supplier: self.name.clone(), refused })?;
        Ok(render_request(&request, &Redactor::for_request(&request)))
    }

    fn operation(&self, question: &OrderQuestion) -> GetOrderStatus {
        let numbers = question.numbers.iter().map(OrderNumber::as_str);
        let query = match question.by {
            By::Customer => OrderQuery::customer(numbers),
            By::Supplier(_) => OrderQuery::westcon(numbers),
        };
        let query = query.serial_numbers(match question.serials {
            Serials::Omit => SerialNumbers::Omit,
            Serials::Include => SerialNumbers::Include,
        });
        GetOrderStatus::new(self.endpoint.clone(), query)
    }
}

impl From<Answer> for Orders {
    fn from(answer: Answer) -> Self {
        let result = &answer.value;
        let mut warnings: Vec<_> = answer.warnings.iter().map(ToString::to_string).collect();
        if answer.more_warnings > 0 {
            warnings.push(format!("and {} more", answer.more_warnings));
        }
        Self {
            orders: westcon_orderstatus::model::orders(result),
            problems: westcon_orderstatus::model::problems(result),
            unanswered: Vec::new(),
            warnings,
        }
    }
}

/// The codes of WS-Security that WCF answers with. It tells no more of a bad header than `InvalidSecurity`; the header of
/// [`GetOrderStatus`] is well-formed, so that its time is what can be wrong.
pub(crate) fn read_code(code: &str) -> Option<Cause> {
    match code {
        "FailedAuthentication" => Some(Cause::Credentials),
        "InvalidSecurity" | "MessageExpired" => Some(Cause::Clock),
        _ => None,
    }
}
