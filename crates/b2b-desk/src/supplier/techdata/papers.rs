//! Invoices and quotes.

use b2b_http::Attempt;
use b2b_model::{OrderNumber, Problem};
use futures_util::stream::{self, StreamExt as _};
use techdata_xml::{InvoiceDetailByPoSubmit, QuoteSubmit};

use super::{Shown, Techdata, read};
use crate::question::Told;
use crate::{DeskError, Invoice, InvoicesQuestion, Quote, QuotesQuestion};

impl Techdata {
    /// One part of the purchase orders after the other is answered or not: a part that fails stands in its place, unless all do.
    pub(crate) async fn invoices(&self, asked: &InvoicesQuestion) -> Result<Told<Vec<Invoice>>, DeskError> {
        let parts = parts(asked, self.at_most);
        let answers = stream::iter(parts).map(|part| async move {
            let told = self.told(InvoiceDetailByPoSubmit::of(part.iter().map(OrderNumber::as_str))).await;
            (part, told)
        });
        let answers: Vec<_> = answers.buffered(self.at_once).collect().await;
        let is_answered = answers.iter().any(|(_, told)| told.is_ok());
        let mut all = Told::new(Vec::new());
        for (part, told) in answers {
            match told {
                Ok(told) => {
                    let found = read::invoices(&told.value);
                    let missing: Vec<_> = part.iter().filter(|number| !is_mentioned(&found, number)).collect();
                    all.warnings.extend(told.warnings);
                    all.value.extend(found);
                    all.value.extend(missing.into_iter().map(|number| {
                        let message = "the answer says nothing of it".to_owned();
                        without(number, Problem { code: None, message: Some(message) })
                    }));
                }
                Err(error) if is_answered => {
                    all.value.extend(part.iter().map(|number| without(number, error.problem())));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    pub(crate) fn show_invoices(&self, asked: &InvoicesQuestion, attempt: &Attempt) -> Shown {
        let parts = parts(asked, self.at_most).into_iter();
        parts
            .map(|part| self.written(InvoiceDetailByPoSubmit::of(part.iter().map(OrderNumber::as_str)), attempt))
            .collect()
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

/// The purchase orders of each request; of none, one request that is refused in the protocol's words.
fn parts(asked: &InvoicesQuestion, at_most: usize) -> Vec<Vec<OrderNumber>> {
    if asked.purchase_orders.is_empty() {
        return vec![Vec::new()];
    }
    asked.purchase_orders.chunks(at_most).map(<[_]>::to_vec).collect()
}

fn is_mentioned(found: &[Invoice], number: &OrderNumber) -> bool {
    found.iter().any(|invoice| invoice.customer_order.as_ref() == Some(number))
}

fn without(number: &OrderNumber, problem: Problem) -> Invoice {
    Invoice { customer_order: Some(number.clone()), problems: vec![problem], ..Invoice::default() }
}
