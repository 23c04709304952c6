//! Invoices and quotes.

use b2b_http::Attempt;
use b2b_model::{OrderNumber, Problem};
use futures_util::stream::{self, StreamExt as _};
use techdata_xml::{InvoiceDetailByPoSubmit, QuoteSubmit};

use super::{Shown, Techdata, parts_of, read};
use crate::asking::{Part, Parts, Patience};
use crate::question::Told;
use crate::questions::invoices::without;
use crate::{DeskError, Invoice, InvoicesQuestion, Quote, QuotesQuestion};

impl Techdata {
    /// So many purchase orders with each request.
    pub(crate) fn invoices<'a>(&'a self, asked: &'a InvoicesQuestion) -> Parts<'a, Told<Vec<Invoice>>> {
        let patience = Patience::with(&self.name);
        let answers = stream::iter(parts_of(&asked.purchase_orders, self.at_most)).map(move |(places, numbers)| {
            let patience = patience.clone();
            async move {
                let told = patience.ask(self.told(invoices(numbers))).await.map_err(DeskError::from);
                Part::about(places, told.map(|told| told.map(|response| all_of(numbers, read::invoices(&response)))))
            }
        });
        answers.buffer_unordered(self.at_once).boxed()
    }

    pub(crate) fn show_invoices(&self, asked: &InvoicesQuestion, attempt: &Attempt) -> Shown {
        let parts = parts_of(&asked.purchase_orders, self.at_most);
        parts.map(|(_, numbers)| self.written(invoices(numbers), attempt)).collect()
    }

    pub(crate) async fn quotes(&self, asked: &QuotesQuestion) -> Result<Told<Vec<Quote>>, DeskError> {
        let told = self.told(quotes(asked)).await?;
        let mut told = told.map(|response| read::quotes(&response));
        for number in &asked.numbers {
            if !told.value.iter().any(|quote| quote.number.as_deref() == Some(number)) {
                let message = Some("the answer says nothing of it".to_owned());
                let problems = vec![Problem { code: None, message }];
                told.value.push(Quote { number: Some(number.clone()), problems, ..Quote::default() });
            }
        }
        Ok(told)
    }

    pub(crate) fn show_quotes(&self, asked: &QuotesQuestion, attempt: &Attempt) -> Shown {
        Ok(vec![self.written(quotes(asked), attempt)?])
    }
}

fn quotes(asked: &QuotesQuestion) -> QuoteSubmit {
    QuoteSubmit::of(asked.numbers.iter().map(String::as_str))
}

fn invoices(numbers: &[OrderNumber]) -> InvoiceDetailByPoSubmit {
    InvoiceDetailByPoSubmit::of(numbers.iter().map(OrderNumber::as_str))
}

/// The invoices, and those of which the answer says nothing.
fn all_of(numbers: &[OrderNumber], mut found: Vec<Invoice>) -> Vec<Invoice> {
    let is_mentioned =
        |number: &OrderNumber| found.iter().any(|invoice| invoice.customer_order.as_ref() == Some(number));
    let missing: Vec<_> = numbers.iter().filter(|number| !is_mentioned(number)).collect();
    found.extend(missing.into_iter().map(|number| {
        let message = "the answer says nothing of it".to_owned();
        without(number, Problem { code: None, message: Some(message) })
    }));
    found
}
