//! The operations, each with a request that the sandbox answers, and whether what it writes is there.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use b2b_http::{Error, Operation as HttpOperation, Repeatable};
use b2b_sandbox::{Techdata, Westcon};
use fcb2b_client::{
    Any, Call as Fcb2bCall, Client as Fcb2bClient, CreateReserve, Directory, DocumentService, Endpoints,
    GetPriceCatalogTypes, GetReserves, InventoryInquiry, OrderStatus, OrderStatusDetail, Orders, PriceCatalogRequest,
    PriceInquiry, Reconciled as ReserveReconciled, RelatedItems, ReserveOutcome, ReservePolicy, Service, ServiceName,
    ServiceUrl, Services, SolutionCheck, SolutionInquiry, StockCheck, UnitOfMeasure,
};
use techdata_xml::order::{Line, RefNbr};
use techdata_xml::{
    AvailabilitySubmit, Call, Client as TechdataClient, Endpoint, InvoiceDetailByPoSubmit, Item,
    MultiPriceAvailabilitySubmit, OrderOutcome, OrderStatusSubmit, OrderSubmit, OrderType, PriceAvailabilitySubmit,
    PriceListSubmit, QuoteSubmit, Reconciled as OrderReconciled, RequiredEuiSubmit, ShipViaSubmit, Transaction,
};
use westcon_orderstatus::{Endpoint as WestconEndpoint, GetOrderStatus, OrderQuery};

use crate::fault::End;
use crate::place::At;

type Asking<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// An operation, or a method of a client that does more than to send one.
#[derive(Clone)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) protocol: Protocol,
    pub(crate) may_be_repeated: bool,
    /// Whether its answer says which request it answers. Known producers of fcB2B repeat no identifier.
    pub(crate) repeats_id: bool,
    /// Whether its answer is read while it comes.
    pub(crate) is_streamed: bool,
    pub(crate) ask: Arc<dyn Fn(At) -> Asking<Ended> + Send + Sync>,
    /// How many of what it writes there are, by its mark; nothing for a question.
    pub(crate) made: Option<fn(At) -> Asking<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Westcon,
    Techdata,
    Fcb2b,
}

/// How it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) end: End,
    pub(crate) retry_after: Option<Duration>,
    /// What the client says of something that is written.
    pub(crate) told: Option<Told>,
    #[allow(dead_code, reason = "it is shown when a cell fails")]
    message: String,
}

/// What a client says of a reservation or an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Done,
    NotDone,
    /// It does not know; asked to find out, it says whether it was done.
    Unknown(bool),
}

impl Ended {
    fn of(error: Option<&Error>, told: Option<Told>) -> Self {
        let end = match error {
            None => End::Good,
            Some(Error::NotSent(failure)) => End::NotSent(failure.kind()),
            Some(Error::OutcomeUnknown(failure)) => End::Unknown(failure.kind()),
            Some(error) => End::Answered(error.kind()),
        };
        let message = error.map(ToString::to_string).unwrap_or_default();
        Self { end, retry_after: error.and_then(Error::retry_after), told, message }
    }
}

/// The sandbox's own examples.
const SKU: &str = "VV01701002";
const ORDER: &str = "3132305";
const ITEM: &str = "10226038";

