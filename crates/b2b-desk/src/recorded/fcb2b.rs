//! Recorded answers of fcB2B producers. The kind is told by the elements: several services share one root.

use std::sync::Arc;

use b2b_http::{Attempt, Operation, Received, Rejected, RejectedKind};
use b2b_model::Decimal;
use bytes::Bytes;
use chrono::DateTime;
use fcb2b_client::{
    Answer, Any, Call, DocumentService, Element, GetPriceCatalogTypes, GetReserves, InventoryInquiry, Orders,
    PriceCatalogRequest, PriceInquiry, Producer, RelatedItems, Service, ServiceUrl, Services, SigningProfile,
    SolutionCheck, SolutionInquiry, StockCheck, model,
};

use super::Recorded;
use crate::supplier::fcb2b::{all, told};
use crate::{DeskError, Told};

/// Stands for the article of a question that nobody asks.
const ANY: &str = "-";

pub(super) fn decode(document: &[u8]) -> Result<Recorded, DeskError> {
    let root = element(document)?;
    let has = |name: &str| root.descendants().any(|element| element.name == name);
    let list = |name: &str| root.name == name || has(name);
    if list("ServiceProfiles") || list("ServiceProfile") {
        let told = decoded(Services::new(), document)?;
        return Ok(Recorded::Services(told.map(|profiles| all(&profiles))));
    }
    if list("RelatedItems") || list("RelatedItem") {
        let told = decoded(RelatedItems::new(ANY), document)?;
        return Ok(Recorded::Availability(told.map(|answer| model::related(&answer))));
    }
    if list("PriceInquiry") || (has("AvailableItems") && has("Price")) {
        let told = decoded(PriceInquiry::new(ANY), document)?;
        return Ok(Recorded::Prices(told.map(|answer| vec![(&answer).into()])));
    }
    if list("SolutionInquiry") || list("InventoryInquiry") || has("AvailableItems") {
        let told = if list("SolutionInquiry") {
            decoded(SolutionInquiry::new(ANY, Decimal::ONE, Decimal::ONE, "EA"), document)?
        } else {
            decoded(InventoryInquiry::new(ANY), document)?
        };
        return Ok(Recorded::Availability(told.map(|answer| vec![(&answer).into()])));
    }
    if list("SolutionCheck") || list("StockCheck") {
        let told = if list("SolutionCheck") {
            decoded(SolutionCheck::new(ANY, Decimal::ONE, Decimal::ONE, "EA"), document)?
        } else {
            decoded(StockCheck::new(ANY), document)?
        };
        return Ok(Recorded::Availability(told.map(|answer| vec![(&answer).into()])));
    }
    if list("PriceCatalogTypes") || list("PriceCatalogType") {
        let told = decoded(GetPriceCatalogTypes::new(), document)?;
        return Ok(Recorded::Catalogs(told.map(|types| all(&types))));
    }
    if list("PriceCatalog") {
        let told = decoded(PriceCatalogRequest::new(ANY), document)?;
        return Ok(Recorded::CatalogPromise(told.map(|catalog| (&catalog).into())));
    }
    if list("Reservation") || list("Reservations") {
        let told = decoded(GetReserves::new(), document)?;
        return Ok(Recorded::Reservations(told.map(|reserves| all(&reserves))));
    }
    if list("Order") || list("Orders") {
        let told = decoded(Orders::new(1_u32), document)?;
        let orders = all(&told.value);
        return Ok(Recorded::Orders(crate::Orders { orders, warnings: told.warnings, ..crate::Orders::default() }));
    }
    if list("Documents") || list("Document") {
        let told = decoded(DocumentService::new(ANY), document)?;
        return Ok(Recorded::Documents(told.map(|documents| all(&documents))));
    }
    Err(DeskError::NoRecording { message: format!("no service is known that answers with <{}>", root.name) })
}

/// The document as a tree, or the refusal that it is.
fn element(document: &[u8]) -> Result<Element, DeskError> {
    let url = address()?;
    let call = Call::new(Arc::new(Producer::new(SigningProfile::unsigned(), None)), url, Any::new("recorded"));
    read_by(&call, document).map(|answer| answer.root)
}

fn decoded<S: Service>(service: S, document: &[u8]) -> Result<Told<S::Output>, DeskError> {
    let call = Call::new(Arc::new(Producer::new(SigningProfile::unsigned(), None)), address()?, service);
    let answer: Answer<S::Output> = read_by(&call, document)?;
    Ok(told(answer))
}

/// Reads the document as the answer to a question that is never sent.
fn read_by<O: Operation>(call: &O, document: &[u8]) -> Result<O::Output, DeskError> {
    let attempt = Attempt::new(1, DateTime::UNIX_EPOCH, [0; 32]);
    let (_, sent) =
        call.request(&attempt).map_err(|refused| DeskError::NoRecording { message: refused.message().to_owned() })?;
    let response = http::Response::new(Bytes::copy_from_slice(document));
    call.response(&sent, Received::new(DateTime::UNIX_EPOCH, response)).map_err(|rejected| error(&rejected))
}

fn error(rejected: &Rejected) -> DeskError {
    let message = rejected.message().to_owned();
    match rejected.kind() {
        RejectedKind::Refused => {
            DeskError::RecordedRefusal { code: rejected.code().unwrap_or("no code").to_owned(), words: message }
        }
        _ => DeskError::NoRecording { message },
    }
}

/// An address that nothing is sent to: RFC 2606 keeps the name free.
fn address() -> Result<ServiceUrl, DeskError> {
    "https://recorded.invalid/".parse().map_err(|error| DeskError::NoRecording { message: format!("{error}") })
}
