//! Questions about articles: stock, related items, prices, documents.

use b2b_http::Attempt;
use b2b_model::{Availability, Document, Form};
use fcb2b_client::{
    DocumentService, InventoryInquiry, PriceInquiry, RelatedItems, RollOrCut, SolutionCheck, SolutionInquiry,
    StockCheck, UnitOfMeasure, model,
};

use super::{Fcb2b, all};
use crate::asking::Parts;
use crate::question::Answered;
use crate::{
    AvailabilityQuestion, Conditions, DeskError, DocumentsQuestion, Extent, PriceQuestion, Priced, RelatedQuestion,
};

type Each<'a, T> = Parts<'a, Answered<T>>;
type Shown = Result<Vec<String>, DeskError>;

impl Fcb2b {
    pub(crate) fn availability<'a>(&'a self, asked: &'a AvailabilityQuestion) -> Each<'a, Availability> {
        let articles = &asked.articles;
        match (&asked.conditions, asked.extent) {
            (None, Extent::First) => self.each(articles, |one| stock_check(asked, &one.number), |answer| answer.into()),
            (None, Extent::Every) => {
                self.each(articles, |one| InventoryInquiry::new(one.number.as_str()), |answer| answer.into())
            }
            (Some(conditions), Extent::First) => {
                self.each(articles, |one| solution_check(conditions, &one.number), |answer| answer.into())
            }
            (Some(conditions), Extent::Every) => {
                self.each(articles, |one| solution_inquiry(conditions, &one.number), |answer| answer.into())
            }
        }
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

    pub(crate) fn related<'a>(&'a self, asked: &'a RelatedQuestion) -> Each<'a, Vec<Availability>> {
        self.each(&asked.skus, RelatedItems::new, model::related)
    }

    pub(crate) fn show_related(&self, asked: &RelatedQuestion, attempt: &Attempt) -> Shown {
        self.show(asked.skus.iter().map(RelatedItems::new), attempt)
    }

    pub(crate) fn prices<'a>(&'a self, asked: &'a PriceQuestion) -> Each<'a, Priced> {
        self.each(&asked.articles, |one| price_inquiry(asked, &one.number), |answer| answer.into())
    }

    pub(crate) fn show_prices(&self, asked: &PriceQuestion, attempt: &Attempt) -> Shown {
        self.show(asked.articles.iter().map(|article| price_inquiry(asked, &article.number)), attempt)
    }

    pub(crate) fn documents<'a>(&'a self, asked: &'a DocumentsQuestion) -> Each<'a, Vec<Document>> {
        self.each(&asked.skus, DocumentService::new, |documents| all(documents))
    }

    pub(crate) fn show_documents(&self, asked: &DocumentsQuestion, attempt: &Attempt) -> Shown {
        self.show(asked.skus.iter().map(DocumentService::new), attempt)
    }
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
