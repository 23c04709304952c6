//! The client for programs without an async runtime.

use b2b_http::{Blocking, Error, ReqwestTransport, SetupError, Transport};

use crate::{Answer, Endpoint, OrderQuery};

/// Asks a Westcon service and waits. It is [`crate::Client`] with a [`Blocking`] thread.
///
/// ```no_run
/// use westcon_orderstatus::{Endpoint, Environment, OrderQuery, blocking::Client};
///
/// # fn ask(key: secrecy::SecretString) -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new(Endpoint::new(Environment::Production, "1001065", key))?;
/// let answer = client.get_order_status(OrderQuery::westcon(["704571"]))?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// Its methods panic within an async runtime.
#[derive(Clone, Debug)]
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
    pub fn new(endpoint: Endpoint) -> Result<Self, SetupError> {
        Ok(Self::with(crate::Client::new(endpoint)?, Blocking::new()?))
    }
}

impl<T: Transport> Client<T> {
    /// A client of your own, and the thread that it waits with.
    #[must_use]
    pub fn with(client: crate::Client<T>, blocking: Blocking) -> Self {
        Self { client, blocking }
    }

    /// Asks how orders stand.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::get_order_status`].
    pub fn get_order_status(&self, query: OrderQuery) -> Result<Answer, Error> {
        self.blocking.wait(self.client.get_order_status(query))
    }
}