/// Every operation, and the methods of clients that add to one.
pub(crate) fn all() -> Vec<Operation> {
    let items = || [Item::tech_data(ITEM)];
    vec![
        operation(Protocol::Westcon, |at| {
            let endpoint = WestconEndpoint::at(format!("{}{}", at.url, Westcon::PATH), Westcon::ACCOUNT, Westcon::KEY);
            GetOrderStatus::new(endpoint, OrderQuery::westcon(["704571"]))
        }),
        transaction(move |_| AvailabilitySubmit::of(items())),
        transaction(move |_| PriceAvailabilitySubmit::of(items())),
        transaction(move |_| MultiPriceAvailabilitySubmit::of(items())),
        transaction(move |_| ShipViaSubmit::to("33760", items())),
        transaction(move |_| PriceListSubmit::of(items())),
        transaction(move |_| RequiredEuiSubmit::of(items())),
        transaction(|_| OrderStatusSubmit::purchase_order("PO-4711")),
        // The one document of Tech Data's that has no place for the id.
        Operation { repeats_id: false, ..transaction(|_| InvoiceDetailByPoSubmit::of(["PO-1998"])) },
        transaction(|_| QuoteSubmit::of(["QUOTE"])),
        transaction(|at| order(&at.mark)).making(orders),
        price_list_by_line(),
        place_order().making(orders),
        service(|_| Services::new()),
        service(|_| StockCheck::new(SKU)),
        service(|_| InventoryInquiry::new(SKU)),
        service(|_| RelatedItems::new(SKU)),
        service(|_| SolutionCheck::new(SKU, 5, 5, "BX")),
        service(|_| SolutionInquiry::new(SKU, 5, 5, "BX")),
        service(|_| PriceInquiry::new(SKU)),
        service(|_| DocumentService::new("5E65800110")),
        service(|_| GetPriceCatalogTypes::new()),
        service(|_| PriceCatalogRequest::new("FULL")),
        service(|_| GetReserves::new()),
        service(|_| Orders::new(3_u32)),
        service(|_| OrderStatus::new(ORDER)),
        service(|_| OrderStatusDetail::new(ORDER)),
        service(|at| reservation(&at.mark)).making(reservations),
        create_reserve().making(reservations),
        operation(Protocol::Fcb2b, |at| {
            let any = Any::new(ServiceName::StockCheck).parameter("SupplierItemSKU", SKU);
            Fcb2bCall::new(Arc::clone(&at.place.producer), service_url(at, &ServiceName::StockCheck), any)
        }),
    ]
}

impl Operation {
    fn making(mut self, made: fn(At) -> Asking<usize>) -> Self {
        self.made = Some(made);
        self
    }
}

