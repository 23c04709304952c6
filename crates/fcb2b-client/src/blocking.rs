//! The client for programs without an async runtime.

use std::fmt;
use std::iter;

use b2b_http::{Blocking, Error, ReqwestTransport, SetupError, Transport};
use futures_util::{StreamExt as _, stream};

use crate::client::services;
use crate::{
    Answer, Any, AnyAnswer, Bulk, CreateReserve, Directory, DocumentService, GetPriceCatalogTypes, GetReserves,
    InventoryAnswer, InventoryInquiry, ItemDocument, Order, OrderStatus, OrderStatusDetail, Orders, PriceCatalog,
    PriceCatalogRequest, PriceCatalogType, PriceInquiry, Producer, Reconciled, RelatedAnswer, RelatedItems,
    Reservation, ReserveOutcome, Service, ServiceProfile, SolutionCheck, SolutionInquiry, StockAnswer, StockCheck,
    StockResult, UnknownReserve,
};

/// Asks one producer and waits. It is [`crate::Client`] with a [`Blocking`] thread: each method is the one of that name
/// there, with the same answers and errors.
///
/// ```no_run
/// use fcb2b_client::{Directory, Producer, SigningKey, SigningProfile, StockCheck, blocking::Client};
///
/// # fn ask(secret: fcb2b_client::SecretString) -> Result<(), Box<dyn std::error::Error>> {
/// let key = SigningKey::new("EXAMPLEKEY1", secret)?;
/// let producer = Producer::new(SigningProfile::named("ethervision")?, key).client_identifier("100059");
/// let client = Client::new(producer, Directory::discovered("https://b2b.example.com/services".parse()?))?;
/// let stock = client.stock_check(StockCheck::new("VV01701002"))?.value;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// Its methods panic within an async runtime.
pub struct Client<T = ReqwestTransport> {
    client: crate::Client<T>,
    blocking: Blocking,
}

impl Client {
    /// A client over reqwest with the default policy. Certificates are verified with the system's roots.
    ///
    /// # Errors
    ///
    /// If the system's TLS or the thread cannot be set up.
    pub fn new(producer: Producer, directory: Directory) -> Result<Self, SetupError> {
        Ok(Self::with(crate::Client::new(producer, directory)?, Blocking::new()?))
    }
}

impl<T: Transport> Client<T> {
    /// A client of your own, and the thread that it waits with.
    #[must_use]
    pub fn with(client: crate::Client<T>, blocking: Blocking) -> Self {
        Self { client, blocking }
    }

    /// Sends a request and reads the answer.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::send`].
    pub fn send<S: Service>(&self, request: S) -> Result<Answer<S::Output>, Error> {
        self.blocking.wait(self.client.send(request))
    }

    /// Asks what the producer offers, and uses the addresses from now on.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::services`].
    pub fn services(&self) -> Result<Answer<Vec<ServiceProfile>>, Error> {
        self.blocking.wait(self.client.services())
    }

    /// Asks any service that has an address, once.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::call`].
    pub fn call(&self, request: Any) -> Result<AnyAnswer, Error> {
        self.blocking.wait(self.client.call(request))
    }

    /// Reserves goods, once.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::create_reserve`]: only if it is certain that nothing was reserved.
    pub fn create_reserve(&self, request: CreateReserve) -> Result<ReserveOutcome, Error> {
        self.blocking.wait(self.client.create_reserve(request))
    }

    /// Asks what became of a reservation whose outcome is unknown.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::reconcile`].
    pub fn reconcile(&self, unknown: &UnknownReserve) -> Result<Reconciled, Error> {
        self.blocking.wait(self.client.reconcile(unknown))
    }

    /// Checks the stock of many items, several at a time. The results come as they are ready, each with its item; dropping
    /// the iterator ends the run. The items are asked for while a result is waited for, and not in between.
    pub fn stock_checks<I>(&self, skus: I, bulk: Bulk) -> impl Iterator<Item = StockResult> + use<I, T>
    where
        I: IntoIterator<Item = String>,
    {
        let mut results = Box::pin(self.client.stock_checks(stream::iter(skus), bulk));
        let blocking = self.blocking.clone();
        iter::from_fn(move || blocking.wait(results.next()))
    }
}

macro_rules! waiting {
    ($( $(#[doc = $doc:literal])* $name:ident: $Request:ty => $Output:ty, )*) => {
        /// The services by name.
        impl<T: Transport> Client<T> {$(
            $(#[doc = $doc])*
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            pub fn $name(&self, request: $Request) -> Result<Answer<$Output>, Error> {
                self.send(request)
            }
        )*}
    };
}

services! { waiting }

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), blocking: self.blocking.clone() }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.client).finish()
    }
}
