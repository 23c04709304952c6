//! The async client: all transactions, long lists, orders, and price lists while they come.

mod batch;
mod order;
mod price_list_lines;

use b2b_http::{Error, ReqwestTransport, SetupError, StreamingTransport, Transport};

pub use self::batch::{Batch, BatchPart, Batched, CONCURRENCY, LINES_PER_REQUEST};
pub use self::order::{OrderOutcome, Reconciled, UnknownOrder};
pub use self::price_list_lines::PriceListLines;

use crate::{
    Answer, AvailabilityLine, AvailabilitySubmit, Call, Endpoint, InvoiceDetailByPoResponse, InvoiceDetailByPoSubmit,
    Item, ItemSubmission, Lines, MultiPriceAvailabilityLine, MultiPriceAvailabilitySubmit, OrderStatusAnswer,
    OrderStatusSubmit, OrderSubmit, PriceAvailabilityLine, PriceAvailabilitySubmit, PriceListLine, PriceListSubmit,
    QuoteResponse, QuoteSubmit, RequiredEuiLine, RequiredEuiSubmit, ShipViaLine, ShipViaSubmit, Text, Transaction,
};

/// Asks Tech Data's XML service, and orders from it.
///
/// ```no_run
/// use techdata_xml::{Client, Endpoint, Environment, Item};
///
/// # async fn ask(password: secrecy::SecretString) -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new(Endpoint::new(Environment::Production, "100001", password))?;
/// let answer = client.price_availability([Item::tech_data("10226038"), Item::upc("888793182574")]).await?;
/// for line in answer.value.lines {
///     match line.result {
///         Ok(line) => println!("{:?}: {:?}", line.product_desc, line.unit_price1),
///         Err(error) => println!("{:?}: {error}", line.asked),
///     }
/// }
/// # Ok(()) }
/// ```
///
/// Each method has a submission of its own with more to say, which [`send`](Self::send) takes.
///
/// # Errors
///
/// Every method fails if the submission is not sent, has no answer, or its answer is another's, cannot be read or refuses
/// the whole request; [`errors_of`](crate::errors_of) has Tech Data's words then. A line or an order that Tech Data refuses
/// by itself is no error: it stands among the others.
#[derive(Debug)]
pub struct Client<T = ReqwestTransport> {
    endpoint: Endpoint,
    http: b2b_http::Client<T>,
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self { endpoint: self.endpoint.clone(), http: self.http.clone() }
    }
}

impl Client {
    /// A client over reqwest with the default policy. Certificates are verified with the system's roots.
    ///
    /// # Errors
    ///
    /// If the system's TLS cannot be set up.
    pub fn new(endpoint: Endpoint) -> Result<Self, SetupError> {
        Ok(Self::with(endpoint, b2b_http::Client::new(ReqwestTransport::new()?)))
    }
}

/// A list of items.
type Answered<L> = Result<Answer<Lines<L>>, Error>;

impl<T: Transport> Client<T> {
    /// A client with a policy and a transport of your own.
    #[must_use]
    pub fn with(endpoint: Endpoint, http: b2b_http::Client<T>) -> Self {
        Self { endpoint, http }
    }