fn operation<O>(protocol: Protocol, make: impl Fn(&At) -> O + Send + Sync + 'static) -> Operation
where
    O: HttpOperation<Sent: Send + Sync, Output: Send> + Send + Sync + 'static,
{
    let make = Arc::new(make);
    let ask = move |at: At| -> Asking<Ended> {
        let operation = make(&at);
        Box::pin(async move { Ended::of(at.http.send(&operation).await.err().as_ref(), None) })
    };
    Operation {
        name: O::NAME,
        protocol,
        may_be_repeated: O::REPEATABLE == Repeatable::Yes,
        repeats_id: protocol != Protocol::Fcb2b,
        is_streamed: false,
        ask: Arc::new(ask),
        made: None,
    }
}

fn transaction<T>(make: impl Fn(&At) -> T + Send + Sync + 'static) -> Operation
where
    T: Transaction + 'static,
{
    operation(Protocol::Techdata, move |at| Call::new(endpoint(at), make(at)))
}

fn service<S>(make: impl Fn(&At) -> S + Send + Sync + 'static) -> Operation
where
    S: Service<Output: Send> + Send + Sync + 'static,
{
    operation(Protocol::Fcb2b, move |at| {
        Fcb2bCall::new(Arc::clone(&at.place.producer), service_url(at, &S::SERVICE), make(at))
    })
}

/// A price list whose lines are read while they come.
fn price_list_by_line() -> Operation {
    let ask = |at: At| -> Asking<Ended> {
        Box::pin(async move {
            let client = TechdataClient::with(endpoint(&at), at.http.clone());
            let mut lines = match client.price_list_lines(PriceListSubmit::of([Item::tech_data(ITEM)])).await {
                Ok(lines) => lines,
                Err(error) => return Ended::of(Some(&error), None),
            };
            while let Some(line) = lines.next().await {
                if let Err(error) = line {
                    return Ended::of(Some(&error), None);
                }
            }
            Ended::of(None, None)
        })
    };
    let whole = transaction(|_| PriceListSubmit::default());
    Operation { name: "techdata.PriceList by line", is_streamed: true, ask: Arc::new(ask), ..whole }
}

/// The method that says what became of an order.
fn place_order() -> Operation {
    let ask = |at: At| -> Asking<Ended> {
        Box::pin(async move {
            let client = TechdataClient::with(endpoint(&at), at.http.clone());
            match client.place_order(order(&at.mark)).await {
                Ok(OrderOutcome::Accepted { .. }) => Ended::of(None, Some(Told::Done)),
                Ok(OrderOutcome::Unknown(unknown)) => {
                    let at = at.undisturbed();
                    let found = unknown.reconcile(&TechdataClient::with(endpoint(&at), at.http)).await.unwrap();
                    let is_placed = match found {
                        OrderReconciled::Placed(_) => true,
                        OrderReconciled::NotListed(_) => false,
                        unclear => panic!("{unclear:?}"),
                    };
                    Ended::of(Some(unknown.error()), Some(Told::Unknown(is_placed)))
                }
                Ok(refused) => panic!("{refused:?}"),
                Err(error) => Ended::of(Some(&error), Some(Told::NotDone)),
            }
        })
    };
    Operation { name: "techdata.Order, placed", ask: Arc::new(ask), ..transaction(|at| order(&at.mark)) }
}

/// The method that says what became of a reservation.
fn create_reserve() -> Operation {
    let ask = |at: At| -> Asking<Ended> {
        Box::pin(async move {
            match reserving(&at).create_reserve(reservation(&at.mark)).await {
                Ok(ReserveOutcome::Reserved(_)) => Ended::of(None, Some(Told::Done)),
                Ok(ReserveOutcome::Unknown(unknown)) => {
                    let is_reserved = match reserving(&at.undisturbed()).reconcile(&unknown).await.unwrap() {
                        ReserveReconciled::Reserved(_) => true,
                        ReserveReconciled::NotReserved => false,
                        still => panic!("{still:?}"),
                    };
                    Ended::of(unknown.error(), Some(Told::Unknown(is_reserved)))
                }
                Ok(other) => panic!("{other:?}"),
                Err(error) => Ended::of(Some(&error), Some(Told::NotDone)),
            }
        })
    };
    Operation { name: "fcb2b.CreateReserve, reserved", ask: Arc::new(ask), ..service(|at| reservation(&at.mark)) }
}

fn reserving(at: &At) -> Fcb2bClient<crate::place::Carrier> {
    let services = [ServiceName::CreateReserve, ServiceName::GetReserves];
    let endpoints =
        services.iter().fold(Endpoints::new(), |known, service| known.with(service, service_url(at, service)));
    Fcb2bClient::with(Arc::clone(&at.place.producer), Directory::configured(endpoints), at.http.clone())
        .reserve_policy(ReservePolicy::new().settle(Duration::ZERO))
}

fn service_url(at: &At, service: &ServiceName) -> ServiceUrl {
    format!("{}/{}", at.url, service.as_str().to_ascii_lowercase()).parse().unwrap()
}

fn endpoint(at: &At) -> Endpoint {
    Endpoint::at(format!("{}{}", at.url, Techdata::PATH), Techdata::USERNAME, Techdata::PASSWORD)
}

fn reservation(mark: &str) -> CreateReserve {
    CreateReserve::new(SKU, 1, UnitOfMeasure::Box).sidemark(mark)
}

/// How many reservations have the mark.
fn reservations(at: At) -> Asking<usize> {
    Box::pin(async move {
        let answer = reserving(&at).get_reserves(GetReserves::new()).await.unwrap();
        let marks = answer.value.iter().flat_map(|reservation| reservation.lines.iter());
        marks.filter(|line| line.sidemarks.contains(&at.mark)).count()
    })
}

fn order(purchase_order: &str) -> OrderSubmit {
    let mut order = OrderSubmit::new(purchase_order, OrderType::Bs).line(Line::new(Item::tech_data("070374"), 1));
    order.header.ref_nbrs = vec![RefNbr::end_user("EU-1")];
    order
}

/// How many orders have the purchase order number.
fn orders(at: At) -> Asking<usize> {
    Box::pin(async move {
        let client = TechdataClient::with(endpoint(&at), at.http.clone());
        match client.reconcile(at.mark.as_str()).await.unwrap() {
            OrderReconciled::Placed(orders) => orders.len(),
            OrderReconciled::NotListed(_) => 0,
            unclear => panic!("{unclear:?}"),
        }
    })
}
