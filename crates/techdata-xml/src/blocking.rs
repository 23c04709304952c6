//! The client for programs without an async runtime.

use std::iter;

use b2b_http::{Blocking, Error, ReqwestTransport, SetupError, StreamingTransport, Transport};
use b2b_xml::Decoded;

use crate::{
    Answer, AvailabilityLine, Batch, Batched, Endpoint, InvoiceDetailByPoResponse, Item, ItemSubmission, LineAnswer,
    Lines, MultiPriceAvailabilityLine, OrderOutcome, OrderStatusAnswer, OrderStatusSubmit, OrderSubmit,
    PriceAvailabilityLine, PriceListLine, PriceListSubmit, QuoteResponse, Reconciled, RequiredEuiLine, ShipViaLine,
    Text, Transaction,
};

/// Asks Tech Data's XML service, or orders from it, and waits. It is [`crate::Client`] with a [`Blocking`] thread: each
/// method is the one of that name there, with the same answers and errors.
///
/// ```no_run
/// use techdata_xml::{Endpoint, Environment, Item, blocking::Client};
///
/// # fn ask(password: secrecy::SecretString) -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new(Endpoint::new(Environment::Production, "100001", password))?;
/// let answer = client.price_availability([Item::tech_data("10226038")])?;
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// As those of [`crate::Client`].
///
/// # Panics
///
/// Its methods panic within an async runtime.
#[derive(Debug)]
pub struct Client<T = ReqwestTransport> {
    client: crate::Client<T>,
    blocking: Blocking,
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), blocking: self.blocking.clone() }
    }
}

impl Client {
    /// A client over reqwest with the default policy. Certificates are verified with the system's roots.
    ///
    /// # Errors
    ///
    /// If the system's TLS or the thread cannot be set up.
    pub fn new(endpoint: Endpoint) -> Result<Self, SetupError> {
        Ok(Self::with(crate::Client::new(endpoint)?, Blocking::new()?))
    }
}

impl<T> Client<T> {
    /// A client of your own, and the thread that it waits with.
    #[must_use]
    pub fn with(client: crate::Client<T>, blocking: Blocking) -> Self {
        Self { client, blocking }
    }
}

/// A list of items.
type Answered<L> = Result<Answer<Lines<L>>, Error>;

macro_rules! waits {
    ($( $(#[doc = $doc:literal])* $name:ident($($argument:ident: $Argument:ty),*) -> $Output:ty; )*) => {
        impl<T: Transport> Client<T> {
            /// Sends a submission; see [`crate::Client::send`].
            ///
            /// # Errors
            ///
            /// See [`Client`].
            pub fn send<S: Transaction>(&self, submission: S) -> Result<Answer<S::Response>, Error> {
                self.blocking.wait(self.client.send(submission))
            }

            /// Asks about a list of items of any length; see [`crate::Client::batch`].
            ///
            /// # Errors
            ///
            /// See [`Client`].
            pub fn batch<S: ItemSubmission>(&self, submission: S, batch: Batch) -> Result<Batched<S::Answered>, Error> {
                self.blocking.wait(self.client.batch(submission, batch))
            }
            $(
                $(#[doc = $doc])*
                ///
                /// # Errors
                ///
                /// See [`Client`].
                pub fn $name(&self, $($argument: $Argument),*) -> $Output {
                    self.blocking.wait(self.client.$name($($argument),*))
                }
            )*
        }
    };
}

waits! {
    /// Which warehouses have what.
    availability(items: impl IntoIterator<Item = Item>) -> Answered<AvailabilityLine>;
    /// Prices, and which warehouses have what.
    price_availability(items: impl IntoIterator<Item = Item>) -> Answered<PriceAvailabilityLine>;
    /// Prices, and what all warehouses have together.
    multi_price_availability(items: impl IntoIterator<Item = Item>) -> Answered<MultiPriceAvailabilityLine>;
    /// How items can be sent to a postal code.
    ship_via(postal_code: impl Into<Text>, items: impl IntoIterator<Item = Item>) -> Answered<ShipViaLine>;
    /// Prices and promotions, read whole.
    price_list(items: impl IntoIterator<Item = Item>) -> Answered<PriceListLine>;
    /// What must be told of the end user to buy some items.
    required_eui(items: impl IntoIterator<Item = Item>) -> Answered<RequiredEuiLine>;
    /// How an order, an invoice or a shipment stands.
    order_status(query: OrderStatusSubmit) -> Result<Answer<OrderStatusAnswer>, Error>;
    /// The invoices, containers and serial numbers of purchase orders.
    invoice_detail_by_po(
        purchase_orders: impl IntoIterator<Item: Into<Text>>
    ) -> Result<Answer<InvoiceDetailByPoResponse>, Error>;
    /// Quotes by their numbers.
    quote(quotes: impl IntoIterator<Item: Into<Text>>) -> Result<Answer<QuoteResponse>, Error>;
    /// Places an order, once; see [`crate::Client::place_order`].
    place_order(order: OrderSubmit) -> Result<OrderOutcome, Error>;
    /// Finds out what Tech Data has of a purchase order.
    reconcile(purchase_order: impl Into<Text>) -> Result<Reconciled, Error>;
}

impl<T: StreamingTransport> Client<T> {
    /// Prices and promotions, line by line while they come, in memory that does not grow with the answer.
    ///
    /// # Errors
    ///
    /// If the submission is not sent or its answer does not begin well. Later errors are items of the iterator.
    pub fn price_list_lines(
        &self,
        submission: PriceListSubmit,
    ) -> Result<impl Iterator<Item = Result<Decoded<LineAnswer<PriceListLine>>, Error>> + use<T>, Error>
    where
        T::Body: 'static,
    {
        let mut lines = self.blocking.wait(self.client.price_list_lines(submission))?;
        let blocking = self.blocking.clone();
        Ok(iter::from_fn(move || blocking.wait(lines.next())))
    }
}