    /// Sends a submission. For orders see [`place_order`](Self::place_order), which tells what must be told of them.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn send<S: Transaction>(&self, submission: S) -> Result<Answer<S::Response>, Error> {
        self.http.send(&Call::new(self.endpoint.clone(), submission)).await
    }

    /// Which warehouses have what.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn availability(&self, items: impl IntoIterator<Item = Item>) -> Answered<AvailabilityLine> {
        self.send(AvailabilitySubmit::of(items)).await
    }

    /// Prices, and which warehouses have what.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn price_availability(&self, items: impl IntoIterator<Item = Item>) -> Answered<PriceAvailabilityLine> {
        self.send(PriceAvailabilitySubmit::of(items)).await
    }

    /// Prices, and what all warehouses have together.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn multi_price_availability(
        &self,
        items: impl IntoIterator<Item = Item>,
    ) -> Answered<MultiPriceAvailabilityLine> {
        self.send(MultiPriceAvailabilitySubmit::of(items)).await
    }

    /// How items can be sent to a postal code.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn ship_via(
        &self,
        postal_code: impl Into<Text>,
        items: impl IntoIterator<Item = Item>,
    ) -> Answered<ShipViaLine> {
        self.send(ShipViaSubmit::to(postal_code, items)).await
    }

    /// Prices and promotions, read whole. See [`price_list_lines`](Self::price_list_lines) for long ones.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn price_list(&self, items: impl IntoIterator<Item = Item>) -> Answered<PriceListLine> {
        self.send(PriceListSubmit::of(items)).await
    }

    /// What must be told of the end user to buy some items.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn required_eui(&self, items: impl IntoIterator<Item = Item>) -> Answered<RequiredEuiLine> {
        self.send(RequiredEuiSubmit::of(items)).await
    }

    /// How an order, an invoice or a shipment stands.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn order_status(&self, query: OrderStatusSubmit) -> Result<Answer<OrderStatusAnswer>, Error> {
        self.send(query).await
    }

    /// The invoices, containers and serial numbers of purchase orders.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn invoice_detail_by_po<I: IntoIterator<Item: Into<Text>>>(
        &self,
        purchase_orders: I,
    ) -> Result<Answer<InvoiceDetailByPoResponse>, Error> {
        self.send(InvoiceDetailByPoSubmit::of(purchase_orders)).await
    }

    /// Quotes by their numbers.
    ///
    /// # Errors
    ///
    /// See [`Client`].
    pub async fn quote<I: IntoIterator<Item: Into<Text>>>(&self, quotes: I) -> Result<Answer<QuoteResponse>, Error> {
        self.send(QuoteSubmit::of(quotes)).await
    }

    /// Places an order, once.
    ///
    /// # Errors
    ///
    /// Only if the order was not sent. Everything that may have become an order is an [`OrderOutcome`].
    pub async fn place_order(&self, order: OrderSubmit) -> Result<OrderOutcome, Error> {
        order::place(self, order).await
    }

    /// Finds out what Tech Data has of a purchase order: Order Status `01`.
    ///
    /// # Errors
    ///
    /// See [`Client`]. Nothing is known of the order then.
    pub async fn reconcile(&self, purchase_order: impl Into<Text>) -> Result<Reconciled, Error> {
        order::reconcile(self, purchase_order.into()).await
    }

    /// Asks about a list of items of any length: it is split, sent with bounded concurrency, and joined in order.
    ///
    /// # Errors
    ///
    /// If any line breaks the manual's rules, or there is none: nothing is sent then. What befalls a part of the list is
    /// told line by line, as [`LineError::Failed`](crate::LineError::Failed).
    pub async fn batch<S: ItemSubmission>(&self, submission: S, batch: Batch) -> Result<Batched<S::Answered>, Error> {
        batch::send(self, submission, batch).await
    }
}

impl<T: StreamingTransport> Client<T> {
    /// Prices and promotions, line by line while they come, in memory that does not grow with the answer.
    ///
    /// ```no_run
    /// # use techdata_xml::{Client, Item, PriceListSubmit};
    /// # async fn ask(client: Client) -> Result<(), techdata_xml::b2b_http::Error> {
    /// let mut lines = client.price_list_lines(PriceListSubmit::of([Item::tech_data("10226038")])).await?;
    /// while let Some(line) = lines.next().await {
    ///     println!("{:?}", line?.value.result);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// If the submission is not sent or its answer does not begin well. Later errors are items of the stream.
    pub async fn price_list_lines(&self, submission: PriceListSubmit) -> Result<PriceListLines, Error>
    where
        T::Body: 'static,
    {
        let answering = self.http.open(&Call::new(self.endpoint.clone(), submission)).await?;
        Ok(PriceListLines::new(answering))
    }
}
