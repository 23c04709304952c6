//! The suppliers, ready to be asked.

use std::sync::Arc;

use b2b_http::{Attempt, Observer};
use futures_util::future::join_all;

use crate::supplier::Supplier;
use crate::{By, Config, DeskError, OrderQuestion, Orders};

/// The configured suppliers, ready to be asked. Connections are kept for as long as the desk is.
///
/// Calls need a tokio runtime with I/O and time enabled.
#[derive(Debug)]
pub struct Desk {
    suppliers: Vec<(String, Supplier)>,
}

/// What one supplier replied. A supplier that fails does not keep the others from answering.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The supplier's name.
    pub supplier: String,
    /// What it said, or why it said nothing.
    pub result: Result<T, DeskError>,
}

impl Desk {
    /// A desk for these suppliers.
    ///
    /// # Errors
    ///
    /// [`DeskError::Config`] when a certificate cannot be read or used.
    pub fn from_config(config: &Config) -> Result<Self, DeskError> {
        Self::build(config, None)
    }

    /// A desk for these suppliers whose exchanges are shown to an observer, secrets replaced.
    ///
    /// # Errors
    ///
    /// [`DeskError::Config`] when a certificate cannot be read or used.
    pub fn observed(config: &Config, observer: impl Observer + 'static) -> Result<Self, DeskError> {
        Self::build(config, Some(&(Arc::new(observer) as Arc<dyn Observer>)))
    }

    /// The suppliers' names, in alphabetical order.
    pub fn suppliers(&self) -> impl Iterator<Item = &str> {
        self.suppliers.iter().map(|(name, _)| name.as_str())
    }

    /// Asks how orders stand: all suppliers that the question concerns, at the same time. The replies come in alphabetical
    /// order of the suppliers.
    ///
    /// # Errors
    ///
    /// [`DeskError`] when the question concerns no configured supplier. What goes wrong with a supplier is in its reply.
    pub async fn order_status(&self, question: &OrderQuestion) -> Result<Vec<Reply<Orders>>, DeskError> {
        let asked = self.concerned(&question.by)?.into_iter().map(async |(name, supplier)| Reply {
            supplier: name.clone(),
            result: supplier.order_status(question).await,
        });
        Ok(join_all(asked).await)
    }

    /// The requests that [`order_status`](Self::order_status) would send, as text and with their secrets replaced. Nothing is
    /// sent. The client adds `Host`, `Content-Length` and `User-Agent` to what is shown.
    ///
    /// # Errors
    ///
    /// As [`order_status`](Self::order_status).
    pub fn offline_request(
        &self,
        question: &OrderQuestion,
        attempt: &Attempt,
    ) -> Result<Vec<Reply<String>>, DeskError> {
        let shown = self.concerned(&question.by)?.into_iter().map(|(name, supplier)| Reply {
            supplier: name.clone(),
            result: supplier.offline_request(question, attempt),
        });
        Ok(shown.collect())
    }

    fn build(config: &Config, observer: Option<&Arc<dyn Observer>>) -> Result<Self, DeskError> {
        let suppliers =
            config.suppliers.iter().map(|(name, config)| Ok((name.clone(), Supplier::new(name, config, observer)?)));
        Ok(Self { suppliers: suppliers.collect::<Result<_, DeskError>>()? })
    }

    /// The suppliers that know such numbers.
    fn concerned(&self, by: &By) -> Result<Vec<&(String, Supplier)>, DeskError> {
        if self.suppliers.is_empty() {
            return Err(DeskError::NoSupplier);
        }
        let By::Supplier(name) = by else { return Ok(self.suppliers.iter().collect()) };
        match self.suppliers.iter().find(|(own, _)| own == name) {
            Some(supplier) => Ok(vec![supplier]),
            None => Err(DeskError::UnknownSupplier {
                name: name.clone(),
                known: self.suppliers().map(str::to_owned).collect(),
            }),
        }
    }
}
