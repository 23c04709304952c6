//! The async client: addresses, all services, reservations, and many items at once.

mod addresses;
mod bulk;
mod circuit;
mod named;
mod reserving;

use std::fmt;
use std::sync::Arc;

use b2b_http::{Error, ReqwestTransport, SetupError, Transport};

use self::addresses::Addresses;
pub use self::bulk::{Bulk, StockFailure, StockResult};
pub use self::circuit::{Circuit, CircuitEvent, CircuitOpen};
#[cfg(feature = "blocking")]
pub(crate) use self::named::services;
pub use self::reserving::ReserveOutcome;
use crate::answer::Answer;
use crate::call::Call;
use crate::directory::Directory;
use crate::endpoint::{Producer, ServiceUrl};
use crate::generic::{Any, AnyAnswer};
use crate::reserve::ReservePolicy;
use crate::service::Service;
use crate::services::discovery::{ServiceProfile, Services};

/// Asks one producer.
///
/// A clone is the same client: it shares the connections, the limits and the addresses that discovery listed. Calls need a
/// tokio runtime with its timer enabled.
///
/// ```no_run
/// use fcb2b_client::{Client, Directory, Producer, SigningKey, SigningProfile, StockCheck};
///
/// # async fn ask(secret: fcb2b_client::SecretString) -> Result<(), Box<dyn std::error::Error>> {
/// let key = SigningKey::new("EXAMPLEKEY1", secret)?;
/// let producer = Producer::new(SigningProfile::named("ethervision")?, key).client_identifier("100059");
/// let client = Client::new(producer, Directory::discovered("https://b2b.example.com/services".parse()?))?;
///
/// let stock = client.stock_check(StockCheck::new("VV01701002")).await?.value;
/// println!("{:?} {:?}", stock.quantity, stock.unit_of_measure);
/// # Ok(())
/// # }
/// ```
pub struct Client<T = ReqwestTransport> {
    producer: Arc<Producer>,
    addresses: Arc<Addresses>,
    reserving: ReservePolicy,
    http: b2b_http::Client<T>,
}

impl Client {
    /// A client over reqwest with the default policy. Certificates are verified with the system's roots.
    ///
    /// # Errors
    ///
    /// If the system's TLS cannot be set up.
    pub fn new(producer: Producer, directory: Directory) -> Result<Self, SetupError> {
        Ok(Self::with(producer, directory, b2b_http::Client::new(ReqwestTransport::new()?)))
    }
}

impl<T: Transport> Client<T> {
    /// A client with a policy and a transport of your own. Deadlines, repetition, rate limits and records are those of
    /// `http`: see [`b2b_http::ClientBuilder`].
    #[must_use]
    pub fn with(producer: impl Into<Arc<Producer>>, directory: Directory, http: b2b_http::Client<T>) -> Self {
        Self {
            producer: producer.into(),
            addresses: Arc::new(Addresses::new(directory)),
            reserving: ReservePolicy::default(),
            http,
        }
    }

    /// With another way to reserve.
    #[must_use]
    pub fn reserve_policy(mut self, policy: ReservePolicy) -> Self {
        self.reserving = policy;
        self
    }

    /// The producer.
    #[must_use]
    pub fn producer(&self) -> &Arc<Producer> {
        &self.producer
    }

    /// Where its services are found.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        self.addresses.directory()
    }

    /// Sends a request and reads the answer. The request is repeated where the policy and the service allow.
    ///
    /// The address comes from the [`Directory`]. If discovery must be asked first, it has a total deadline of its own; of
    /// calls that need it at the same time, one asks. Once addresses are known, none but that one waits when their lifetime
    /// is over, and it no longer than five seconds. If discovery fails, addresses known before are used for another minute.
    ///
    /// For reservations there is [`create_reserve`](Self::create_reserve), which knows when the outcome is unknown.
    ///
    /// # Errors
    ///
    /// If the service has no address that may be used or a parameter is wrong (not sent); if there is no answer; if the
    /// answer is an error, cannot be read, or must not be trusted.
    pub async fn send<S: Service>(&self, request: S) -> Result<Answer<S::Output>, Error> {
        let url = self.addresses.of::<Call<S>, T>(&S::SERVICE, self).await?;
        self.http.send(&self.offline_request(url, request)).await
    }

    /// The operation that [`send`](Self::send) would send to this address, to be shown or sent by other means.
    #[must_use]
    pub fn offline_request<S>(&self, url: ServiceUrl, request: S) -> Call<S> {
        Call::new(Arc::clone(&self.producer), url, request)
    }

    /// Asks what the producer offers, whether or not it is known already, and uses the addresses from now on.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn services(&self) -> Result<Answer<Vec<ServiceProfile>>, Error> {
        self.addresses.ask(self).await
    }

    /// Asks any service that has an address, also one that this crate does not know. Since nobody knows what a second
    /// request would do, it is sent once.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn call(&self, request: Any) -> Result<AnyAnswer, Error> {
        let url = self.addresses.of::<Call<Any>, T>(&request.service, self).await?;
        self.http.send(&self.offline_request(url, request)).await
    }

    /// Discovery, at the address it has.
    async fn discover(&self) -> Result<Answer<Vec<ServiceProfile>>, Error> {
        let Some(url) = self.directory().discovery() else {
            let error = crate::directory::AddressError::NotConfigured(crate::codes::ServiceName::Services);
            return Err(Error::not_sent::<Call<Services>>(error.into()));
        };
        self.http.send(&self.offline_request(url.clone(), Services::new())).await
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            producer: Arc::clone(&self.producer),
            addresses: Arc::clone(&self.addresses),
            reserving: self.reserving,
            http: self.http.clone(),
        }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("producer", &self.producer)
            .field("directory", self.addresses.directory())
            .field("reserving", &self.reserving)
            .field("http", &self.http)
            .finish()
    }
}
