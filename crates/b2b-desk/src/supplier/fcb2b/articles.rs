//! Questions about articles: stock, related items, prices, documents.

use b2b_http::Attempt;
use b2b_model::{Availability, Document, Form};
use fcb2b_client::{
    DocumentService, InventoryInquiry, PriceInquiry, RelatedItems, RollOrCut, SolutionCheck, SolutionInquiry,
    StockCheck, UnitOfMeasure,
};

use super::{Fcb2b, read, requests};
use crate::question::Answered;
use crate::{
    Article, AvailabilityQuestion, Conditions, DeskError, DocumentsQuestion, Extent, PriceQuestion, Priced,
    RelatedQuestion,
};

type Each<T> = Result<Vec<Answered<T>>, DeskError>;
type Shown = Result<Vec<String>, DeskError>;

impl Fcb2b {
    pub(crate) async fn availability(&self, asked: &AvailabilityQuestion) -> Each<Availability> {
        Ok(match (&asked.conditions, asked.extent) {
            (None, Extent::First) => {
                self.each(requests(&numbers(&asked.articles), |sku| stock_check(asked, &sku)), read::stock).await
            }
            (None, Extent::Every) => {
                self.each(requests(&numbers(&asked.articles), InventoryInquiry::new), read::inventory).await
            }
            (Some(conditions), Extent::First) => {
                self.each(requests(&numbers(&asked.articles), |sku| solution_check(conditions, &sku)), read::stock)
                    .await
            }
            (Some(conditions), Extent::Every) => {
                self.each(
                    requests(&numbers(&asked.articles), |sku| solution_inquiry(conditions, &sku)),
                    read::inventory,
                )
                .await
            }
        })
    }

    pub(crate) fn show_availability(&self, asked: &AvailabilityQuestion, attempt: &Attempt) -> Shown {
        let skus = asked.articles.iter().map(|article| article.number.as_str());
        match (&asked.conditions, asked.extent) {
            (None, Extent::First) => self.show(skus.map(|sku| stock_check(asked, sku)), attempt),
            (None, Extent::Every) => self.show(skus.map(InventoryInquiry::new), attempt),
            (Some(conditions), Extent::First) => self.show(skus.map(|sku| solution_check(conditions, sku)), attempt),
            (Some(conditions), Extent::Every) => self.show(skus.map(|sku| solution_inquiry(conditions, sku)), attempt),
        }
    }

    pub(crate) async fn related(&self, asked: &RelatedQuestion) -> Each<Vec<Availability>> {
        Ok(self.each(requests(&asked.skus, RelatedItems::new), read::related).await)
    }

    pub(crate) fn show_related(&self, asked: &RelatedQuestion, attempt: &Attempt) -> Shown {
        self.show(asked.skus.iter().map(RelatedItems::new), attempt)
    }

    pub(crate) async fn prices(&self, asked: &PriceQuestion) -> Each<Priced> {
        Ok(self.each(requests(&numbers(&asked.articles), |sku| price_inquiry(asked, &sku)), read::priced).await)
    }

    pub(crate) fn show_prices(&self, asked: &PriceQuestion, attempt: &Attempt) -> Shown {
        self.show(asked.articles.iter().map(|article| price_inquiry(asked, &article.number)), attempt)
    }

    pub(crate) async fn documents(&self, asked: &DocumentsQuestion) -> Each<Vec<Document>> {
        Ok(self.each(requests(&asked.skus, DocumentService::new), |documents| read::documents(documents)).await)
    }

    pub(crate) fn show_documents(&self, asked: &DocumentsQuestion, attempt: &Attempt) -> Shown {
        self.show(asked.skus.iter().map(DocumentService::new), attempt)
    }
}

/// The supplier's numbers, which are the only ones that reach a producer.
fn numbers(articles: &[Article]) -> Vec<String> {
    articles.iter().map(|article| article.number.clone()).collect()
}

fn stock_check(asked: &AvailabilityQuestion, sku: &str) -> StockCheck {
    let mut request = StockCheck::new(sku);
    request.requested_quantity = asked.wanted;
    request
}

/// The conditions, as the parameters of a service that has them.
macro_rules! constrain {
    ($request:expr, $conditions:expr) => {{
        let (mut request, conditions): (_, &Conditions) = ($request, $conditions);
        request.need_by = conditions.need_by;
        request.fob_point.clone_from(&conditions.location);
        request.shade_or_dye_lot.clone_from(&conditions.lot);
        request.same_shade_or_dye_lot = conditions.same_lot.then_some(true);
        request.roll_or_cut = conditions.form.and_then(roll_or_cut);
        request
    }};
}

fn solution_check(conditions: &Conditions, sku: &str) -> SolutionCheck {
    let Conditions { quantity, minimum, .. } = *conditions;
    constrain!(SolutionCheck::new(sku, quantity, minimum, UnitOfMeasure::from(conditions.unit.as_str())), conditions)
}

fn solution_inquiry(conditions: &Conditions, sku: &str) -> SolutionInquiry {
    let Conditions { quantity, minimum, .. } = *conditions;
    constrain!(SolutionInquiry::new(sku, quantity, minimum, UnitOfMeasure::from(conditions.unit.as_str())), conditions)
}

fn price_inquiry(asked: &PriceQuestion, sku: &str) -> PriceInquiry {
    let mut request = PriceInquiry::new(sku);
    if let Some(conditions) = &asked.conditions {
        request.requested_quantity = Some(conditions.quantity);
        request.minimum = Some(conditions.minimum);
        request.unit_of_measure = Some(UnitOfMeasure::from(conditions.unit.as_str()));
        request = constrain!(request, conditions);
    }
    request
}

/// The protocol's word for a form of goods.
pub(super) fn roll_or_cut(form: Form) -> Option<RollOrCut> {
    match form {
        Form::Roll => Some(RollOrCut::Roll),
        Form::Cut => Some(RollOrCut::Cut),
        _ => None,
    }
}
