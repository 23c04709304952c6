//! A price list that exists nowhere: it is made while it is read.
#![allow(dead_code, unreachable_pub, reason = "each user uses its part")]

use std::collections::VecDeque;

use b2b_http::{Body, ErrorKind, StreamingTransport, Transport, TransportError, TransportLimits};
use bytes::Bytes;
use http::{Request, Response};

/// The parts of an answer, or how it fails.
#[derive(Clone)]
pub struct Scripted(pub u16, pub Vec<Result<Bytes, ErrorKind>>);

/// Answers every request with a script.
impl Transport for Scripted {
    async fn send(&self, _: Request<Bytes>, _: &TransportLimits) -> Result<Response<Bytes>, TransportError> {
        Err(TransportError::not_sent(ErrorKind::Other, "only streams"))
    }
}

impl StreamingTransport for Scripted {
    type Body = Parts;

    async fn open(&self, _: Request<Bytes>, _: &TransportLimits) -> Result<Response<Parts>, TransportError> {
        let mut answer = Response::new(Parts(self.1.clone().into()));
        *answer.status_mut() = self.0.try_into().unwrap();
        Ok(answer)
    }
}

pub struct Parts(VecDeque<Result<Bytes, ErrorKind>>);

impl Body for Parts {
    async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        tokio::task::yield_now().await;
        self.0.pop_front().transpose().map_err(|kind| TransportError::unknown(kind, "it broke"))
    }
}

/// Answers with so many lines of some 5 KB each.
pub struct Generated(pub u64);

impl Transport for Generated {
    async fn send(&self, _: Request<Bytes>, _: &TransportLimits) -> Result<Response<Bytes>, TransportError> {
        Err(TransportError::not_sent(ErrorKind::Other, "only streams"))
    }
}

impl StreamingTransport for Generated {
    type Body = Lines;

    async fn open(&self, _: Request<Bytes>, _: &TransportLimits) -> Result<Response<Lines>, TransportError> {
        Ok(Response::new(Lines { next: 0, lines: self.0 }))
    }
}

pub struct Lines {
    next: u64,
    lines: u64,
}

impl Body for Lines {
    async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        let number = self.next;
        self.next += 1;
        Ok(match number {
            0 => Some(Bytes::from_static(
                b"<!DOCTYPE XML_PriceList_Response SYSTEM \"x.dtd\" []><XML_PriceList_Response><Header/><Detail>",
            )),
            number if number <= self.lines => Some(line(number)),
            number if number == self.lines + 1 => Some(Bytes::from_static(b"</Detail></XML_PriceList_Response>")),
            _ => None,
        })
    }
}

fn line(number: u64) -> Bytes {
    let promotion =
        "<PromotionInfo><OrderLevel/><MinimumQty>1</MinimumQty><PromotedPricePerUnit>$1,199.99</PromotedPricePerUnit>\
                     <PromoEndDate>12/31/2012</PromoEndDate><PromoNumber>P-77</PromoNumber></PromotionInfo>"
            .repeat(25);
    Bytes::from(format!(
        "<LineInfo><RefIDQual1>VP</RefIDQual1><RefID1>{number:018}</RefID1><ProductDesc>ITEM</ProductDesc>\
         <CustomerPrice>${number}.00</CustomerPrice>{promotion}</LineInfo>\n"
    ))
}
