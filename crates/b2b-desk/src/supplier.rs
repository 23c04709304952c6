//! The suppliers, by protocol.

pub(crate) mod westcon;

use std::io;
use std::path::Path;
use std::sync::Arc;

use b2b_http::{Attempt, Client, Exchange, Observer, ReqwestTransport};
use http::HeaderValue;

use crate::config::{Connection, SupplierConfig};
use crate::{Cause, ConfigError, DeskError, OrderQuestion, Orders};

/// A supplier that can be asked.
#[derive(Debug)]
pub(crate) enum Supplier {
    Westcon(westcon::Westcon),
}

impl Supplier {
    pub(crate) fn new(
        name: &str,
        config: &SupplierConfig,
        observer: Option<&Arc<dyn Observer>>,
    ) -> Result<Self, ConfigError> {
        Ok(match config {
            SupplierConfig::Westcon(config) => Self::Westcon(westcon::Westcon::new(name, config, observer)?),
        })
    }

    pub(crate) async fn order_status(&self, question: &OrderQuestion) -> Result<Orders, DeskError> {
        match self {
            Self::Westcon(westcon) => westcon.order_status(question).await,
        }
    }

    pub(crate) fn offline_request(&self, question: &OrderQuestion, attempt: &Attempt) -> Result<String, DeskError> {
        match self {
            Self::Westcon(westcon) => westcon.offline_request(question, attempt),
        }
    }
}

/// What a supplier's own code comes down to, where its protocol says so.
pub(crate) fn read_code(operation: &str, code: &str) -> Option<Cause> {
    match operation.split_once('.') {
        Some(("westcon", _)) => westcon::read_code(code),
        _ => None,
    }
}

/// That the file with the extra certificate cannot be read.
fn unreadable(path: &Path, place: &str, error: io::Error) -> ConfigError {
    let path = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        let hint = "Check the path; the file of a sandbox is there only while that sandbox runs, and another run writes a \
                    new configuration.";
        return ConfigError::at(place, format!("names the file {path}, which does not exist"), hint);
    }
    let hint = "Check that it is a file and that you may read it.";
    ConfigError::at(place, format!("names the file {path}, which cannot be read"), hint).with_source(error)
}

/// The client of one supplier.
fn client(
    connection: &Connection,
    observer: Option<&Arc<dyn Observer>>,
) -> Result<Client<ReqwestTransport>, ConfigError> {
    let mut transport = ReqwestTransport::builder();
    if let Some((path, place)) = &connection.ca {
        let pem = std::fs::read(path).map_err(|error| unreadable(path, place, error))?;
        transport = transport.extra_roots_pem(pem);
    }
    let transport = transport.build().map_err(|error| match &connection.ca {
        Some((path, place)) => {
            let message = format!("names the file {}, which cannot be used", path.display());
            ConfigError::at(place, message, "Give a PEM file that begins with -----BEGIN CERTIFICATE-----.")
                .with_source(error)
        }
        None => ConfigError::new("TLS cannot be set up", "Install the system's root certificates, or set ca.")
            .with_source(error),
    })?;
    let mut builder = Client::builder(transport)
        .user_agent(HeaderValue::from_static(concat!("b2b-desk/", env!("CARGO_PKG_VERSION"))));
    if let Some(timeout) = connection.connect_timeout {
        builder = builder.connect_timeout(timeout);
    }
    if let Some(timeout) = connection.read_timeout {
        builder = builder.read_timeout(timeout);
    }
    if let Some(timeout) = connection.total_timeout {
        builder = builder.total_timeout(timeout);
    }
    if let Some(bytes) = connection.max_response_bytes {
        builder = builder.max_response_bytes(bytes);
    }
    if let Some(observer) = observer {
        let observer = Arc::clone(observer);
        builder = builder.observer(move |exchange: &Exchange| observer.exchanged(exchange));
    }
    Ok(builder.build())
}
