//! Invoices and quotes.

use b2b_http::Attempt;
use b2b_model::{OrderNumber, Problem};
use techdata_xml::{InvoiceDetailByPoSubmit, QuoteSubmit, Transaction, model};

use super::{Shown, Techdata, in_requests, parts_of};
use crate::asking::{Parts, Patience};
use crate::question::Told;
use crate::questions::{invoices, quotes};
use crate::{DeskError, Invoice, InvoicesQuestion, Quote, QuotesQuestion};

impl Techdata {
    /// So many purchase orders with each request.
    pub(crate) fn invoices<'a>(&'a self, asked: &'a InvoicesQuestion) -> Parts<'a, Told<Vec<Invoice>>> {
        self.papers(&asked.purchase_orders, invoices, |numbers, response| all_of(numbers, model::invoices(response)))
    }

    pub(crate) fn show_invoices(&self, asked: &InvoicesQuestion, attempt: &Attempt) -> Shown {
        let parts = parts_of(&asked.purchase_orders, self.at_most);
        parts.map(|(_, numbers)| self.written(invoices(numbers), attempt)).collect()
    }

    /// So many quotes with each request.
    pub(crate) fn quotes<'a>(&'a self, asked: &'a QuotesQuestion) -> Parts<'a, Told<Vec<Quote>>> {
        self.papers(&asked.numbers, quotes, |numbers, response| all_quotes(numbers, model::quotes(response)))
    }

    pub(crate) fn show_quotes(&self, asked: &QuotesQuestion, attempt: &Attempt) -> Shown {
        let parts = parts_of(&asked.numbers, self.at_most);
        parts.map(|(_, numbers)| self.written(quotes(numbers), attempt)).collect()
    }

    /// Papers by their numbers, so many with each request.
    fn papers<'a, N: Clone + Send + Sync, S: Transaction, T: Send + 'a>(
        &'a self,
        numbers: &'a [N],
        submission: impl Fn(&[N]) -> S + Copy + Send + Sync + 'a,
        read: impl Fn(&[N], &S::Response) -> Vec<T> + Copy + Send + Sync + 'a,
    ) -> Parts<'a, Told<Vec<T>>> {
        let patience = Patience::with(&self.name);
        let refused = move |number: &N| {
            let alone = submission(std::slice::from_ref(number));
            self.refused(alone).map(|refused| self.unwritable(refused))
        };
        in_requests(numbers, self.at_most, self.at_once, refused, move |numbers| {
            let patience = patience.clone();
            async move {
                let told = patience.ask(self.told(submission(&numbers))).await.map_err(DeskError::from)?;
                Ok(told.map(|response| read(&numbers, &response)))
            }
        })
    }
}

fn invoices(numbers: &[OrderNumber]) -> InvoiceDetailByPoSubmit {
    InvoiceDetailByPoSubmit::of(numbers.iter().map(OrderNumber::as_str))
}

fn quotes(numbers: &[String]) -> QuoteSubmit {
    QuoteSubmit::of(numbers.iter().map(String::as_str))
}

/// The invoices, and those of which the answer says nothing.
fn all_of(numbers: &[OrderNumber], mut found: Vec<Invoice>) -> Vec<Invoice> {
    let is_mentioned =
        |number: &&OrderNumber| found.iter().any(|invoice| invoice.customer_order.as_ref() == Some(*number));
    let missing: Vec<_> = numbers.iter().filter(|number| !is_mentioned(number)).collect();
    found.extend(missing.into_iter().map(|number| invoices::without(number, unmentioned())));
    found
}

/// The quotes, and those of which the answer says nothing.
fn all_quotes(numbers: &[String], mut found: Vec<Quote>) -> Vec<Quote> {
    let is_mentioned = |number: &&String| found.iter().any(|quote| quote.number.as_ref() == Some(*number));
    let missing: Vec<_> = numbers.iter().filter(|number| !is_mentioned(number)).collect();
    found.extend(missing.into_iter().map(|number| quotes::without(number, unmentioned())));
    found
}

fn unmentioned() -> Problem {
    Problem { code: None, message: Some("the answer says nothing of it".to_owned()) }
}
