//! The documents of each family: read, written, read again.

use b2b_desk::{Protocol, decode_recorded};
use b2b_xml::Reading;
use fcb2b_client::{
    CreateReserve, DocumentService, GetPriceCatalogTypes, GetReserves, InventoryInquiry, OrderStatus,
    OrderStatusDetail, Orders, PriceCatalogRequest, PriceInquiry, RelatedItems, Service, Services, SolutionCheck,
    SolutionInquiry, StockCheck, decode_answer, encode_answer,
};
use techdata_xml::Document;
use westcon_orderstatus::request::GetOrderStatusRequest;
use westcon_orderstatus::response::GetOrderStatusResponse;
use wsse_soap::{Expect, HttpReply, Outcome, Reply, Request, ResponseTimestamp, SoapVersion};

use crate::soap::now;
use crate::xml::{shown_alike, survives, well_formed};

/// Westcon: the request and the response survive being written, and the answer is told in the words of the model.
pub fn westcon(data: &[u8]) {
    if let Ok(request) = Request::<GetOrderStatusRequest>::decode(data) {
        survives(&request.body, Reading::default(), PartialEq::eq);
    }
    let expect = Expect::new(SoapVersion::Soap12, now()).timestamp(ResponseTimestamp::Ignored);
    let reply = Reply::<GetOrderStatusResponse>::read(&HttpReply::new(200, None, data), &expect);
    if let Ok(Reply { outcome: Outcome::Body(body), .. }) = reply {
        survives(&body, Reading::default(), PartialEq::eq);
    }
    let _ = decode_recorded(Some(Protocol::Westcon), data);
}

macro_rules! survives_as_read {
    ($document:expr, $( $Document:ident )+) => {
        match $document {
            $( Document::$Document(document) => survives(document.as_ref(), techdata_xml::reading(), shown_alike), )+
            other => panic!("a document that is not looked at: {other:?}"),
        }
    };
}

/// Tech Data: submissions and responses survive being written, and answers are told in the words of the model.
pub fn techdata(data: &[u8]) {
    if let Ok(read) = Document::read(data) {
        survives_as_read!(
            read.value,
            AvailabilitySubmit PriceAvailabilitySubmit MultiPriceAvailabilitySubmit OrderSubmit OrderStatusSubmit
            ShipViaSubmit PriceListSubmit InvoiceDetailByPoSubmit QuoteSubmit RequiredEuiSubmit
            AvailabilityResponse PriceAvailabilityResponse MultiPriceAvailabilityResponse OrderResponse
            OrderStatusResponse ShipmentStatusResponse ShipViaResponse PriceListResponse InvoiceDetailByPoResponse
            QuoteResponse RequiredEuiResponse
        );
    }
    let _ = decode_recorded(Some(Protocol::Techdata), data);
}

/// fcB2B: what is read as the answer of a service survives being written as one.
pub fn fcb2b(data: &[u8]) {
    answer::<Services>(data);
    answer::<StockCheck>(data);
    answer::<InventoryInquiry>(data);
    answer::<RelatedItems>(data);
    answer::<SolutionCheck>(data);
    answer::<SolutionInquiry>(data);
    answer::<PriceInquiry>(data);
    answer::<DocumentService>(data);
    answer::<GetPriceCatalogTypes>(data);
    answer::<PriceCatalogRequest>(data);
    answer::<GetReserves>(data);
    answer::<CreateReserve>(data);
    answer::<Orders>(data);
    answer::<OrderStatus>(data);
    answer::<OrderStatusDetail>(data);
    let _ = decode_recorded(Some(Protocol::Fcb2b), data);
}

fn answer<S: Service<Output: std::fmt::Debug>>(data: &[u8]) {
    let Ok(read) = decode_answer::<S>(data.to_vec()) else { return };
    // The writer may refuse what the reader forgave.
    let Ok(text) = encode_answer::<S>(&read.value) else { return };
    well_formed(&text);
    match decode_answer::<S>(text.clone()) {
        Ok(again) => assert_eq!(format!("{:?}", again.value), format!("{:?}", read.value), "{}: {text}", S::NAME),
        Err(error) => panic!("{}: what was written cannot be read: {error}: {text}", S::NAME),
    }
}
