//! The async client.

use b2b_http::{Error, ReqwestTransport, SetupError, Transport};

use crate::{Answer, Endpoint, GetOrderStatus, OrderQuery};

/// Asks a Westcon service.
///
/// ```no_run
/// use westcon_orderstatus::{Client, Endpoint, Environment, OrderQuery};
///
/// # async fn ask(key: secrecy::SecretString) -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new(Endpoint::new(Environment::Production, "1001065", key))?;
/// let answer = client.get_order_status(OrderQuery::westcon(["704571"])).await?;
/// for order in answer.value.orders() {
///     println!("{:?}: {:?}", order.erp_order_number.as_deref(), order.header_status_description.as_deref());
/// }
/// # Ok(())
/// # }
/// ```
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

impl<T: Transport> Client<T> {
    /// A client with a policy and a transport of your own.
    #[must_use]
    pub fn with(endpoint: Endpoint, http: b2b_http::Client<T>) -> Self {
        Self { endpoint, http }
    }

    /// Asks how orders stand.
    ///
    /// # Errors
    ///
    /// If the question cannot be sent, is refused, or its answer cannot be read or trusted. An order that the service does
    /// not know is no error: it is in the answer, with the service's words in [`Order::errors`](crate::response::Order).
    pub async fn get_order_status(&self, query: OrderQuery) -> Result<Answer, Error> {
        self.http.send(&GetOrderStatus::new(self.endpoint.clone(), query)).await
    }
}
