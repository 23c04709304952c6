//! Long price lists, article by article while they come.

use std::fmt;
use std::pin::Pin;

use b2b_http::Attempt;
use futures_util::{Stream, StreamExt as _};
use tracing::Instrument as _;

use crate::asking::Trace;
use crate::question::{Answered, Capability, Whom};
use crate::questions::by_other_numbers;
use crate::supplier::Supplier;
use crate::{Article, Desk, DeskError, Priced};

/// Prices and promotions of many articles. It takes suppliers long to answer; they ask to be asked rarely.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PriceListRequest {
    /// The articles.
    pub articles: Vec<Article>,
    /// Whether it is wanted to know what is there too.
    pub stock: bool,
}

impl PriceListRequest {
    /// A list of these articles.
    pub fn of<A: Into<Article>>(articles: impl IntoIterator<Item = A>) -> Self {
        Self { articles: articles.into_iter().map(Into::into).collect(), stock: false }
    }

    /// Asks what is there too.
    #[must_use]
    pub fn with_stock(mut self) -> Self {
        self.stock = true;
        self
    }
}

/// The lines of a price list while they come, in memory that does not grow with the list. It ends after the first error;
/// an article that the supplier refuses is no error: it has problems.
#[must_use = "nothing is read until the lines are asked for"]
pub struct PriceList {
    supplier: String,
    /// None when it is over.
    trace: Option<Trace>,
    lines: Pin<Box<dyn Stream<Item = Result<Answered<Priced>, DeskError>> + Send>>,
}

impl PriceList {
    pub(crate) fn new(
        supplier: &str,
        lines: impl Stream<Item = Result<Answered<Priced>, DeskError>> + Send + 'static,
    ) -> Self {
        let trace = Some(Trace::new(supplier, Capability::PriceLists));
        Self { supplier: supplier.to_owned(), trace, lines: Box::pin(lines) }
    }

    /// The supplier whose it is.
    #[must_use]
    pub fn supplier(&self) -> &str {
        &self.supplier
    }

    /// The next line.
    pub async fn next(&mut self) -> Option<Result<Answered<Priced>, DeskError>> {
        let trace = self.trace.as_mut()?;
        trace.begin();
        let line = self.lines.next().instrument(trace.span()).await;
        match &line {
            Some(Ok(_)) => trace.part(),
            ended => {
                trace.end(if ended.is_some() { "failed" } else { "done" });
                self.trace = None;
            }
        }
        line
    }
}

impl fmt::Debug for PriceList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PriceList").field("supplier", &self.supplier).finish_non_exhaustive()
    }
}

impl Desk {
    /// Asks one supplier for a price list.
    ///
    /// # Errors
    ///
    /// [`DeskError`] unless there is exactly one supplier that it can go to. What goes wrong later is an item of the list.
    pub fn price_list(&self, whom: &Whom, request: &PriceListRequest) -> Result<PriceList, DeskError> {
        match self.for_list(whom, request)? {
            Supplier::Techdata(techdata) => Ok(techdata.price_list(request)),
            other => Err(other.unsupported(Capability::PriceLists)),
        }
    }

    /// The requests that [`price_list`](Self::price_list) would send, with their secrets replaced.
    ///
    /// # Errors
    ///
    /// As [`price_list`](Self::price_list), and if it cannot be written.
    pub fn offline_price_list(
        &self,
        whom: &Whom,
        request: &PriceListRequest,
        attempt: &Attempt,
    ) -> Result<Vec<String>, DeskError> {
        match self.for_list(whom, request)? {
            Supplier::Techdata(techdata) => techdata.show_price_list(request, attempt),
            other => Err(other.unsupported(Capability::PriceLists)),
        }
    }

    fn for_list(&self, whom: &Whom, request: &PriceListRequest) -> Result<&Supplier, DeskError> {
        let needs: Vec<_> = by_other_numbers(&request.articles).into_iter().collect();
        let supplier = &self.only(whom, Capability::PriceLists, &needs)?.supplier;
        match supplier.lacking(Capability::PriceLists, &needs) {
            Some(capability) => Err(supplier.unsupported(capability)),
            None => Ok(supplier),
        }
    }
}
