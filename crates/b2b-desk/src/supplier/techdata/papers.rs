//! Invoices and quotes.

use b2b_http::Attempt;
use b2b_model::{OrderNumber, Problem};
use techdata_xml::{InvoiceDetailByPoSubmit, QuoteSubmit, Transaction, model};

use super::{Shown, Techdata, in_requests, parts_of, refused, unwritable};
use crate::asking::{Parts, Patience};
use crate::question::Told;
use crate::questions::{invoices, quotes};
use crate::{DeskError, Invoice, InvoicesQuestion, Quote, QuotesQuestion};

impl Techdata {
    /// So many purchase orders with each request.
    pub(crate) fn invoices<'a>(&'a self, asked: &'a InvoicesQuestion) -> Parts<'a, Told<Vec<Invoice>>> {
        self.papers(&asked.purchase_orders, invoices, |numbers, response| {
            complete(numbers, model::invoices(response), |invoice| invoice.customer_order.as_ref(), invoices::without)
        })
    }

    pub(crate) fn show_invoices(&self, asked: &InvoicesQuestion, attempt: &Attempt) -> Shown {
        let parts = parts_of(&asked.purchase_orders, self.at_most);
        parts.map(|(_, numbers)| self.written(invoices(numbers), attempt)).collect()
    }

    /// So many quotes with each request.
    pub(crate) fn quotes<'a>(&'a self, asked: &'a QuotesQuestion) -> Parts<'a, Told<Vec<Quote>>> {
        self.papers(&asked.numbers, quotes, |numbers, response| {
            complete(numbers, model::quotes(response), |quote| quote.number.as_ref(), quotes::without)
        })
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
            refused(&self.call(alone)).map(|refused| unwritable(&self.name, refused))
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

/// The papers that were found, and one for each number of which the answer says nothing.
fn complete<N: PartialEq, T>(
    numbers: &[N],
    mut found: Vec<T>,
    number: impl Fn(&T) -> Option<&N>,
    without: impl Fn(&N, Problem) -> T,
) -> Vec<T> {
    let is_mentioned = |asked: &&N| found.iter().any(|paper| number(paper) == Some(*asked));
    let missing: Vec<_> = numbers.iter().filter(|asked| !is_mentioned(asked)).collect();
    let unmentioned = || Problem { code: None, message: Some("the answer says nothing of it".to_owned()) };
    found.extend(missing.into_iter().map(|asked| without(asked, unmentioned())));
    found
}
