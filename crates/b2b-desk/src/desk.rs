//! The suppliers, ready to be asked.

use std::sync::Arc;

use b2b_http::{Attempt, Observer};
use futures_util::future::join_all;

use crate::question::{Capability, Question, Whom};
use crate::supplier::Supplier;
use crate::{By, Config, DeskError, OrderQuestion, Orders};

/// The configured suppliers, ready to be asked. Connections are kept for as long as the desk is.
///
/// Calls need a tokio runtime with I/O and time enabled.
#[derive(Debug)]
pub struct Desk {
    pub(crate) suppliers: Vec<(String, Supplier)>,
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

impl<T> Reply<T> {
    /// The same supplier's reply, read otherwise.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { supplier: self.supplier, result: self.result.map(read) }
    }
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

    /// The names of the suppliers that can be asked that, in alphabetical order.
    pub fn able(&self, capability: Capability) -> impl Iterator<Item = &str> {
        self.suppliers.iter().filter(move |(_, supplier)| supplier.supports(capability)).map(|(name, _)| name.as_str())
    }

    /// Asks a question: all suppliers that it goes to, at the same time. The replies come in alphabetical order of the
    /// suppliers.
    ///
    /// # Errors
    ///
    /// [`DeskError`] when the question goes to nobody: no such supplier is configured, or none that can answer. What goes
    /// wrong with a supplier is in its reply.
    pub async fn ask<Q: Question>(&self, whom: &Whom, question: &Q) -> Result<Vec<Reply<Q::Answer>>, DeskError> {
        let (capability, needs) = (question.capability(), question.needs());
        let needs = needs.as_slice();
        let asked = self.concerned(whom, capability, needs)?.into_iter().map(async |(name, supplier)| {
            let result = match supplier.lacking(capability, needs) {
                None => question.ask(supplier).await,
                Some(lacking) => Err(supplier.unsupported(lacking)),
            };
            Reply { supplier: name.clone(), result }
        });
        Ok(join_all(asked).await)
    }

    /// The requests that [`ask`](Self::ask) would send, as text and with their secrets replaced. Nothing is sent. The client
    /// adds `Host`, `Content-Length` and `User-Agent` to what is shown.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub fn offline<Q: Question>(
        &self,
        whom: &Whom,
        question: &Q,
        attempt: &Attempt,
    ) -> Result<Vec<Reply<Vec<String>>>, DeskError> {
        let (capability, needs) = (question.capability(), question.needs());
        let shown = self.concerned(whom, capability, &needs)?.into_iter().map(|(name, supplier)| {
            let result = match supplier.lacking(capability, &needs) {
                None => question.offline(supplier, attempt),
                Some(lacking) => Err(supplier.unsupported(lacking)),
            };
            Reply { supplier: name.clone(), result }
        });
        Ok(shown.collect())
    }

    /// Asks how orders stand: the supplier whose numbers they are, or everyone who knows the customer's.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub async fn order_status(&self, question: &OrderQuestion) -> Result<Vec<Reply<Orders>>, DeskError> {
        self.ask(&whose(&question.by), question).await
    }

    /// The requests that [`order_status`](Self::order_status) would send.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub fn offline_request(
        &self,
        question: &OrderQuestion,
        attempt: &Attempt,
    ) -> Result<Vec<Reply<Vec<String>>>, DeskError> {
        self.offline(&whose(&question.by), question, attempt)
    }

    fn build(config: &Config, observer: Option<&Arc<dyn Observer>>) -> Result<Self, DeskError> {
        let suppliers =
            config.suppliers.iter().map(|(name, config)| Ok((name.clone(), Supplier::new(name, config, observer)?)));
        Ok(Self { suppliers: suppliers.collect::<Result<_, DeskError>>()? })
    }

    /// The suppliers that a question goes to.
    pub(crate) fn concerned(
        &self,
        whom: &Whom,
        capability: Capability,
        needs: &[Capability],
    ) -> Result<Vec<&(String, Supplier)>, DeskError> {
        if self.suppliers.is_empty() {
            return Err(DeskError::NoSupplier);
        }
        match whom {
            Whom::Able => {
                let able = |one: &&(String, Supplier)| one.1.lacking(capability, needs).is_none();
                let able: Vec<_> = self.suppliers.iter().filter(able).collect();
                if !able.is_empty() {
                    return Ok(able);
                }
                // What nobody can, or what nobody can who could do the rest.
                let lacking = self.suppliers.iter().filter_map(|(_, supplier)| supplier.lacking(capability, needs));
                let lacking = lacking.reduce(|one, other| if one == capability { other } else { one });
                Err(DeskError::NobodyAble { capability: lacking.unwrap_or(capability) })
            }
            Whom::Named(names) => names.iter().map(|name| self.named(name)).collect(),
        }
    }

    /// The one supplier for what is done once.
    pub(crate) fn only(
        &self,
        whom: &Whom,
        capability: Capability,
        needs: &[Capability],
    ) -> Result<&(String, Supplier), DeskError> {
        match self.concerned(whom, capability, needs)?.as_slice() {
            [one] => Ok(one),
            several => {
                Err(DeskError::SeveralAble { capability, able: several.iter().map(|(name, _)| name.clone()).collect() })
            }
        }
    }

    /// The supplier of this name.
    pub(crate) fn named(&self, name: &str) -> Result<&(String, Supplier), DeskError> {
        self.suppliers.iter().find(|(own, _)| own == name).ok_or_else(|| DeskError::UnknownSupplier {
            name: name.to_owned(),
            known: self.suppliers().map(str::to_owned).collect(),
        })
    }
}

fn whose(by: &By) -> Whom {
    match by {
        By::Customer => Whom::Able,
        By::Supplier(name) => Whom::named(name),
    }
}
