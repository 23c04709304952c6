//! One reservation or order: what is asked for, what goes wrong, and how it ends.

use b2b_http::{Error as HttpError, ReqwestTransport, StreamingTransport, Transport, TransportError, TransportLimits};
use b2b_sandbox::{FAULT_HEADER, Random};
use bytes::Bytes;
use fcb2b_client::{CreateReserve, ReserveOutcome, UnitOfMeasure, UnknownReserve};
use http::{HeaderValue, Request, Response};
use techdata_xml::order::{Line, RefNbr};
use techdata_xml::{Item, OrderOutcome, OrderSubmit, OrderType, SalesRequirement, UnknownOrder};

use super::supplier::{Site, Sites};
use crate::Error;

/// What is reserved, and in which unit.
pub(super) const RESERVED: [(&str, UnitOfMeasure); 6] = [
    ("VV01701002", UnitOfMeasure::Box),
    ("PAD0000080", UnitOfMeasure::SquareYard),
    ("5E65800110", UnitOfMeasure::SquareFoot),
    ("DROPPED001", UnitOfMeasure::Box),
    ("TRIM000084", UnitOfMeasure::Each),
    ("LASTBOX100", UnitOfMeasure::Box),
];

/// What is ordered.
pub(super) const ORDERED: [&str; 3] = ["070374", "10226038", "070375"];

/// What goes wrong with every fifth request, beside the kills.
const FAULTS: [&str; 9] = [
    "reset;process=yes",
    "reset",
    "reset=during",
    "truncate=60",
    "truncate=60",
    "status=503",
    "html;status=502;process=yes",
    "garbage;process=yes",
    "html",
];

/// How often a client that reached nobody tries the same sandbox again.
const TRIES: usize = 20;

#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) kind: Kind,
    pub(super) item: usize,
    pub(super) quantity: u32,
    fault: Option<HeaderValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Reservation,
    /// With its purchase order number.
    Order(String),
}

/// A job, and how it ended for the client.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) job: Job,
    pub(super) end: End,
}

#[derive(Debug)]
pub(super) enum End {
    /// With the supplier's number.
    Acknowledged(String),
    /// It is certain that it was not made.
    Refused,
    UnknownReserve(Box<UnknownReserve>),
    UnknownOrder(Box<UnknownOrder>),
}

impl Job {
    /// All jobs of a seed, in the order in which they begin.
    pub(super) fn all(seed: u64, reservations: usize, orders: usize) -> impl Iterator<Item = Self> {
        let random = Random::seeded(seed);
        let (mut reservations, mut orders) = (reservations, orders);
        std::iter::from_fn(move || {
            let left = (reservations + orders).checked_sub(1)?;
            let [kind, item, quantity, faulty, fault] = random.bytes();
            let (item, fault) = (usize::from(item), FAULTS.get(usize::from(fault) % FAULTS.len()));
            let is_order = usize::from(kind) * (left + 1) < orders * 256;
            let kind = if is_order {
                orders -= 1;
                Kind::Order(format!("TORTURE-{seed}-{orders}"))
            } else {
                reservations -= 1;
                Kind::Reservation
            };
            let among = if is_order { ORDERED.len() } else { RESERVED.len() };
            let fault = fault.filter(|_| faulty % 5 == 0).map(|fault| HeaderValue::from_static(fault));
            Some(Self { kind, item: item % among, quantity: u32::from(quantity % 8) + 1, fault })
        })
    }

    /// Does it with whichever sandbox is alive. What was certainly not sent is sent to the next one.
    pub(super) async fn run(self, mut sites: Sites) -> Result<Done, Error> {
        let (mut life, mut tries) = (0, 0);
        loop {
            let site = sites.wait_for(Option::is_some).await?.clone().ok_or("no sandbox")?;
            tries = if site.life == life { tries + 1 } else { 1 };
            life = site.life;
            match self.attempt(&site).await? {
                Ok(end) => return Ok(Done { job: self, end }),
                Err(error) if tries > TRIES => {
                    return Err(format!("a sandbox that lives is not reached: {error}").into());
                }
                Err(_) => tokio::task::yield_now().await,
            }
        }
    }

    /// How it ends, or why it was not sent.
    async fn attempt(&self, site: &Site) -> Result<Result<End, HttpError>, Error> {
        let transport = Troubled { transport: site.transport(), fault: self.fault.clone() };
        Ok(match &self.kind {
            Kind::Reservation => match site.reserving(transport)?.create_reserve(self.reservation()?).await {
                Ok(ReserveOutcome::Reserved(answer)) => {
                    Ok(End::Acknowledged(answer.value.reserve_number.ok_or("a reservation without a number")?))
                }
                Ok(ReserveOutcome::Unknown(unknown)) => Ok(End::UnknownReserve(Box::new(unknown))),
                Ok(other) => return Err(format!("{other:?}").into()),
                Err(error @ HttpError::NotSent(_)) => Err(error),
                Err(_) => Ok(End::Refused),
            },
            Kind::Order(number) => match site.ordering(transport).place_order(self.order(number)?).await {
                Ok(OrderOutcome::Accepted { number, .. }) => Ok(End::Acknowledged(number.as_str().to_owned())),
                Ok(OrderOutcome::Refused { .. }) => Ok(End::Refused),
                Ok(OrderOutcome::Unknown(unknown)) => Ok(End::UnknownOrder(Box::new(unknown))),
                Ok(other) => return Err(format!("{other:?}").into()),
                Err(error) => Err(error),
            },
        })
    }

    fn reservation(&self) -> Result<CreateReserve, Error> {
        let (sku, unit) = RESERVED.get(self.item).ok_or("no such item")?.clone();
        Ok(CreateReserve::new(sku, self.quantity, unit))
    }

    fn order(&self, number: &str) -> Result<OrderSubmit, Error> {
        let item = Item::tech_data(*ORDERED.get(self.item).ok_or("no such item")?);
        let mut order = OrderSubmit::new(number, OrderType::Bs).line(Line::new(item, self.quantity));
        order.header.ref_nbrs = vec![RefNbr::end_user("EU-1")];
        order.header.sales_requirement_code = Some(SalesRequirement::NoBackorder);
        Ok(order)
    }
}

/// A transport whose requests carry a fault.
struct Troubled {
    transport: ReqwestTransport,
    fault: Option<HeaderValue>,
}

impl Troubled {
    fn with_fault(&self, mut request: Request<Bytes>) -> Request<Bytes> {
        if let Some(fault) = &self.fault {
            request.headers_mut().insert(FAULT_HEADER, fault.clone());
        }
        request
    }
}

impl Transport for Troubled {
    async fn send(&self, request: Request<Bytes>, limits: &TransportLimits) -> Result<Response<Bytes>, TransportError> {
        self.transport.send(self.with_fault(request), limits).await
    }
}

impl StreamingTransport for Troubled {
    type Body = <ReqwestTransport as StreamingTransport>::Body;

    async fn open(
        &self,
        request: Request<Bytes>,
        limits: &TransportLimits,
    ) -> Result<Response<Self::Body>, TransportError> {
        self.transport.open(self.with_fault(request), limits).await
    }
}
