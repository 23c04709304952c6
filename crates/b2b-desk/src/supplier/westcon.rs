//! Westcon.

mod harmless;

use b2b_http::{Attempt, Client, ReqwestTransport};
use b2b_model::OrderNumber;
use westcon_orderstatus::{Answer, Endpoint, GetOrderStatus, OrderQuery, SerialNumbers};

use super::{AT_ONCE, client, in_requests, parts_of, refused, unwritable, written};
use crate::asking::{Parts, Patience};
use crate::config::WestconConfig;
use crate::observer::Observers;
use crate::{By, Cause, ConfigError, DeskError, OrderQuestion, Orders, Serials, SupplierError};

/// How many orders one request asks for. Westcon's guide names no limit; this is our choice.
pub(crate) const NUMBERS_PER_REQUEST: usize = 50;

/// A Westcon service and its client.
#[derive(Debug)]
pub(crate) struct Westcon {
    name: String,
    endpoint: Endpoint,
    client: Client<ReqwestTransport>,
    /// How many requests are under way at a time.
    at_once: usize,
}

impl Westcon {
    pub(crate) fn new(name: &str, config: &WestconConfig, observers: &Observers) -> Result<Self, ConfigError> {
        let WestconConfig { url, account, key, wire, clock_offset, connection } = config;
        let endpoint = Endpoint::at(url, account, key.clone()).wire(*wire).clock_offset(*clock_offset);
        let at_once = connection.max_concurrent.unwrap_or(AT_ONCE);
        Ok(Self { name: name.to_owned(), endpoint, client: client(name, connection, observers)?, at_once })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// So many orders with each request.
    pub(crate) fn order_status<'a>(&'a self, asked: &'a OrderQuestion) -> Parts<'a, Orders> {
        let patience = Patience::with(&self.name);
        let refused = |number: &OrderNumber| {
            let alone = self.operation(asked, std::slice::from_ref(number));
            refused(&alone).map(|refused| unwritable(&self.name, refused))
        };
        in_requests(&asked.numbers, NUMBERS_PER_REQUEST, self.at_once, refused, move |numbers| {
            let patience = patience.clone();
            async move { patience.ask(self.orders(asked, &numbers)).await.map_err(DeskError::from) }
        })
    }

    pub(crate) fn show_order_status(&self, asked: &OrderQuestion, attempt: &Attempt) -> Result<Vec<String>, DeskError> {
        let requests = parts_of(&asked.numbers, NUMBERS_PER_REQUEST);
        requests.map(|(_, numbers)| written(&self.name, &self.operation(asked, numbers), attempt)).collect()
    }

    async fn orders(&self, asked: &OrderQuestion, numbers: &[OrderNumber]) -> Result<Orders, SupplierError> {
        let sent = self.client.send(&self.operation(asked, numbers)).await;
        let answer = sent.map_err(|error| SupplierError::new(&self.name, error))?;
        Ok(Orders::from(answer).answering(numbers, asked.by))
    }

    fn operation(&self, question: &OrderQuestion, numbers: &[OrderNumber]) -> GetOrderStatus {
        let numbers = numbers.iter().map(OrderNumber::as_str);
        let query = match question.by {
            By::CustomerNumber => OrderQuery::customer(numbers),
            By::SupplierNumber => OrderQuery::westcon(numbers),
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
            warnings,
            ..Self::default()
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
